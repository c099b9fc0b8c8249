"""Tests the circuit breaker: when it opens, whom it lets try, when it closes."""

from __future__ import annotations

from integrations.insurance_core.breaker import Breaker, Circuit, Limits

LIMITS = Limits(failures=3, window=30.0, rest=10.0)


def failed(*times: float) -> Breaker:
    breaker = Breaker(LIMITS)
    for at in times:
        breaker = breaker.failed(at)
    return breaker


def test_a_few_failures_do_not_open_it() -> None:
    assert failed(0, 1).state(1) is Circuit.CLOSED


def test_failures_within_the_window_open_it() -> None:
    assert failed(0, 1, 2).state(2) is Circuit.OPEN
    assert failed(0, 1, 2).admitted(2) is None


def test_failures_far_apart_do_not_add_up() -> None:
    assert failed(0, 20, 31).state(31) is Circuit.CLOSED


def test_a_success_in_between_begins_the_count_anew() -> None:
    breaker = failed(0, 1).succeeded().failed(2)

    assert breaker.failed_at == (2,)
    assert breaker.state(2) is Circuit.CLOSED


def test_after_a_rest_one_call_may_try_and_no_second() -> None:
    breaker = failed(0, 1, 2)

    first = breaker.admitted(12)

    assert breaker.state(12) is Circuit.HALF_OPEN
    assert first is not None
    assert first.admitted(12) is None


def test_a_failed_try_opens_it_for_another_rest() -> None:
    trying = failed(0, 1, 2).admitted(12)
    assert trying is not None

    again = trying.failed(13)

    assert again.state(22) is Circuit.OPEN
    assert again.admitted(23) is not None


def test_a_good_try_closes_it() -> None:
    trying = failed(0, 1, 2).admitted(12)
    assert trying is not None

    assert trying.succeeded().state(12) is Circuit.CLOSED
