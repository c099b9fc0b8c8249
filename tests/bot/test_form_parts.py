"""Tests bot.form with composite matters: one form, only what is wanted, parts put off."""

from __future__ import annotations

from bot.form import opened, step
from bot.form_steps import Step
from core import form_wording
from core.applications import Application, Phase
from core.form_fields import Form, put_off
from tests.bot.form_talks import said
from tests.bot.small_items import BIRTH, CONTRACT, NEWBORN, PAID, form_of
from tests.sample_fields import WOMAN, id_number_from

CHILD = id_number_from("11010120260307004")


def told(form: Form, application: Application, *texts: str) -> Step:
    for text in texts:
        done = step(put_off(form, application), application, said(text))
        application = done.application
    return done


def begun(wish: str) -> tuple[Form, Step]:
    form = form_of(BIRTH)
    first = opened(form, Application("a1", "c1", BIRTH), "我想办", "")
    return form, told(form, first.application, wish)


def keys(form: Form, application: Application) -> list[str]:
    return [f.key for f in put_off(form, application).fields_for(application.fields)]


def test_all_parts_ask_for_every_field_once() -> None:
    form, done = begun("都办")

    assert keys(form, done.application) == [
        *("wants", "name", "id_number", "child_name", "child_id", "amount", "mobile")
    ]
    assert done.said.endswith("第2项，共7项。请说一下姓名。")


def test_fields_of_a_part_that_nobody_wants_are_not_asked() -> None:
    form, done = begun("只办参保")

    assert keys(form, done.application) == ["wants", "child_name", "child_id", "mobile"]
    assert done.said.endswith("第2项，共4项。请说一下孩子姓名。")


def test_a_part_is_put_off_while_one_of_its_own_fields_is_asked() -> None:
    form, done = begun("都办")
    asked = told(form, done.application, "王秀英", WOMAN)

    later = told(form, asked.application, "这个先不办")

    assert later.application.papers == {NEWBORN: "later"}
    assert later.said.startswith(form_wording.PART_LATER.format(part="新生儿参保登记"))
    assert later.application.awaiting == "amount"
    assert keys(form, later.application) == ["wants", "name", "id_number", "amount", "mobile"]


def test_what_was_said_for_a_part_is_kept_when_it_is_put_off() -> None:
    form, done = begun("都办")
    asked = told(form, done.application, "王秀英", WOMAN, "王小宝")

    later = told(form, asked.application, "孩子的身份证先不弄", "120元", "13800138000")

    assert later.application.phase is Phase.CONFIRMING
    assert later.application.fields["child_name"] == "王小宝"
    assert "“新生儿参保登记”先不办" in later.said


def test_a_part_is_named_to_put_it_off() -> None:
    form, done = begun("都办")

    later = told(form, done.application, "生育医疗费支付先不办")

    assert later.application.papers == {PAID: "later"}


def test_which_part_is_asked_when_it_is_not_plain() -> None:
    form, done = begun("都办")
    asked = told(form, done.application, "王秀英", WOMAN, "王小宝", CHILD, "120元")

    which = told(form, asked.application, "这个先不办")

    assert which.said.startswith(form_wording.WHICH_PART_LATER)
    assert which.choices == ("新生儿参保登记先不办", "生育医疗费支付先不办")
    assert which.application == asked.application


def test_a_part_that_was_put_off_is_taken_in_again() -> None:
    form, done = begun("都办")
    later = told(form, done.application, "新生儿参保登记先不办")

    again = told(form, later.application, "新生儿参保登记还是要办")

    assert again.application.papers == {}
    assert "child_name" in keys(form, again.application)


def test_the_read_back_groups_the_fields_by_part() -> None:
    form, done = begun("都办")

    read = told(form, done.application, "王秀英", WOMAN, "王小宝", CHILD, "120元", "13800138000")

    assert read.application.phase is Phase.CONFIRMING
    assert "“新生儿参保登记”这一件：孩子姓名：王小宝" in read.said
    assert "“生育医疗费支付”这一件：姓名：王秀英" in read.said


def test_an_item_without_parts_knows_nothing_to_put_off() -> None:
    form = form_of(CONTRACT)
    first = opened(form, Application("a1", "c1", CONTRACT), "我想办", "")

    done = step(form, first.application, said("这个先不办"))

    assert done.application.papers == {}
