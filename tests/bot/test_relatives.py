"""Tests bot.relatives."""

from __future__ import annotations

import pytest

from bot.relatives import relative_in


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("给我妈办慢特病", "母亲"),
        ("老伴糖尿病，想换医院", "爱人"),
        ("替街坊问问，他要签约", "邻居"),
        ("给我奶奶登记居民医保", "奶奶"),
        ("帮闺女报生孩子的钱", "女儿"),
    ],
)
def test_for_whom_somebody_acts_is_heard(text: str, who: str) -> None:
    assert relative_in(text) == who


@pytest.mark.parametrize(
    "text",
    [
        "街坊说能办个慢病证，给我办一个吧",
        "我搬到闺女家了，原来签约的那个社区太远",
        "去儿子那边看病要备案",
        "邻居让我来签约",
        "我想签约",
    ],
)
def test_who_is_only_spoken_of_is_nobody_to_act_for(text: str) -> None:
    assert relative_in(text) is None
