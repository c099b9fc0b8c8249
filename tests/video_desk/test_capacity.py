"""Tests when a media process takes one call more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest

from core.errors import EngineUnavailable
from video_desk.capacity import Capacity, Look, looked


@dataclass
class Process:
    """Be a media process whose load the test sets."""

    name: str = "media-1"
    told: dict[str, object] = field(default_factory=lambda: {"rooms": 0, "cpu_seconds": 0.0})
    there: bool = True

    async def load(self) -> Mapping[str, object]:
        if not self.there:
            raise EngineUnavailable("media")
        return self.told


@dataclass
class Watch:
    """Be a clock in seconds that stands still until the test moves it."""

    at: float = 100.0

    def __call__(self) -> float:
        return self.at


async def place_after(process: Process, watch: Watch, *, cpu: float, rooms: int = 1) -> bool:
    """Look once, let ten seconds pass with so much work, and look again."""
    capacity = Capacity(lambda room: process, monotonic=watch, most_rooms=20)
    assert await capacity.has_place("r")
    watch.at += 10
    process.told = {"rooms": rooms, "cpu_seconds": cpu}
    return await capacity.has_place("r")


@pytest.mark.parametrize(
    ("cpu", "rooms", "has"), [(8.0, 1, True), (9.0, 1, False), (0.1, 19, True), (0.1, 20, False)]
)
async def test_a_process_takes_calls_while_it_has_time_and_room(
    cpu: float, rooms: int, has: bool
) -> None:
    assert await place_after(Process(), Watch(), cpu=cpu, rooms=rooms) is has


async def test_a_process_that_is_away_has_no_place() -> None:
    process = Process(there=False)
    capacity = Capacity(lambda room: process, monotonic=Watch(), most_rooms=20)

    assert not await capacity.has_place("r")
    assert not await capacity.answers("r")


def test_a_restarted_process_is_not_blamed_for_the_time_of_the_one_before() -> None:
    assert looked(Look(100.0, 5000.0, 0.9), 110.0, 0.5) == Look(110.0, 0.5)


def test_two_looks_at_once_keep_the_share_that_is_known() -> None:
    before = Look(100.0, 5.0, 0.5)

    assert looked(before, 100.2, 5.2) == before
