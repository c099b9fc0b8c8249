"""Tests bot.form_offers: values that are known already are confirmed, not asked again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.acts import Act
from bot.form import opened, step
from bot.form_steps import Step
from core import form_wording
from core.applications import Application, Phase
from core.form_fields import Form
from tests.bot.form_talks import confirming, said
from tests.bot.small_items import CONTRACT, REFUND, form_of
from tests.sample_fields import ENDS_IN_X, WOMAN, id_number_from

KNOWN = {"name": "王秀英", "id_number": WOMAN, "mobile": "13800138000"}


def offered(code: str = CONTRACT, text: str = "我想办") -> tuple[Form, Step]:
    form = form_of(code)
    blank = Application("a1", "c1", code, offered=dict(KNOWN))
    return form, opened(form, blank, text, "", form_wording.OFFER_KNOWN)


def test_what_is_known_is_offered_in_one_question_masked() -> None:
    _, first = offered()

    assert first.said.endswith(
        "还是用上次的：姓名王秀英，身份证号110***********0046，手机号138****8000，对吗？"
    )
    assert WOMAN not in first.spoken
    assert "尾号 0 0 4 6" in first.spoken
    assert first.choices == form_wording.OFFER_CHOICES


@pytest.mark.parametrize("text", ["是的", "对", "没错"])
def test_a_yes_takes_everything_at_once(text: str) -> None:
    form, first = offered()

    done = step(form, first.application, said(text))

    assert done.application.fields == KNOWN
    assert done.application.offered == {}
    assert done.said.endswith("第4项，共4项。请说一下签约医院。" + OPTIONS)


OPTIONS = (
    "可以选：1. 市人民医院；2. 市中医医院；3. 市第二人民医院；4. 市中心医院；"
    "5. 县人民医院；6. 城关社区卫生服务中心；7. 城东镇卫生院。"
)


def test_a_no_drops_everything_and_asks_as_usual() -> None:
    form, first = offered()

    done = step(form, first.application, said("不是", Act.DENY, sure=True))

    assert (done.application.fields, done.application.offered) == ({}, {})
    assert done.application.awaiting == "name"
    assert done.said.startswith(form_wording.DROPPED)


@pytest.mark.parametrize("text", ["手机号换了", "手机号不对", "电话不是这个了"])
def test_one_wrong_value_is_dropped_and_the_others_are_taken(text: str) -> None:
    form, first = offered()

    done = step(form, first.application, said(text))

    assert done.application.fields == {"name": "王秀英", "id_number": WOMAN}
    assert done.application.awaiting == "mobile"
    assert "手机号重新填" in done.said


def test_one_wrong_value_with_the_new_one_leaves_nothing_to_ask() -> None:
    form, first = offered()

    done = step(form, first.application, said("手机号换了，现在是13900139000"))

    assert done.application.fields == {**KNOWN, "mobile": "13900139000"}
    assert done.application.awaiting == "institution"


def test_a_value_given_instead_is_taken_and_the_rest_is_offered_again() -> None:
    form, first = offered()

    done = step(form, first.application, said("电话写13900139000"))

    assert done.application.fields == {"mobile": "13900139000"}
    assert dict(done.application.offered) == {"name": "王秀英", "id_number": WOMAN}
    assert done.choices == form_wording.OFFER_CHOICES


def test_a_side_question_leaves_the_offer_open() -> None:
    form, first = offered()

    done = step(form, first.application, said("这个要几天？", Act.ASK_TIME_LIMIT, sure=True))

    assert (done.mine, done.application) == (False, first.application)


def test_a_first_sentence_about_somebody_else_drops_the_offer() -> None:
    _, first = offered(text="给我老伴办，叫李建国")

    assert first.application.fields == {"name": "李建国"}
    assert first.application.offered == {}


def test_the_offer_waits_until_it_is_clear_that_there_is_something_to_apply_for() -> None:
    form, first = offered(REFUND)

    assert first.application.awaiting == "unpaid"
    screened = step(form, step(form, first.application, said("是")).application, said("不是"))
    assert screened.choices == form_wording.OFFER_CHOICES
    assert "对吗？" in screened.said
    taken = step(form, screened.application, said("是的"))
    assert taken.application.awaiting == "reason"


def test_an_offered_value_that_breaks_a_rule_is_asked() -> None:
    form, first = offered(REFUND)
    screened = step(form, step(form, first.application, said("是")).application, said("不是"))
    child = id_number_from("11010120200307004")
    waiting = replace(screened.application, offered={**KNOWN, "id_number": child})

    done = step(form, waiting, said("是的"))

    assert "满16周岁" in done.said
    assert done.application.awaiting == "id_number"
    assert "id_number" not in done.application.offered


def test_a_value_that_contradicts_an_answer_is_asked_about_and_never_submitted() -> None:
    form = form_of(CONTRACT)
    doubtful = replace(confirming(CONTRACT), offered={"id_number": ENDS_IN_X})

    asked = step(form, doubtful, said("等会儿，那个"))
    yes = step(form, doubtful, said("是的"))
    no = step(form, doubtful, said("不是", Act.DENY, sure=True))

    assert "不一样。用照片上的吗？" in asked.said
    assert ENDS_IN_X not in asked.said
    assert (yes.submit, no.submit) == (False, False)
    assert yes.application.fields["id_number"] == ENDS_IN_X
    assert no.application.fields["id_number"] == WOMAN
    assert yes.application.phase is no.application.phase is Phase.CONFIRMING
    assert yes.application.offered == no.application.offered == {}


def test_an_application_with_an_open_offer_can_be_dropped_and_put_aside() -> None:
    form, first = offered()

    dropped = step(form, first.application, said("不办了"))
    aside = step(form, first.application, said("先放着", Act.PARK_APPLICATION, sure=True))

    assert dropped.application.phase is Phase.CANCELLED
    assert aside.application.phase is Phase.PARKED
