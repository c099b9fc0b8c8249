"""Tests bot.short_words: what a few bare words mean, whatever the classifier takes them for."""

from __future__ import annotations

import pytest

from bot.acts import Act
from bot.short_words import bare_act, is_no_chinese
from core import form_wording, wording
from tests.bot.rasa_calls import tell
from tests.fakes.office import Office

UNFINISHED = form_wording.PROGRESS_UNFINISHED.format(item="门诊统筹签约", missing="手机号码")


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("啥意思", Act.PLAIN_WORDS),
        ("你说的这是什么意思啊", Act.PLAIN_WORDS),
        ("什么", Act.REPEAT),
        ("你说的啥", Act.REPEAT),
        ("120", Act.EMERGENCY),
        ("快打120", Act.EMERGENCY),
        ("我要", Act.GREET),
        ("我想问个事", Act.GREET),
        ("闺女，俺想问个事", Act.GREET),
        ("好的", Act.AFFIRM),
        ("3", Act.NOT_UNDERSTOOD),
    ],
)
def test_bare_words_mean_one_thing(text: str, act: Act) -> None:
    assert bare_act(text, None, in_form=False) is act


@pytest.mark.parametrize(
    "text", ["你好", "我要办", "门诊统筹是什么意思", "什么是转诊", "我要投诉", "签约"]
)
def test_what_says_more_is_left_to_the_classifier(text: str) -> None:
    assert bare_act(text, None, in_form=False) is None


@pytest.mark.parametrize("text", ["3", "120", "要"])
def test_a_form_takes_figures_and_a_yes_itself(text: str) -> None:
    assert bare_act(text, None, in_form=True) is None


def test_what_is_broken_off_in_a_form_is_no_complaint() -> None:
    assert bare_act("我要", None, in_form=True) is Act.NOT_UNDERSTOOD


def test_a_wish_after_a_question_is_a_yes() -> None:
    assert bare_act("要", UNFINISHED, in_form=False) is Act.AFFIRM
    assert bare_act("要", "好的。", in_form=False) is Act.GREET


@pytest.mark.parametrize("text", ["asdfgh", "hello, how can I get reimbursed?", "WHAT IS THIS"])
def test_letters_alone_are_no_chinese(text: str) -> None:
    assert is_no_chinese(text)


@pytest.mark.parametrize("text", ["13800138000", "37060219450101123X", "OK", "医保app", "。。。"])
def test_numbers_and_a_few_letters_are_not_taken_for_a_foreign_language(text: str) -> None:
    assert not is_no_chinese(text)


@pytest.mark.parametrize("act", [Act.OUT_OF_SCOPE, Act.NOT_UNDERSTOOD])
async def test_who_writes_no_chinese_is_told_so_in_two_languages(office: Office, act: Act) -> None:
    told = await tell(office, await office.opened(), "how to get reimbursed", act)

    assert told.text.startswith(wording.NOT_CHINESE)
    assert "Type 0 for a person" in told.text
    assert told.reply["spoken"] == wording.NOT_CHINESE
