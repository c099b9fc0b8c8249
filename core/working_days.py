"""Counts working days: weekends, public holidays, and weekends that are worked instead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Know which days are worked; beyond `known_until` it knows weekends only."""

    rests: frozenset[date]  # public holidays, weekends among them or not
    make_up: frozenset[date]  # 调休: weekend days that are worked
    known_until: date  # the last day for which the State Council's notice is known

    def is_working(self, day: date) -> bool:
        """Tell whether that day is worked."""
        if day in self.make_up:
            return True
        return day.weekday() < 5 and day not in self.rests

    def is_out_of_turn(self, day: date) -> bool:
        """Tell whether weekly hours may not hold: a public holiday, or a weekend that is worked."""
        return day in self.rests or day in self.make_up

    def after(self, day: date, count: int) -> date:
        """Return the day `count` working days later; the day itself does not count."""
        if count < 0:
            raise ValueError(f"no working day {count} days later")
        while count:
            day += ONE_DAY
            count -= self.is_working(day)
        return day

    def between(self, first: date, last: date) -> int:
        """Return how many working days come after `first` up to `last`; below zero if before."""
        if last < first:
            return -self.between(last, first)
        count = 0
        while first < last:
            first += ONE_DAY
            count += self.is_working(first)
        return count

    def knows(self, day: date) -> bool:
        """Tell whether the holidays up to that day have been announced."""
        return day <= self.known_until
