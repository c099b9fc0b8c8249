"""Tests how many customer messages citizens' acts allow, and 正在输入."""

from __future__ import annotations

import pytest

from integrations.wechat_simulator.allowance import Act, Allowance
from integrations.wechat_simulator.refusals import Refused

HOURS_48 = 48 * 3600.0


def codes(allowance: Allowance, now: float, times: int) -> list[int]:
    """Send so often; return 0 or the errcode of each."""
    found = []
    for _ in range(times):
        try:
            allowance.spend(now)
            found.append(0)
        except Refused as refused:
            found.append(refused.code)
    return found


def test_nobody_who_did_nothing_is_written_to() -> None:
    assert codes(Allowance(), 0.0, 1) == [45015]


def test_a_message_allows_five_within_48_hours() -> None:
    allowance = Allowance()
    allowance.acted(Act.MESSAGE, 0.0)

    assert codes(allowance, HOURS_48 - 1, 6) == [0, 0, 0, 0, 0, 45047]
    assert codes(allowance, HOURS_48, 1) == [45015]


def test_another_message_allows_five_again_and_no_more() -> None:
    allowance = Allowance()
    allowance.acted(Act.MESSAGE, 0.0)
    codes(allowance, 1.0, 3)
    allowance.acted(Act.MESSAGE, 2.0)

    assert codes(allowance, 3.0, 6) == [0] * 5 + [45047]


@pytest.mark.parametrize("act", [Act.MENU, Act.SUBSCRIBE, Act.SCAN])
def test_other_acts_allow_three_within_a_minute(act: Act) -> None:
    allowance = Allowance()
    allowance.acted(act, 0.0)

    assert codes(allowance, 59.0, 4) == [0, 0, 0, 45047]
    allowance.acted(act, 100.0)
    assert codes(allowance, 160.0, 1) == [45015]


def test_what_ends_soonest_is_spent_first() -> None:
    allowance = Allowance()
    allowance.acted(Act.MESSAGE, 0.0)
    allowance.acted(Act.MENU, 0.0)

    assert codes(allowance, 1.0, 3) == [0, 0, 0]
    assert codes(allowance, 61.0, 6) == [0] * 5 + [45047]


def test_who_has_left_is_not_written_to() -> None:
    allowance = Allowance()
    allowance.acted(Act.MESSAGE, 0.0)
    allowance.withdraw()

    assert codes(allowance, 1.0, 1) == [45015]


def test_typing_is_shown_for_fifteen_seconds_and_only_soon_after_a_message() -> None:
    allowance = Allowance()
    with pytest.raises(Refused, match="45080"):
        allowance.type(0.0, begins=True)
    allowance.acted(Act.MESSAGE, 0.0)

    allowance.type(1.0, begins=True)

    assert (allowance.is_typing(15.9), allowance.is_typing(16.0)) == (True, False)
    with pytest.raises(Refused, match="45081"):
        allowance.type(2.0, begins=True)
    allowance.type(17.0, begins=True)
    with pytest.raises(Refused, match="45080"):
        allowance.type(31.0, begins=True)


def test_a_message_of_the_account_ends_its_typing() -> None:
    allowance = Allowance()
    allowance.acted(Act.MESSAGE, 0.0)
    allowance.type(1.0, begins=True)

    allowance.spend(2.0)

    assert not allowance.is_typing(2.0)
