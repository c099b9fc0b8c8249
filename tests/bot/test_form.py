"""Tests bot.form: how citizens walk through an application, change their minds, and confirm."""

from __future__ import annotations

import pytest

from bot.acts import Act
from bot.form import step
from bot.form_answers import Heard, says_yes
from bot.form_questions import ask
from core import form_wording
from core.applications import Application, Phase
from core.form_changes import settled
from tests.bot.form_talks import EVERY_ITEM, SCRIPTS, confirming, said, started, until
from tests.bot.small_items import CHANGE, CONTRACT, TRAVEL, form_of
from tests.sample_fields import ENDS_IN_X, WOMAN


@EVERY_ITEM
def test_a_citizen_walks_through_the_item_and_says_yes(code: str) -> None:
    form, application = started(code)
    asked = []
    for text, _ in SCRIPTS[code].values():
        asked.append(application.awaiting)
        application = step(form, application, said(text)).application

    done = step(form, application, said("确认", Act.AFFIRM))

    assert asked == list(SCRIPTS[code])
    assert application.phase is Phase.CONFIRMING
    assert application.fields == {key: value for key, (_, value) in SCRIPTS[code].items()}
    assert done.submit


@EVERY_ITEM
def test_every_question_says_how_far_one_is(code: str) -> None:
    form, application = started(code)

    done = ask(form, application, "")

    total = len(SCRIPTS[code])
    assert done.said.startswith(f"第1项，共{total}项。{form.fields[0].prompt}")


@EVERY_ITEM
def test_what_is_read_back_is_masked_for_the_eye_and_whole_for_the_ear(code: str) -> None:
    form = form_of(code)

    done = ask(form, confirming(code), "")

    assert WOMAN not in done.said
    assert "138****8000" in done.said
    assert "138 0013 8000" in done.spoken
    assert done.choices == form_wording.CONFIRM_CHOICES


@EVERY_ITEM
def test_a_side_question_is_never_taken_for_a_value(code: str) -> None:
    form = form_of(code)
    question = said("这个要几天能办好？", Act.ASK_TIME_LIMIT, sure=True)

    for key in SCRIPTS[code]:
        application = until(code, key)
        done = step(form, application, question)
        assert not done.mine
        assert done.application == application


@EVERY_ITEM
def test_a_side_question_while_confirming_submits_nothing(code: str) -> None:
    done = step(
        form_of(code),
        confirming(code),
        said("对了，几天能办好？", Act.ASK_TIME_LIMIT, sure=True),
    )

    assert (done.mine, done.submit) == (False, False)


@pytest.mark.parametrize(
    ("code", "key", "text"),
    [
        (CHANGE, "new_hospital", "市人民医院慢特病能报多少？"),
        (CONTRACT, "institution", "城关社区能报多少？"),
        (TRAVEL, "city", "北京住院怎么报销？"),
    ],
)
def test_a_question_that_names_an_option_is_still_a_question(
    code: str, key: str, text: str
) -> None:
    heard = said(text, Act.POLICY_QUESTION, sure=True)

    done = step(form_of(code), until(code, key), heard)

    assert not done.mine


@EVERY_ITEM
def test_a_field_is_corrected_with_its_new_value_while_filling(code: str) -> None:
    last = list(SCRIPTS[code])[-1]
    application = until(code, last)

    done = step(form_of(code), application, said(f"身份证号错了，应该是{ENDS_IN_X}"))

    assert done.application.fields["id_number"] == ENDS_IN_X
    assert done.application.awaiting == last
    assert done.said.startswith("好的，身份证号改成了")


@EVERY_ITEM
def test_a_field_is_corrected_with_its_new_value_while_confirming(code: str) -> None:
    done = step(form_of(code), confirming(code), said("手机号改成13900139000"))

    assert done.application.fields["mobile"] == "13900139000"
    assert done.application.phase is Phase.CONFIRMING
    assert "139****9000" in done.said


@EVERY_ITEM
@pytest.mark.parametrize("where", ["filling", "confirming"])
def test_a_field_called_wrong_without_a_new_value_is_asked_again(code: str, where: str) -> None:
    last = list(SCRIPTS[code])[-1]
    application = until(code, last) if where == "filling" else confirming(code)

    done = step(form_of(code), application, said("姓名错了"))

    assert done.application.awaiting == "name"
    assert "name" not in done.application.fields
    assert "id_number" in done.application.fields


