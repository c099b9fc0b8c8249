"""Knows when staff are there: the hours of a working day, holidays and 调休 included."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from core.working_days import ONE_DAY, WorkingCalendar


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """Be the hours of service, in the bureau's own time."""

    calendar: WorkingCalendar
    opens: time
    closes: time

    def is_open(self, now: datetime) -> bool:
        """Tell whether staff are there at a moment, told in the bureau's own time."""
        return self.calendar.is_working(now.date()) and self.opens <= now.time() < self.closes

    def slots(self, after: datetime, length: timedelta, days: int) -> Iterator[datetime]:
        """Yield the beginnings of all slots from `after` on, within that many working days.

        Today counts as one of the days if it is worked. The times are in the zone of `after`.
        """
        day = after.date()
        while days > 0:
            if self.calendar.is_working(day):
                days -= 1
                starts = datetime.combine(day, self.opens, after.tzinfo)
                closes = datetime.combine(day, self.closes, after.tzinfo)
                while starts + length <= closes:
                    if starts >= after:
                        yield starts
                    starts += length
            day += ONE_DAY
