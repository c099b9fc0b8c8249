"""Tests the few words that a call acts on by itself, and what must not be taken for them."""

from __future__ import annotations

import pytest

from voice import call_words as words


@pytest.mark.parametrize(
    "text", ["再说一遍", "没听清", "请您再说一次好吗", "什么？", "刚才说的什么", "重复一下"]
)
def test_requests_to_repeat_are_understood(text: str) -> None:
    assert words.wants_repeat(text)


@pytest.mark.parametrize(
    "text", ["什么是门诊统筹", "再说一遍身份证号行不行我的是三七", "听不清楚的人能不能办"]
)
def test_questions_are_no_requests_to_repeat(text: str) -> None:
    assert not words.wants_repeat(text)


@pytest.mark.parametrize("text", ["说慢点", "慢一点", "你说得太快了", "请讲慢一些", "再慢点"])
def test_requests_to_speak_slowly_are_understood(text: str) -> None:
    assert words.wants_slower(text)
    assert not words.wants_faster(text)


@pytest.mark.parametrize("text", ["慢病怎么办", "门诊慢特病", "快点给我办签约"])
def test_slow_diseases_are_no_request_to_speak_slowly(text: str) -> None:
    assert not words.wants_slower(text)
    assert not words.wants_faster(text)


@pytest.mark.parametrize(
    "text", ["再见", "好的，再见", "没事了，拜拜", "那我挂了啊", "谢谢同志，再见"]
)
def test_leave_taking_is_understood(text: str) -> None:
    assert words.says_goodbye(text)


@pytest.mark.parametrize("text", ["挂号费能报吗", "再见面的时候带什么材料", "我的银行卡挂失了"])
def test_other_words_never_end_a_call(text: str) -> None:
    assert not words.says_goodbye(text)


def test_yes_and_no_are_never_both() -> None:
    yes = ["是", "是的", "对", "好", "好的", "可以", "同意", "继续", "接着听", "有"]
    no = ["不是", "不用", "不用了", "没有", "没有了", "不同意", "不录", "算了", "没有别的事了"]

    assert all(words.says_yes(text) and not words.says_no(text) for text in yes)
    assert all(words.says_no(text) and not words.says_yes(text) for text in no)


def test_murmurs_are_told_from_words() -> None:
    assert all(words.is_murmur(text) for text in ("嗯", "嗯嗯", "哦，好的", "啊", "知道了"))
    assert not any(words.is_murmur(text) for text in ("不对", "好多钱", "我要签约", ""))


@pytest.mark.parametrize(
    ("text", "offered", "meant"),
    [
        ("第一个", 2, 1),
        ("就第二个吧", 2, 2),
        ("2", 2, 2),
        ("都不行", 2, 0),
        ("换一个时间", 2, 0),
        ("好", 1, 1),
        ("好", 2, None),
        ("明天我儿子来", 2, None),
    ],
)
def test_a_time_is_chosen_in_words(text: str, offered: int, meant: int | None) -> None:
    assert words.slot_named(text, offered) == meant
