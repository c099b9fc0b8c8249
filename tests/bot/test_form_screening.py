"""Tests bot.form: what shows that there is nothing to apply for, and who may apply."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.acts import Act
from bot.form import opened, step
from bot.form_steps import Step
from core import form_wording
from core.applications import Application, Phase
from core.form_fields import GUARDIAN, Form
from tests.bot.form_talks import said
from tests.bot.small_items import CONTRACT, NEWBORN, REFUND, TRAVEL, form_of
from tests.sample_fields import WOMAN, id_number_from

CHILD = id_number_from("11010120200307004")
TEENAGER = id_number_from("11010120121221004")  # 14 on 2026-12-21


def begun(code: str = REFUND, text: str = "我想办") -> tuple[Form, Step]:
    form = form_of(code)
    return form, opened(form, Application("a1", "c1", code), text, "")


def told(form: Form, application: Application, *texts: str) -> Step:
    for text in texts:
        done = step(form, application, said(text))
        application = done.application
    return done


def screened() -> tuple[Form, Application]:
    form, first = begun()
    return form, told(form, first.application, "是", "不是").application


def test_who_may_apply_is_asked_before_anything_else_and_counts_for_nothing() -> None:
    _, first = begun()

    assert first.said == f"{form_wording.SCREENING}是自己先垫的钱吗？可以选：1. 是；2. 不是。"
    assert first.application.awaiting == "unpaid"


def test_the_papers_are_named_once_it_is_clear_that_there_is_something_to_apply_for() -> None:
    form, first = begun()

    done = told(form, first.application, "是的", "不是")

    assert done.said.startswith("好的，帮您办“医疗费报销”。要用到：有效身份证件、医疗费票据")
    assert "一共要填 6 项" in done.said
    assert done.said.endswith("第1项，共6项。请说一下姓名。")


def test_an_ending_answer_closes_the_application_and_says_why_and_by_which_rule() -> None:
    form, first = begun()

    done = told(form, first.application, "不是")

    assert done.application.phase is Phase.NOT_NEEDED
    assert done.said == "医院已经结算的，不用再报销。（依据：示例）"
    assert (done.cites, done.instead) == ("示例", TRAVEL)


def test_the_second_screening_question_may_end_it_too() -> None:
    form, first = begun()

    done = told(form, first.application, "是", "是的")

    assert done.application.phase is Phase.NOT_NEEDED
    assert done.application.fields["unpaid"] == "是"


def test_correcting_a_screening_answer_at_the_end_closes_the_application() -> None:
    form, application = screened()
    filled = told(
        form, application, "王秀英", WOMAN, "看病", "120元", "6222021234567890128", "13800138000"
    ).application
    assert filled.phase is Phase.CONFIRMING

    done = step(form, filled, said("是自己先垫的钱改成不是", Act.CORRECT_FIELD, sure=True))

    assert done.application.phase is Phase.NOT_NEEDED


def test_somebody_too_young_is_told_the_rule_and_the_form_stays_open() -> None:
    form, application = screened()
    asked = told(form, application, "王小明").application

    done = step(form, asked, said(CHILD))

    assert done.said.startswith("满16周岁的人才能报这一项。（依据：示例）")
    assert done.choices == form_wording.OUT_OF_AGE_CHOICES
    assert (done.application.awaiting, done.application.tries) == ("id_number", 0)
    assert done.error_on is None
    assert step(form, done.application, said(WOMAN)).application.fields["id_number"] == WOMAN


def test_a_child_under_14_needs_the_name_of_a_guardian() -> None:
    form, first = begun(CONTRACT)

    done = told(form, first.application, "王小明", CHILD, "13800138000", "县医院")

    assert done.application.awaiting == GUARDIAN.key
    assert done.said.endswith("第5项，共5项。" + form_wording.GUARDIAN_PROMPT)
    filled = told(form, done.application, "王建国")
    assert filled.application.fields[GUARDIAN.key] == "王建国"
    assert filled.application.phase is Phase.CONFIRMING
    assert "监护人姓名：王建国" in filled.said


def test_nobody_is_asked_for_a_guardian_from_the_14th_birthday_on() -> None:
    form, first = begun(CONTRACT)

    done = told(form, first.application, "王小明", TEENAGER, "13800138000", "县医院")
    day_before = replace(form, today=date(2026, 12, 20))

    assert done.application.phase is Phase.CONFIRMING
    assert GUARDIAN not in form.fields_for(done.application.fields)
    assert GUARDIAN in day_before.fields_for(done.application.fields)


def test_a_field_that_the_item_asks_for_since_is_asked_before_submitting() -> None:
    form, first = begun(CONTRACT)
    done = told(form, first.application, "王小明", TEENAGER, "13800138000", "县医院")
    stricter = replace(form, today=date(2026, 12, 20))

    confirmed = step(stricter, done.application, said("确认"))

    assert not confirmed.submit
    assert confirmed.application.awaiting == GUARDIAN.key


def test_what_is_about_children_anyway_asks_for_no_further_guardian() -> None:
    form, first = begun(NEWBORN)

    done = told(form, first.application, "王小宝", CHILD, "13800138000")

    assert done.application.phase is Phase.CONFIRMING


def test_correcting_the_number_to_a_grown_up_forgets_the_guardian() -> None:
    form, first = begun(CONTRACT)
    filled = told(
        form, first.application, "王小明", CHILD, "13800138000", "县医院", "王建国"
    ).application

    done = step(form, filled, said(f"身份证号改成{WOMAN}"))

    assert GUARDIAN.key not in done.application.fields
    assert done.application.phase is Phase.CONFIRMING
