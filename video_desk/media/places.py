"""Decides who sees and hears whom in a room; pure."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

PLACES = 3  # others that one page can show
PLACING = "places "  # begins what is told of who appears where
SILENT = "silent"  # is told of a connection that stands, but brings nothing


class Role(StrEnum):
    """Name what somebody is in a room."""

    CITIZEN = "citizen"
    AGENT = "agent"
    FAMILY = "family"
    SUPERVISOR = "supervisor"


class Attention(StrEnum):
    """Name how a supervisor takes part."""

    LISTEN = "listen"  # sees and hears all, is neither seen nor heard
    WHISPER = "whisper"  # is heard by the agent alone
    BARGE = "barge"  # takes part


@dataclass(frozen=True, slots=True)
class Seat:
    """Be somebody's place in a room."""

    id: str
    role: Role
    attention: Attention = Attention.BARGE  # of a supervisor


def perceives(viewer: Seat, other: Seat) -> bool:
    """Tell whether `viewer` sees and hears `other`."""
    if viewer.id == other.id:
        return False
    if other.role is not Role.SUPERVISOR or other.attention is Attention.BARGE:
        return True
    return other.attention is Attention.WHISPER and viewer.role is Role.AGENT


def placed(viewer: Seat, seats: Sequence[Seat], before: Mapping[int, str]) -> dict[int, str]:
    """Return who appears in which place (0..2) of a viewer's page: place -> seat id.

    Whoever had a place keeps it, so that pictures do not jump.
    """
    wanted = [seat.id for seat in seats if perceives(viewer, seat)]
    kept = {place: seat for place, seat in before.items() if seat in wanted}
    free = [place for place in range(PLACES) if place not in kept]
    fresh = [seat for seat in wanted if seat not in kept.values()]
    return kept | dict(zip(free, fresh, strict=False))


def placing(shown: Mapping[int, str]) -> str:
    """Return what is told of who appears in which place of a viewer's page."""
    return PLACING + json.dumps({str(place): seat for place, seat in sorted(shown.items())})


def placing_of(told: str) -> Mapping[str, str] | None:
    """Return place -> seat id of what was told; None: it was about something else."""
    if not told.startswith(PLACING):
        return None
    shown = json.loads(told.removeprefix(PLACING))
    return {str(place): str(seat) for place, seat in shown.items()}
