"""Builds the calendar of working days from the State Council's notices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml
from chinese_calendar.constants import holidays, workdays

from core.errors import InvalidContent
from core.working_days import WorkingCalendar

HOLIDAYS = Path(__file__).resolve().parent / "holidays"


@dataclass(frozen=True, slots=True)
class Year:
    """Be what one notice rules for one year."""

    year: int
    source: str  # the notice's number
    complete: bool  # whether the whole year is ruled, weekends that are worked included
    rests: frozenset[date]
    make_up: frozenset[date]


def working_calendar(folder: Path = HOLIDAYS) -> WorkingCalendar:
    """Return the calendar of the library, with the years that files in `folder` add or replace.

    A complete file replaces the library's year; an incomplete one only adds days.
    """
    rests, make_up = set(holidays), set(workdays)
    known = max(day.year for day in holidays)
    for path in sorted(folder.glob("*.yml")):
        ruled = _read(path)
        if ruled.complete:
            rests = {day for day in rests if day.year != ruled.year}
            make_up = {day for day in make_up if day.year != ruled.year}
            known = ruled.year if ruled.year == known + 1 else known
        rests |= ruled.rests
        make_up |= ruled.make_up
    return WorkingCalendar(frozenset(rests - make_up), frozenset(make_up), date(known, 12, 31))


def _read(path: Path) -> Year:
    """Return what a file says; raise InvalidContent naming the file."""
    data = yaml.safe_load(path.read_text("utf-8"))
    if not isinstance(data, Mapping):
        raise InvalidContent(f"{path.name}: not a mapping")
    year, source, complete = (data.get(key) for key in ("year", "source", "complete"))
    if not isinstance(year, int) or path.stem != str(year):
        raise InvalidContent(f"{path.name}: the year is not the file's name")
    if not isinstance(source, str) or not source.strip():
        raise InvalidContent(f"{path.name}: no source")
    rests, make_up = (_days(data.get(key), year, path.name) for key in ("rests", "make_up"))
    if any(day.weekday() < 5 for day in make_up):
        raise InvalidContent(f"{path.name}: a make-up day that is worked anyway")
    if rests & make_up:
        raise InvalidContent(f"{path.name}: a day that is both off and worked")
    return Year(year, source, complete is True, rests, make_up)


def _days(value: object, year: int, file: str) -> frozenset[date]:
    if not isinstance(value, list):
        raise InvalidContent(f"{file}: rests and make_up must be lists")
    days = [day for day in value if isinstance(day, date) and day.year == year]
    if len(days) != len(value) or len(set(days)) != len(days):
        raise InvalidContent(f"{file}: a day of another year, written twice, or no day")
    return frozenset(days)
