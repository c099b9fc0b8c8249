"""Tests bot.offered: who was asked which matter they mean can say it in a word or a number."""

from __future__ import annotations

import pytest

from bot.offered import chosen
from core import wording

LONG_STAY, TRIP, NEWBORN = "异地长期居住人员备案", "临时外出就医人员备案", "新生儿参保登记"
WHICH = wording.ASK_WHICH_ITEM + wording.numbered((LONG_STAY, TRIP, NEWBORN))
PAPERS = wording.ASK_WHICH_ITEM + wording.numbered((f"{LONG_STAY}的办理材料", f"{TRIP}的办理材料"))
POPULAR = wording.POPULAR + wording.numbered(("门诊能报多少？", "怎么转医保？"))


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("1", LONG_STAY),
        ("第二个", TRIP),
        ("选3", NEWBORN),
        ("最后一个", NEWBORN),
        ("长期的", LONG_STAY),
        ("长期住", LONG_STAY),
        ("临时外出。", TRIP),
        ("新生儿", NEWBORN),
        ("异地长期居住人员备案", LONG_STAY),
    ],
)
def test_a_matter_is_chosen_by_number_or_in_a_word(text: str, meant: str) -> None:
    assert chosen(WHICH, text) == meant
    assert chosen("好的，我说慢一点。" + WHICH, text) == meant


@pytest.mark.parametrize(
    "text",
    ["我叫王秀兰", "备案", "第九个", "新生儿怎么办", "都不是，我想问门诊能报多少钱", "对", "人工"],
)
def test_what_chooses_none_of_them_stays_as_it_was_said(text: str) -> None:
    assert chosen(WHICH, text) == text


def test_a_part_of_a_matter_is_chosen_with_its_part() -> None:
    assert chosen(PAPERS, "第一个") == f"{LONG_STAY}的办理材料"


def test_of_the_questions_asked_most_one_is_chosen_by_its_number_alone() -> None:
    assert chosen(POPULAR, "第二个") == "怎么转医保？"
    assert chosen(POPULAR, "转医保") == "转医保"


@pytest.mark.parametrize(
    "reply", [None, "", "一共这几步：1. 核对；2. 登记。", "可以选：1. 长期住；2. 短时间去。"]
)
def test_without_such_a_question_nothing_is_chosen(reply: str | None) -> None:
    assert chosen(reply, "1") == "1"