@pytest.mark.parametrize("awaiting", ["id_number", "mobile", "institution"])
def test_a_name_that_was_misheard_is_corrected_without_being_named(awaiting: str) -> None:
    application = until(CONTRACT, awaiting)
    again = said("不对不对，是王秀枝，树枝的枝", Act.CORRECT_FIELD, sure=True)

    done = step(form_of(CONTRACT), application, again)

    assert done.application.fields["name"] == "王秀枝"
    assert done.application.awaiting == awaiting


def test_what_is_wrong_is_not_asked_if_there_is_only_one_answer() -> None:
    application = until(CONTRACT, "id_number")

    done = step(form_of(CONTRACT), application, said("弄错了", Act.CORRECT_FIELD, sure=True))

    assert done.application.awaiting == "name"


@EVERY_ITEM
def test_a_no_while_confirming_asks_which_field_is_wrong(code: str) -> None:
    form, application = form_of(code), confirming(code)

    done = step(form, application, said("不对", Act.DENY, sure=True))

    assert done.said.startswith(form_wording.WHICH_TO_CHANGE)
    assert all(field.label in done.said for field in form.item.fields)
    assert done.application == application


@pytest.mark.parametrize(
    "text", ["不是", "不对", "先别提交", "等一下", "手机号不太对", "这样提交对吗", "没填完呢"]
)
def test_doubt_is_no_yes_whatever_the_classifier_says(text: str) -> None:
    done = step(form_of(CONTRACT), confirming(CONTRACT), said(text, Act.AFFIRM, sure=True))

    assert not done.submit


@pytest.mark.parametrize(
    ("text", "act", "sure"),
    [
        ("确认", Act.NOT_UNDERSTOOD, False),
        ("对对对", Act.NOT_UNDERSTOOD, False),
        ("1", Act.NOT_UNDERSTOOD, False),
        ("没错都对，提交吧", Act.AFFIRM, True),
        ("没有问题", Act.AFFIRM, True),
        ("我看了，就照这个办吧", Act.AFFIRM, True),
    ],
)
def test_a_yes_is_a_yes(text: str, act: Act, sure: bool) -> None:
    assert says_yes(Heard(text, act, sure))


@EVERY_ITEM
def test_going_back_asks_for_the_last_answer_again(code: str) -> None:
    keys = list(SCRIPTS[code])

    done = step(form_of(code), until(code, keys[2]), said("上一步"))

    assert done.application.awaiting == keys[1]
    assert set(done.application.fields) == {keys[0]}


@EVERY_ITEM
def test_going_back_from_the_first_question_stays_there(code: str) -> None:
    form, application = started(code)

    done = step(form, application, said("返回"))

    assert done.application == application
    assert done.said.startswith(form_wording.FIRST_ALREADY)


@EVERY_ITEM
@pytest.mark.parametrize("where", ["filling", "confirming"])
def test_the_application_can_be_dropped(code: str, where: str) -> None:
    application = started(code)[1] if where == "filling" else confirming(code)

    done = step(form_of(code), application, said("不办了"))

    assert done.application.phase is Phase.CANCELLED
    assert not done.submit


@EVERY_ITEM
@pytest.mark.parametrize("where", ["filling", "confirming"])
def test_the_application_can_be_put_aside_with_all_its_values(code: str, where: str) -> None:
    application = until(code, "mobile") if where == "filling" else confirming(code)

    done = step(form_of(code), application, said("先放着", Act.PARK_APPLICATION, sure=True))

    assert done.application.phase is Phase.PARKED
    assert done.application.fields == application.fields


def test_a_city_said_while_the_name_is_asked_is_taken_for_the_form() -> None:
    form = form_of(TRAVEL)
    blank = settled(form, Application("a1", "c1", TRAVEL))

    done = step(form, blank, Heard("北京", Act.SET_REGION, sure=True))

    assert done.mine
    assert done.application.fields == {"city": "北京市"}


def test_where_one_is_insured_stays_a_side_question() -> None:
    form = form_of(CONTRACT)
    blank = settled(form, Application("a1", "c1", CONTRACT))

    assert not step(form, blank, Heard("我是烟台的", Act.SET_REGION, sure=True)).mine
