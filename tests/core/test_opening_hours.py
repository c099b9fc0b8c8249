"""Tests core.opening_hours: how hours are read, written and judged."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.opening_hours import Hours, Opening, OpenState, Span, read_hours

OFFICE = read_hours("周一至周五 8:30-12:00 13:30-17:00；周六 9:00-12:00")


@pytest.mark.parametrize(
    ("day", "time", "state"),
    [
        (21, (8, 0), OpenState(Opening.NOT_YET, 510, 0, 0)),
        (21, (8, 30), OpenState(Opening.OPEN, 720, 0, 0)),
        (21, (12, 0), OpenState(Opening.BREAK, 810, 0, 0)),
        (21, (16, 59), OpenState(Opening.OPEN, 1020, 0, 0)),
        (21, (17, 0), OpenState(Opening.CLOSED, 510, 1, 1)),
        (26, (13, 0), OpenState(Opening.CLOSED, 510, 0, 2)),  # Saturday: next Monday
    ],
)
def test_a_moment_is_judged(day: int, time: tuple[int, int], state: OpenState) -> None:
    assert OFFICE.at(datetime(2026, 12, day, *time)) == state


def test_a_place_open_on_one_day_only_opens_again_in_a_week() -> None:
    hours = read_hours("周一 9:00-10:00")

    assert hours.at(datetime(2026, 12, 21, 11, 0)).days_ahead == 7


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("工作日 8:30－12:00、13:30－17:00", "周一至周五 8:30-12:00 13:30-17:00"),
        ("每天 全天", "每天 24小时"),
        ("周一、周三、周五 9：00至11：30", "周一 9:00-11:30；周三 9:00-11:30；周五 9:00-11:30"),
        (
            "周末 9:00-16:00;星期一到星期五 8:00-18:00",
            "周一至周五 8:00-18:00；周六至周日 9:00-16:00",
        ),
    ],
)
def test_hours_are_understood_as_people_write_them(written: str, plain: str) -> None:
    assert str(read_hours(written)) == plain


@pytest.mark.parametrize(
    "nonsense",
    [
        "",
        "8:30-12:00",
        "周一 9点",
        "周五至周一 9:00-10:00",
        "每天 12:00-9:00",
        "周一 9:00-25:00",
        "周一 9:00-11:00 10:00-12:00",
        "周一 9:00-10:00；周一 11:00-12:00",
        "某天 9:00-10:00",
    ],
)
def test_what_makes_no_sense_is_refused(nonsense: str) -> None:
    with pytest.raises(ValueError, match=r"[\u4e00-\u9fff]"):
        read_hours(nonsense)


@st.composite
def weeks(draw: st.DrawFn) -> Hours:
    days = []
    for _ in range(7):
        cuts = sorted(draw(st.sets(st.integers(0, 1440), max_size=4)))
        days.append(tuple(Span(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=False)))
    return Hours(tuple(days))


@given(weeks().filter(lambda hours: any(hours.week)))
def test_what_is_written_is_read_back(hours: Hours) -> None:
    assert read_hours(str(hours)) == hours
