"""Tells whether the media process of a room can carry one call more."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from core.errors import EngineUnavailable

BUSY = 0.85  # of one core; above it pictures come late for everybody
APART = 1.0  # seconds between two looks from which the share of the processor is told


class Loaded(Protocol):
    """Be a media process that tells its load."""

    @property
    def name(self) -> str:
        """Return what distinguishes it from the others."""
        ...

    async def load(self) -> Mapping[str, object]:
        """Return rooms, seats, processor seconds and megabytes; may raise EngineUnavailable."""
        ...


@dataclass(frozen=True, slots=True)
class Look:
    """Be one look at a media process."""

    at: float  # monotonic seconds
    cpu: float  # processor seconds it had used
    share: float = 0.0  # of one core, since the look before


def looked(before: Look | None, at: float, cpu: float) -> Look:
    """Return the new look; a share is told only over a while, and never of a restarted process."""
    if before is None or cpu < before.cpu:
        return Look(at, cpu)
    if at - before.at < APART:
        return before
    return Look(at, cpu, (cpu - before.cpu) / (at - before.at))


class Capacity:
    """Look at the media processes when a call begins."""

    def __init__(
        self,
        of: Callable[[str], Loaded],
        *,
        monotonic: Callable[[], float],
        most_rooms: int,
    ) -> None:
        """Take which process has a room, a clock in seconds, and how many rooms each may hold."""
        self._of = of
        self._monotonic = monotonic
        self._most_rooms = most_rooms
        self._looks: dict[str, Look] = {}

    async def has_place(self, room: str) -> bool:
        """Tell whether the room's process is there and has processor time left."""
        process = self._of(room)
        try:
            load = await process.load()
        except EngineUnavailable:
            return False
        rooms, cpu = _number(load, "rooms"), _number(load, "cpu_seconds")
        look = looked(self._looks.get(process.name), self._monotonic(), cpu)
        self._looks[process.name] = look
        return rooms < self._most_rooms and look.share < BUSY

    async def answers(self, room: str) -> bool:
        """Tell whether the room's process is there at all."""
        try:
            await self._of(room).load()
        except EngineUnavailable:
            return False
        return True


def _number(load: Mapping[str, object], name: str) -> float:
    value = load.get(name)
    return float(value) if isinstance(value, int | float) else 0.0
