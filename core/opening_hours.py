"""Reads, writes and judges opening hours such as 周一至周五 8:30-12:00 13:30-17:00."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import pairwise

DAYS = "一二三四五六日"
DAY_MINUTES = 24 * 60
_TIME = r"(\d{1,2})[:：](\d{2})"
_SPAN = re.compile(rf"{_TIME}\s*(?:-|－|—|–|~|～|至|到)\s*{_TIME}")
_DAY_RANGE = re.compile(
    r"^(?:周|星期)([一二三四五六日天])(?:至|到|-|－|—|–|~)(?:周|星期)([一二三四五六日天])$"
)
_DAY_LIST = re.compile(
    r"^(?:周|星期)[一二三四五六日天](?:[、,，]?(?:周|星期)?[一二三四五六日天])*$"
)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Be one stretch of a day during which a place is open, in minutes after midnight."""

    start: int
    end: int  # at most 1440, greater than `start`


class Opening(StrEnum):
    """Name how a place stands at one moment."""

    OPEN = "open"
    BREAK = "break"  # it was open earlier today and opens again today
    NOT_YET = "not_yet"  # it opens for the first time later today
    CLOSED = "closed"  # no more today


@dataclass(frozen=True, slots=True)
class OpenState:
    """Say whether a place is open, and when that changes."""

    opening: Opening
    minute: int  # after midnight: when it closes (OPEN) or opens next
    weekday: int  # of that change, 0 = Monday
    days_ahead: int  # 0 = today; at most 7


@dataclass(frozen=True, slots=True)
class Hours:
    """Hold the opening hours of a week: seven tuples of spans, Monday first."""

    week: tuple[tuple[Span, ...], ...]

    @property
    def always_open(self) -> bool:
        """Tell whether it never closes, so that no public holiday matters."""
        return all(day == (Span(0, DAY_MINUTES),) for day in self.week)

    def at(self, now: datetime) -> OpenState:
        """Judge a moment, told in the time of the place; public holidays are not known."""
        minute, weekday = now.hour * 60 + now.minute, now.weekday()
        today = self.week[weekday]
        for span in today:
            if span.start <= minute < span.end:
                return OpenState(Opening.OPEN, span.end, weekday, 0)
        later = [span for span in today if span.start > minute]
        if later:
            earlier = any(span.end <= minute for span in today)
            opening = Opening.BREAK if earlier else Opening.NOT_YET
            return OpenState(opening, later[0].start, weekday, 0)
        for ahead in range(1, 8):
            day = (weekday + ahead) % 7
            if self.week[day]:
                return OpenState(Opening.CLOSED, self.week[day][0].start, day, ahead)
        raise AssertionError("hours without a single span cannot be made")

    def __str__(self) -> str:
        """Return the hours as they are written and read: days that are alike together."""
        parts: list[str] = []
        day = 0
        while day < 7:
            last = day
            while last < 6 and self.week[last + 1] == self.week[day]:
                last += 1
            if self.week[day]:
                parts.append(f"{_days(day, last)} {_spans(self.week[day])}")
            day = last + 1
        return "；".join(parts)


def read_hours(text: str) -> Hours:
    """Return the hours that `text` states; raise ValueError with a Chinese reason."""
    week: list[tuple[Span, ...]] = [()] * 7
    for part in filter(None, (piece.strip() for piece in re.split(r"[；;]", text))):
        first = re.match(r"\s*([^\d\s]+)\s*(.*)$", part)
        if first is None:
            raise ValueError(f"“{part}”没有写是周几")
        days, spans = _read_days(first[1]), _read_spans(first[2])
        for day in days:
            if week[day]:
                raise ValueError(f"周{DAYS[day]}写了两次")
            week[day] = spans
    if not any(week):
        raise ValueError("没有写营业时间")
    return Hours(tuple(week))


def clock_text(minute: int) -> str:
    """Return minutes after midnight as 8:30."""
    return f"{minute // 60}:{minute % 60:02d}"


def _read_days(text: str) -> tuple[int, ...]:
    if text in {"每天", "每日", "全周"}:
        return tuple(range(7))
    if text in {"工作日", "法定工作日"}:
        return tuple(range(5))
    if text in {"周末", "双休日"}:
        return (5, 6)
    between = _DAY_RANGE.match(text)
    if between is not None:
        start, end = _day(between[1]), _day(between[2])
        if start >= end:
            raise ValueError(f"“{text}”前后颠倒")
        return tuple(range(start, end + 1))
    if _DAY_LIST.match(text):
        return tuple(_day(char) for char in text if char in DAYS + "天")
    raise ValueError(f"看不懂“{text}”是哪几天")


def _day(char: str) -> int:
    return DAYS.index("日" if char == "天" else char)


def _read_spans(text: str) -> tuple[Span, ...]:
    if re.fullmatch(r"(全天|24\s*小时)", text.strip()):
        return (Span(0, DAY_MINUTES),)
    rest = _SPAN.sub("", text)
    if re.sub(r"[\s,，、]|和", "", rest):
        raise ValueError(f"看不懂“{text.strip()}”是几点到几点")
    spans = tuple(_span(*map(int, found.groups())) for found in _SPAN.finditer(text))
    if not spans:
        raise ValueError("没有写几点到几点")
    for before, after in pairwise(spans):
        if after.start < before.end:
            raise ValueError(f"“{text.strip()}”的时间段重叠或者前后颠倒")
    return spans


def _span(hour: int, minute: int, end_hour: int, end_minute: int) -> Span:
    start, end = hour * 60 + minute, end_hour * 60 + end_minute
    if minute > 59 or end_minute > 59 or end > DAY_MINUTES or start >= end:
        raise ValueError(f"{hour}:{minute:02d}-{end_hour}:{end_minute:02d} 不是一段时间")
    return Span(start, end)


def _days(first: int, last: int) -> str:
    if (first, last) == (0, 6):
        return "每天"
    if first == last:
        return f"周{DAYS[first]}"
    return f"周{DAYS[first]}至周{DAYS[last]}"


def _spans(spans: tuple[Span, ...]) -> str:
    if spans == (Span(0, DAY_MINUTES),):
        return "24小时"
    return " ".join(f"{clock_text(s.start)}-{clock_text(s.end)}" for s in spans)
