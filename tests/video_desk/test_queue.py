"""Tests video_desk.queue: who is next, and how long it takes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.contracts import Ticket
from tests.fakes.clock import MONDAY_MORNING
from video_desk.queue import in_order, minutes_to_wait, position


def ticket(
    name: str, minute: float, *, persona: str = "standard", state: str = "waiting"
) -> Ticket:
    opened = MONDAY_MORNING + timedelta(minutes=minute)
    return Ticket(name, f"c-{name}", "text", None, {}, opened, state=state, persona=persona)


def accepted(waited: float) -> Ticket:
    opened = MONDAY_MORNING
    return Ticket(
        "t", "c", "text", None, {}, opened, accepted_at=opened + timedelta(minutes=waited)
    )


def names(tickets: list[Ticket]) -> list[str]:
    return [t.id for t in tickets]


def test_who_came_first_is_next() -> None:
    assert names(in_order([ticket("b", 1), ticket("a", 0), ticket("c", 2)])) == ["a", "b", "c"]


def test_an_old_person_counts_as_having_come_five_minutes_earlier() -> None:
    queue = [ticket("young", 0), ticket("old", 4, persona="elder")]

    assert names(in_order(queue)) == ["old", "young"]


def test_the_head_start_does_not_let_anybody_wait_for_ever() -> None:
    queue = [ticket("young", 0), ticket("old", 6, persona="elder")]

    assert names(in_order(queue)) == ["young", "old"]


def test_only_those_who_wait_are_in_the_queue() -> None:
    queue = [ticket("a", 0, state="accepted"), ticket("b", 1), ticket("c", 2, state="closed")]

    assert names(in_order(queue)) == ["b"]


def test_who_is_served_already_has_no_position() -> None:
    with pytest.raises(ValueError, match="not in list"):
        position([ticket("a", 0, state="accepted")], "a")


@given(st.lists(st.tuples(st.integers(0, 20), st.booleans()), min_size=1, max_size=20))
def test_every_position_is_given_once_whatever_the_order_of_the_rows(
    came: list[tuple[int, bool]],
) -> None:
    queue = [
        ticket(f"t{n:02}", minute, persona="elder" if old else "standard")
        for n, (minute, old) in enumerate(came)
    ]

    positions = sorted(position(list(reversed(queue)), t.id) for t in queue)

    assert positions == list(range(1, len(queue) + 1))
    assert in_order(queue) == in_order(list(reversed(queue)))


@pytest.mark.parametrize("waits", [[], [3], [3, 5]])
def test_nothing_is_promised_while_too_little_is_known(waits: list[float]) -> None:
    assert minutes_to_wait(1, [accepted(wait) for wait in waits]) is None


@pytest.mark.parametrize(
    ("place", "waits", "minutes"),
    [(1, [4, 4, 4], 4), (3, [4, 4, 4], 8), (1, [2, 4, 90], 4), (1, [0, 0, 0], 1)],
)
def test_the_wait_is_estimated_from_the_median_of_others(
    place: int, waits: list[float], minutes: int
) -> None:
    assert minutes_to_wait(place, [accepted(wait) for wait in waits]) == minutes
