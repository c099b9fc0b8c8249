"""Tests core.working_days and gateway.working_calendar: which days are worked."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from core.errors import InvalidContent
from core.working_days import WorkingCalendar
from gateway.working_calendar import working_calendar

FRIDAY, MONDAY = date(2026, 12, 18), date(2026, 12, 21)
PLAIN = WorkingCalendar(frozenset(), frozenset(), date(2026, 12, 31))
OFFICIAL = working_calendar()


def write(folder: Path, text: str, name: str = "2027.yml") -> Path:
    (folder / name).write_text(text, "utf-8")
    return folder


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (FRIDAY, 0, FRIDAY),
        (FRIDAY, 1, MONDAY),
        (date(2026, 12, 19), 1, MONDAY),  # from a Saturday
        (MONDAY, 5, date(2026, 12, 28)),
    ],
)
def test_weekends_are_not_counted(day: date, count: int, expected: date) -> None:
    assert PLAIN.after(day, count) == expected


def test_a_public_holiday_is_not_worked_and_a_make_up_day_is() -> None:
    assert not OFFICIAL.is_working(date(2026, 10, 1))
    assert OFFICIAL.is_working(date(2026, 10, 10))  # a Saturday, 调休
    assert OFFICIAL.after(date(2026, 9, 30), 1) == date(2026, 10, 8)
    assert OFFICIAL.after(date(2026, 10, 9), 1) == date(2026, 10, 10)


def test_counting_there_and_back_gives_the_same_number() -> None:
    for count in range(30):
        there = OFFICIAL.after(date(2026, 9, 20), count)

        assert OFFICIAL.between(date(2026, 9, 20), there) == count
        assert OFFICIAL.between(there, date(2026, 9, 20)) == -count


def test_a_count_below_zero_is_refused() -> None:
    with pytest.raises(ValueError, match="-1"):
        PLAIN.after(MONDAY, -1)


def test_the_days_that_the_law_fixes_are_off_although_the_notice_is_not_known() -> None:
    assert not OFFICIAL.is_working(date(2027, 1, 1))
    assert not OFFICIAL.knows(date(2027, 1, 1))
    assert OFFICIAL.knows(date(2026, 12, 31))
    assert OFFICIAL.is_working(date(2031, 10, 1))  # beyond: weekends only


def test_a_complete_file_replaces_the_year_and_moves_the_horizon(tmp_path: Path) -> None:
    folder = write(
        tmp_path,
        "year: 2027\nsource: 示例〔2026〕1号\ncomplete: true\n"
        "rests: [2027-01-01]\nmake_up: [2027-01-02]\n",
    )

    calendar = working_calendar(folder)

    assert calendar.known_until == date(2027, 12, 31)
    assert calendar.is_working(date(2027, 1, 2))  # a Saturday
    assert calendar.after(date(2026, 12, 31), 1) == date(2027, 1, 2)


def test_a_complete_file_overrides_what_the_library_says(tmp_path: Path) -> None:
    folder = write(
        tmp_path,
        "year: 2026\nsource: 示例〔2026〕2号\ncomplete: true\nrests: [2026-10-01]\nmake_up: []\n",
        "2026.yml",
    )

    calendar = working_calendar(folder)

    assert calendar.is_working(date(2026, 10, 2))
    assert not calendar.is_working(date(2026, 10, 10))


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        "year: 2026\nsource: s\nrests: []\nmake_up: []",  # not the file's year
        "year: 2027\nsource: ''\nrests: []\nmake_up: []",
        "year: 2027\nsource: s\nrests: [2026-01-01]\nmake_up: []",
        "year: 2027\nsource: s\nrests: [2027-01-01, 2027-01-01]\nmake_up: []",
        "year: 2027\nsource: s\nrests: [new year]\nmake_up: []",
        "year: 2027\nsource: s\nrests: []",
        "year: 2027\nsource: s\nrests: []\nmake_up: [2027-01-04]",  # a Monday
        "year: 2027\nsource: s\nrests: [2027-01-02]\nmake_up: [2027-01-02]",
    ],
)
def test_a_file_of_another_shape_is_refused_by_name(tmp_path: Path, text: str) -> None:
    with pytest.raises(InvalidContent, match=r"2027\.yml"):
        working_calendar(write(tmp_path, text))
