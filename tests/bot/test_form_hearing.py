"""Tests bot.form_hearing: what answers the open question of a real item, and what does not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.acts import Act
from bot.form import opened, step
from bot.form_answers import Heard
from bot.form_hearing import does_not_know
from bot.form_moves import asking
from bot.form_steps import Step
from core.applications import Application, Phase
from core.fields import read_back
from core.form_fields import Form, form_for
from gateway.catalogue_files import read_catalogue
from tests.item_samples import TODAY
from tests.sample_fields import WOMAN

CATALOGUE = read_catalogue(Path(__file__).parents[2] / "core" / "items")


def form_of(code: str) -> tuple[Form, Application]:
    application = Application("a1", "c1", f"YB-SL-{code}", region="烟台市")
    return form_for(CATALOGUE, application, TODAY), application


def after(
    code: str,
    key: str,
    text: str,
    act: Act = Act.GIVE_INFORMATION,
    *,
    sure: bool = True,
    certain: bool = True,
    **fields: str,
) -> Step:
    """Answer the question for a field of a real item."""
    form, application = form_of(code)
    waiting = asking(application, key, fields, tuple(fields))
    return step(form, waiting, Heard(text, act, sure, certain))


@pytest.mark.parametrize(
    ("code", "key", "text"),
    [
        ("0303", "referring_hospital", "烟台转诊到外地能自己选医院吗"),
        ("0801", "condition", "我爸瘫在床上去不了，烟台医保能到家里来办吗"),
        ("0301", "start_date", "去北京看病备案以后多久能报"),
    ],
)
def test_a_question_fills_no_field(code: str, key: str, text: str) -> None:
    done = after(code, key, text, Act.NOT_UNDERSTOOD, sure=False)

    assert not done.mine
    assert done.application.fields == {}


def test_a_value_with_a_doubtful_end_is_an_answer() -> None:
    done = after("0303", "referring_hospital", "市中医院行吗", Act.ASK_ELIGIBILITY, sure=False)

    assert done.application.fields == {"referring_hospital": "市中医医院"}


def test_a_statement_that_ends_like_a_question_answers() -> None:
    done = after("0501", "insured_now", "单位给交着职工医保呢", Act.START_APPLICATION)

    assert done.application.phase is Phase.NOT_NEEDED


def test_a_name_that_is_faintly_like_a_request_is_a_name() -> None:
    done = after("0503", "name", "巩大勇", Act.BIGGER_TEXT, certain=False)

    assert done.application.fields == {"name": "巩大勇"}


@pytest.mark.parametrize("text", ["不晓得啥时候能回", "俺也说不准", "还没定呢", "不知道哪天走"])
def test_who_does_not_know_the_day_is_not_given_a_rule(text: str) -> None:
    done = after("0301", "end_date", text, Act.ASK_TIME_LIMIT)

    assert done.mine
    assert "不着急" in done.said


@pytest.mark.parametrize("text", ["不知道要带什么材料", "不知道在哪儿办", "12月17日"])
def test_who_asks_for_something_else_or_answers_knows(text: str) -> None:
    form, _ = form_of("0301")

    assert not does_not_know(form.field("end_date"), text)


def test_a_part_is_taken_in_again_while_money_is_asked() -> None:
    _, application = form_of("0902")
    put_off = replace(application, papers={"YB-SL-0502": "later"})
    fields = {"benefits": "只报生育医疗费", "newborn": "要办"}
    waiting = asking(put_off, "amount", fields, tuple(fields))
    form = form_for(CATALOGUE, waiting, TODAY)

    done = step(form, waiting, Heard("新生儿参保还是一起办吧", Act.START_APPLICATION, sure=False))

    assert done.application.papers == {}
    assert "amount" not in done.application.fields


def test_a_lost_paper_is_no_amount_although_its_name_holds_the_word() -> None:
    done = after("0601", "amount", "费用清单弄丢了", Act.ASK_MATERIALS)

    assert done.mine
    assert "费用清单" in done.said


def test_an_id_number_one_digit_short_is_no_bank_card() -> None:
    number = "37060219440923006"  # passes the check of bank cards by chance

    done = after("0701", "id_number", number)

    assert done.application.fields == {}
    assert "17" in done.said


def test_the_label_of_a_field_asks_nothing_in_a_correction() -> None:
    form, application = form_of("0903")
    fields = {"change": "在职转退休", "name": "暴建国", "id_number": WOMAN}
    fields |= {"retired_on": "2026-11-05", "living": "还住在本市", "contract": "不用"}
    waiting = asking(application, "mobile", fields, tuple(fields))

    done = step(form, waiting, Heard("退休后住哪里改成长期住在外地", Act.CORRECT_FIELD, sure=False))

    assert done.application.fields["living"] == "长期住在外地"
    assert done.application.awaiting == "city"


def test_a_round_sum_in_the_story_is_asked_exactly() -> None:
    form, application = form_of("0602")

    round_sum = opened(form, application, "俺老伴住院花了三万，给报一下", "")
    exact = opened(form, application, "俺老伴住院花了30086.2元，给报一下", "")

    assert "amount" not in round_sum.application.fields
    assert exact.application.fields["amount"] == "30086.20"
    assert read_back(form.field("amount"), "30086.20") in exact.said


def test_a_word_of_the_items_name_answers_nothing_about_it() -> None:
    form, application = form_of("0103")

    first = opened(form, application, "我想把门诊统筹的签约取消", "")

    assert first.application.awaiting == "purpose"
