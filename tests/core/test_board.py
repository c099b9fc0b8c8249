"""Tests core.board: shares, percentiles, and service times against what is promised."""

from __future__ import annotations

from datetime import date

import pytest

from core.board import Contacts, Decided, Satisfaction, Waits, percentile, service_times
from core.working_days import WorkingCalendar

CALENDAR = WorkingCalendar(frozenset({date(2027, 1, 1)}), frozenset(), date(2027, 12, 31))


@pytest.mark.parametrize(
    ("values", "half", "most"),
    [([], None, None), ([7.0], 7.0, 7.0), ([3.0, 1.0, 2.0], 2.0, 3.0), (range(1, 11), 5, 9)],
)
def test_percentiles_are_values_that_somebody_really_waited(
    values: list[float], half: float | None, most: float | None
) -> None:
    assert percentile(values, 0.5) == half
    assert percentile(values, 0.9) == most


def test_where_nothing_happened_there_is_no_share() -> None:
    assert Contacts("web", 0, 0, 0).contained is None
    assert Waits("web", (), ()).abandonment is None
    assert Satisfaction((0, 0, 0, 0, 0), 9).very_satisfied is None


def test_shares_are_of_all_that_happened() -> None:
    contacts = Contacts("web", conversations=8, handed_over=2, resolved=6)

    assert (contacts.contained, contacts.resolved_share) == (0.75, 0.75)
    assert Waits("web", served=(1.0, 2.0, 3.0), abandoned=(9.0,)).abandonment == 0.25
    assert Satisfaction((7, 1, 1, 0, 1), 20).very_satisfied == 0.7


def test_service_time_counts_working_days_and_keeps_to_what_was_promised() -> None:
    thursday, tuesday = date(2026, 12, 31), date(2027, 1, 5)  # between: New Year, a weekend
    decided = [
        Decided("A", thursday, tuesday, thursday),
        Decided("A", thursday, tuesday, tuesday),
        Decided("A", thursday, date(2027, 1, 4), date(2027, 1, 6)),
        Decided("B", thursday, None, tuesday),
    ]

    first, second, third = service_times(decided, {"C": 2}, CALENDAR.between)

    assert (first.item_code, first.decided, first.median, first.longest) == ("A", 3, 2, 3)
    assert first.on_time == pytest.approx(2 / 3)
    assert (second.item_code, second.on_time, second.overdue) == ("B", None, 0)
    assert (third.item_code, third.decided, third.overdue) == ("C", 0, 2)
