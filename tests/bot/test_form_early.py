"""Tests bot.form_early: what is said before it is asked is kept, where it is plain what it is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.acts import Act
from bot.form import step
from bot.form_moves import asking
from bot.form_steps import Step
from core.applications import Application
from core.form_changes import settled
from tests.bot.form_talks import said, started, until
from tests.bot.small_items import BIRTH, CHANGE, REFUND, form_of
from tests.sample_fields import WOMAN

MISREAD = WOMAN[:-1] + ("1" if WOMAN[-1] != "1" else "2")


def first(text: str, act: Act = Act.GIVE_INFORMATION, *, sure: bool = True) -> Step:
    """Say something while a yes or no is asked."""
    form, application = started(REFUND)
    return step(form, application, said(text, act, sure=sure))


@pytest.mark.parametrize(
    ("text", "key", "value"),
    [
        ("王秀兰", "name", "王秀兰"),
        ("我叫王秀兰", "name", "王秀兰"),
        ("欧阳建国", "name", "欧阳建国"),
        (WOMAN, "id_number", WOMAN),
        (f"身份证是{WOMAN}", "id_number", WOMAN),
        ("幺三八零零幺三八零零零", "mobile", "13800138000"),
    ],
)
def test_what_is_said_early_is_noted_and_the_open_question_asked_again(
    text: str, key: str, value: str
) -> None:
    done = first(text)

    assert done.application.fields == {key: value}
    assert done.application.awaiting == "unpaid"
    assert done.said.startswith("好的，")
    assert "是自己先垫的钱吗？" in done.said
    assert done.error_on is None


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("算了", Act.NOT_UNDERSTOOD),
        ("还没", Act.GIVE_INFORMATION),
        ("安排", Act.GIVE_INFORMATION),
        ("谢谢", Act.THANKS),
        ("小王", Act.GIVE_INFORMATION),
        ("春天的花", Act.GIVE_INFORMATION),
    ],
)
def test_what_is_no_plain_name_is_not_taken_for_one(text: str, act: Act) -> None:
    assert "name" not in first(text, act).application.fields


def test_a_name_that_the_classifier_takes_for_something_else_is_not_taken() -> None:
    assert first("高兴", Act.AFFIRM).application.fields == {}


def test_of_two_people_a_bare_name_is_nobodys() -> None:
    form = form_of(BIRTH)
    application = settled(form, Application("a1", "c1", BIRTH))

    done = step(form, application, said("王秀兰", sure=True))

    assert done.application.fields == {}


def test_where_many_names_may_be_meant_a_bare_one_is_no_persons() -> None:
    form, application = started(CHANGE)
    hospitals = asking(application, "new_hospital", {}, ())

    assert "name" not in step(form, hospitals, said("王秀兰", sure=True)).application.fields


@pytest.mark.parametrize("text", [MISREAD, f"身份证号是{MISREAD}"])
def test_a_number_that_is_wrong_is_not_blamed_on_the_open_question(text: str) -> None:
    done = first(text)

    assert done.application.fields == {}
    assert done.said.startswith("身份证号像是有一位不对，等会儿再填。")
    assert done.application.tries == 0


def test_what_was_noted_already_is_said_so_and_counts_as_no_slip() -> None:
    form, application = started(REFUND)
    named = step(form, application, said("我叫王秀兰")).application

    done = step(form, named, said("我叫王秀兰"))

    assert done.said.startswith("姓名已经记下了。")
    assert done.application.tries == 0


def test_another_name_said_later_replaces_the_first() -> None:
    form, application = started(REFUND)
    named = step(form, application, said("我叫王秀兰")).application

    done = step(form, named, said("我叫王秀英"))

    assert done.application.fields == {"name": "王秀英"}
    assert done.said.startswith("好的，姓名改成了：王秀英。")


def test_the_answer_to_the_open_question_goes_before_whatever_it_sounds_like() -> None:
    done = step(form_of(CHANGE), until(CHANGE, "current_hospital"), said("县医院"))

    assert done.application.fields["current_hospital"] == "县人民医院"


def test_who_acts_for_another_may_say_their_own_name_without_giving_it_as_the_others() -> None:
    form, application = started(CHANGE)
    application = replace(application, delegate="母亲")

    own = step(form, application, said("我叫王秀兰"))
    hers = step(form, own.application, said("我妈叫张桂芬"))

    assert own.application.fields == {}
    assert own.said.startswith("您是替母亲办，这里要填母亲的名字。")
    assert hers.application.fields == {"name": "张桂芬"}


def test_who_acts_for_themselves_gives_their_name() -> None:
    form, application = started(CHANGE)

    assert step(form, application, said("我叫王秀兰")).application.fields == {"name": "王秀兰"}
