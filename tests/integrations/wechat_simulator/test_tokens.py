"""Tests access tokens: two kinds, their overlap, their end, and how often they may be asked for."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from integrations.wechat_simulator.clock import Clock
from integrations.wechat_simulator.refusals import Refused
from integrations.wechat_simulator.tokens import PLAIN_A_DAY, AccessTokens


def made() -> tuple[AccessTokens, Clock]:
    clock = Clock(lambda: 1000.0)
    return AccessTokens("wx1", "secret", clock), clock


def code_of(call: Callable[[], object]) -> int:
    """Return the errcode that a call is refused with; 0 if it is not."""
    try:
        call()
    except Refused as refused:
        return refused.code
    return 0


def text(told: dict[str, object]) -> str:
    return str(told["access_token"])


def test_who_does_not_own_the_account_gets_no_token() -> None:
    tokens, _ = made()

    assert code_of(lambda: tokens.admit("wx1", "secret")) == 0
    assert code_of(lambda: tokens.admit("wx2", "secret")) == 40013
    assert code_of(lambda: tokens.admit("wx1", "guessed")) == 40125


def test_a_plain_token_lives_five_more_minutes_after_the_next_was_fetched() -> None:
    tokens, clock = made()
    old = text(tokens.plain())
    new = text(tokens.plain())

    assert (code_of(lambda: tokens.check(old)), code_of(lambda: tokens.check(new))) == (0, 0)
    clock.put_forward(301)
    assert (code_of(lambda: tokens.check(old)), code_of(lambda: tokens.check(new))) == (40001, 0)


def test_a_token_that_was_not_replaced_expires_with_another_code() -> None:
    tokens, clock = made()
    token = text(tokens.plain())

    clock.put_forward(7200)

    assert code_of(lambda: tokens.check(token)) == 42001


def test_nonsense_and_nothing_are_no_tokens() -> None:
    tokens, _ = made()

    assert code_of(lambda: tokens.check("")) == 41001
    assert code_of(lambda: tokens.check("nonsense")) == 40014
    assert code_of(lambda: tokens.check("77_" + "x" * 134)) == 40001


def test_the_stable_token_stays_the_same_until_five_minutes_before_its_end() -> None:
    tokens, clock = made()
    first = text(tokens.stable(force=False))

    clock.put_forward(6899)
    same = text(tokens.stable(force=False))
    clock.put_forward(2)
    next_ = text(tokens.stable(force=False))

    assert same == first != next_
    assert (code_of(lambda: tokens.check(first)), code_of(lambda: tokens.check(next_))) == (0, 0)


def test_both_kinds_know_nothing_of_each_other() -> None:
    tokens, clock = made()
    stable = text(tokens.stable(force=False))

    tokens.plain()
    tokens.plain()
    clock.put_forward(400)

    assert code_of(lambda: tokens.check(stable)) == 0


def test_a_refresh_by_force_voids_the_old_token_at_once_but_not_twice_in_thirty_seconds() -> None:
    tokens, clock = made()
    old = text(tokens.stable(force=False))
    new = text(tokens.stable(force=True))

    too_soon = text(tokens.stable(force=True))
    clock.put_forward(30)
    later = text(tokens.stable(force=True))

    assert code_of(lambda: tokens.check(old)) == 40001
    assert too_soon == new != later
    assert code_of(lambda: tokens.check(new)) == 40001


def test_there_are_twenty_refreshes_by_force_and_two_thousand_plain_tokens_a_day() -> None:
    tokens, clock = made()
    for _ in range(20):
        tokens.stable(force=True)
        clock.put_forward(31)
    for _ in range(PLAIN_A_DAY):
        tokens.plain()

    assert code_of(lambda: tokens.stable(force=True)) == 45009
    assert code_of(tokens.plain) == 45009
    clock.put_forward(86_400)
    assert code_of(tokens.plain) == 0


def test_another_holder_takes_the_token_away_only_if_there_is_one() -> None:
    tokens, _ = made()

    assert not tokens.lose()
    token = text(tokens.stable(force=False))
    assert tokens.lose()
    with pytest.raises(Refused):
        tokens.check(token)
    assert code_of(lambda: tokens.check(text(tokens.stable(force=False)))) == 0


def test_another_holder_cannot_take_it_away_more_often_than_the_platform_allows() -> None:
    tokens, clock = made()
    token = text(tokens.stable(force=False))
    times = 0

    for _ in range(30):
        times += tokens.lose()
        assert not tokens.lose()
        clock.put_forward(30)

    assert times == 20
    assert code_of(lambda: tokens.check(token)) == 40001
    assert code_of(lambda: tokens.stable(force=True)) == 45009
