"""Tests core.passwords: which passwords staff may have."""

from __future__ import annotations

import pytest

from core import account_wording as say
from core.passwords import LONG_ENOUGH, SHORTEST, shortcoming


@pytest.mark.parametrize(
    "good",
    ["Tulou-2026xk", "correct horse battery", "北京的槐树开花了Aa1", "7hK!mno2Wz"],
)
def test_long_or_mixed_passwords_do(good: str) -> None:
    assert shortcoming(good, "1001", "王工") is None


@pytest.mark.parametrize(
    ("bad", "sentence"),
    [
        ("Ab1!xyz", say.PASSWORD_SHORT.format(least=SHORTEST)),
        ("tulouxkwzq", say.PASSWORD_SIMPLE.format(long=LONG_ENOUGH)),
        ("tulou20487", say.PASSWORD_SIMPLE.format(long=LONG_ENOUGH)),
        ("Tulou!1111xk", say.PASSWORD_REPEATS),
        ("AbAbAbAbAb1!", say.PASSWORD_REPEATS),
        ("Admin@2026xk", say.PASSWORD_GUESSED),
        ("P@ssw0rd2026", say.PASSWORD_GUESSED),
        ("Yibao@2026xk", say.PASSWORD_GUESSED),
        ("Tulou-agent-7", say.PASSWORD_NAME),
    ],
)
def test_others_are_refused_with_the_reason(bad: str, sentence: str) -> None:
    assert shortcoming(bad, "AGENT-7", "王工") == sentence
