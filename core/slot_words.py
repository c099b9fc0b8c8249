"""Writes and says the half hour in which somebody is called."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from core import call_back_wording as say
from core.call_backs import SLOT
from core.opening_hours import DAYS, clock_text
from core.spoken_figures import DIGITS, spoken_number, spoken_time


def written_slot(starts: datetime, now: datetime) -> str:
    """Return 明天 9:00-9:30; both moments are in the bureau's own time."""
    day = _near(starts, now) or say.DAY.format(
        month=starts.month, day=starts.day, weekday=DAYS[starts.weekday()]
    )
    begins = _minute(starts)
    ends = begins + int(SLOT.total_seconds() // 60)
    return say.FROM_TO.format(day=day, starts=clock_text(begins), ends=clock_text(ends))


def spoken_slot(starts: datetime, now: datetime) -> str:
    """Return 明天上午九点到九点半."""
    day = _near(starts, now) or say.SPOKEN_DAY.format(
        month=_spoken(starts.month), day=_spoken(starts.day), weekday=DAYS[starts.weekday()]
    )
    begins = _minute(starts)
    first = spoken_time(begins)
    last = spoken_time(begins + int(SLOT.total_seconds() // 60))
    if first[:2] == last[:2]:  # 上午九点到九点半: the part of the day is said once
        last = last[2:]
    return say.SPOKEN_FROM_TO.format(day=day, starts=first, ends=last)


def spoken_tail(phone: str) -> str:
    """Return the last four digits one by one, one being said 幺."""
    return "".join("幺" if digit == "1" else DIGITS[int(digit)] for digit in phone[-4:])


def _near(starts: datetime, now: datetime) -> str | None:
    if starts.date() == now.date():
        return say.TODAY
    return say.TOMORROW if starts.date() == now.date() + timedelta(days=1) else None


def _minute(moment: datetime) -> int:
    return moment.hour * 60 + moment.minute


def _spoken(number: int) -> str:
    return spoken_number(Decimal(number))
