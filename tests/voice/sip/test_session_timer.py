"""Tests session timers (RFC 4028)."""

from __future__ import annotations

from voice.sip.session_timer import Agreed, Due, SessionClock, TooSmall, after_answer, negotiate


def settled(
    header: str | None, supported: list[str], their_min_se: str | None = None
) -> Agreed | TooSmall:
    return negotiate(header, supported, ours=1800, min_se=90, their_min_se=their_min_se)


def test_who_asks_for_nothing_and_knows_no_timers_is_refreshed_by_us() -> None:
    assert settled(None, []) == Agreed(1800, we_refresh=True, peer_knows_timers=False)


def test_who_knows_timers_refreshes_itself() -> None:
    agreed = settled("600", ["timer"])

    assert agreed == Agreed(600, we_refresh=False, peer_knows_timers=True)
    assert isinstance(agreed, Agreed)
    assert agreed.header == "600;refresher=uac"


def test_who_wants_us_to_refresh_gets_it() -> None:
    agreed = settled("600;refresher=uas", ["100rel", "timer"])

    assert isinstance(agreed, Agreed)
    assert agreed.we_refresh
    assert agreed.header == "600;refresher=uas"


def test_too_short_an_interval_is_refused_with_the_shortest_we_take() -> None:
    assert settled("30", ["timer"]) == TooSmall(90)


def test_who_cannot_read_our_refusal_gets_a_longer_interval_instead() -> None:
    assert settled("30", []) == Agreed(90, we_refresh=True, peer_knows_timers=False)


def test_the_shortest_interval_of_a_proxy_on_the_way_is_kept() -> None:
    agreed = settled("100", ["timer"], their_min_se="400")

    assert isinstance(agreed, Agreed)
    assert agreed.interval == 400


def test_a_senseless_header_is_as_none() -> None:
    assert settled("soon;refresher=me", ["timer"]) == settled(None, ["timer"])


def test_we_refresh_at_half_time_and_ask_once() -> None:
    clock = SessionClock(Agreed(100, we_refresh=True, peer_knows_timers=True), 0.0)

    assert clock.due(49.9) is Due.NOTHING
    assert clock.due(50.0) is Due.REFRESH
    assert clock.due(51.0) is Due.NOTHING


def test_a_refresh_begins_the_interval_anew() -> None:
    clock = SessionClock(Agreed(100, we_refresh=True, peer_knows_timers=True), 0.0)
    clock.due(50.0)

    clock.refreshed(51.0)

    assert clock.due(100.0) is Due.NOTHING
    assert clock.due(101.0) is Due.REFRESH


def test_a_refresh_that_came_at_a_bad_time_is_asked_for_again() -> None:
    clock = SessionClock(Agreed(100, we_refresh=True, peer_knows_timers=True), 0.0)
    clock.due(50.0)

    clock.postpone(50.5, 3.0)

    assert clock.due(53.0) is Due.NOTHING
    assert clock.due(53.5) is Due.REFRESH


def test_their_answer_to_our_refresh_may_change_time_and_roles() -> None:
    agreed = Agreed(100, we_refresh=True, peer_knows_timers=True)

    assert after_answer(None, agreed) == agreed
    assert after_answer("200;refresher=uac", agreed) == Agreed(200, True, True)
    assert after_answer("200;refresher=uas", agreed) == Agreed(200, False, True)


def test_a_session_that_nobody_refreshed_is_ended_before_the_interval_is_over() -> None:
    clock = SessionClock(Agreed(90, we_refresh=False, peer_knows_timers=True), 0.0)

    assert clock.due(59.0) is Due.NOTHING
    assert clock.due(60.0) is Due.BYE  # 90 - min(32, 90 / 3)
