"""Holds what is on its way to a citizen in WeChat, and how far it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class State(StrEnum):
    """Name how far a message is on its way."""

    WAITING = "waiting"
    SENDING = "sending"  # a process is at it; if its lease ends, that process died
    HANDED = "handed"  # given as a passive reply that may not have been taken
    PARKED = "parked"  # WeChat lets nothing through until the citizen does something
    UNSURE = "unsure"  # sent, and no answer came: never again by itself, it only rides along
    SENT = "sent"
    GIVEN_UP = "given_up"


RIDING = (State.WAITING, State.PARKED, State.UNSURE)
OPEN = (State.SENDING, State.HANDED)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """Be something to be sent."""

    key: str  # what it is; the same is sent once
    kind: str  # text, voice, or the kind of a notice
    body: Mapping[str, str]  # "text", and "number" of a notice
    turn: str = ""  # whose answer it is, of core.turn_names; empty: nobody's


@dataclass(frozen=True, slots=True)
class Answered:
    """Be the line that answers what was said in the line before it."""

    conversation_id: str
    seq: int


@dataclass(frozen=True, slots=True)
class Due:
    """Be a message that is on its way."""

    id: int
    key: str
    inbox_id: int | None
    kind: str
    body: Mapping[str, str]
    state: State  # before it was claimed
    failures: int
    made_at: datetime
    turn: str = ""  # as of Outgoing


@dataclass(frozen=True, slots=True)
class Ride:
    """Be what a passive reply carries."""

    text: str
    ids: tuple[int, ...]


Choose = Callable[[Sequence[Due]], Ride | None]
