"""Tests core.teams: who is there, who may serve whom, and when a team is open."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from core.opening_hours import read_hours
from core.teams import DutyState, Presence, Team, group_of, is_open, is_skill, serves
from core.working_days import WorkingCalendar
from tests.fakes.clock import MONDAY_MORNING as NOW

WEEK = read_hours("周一至周五 8:30-12:00 13:30-17:00")
YEAR = WorkingCalendar(
    rests=frozenset({date(2026, 10, 1), date(2026, 10, 2)}),
    make_up=frozenset({date(2026, 10, 10)}),  # a Saturday
    known_until=date(2026, 12, 31),
)
CONTRACTS = Team("c", "签约组", skills=("01", "YB-SL-0202"))
YANTAI = Team("y", "烟台组", regions=("烟台市",))


def present(state: DutyState = DutyState.ON, missed: int = 0) -> Presence:
    return Presence("1001", state, NOW, NOW, missed)


@pytest.mark.parametrize(
    ("code", "knows"),
    [
        ("YB-SL-0101", True),  # of the group
        ("YB-SL-0202", True),  # by its own code
        ("YB-SL-0201", False),
        ("YB-SL-1001", False),  # 01 is not the end of another code
        (None, True),  # not known yet: anybody may ask
    ],
)
def test_a_team_serves_its_groups_and_items(code: str | None, knows: bool) -> None:
    assert CONTRACTS.knows(code, None) is knows


@pytest.mark.parametrize(("region", "knows"), [("烟台市", True), ("青岛市", False), (None, True)])
def test_a_team_serves_its_regions(region: str | None, knows: bool) -> None:
    assert YANTAI.knows("YB-SL-0101", region) is knows


def test_who_chose_a_team_is_served_by_its_members_alone() -> None:
    assert serves((CONTRACTS, YANTAI), "y", "YB-SL-0101", "青岛市")
    assert not serves((CONTRACTS,), "y", "YB-SL-0101", None)
    assert not serves((), "y", None, None)


def test_who_is_in_no_team_serves_everybody_who_chose_none() -> None:
    assert serves((), None, "YB-SL-0201", "青岛市")


def test_one_fitting_team_of_several_is_enough() -> None:
    assert serves((CONTRACTS, YANTAI), None, "YB-SL-0201", "烟台市")
    assert not serves((CONTRACTS, YANTAI), None, "YB-SL-0201", "青岛市")


def test_codes_and_groups_are_skills_and_nothing_else() -> None:
    assert [is_skill(text) for text in ("02", "YB-SL-0201", "2", "慢病", "YB-SL-02")] == [
        *(True, True),
        *(False, False, False),
    ]
    assert (group_of("YB-SL-0901"), group_of("慢病")) == ("09", "")


@pytest.mark.parametrize(("seconds", "there"), [(0, True), (44, True), (45, False), (900, False)])
def test_an_agent_without_a_sign_for_45_seconds_is_gone(seconds: int, there: bool) -> None:
    assert present().takes(NOW + timedelta(seconds=seconds)) is there


@pytest.mark.parametrize("state", [DutyState.BUSY, DutyState.AWAY])
def test_who_is_busy_or_away_takes_nobody(state: DutyState) -> None:
    assert not present(state).takes(NOW)


def test_the_second_missed_ring_in_a_row_means_away() -> None:
    once = present().let_ring(NOW)
    twice = once.let_ring(NOW + timedelta(minutes=1))

    assert (once.state, once.missed) == (DutyState.ON, 1)
    assert (twice.state, twice.missed, twice.since) == (
        DutyState.AWAY,
        0,
        NOW + timedelta(minutes=1),
    )


def test_saying_that_one_is_there_forgets_missed_rings() -> None:
    again = present(missed=1).chosen(DutyState.ON, NOW + timedelta(minutes=1))

    assert (again.missed, again.since) == (0, NOW)


def test_who_comes_back_soon_is_as_before_and_who_comes_back_late_is_away() -> None:
    soon = present().seen(NOW + timedelta(minutes=10))
    late = present().seen(NOW + timedelta(minutes=10, seconds=1))

    assert (soon.state, soon.since) == (DutyState.ON, NOW)
    assert (late.state, late.seen_at) == (DutyState.AWAY, NOW + timedelta(minutes=10, seconds=1))


@pytest.mark.parametrize(
    ("day", "hour", "minute", "is_it"),
    [
        (date(2026, 9, 30), 8, 30, True),  # Wednesday
        (date(2026, 9, 30), 12, 0, False),  # noon
        (date(2026, 9, 30), 13, 30, True),
        (date(2026, 10, 1), 10, 0, False),  # 国庆, a Thursday
        (date(2026, 10, 3), 10, 0, False),  # Saturday
        (date(2026, 10, 10), 10, 0, True),  # a Saturday that is worked
        (date(2026, 10, 10), 12, 30, False),
    ],
)
def test_a_team_is_open_in_its_hours_on_working_days(
    day: date, hour: int, minute: int, is_it: bool
) -> None:
    now = datetime(day.year, day.month, day.day, hour, minute, tzinfo=NOW.tzinfo)

    assert is_open(WEEK, YEAR, now) is is_it


def test_a_team_with_saturday_hours_is_open_on_plain_saturdays() -> None:
    hours = read_hours("周六 9:00-11:00")

    assert is_open(hours, YEAR, datetime(2026, 10, 17, 10, tzinfo=NOW.tzinfo))
    assert not is_open(hours, YEAR, datetime(2026, 10, 16, 10, tzinfo=NOW.tzinfo))
