"""Tests bot.form_help: 重来, 听不懂 and what else is asked about the form itself."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.acts import Act
from bot.form import step
from core import form_wording as say
from core import wording
from tests.bot.form_talks import EVERY_ITEM, said, started, until
from tests.bot.small_items import CONTRACT, form_of


@pytest.mark.parametrize("text", ["重来", "从头来", "全部重新填", "我想重新来一次", "重新开始吧"])
def test_starting_over_asks_what_is_wrong_and_drops_nothing(text: str) -> None:
    application = until(CONTRACT, "mobile")

    done = step(form_of(CONTRACT), application, said(text))

    assert done.application == application
    assert done.said.startswith(say.WHICH_TO_CHANGE)
    assert done.said.endswith(say.ALL_OVER_AGAIN)


def test_starting_over_drops_the_number_that_is_said_in_pieces() -> None:
    application = replace(until(CONTRACT, "mobile"), partial="138")

    done = step(form_of(CONTRACT), application, said("重来"))

    assert done.application == replace(application, partial="")
    assert done.said.startswith(say.OVER_AGAIN)


def test_starting_over_at_the_first_question_asks_it_again() -> None:
    form, application = started(CONTRACT)

    done = step(form, application, said("重新开始"))

    assert done.said.startswith(say.OVER_AGAIN)
    assert done.said.endswith(form.fields[0].prompt)


def test_who_was_not_listening_does_not_start_over() -> None:
    form, application = started(CONTRACT)

    assert not step(form, application, said("重来一遍，走神了", Act.REPEAT, sure=True)).mine


@EVERY_ITEM
def test_who_does_not_understand_a_question_is_told_what_it_is_for(code: str) -> None:
    form, application = form_of(code), until(code, "id_number")

    done = step(form, application, said("听不懂", Act.PLAIN_WORDS, sure=True))

    field = form.field("id_number")
    assert field.why in done.said
    assert done.said.endswith(field.prompt)


def test_a_question_that_ends_in_a_no_is_no_value() -> None:
    form, application = form_of(CONTRACT), until(CONTRACT, "institution")

    assert not step(form, application, said("断交了三个月还能补不")).mine


def test_what_to_do_without_a_card_is_about_the_form() -> None:
    form, application = form_of(CONTRACT), until(CONTRACT, "institution")

    done = step(form, application, said("没有手机怎么办", Act.OUT_OF_SCOPE, sure=True))

    field = form.field("mobile")
    assert field.why in done.said
    assert wording.HUMAN_CHOICE in done.choices


def test_a_reason_that_does_not_say_of_what_is_told_with_its_field() -> None:
    form, application = form_of(CONTRACT), until(CONTRACT, "institution")

    done = step(form, application, said("没有身份证号怎么办", Act.OUT_OF_SCOPE, sure=True))

    assert done.said.startswith("不着急。身份证号，用来办事。")


def test_going_back_behind_what_was_said_early_asks_the_first_open_question() -> None:
    form, application = started(CONTRACT)
    asked = replace(application, awaiting="mobile")

    back = step(form, asked, said("上一步"))

    assert back.said.startswith(say.BACK)
    assert back.application.awaiting == "name"
    assert step(form, back.application, said("上一步")).said.startswith(say.FIRST_ALREADY)
