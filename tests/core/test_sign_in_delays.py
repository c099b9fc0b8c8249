"""Tests core.sign_in_delays: how long wrong sign-ins lock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from core.sign_in_delays import ACCOUNT, Failures, LockRule

NOON = datetime(2026, 12, 21, 12, 0, tzinfo=UTC)


def failed(times: int, rule: LockRule = ACCOUNT, failures: Failures | None = None) -> Failures:
    counted = failures or Failures()
    for _ in range(times):
        counted = counted.with_another(NOON, rule)
    return counted


def test_four_failures_lock_nothing_and_the_fifth_locks_for_a_quarter_of_an_hour() -> None:
    fourth, fifth = failed(4), failed(5)

    assert not fourth.locked_at(NOON)
    assert fifth.locked_until == NOON + timedelta(minutes=15)


def test_every_lock_is_twice_as_long_as_the_one_before_up_to_four_hours() -> None:
    lasts = []
    counted = Failures()
    for _ in range(7):
        counted = failed(5, failures=counted)
        assert counted.locked_until is not None
        lasts.append((counted.locked_until - NOON) / timedelta(minutes=1))

    assert lasts == [15, 30, 60, 120, 240, 240, 240]


def test_a_lock_is_over_when_it_says() -> None:
    counted = failed(5)

    assert counted.locked_at(NOON + timedelta(minutes=15, seconds=-1))
    assert not counted.locked_at(NOON + timedelta(minutes=15))


def test_after_a_day_without_failures_the_count_begins_anew() -> None:
    counted = failed(5)

    later = counted.with_another(NOON + timedelta(days=1), ACCOUNT)

    assert (later.in_a_row, later.locks) == (1, 0)
