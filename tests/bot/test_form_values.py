"""Tests bot.form: which values are taken, refused and asked back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.acts import Act
from bot.form import opened, step
from bot.form_answers import Heard, says_yes
from core import field_wording, form_wording, wording
from core.applications import Application, Phase
from core.fields import problem_with
from core.form_fields import Form
from tests.bot.form_talks import EVERY_ITEM, SCRIPTS, after, confirming, said, started, until
from tests.bot.small_items import CHANGE, CONTRACT, TODAY, TRAVEL, form_of
from tests.sample_fields import ENDS_IN_X, WOMAN


@EVERY_ITEM
def test_an_id_number_with_a_slip_is_refused_and_then_taken(code: str) -> None:
    form, application = form_of(code), until(code, "id_number")
    slip = WOMAN[:-1] + ("1" if WOMAN[-1] != "1" else "2")

    refused = step(form, application, said(slip))
    taken = step(form, refused.application, said(WOMAN))

    assert (refused.said, refused.error_on) == (field_wording.ID_CHECK, "id_number")
    assert refused.application.awaiting == "id_number"
    assert taken.application.fields["id_number"] == WOMAN
    assert taken.application.tries == 0


@EVERY_ITEM
def test_the_third_wrong_try_offers_a_person(code: str) -> None:
    form, application = form_of(code), until(code, "mobile")
    offered = []

    for _ in range(3):
        done = step(form, application, said("12345"))
        application = done.application
        offered.append(wording.HUMAN_CHOICE in done.choices)

    assert offered == [False, False, True]
    assert done.said.endswith(form_wording.THREE_TRIES)


def test_the_hospital_to_change_to_must_be_another_one() -> None:
    done = step(form_of(CHANGE), until(CHANGE, "new_hospital"), said("县人民医院"))

    assert done.error_on == "new_hospital"
    assert done.said == field_wording.SAME_AS_OTHER.format(label="新医院")
    assert "new_hospital" not in done.application.fields


def test_correcting_the_old_hospital_to_the_new_one_asks_for_the_new_one_again() -> None:
    done = step(form_of(CHANGE), confirming(CHANGE), said("现在的医院改成市中医医院"))

    assert done.application.fields["current_hospital"] == "市中医医院"
    assert done.application.awaiting == "new_hospital"


def test_nobody_comes_back_before_leaving() -> None:
    application = after(TRAVEL, "王秀英", WOMAN, "北京", "看病", "1月5号", "1月3号")

    assert application.error_on == "end_date"
    assert "不能早于2027年1月5日" in application.said


def test_a_later_departure_asks_for_the_return_again() -> None:
    done = step(form_of(TRAVEL), confirming(TRAVEL), said("出发日期改成1月10号"))

    assert done.application.fields["start_date"] == "2027-01-10"
    assert done.application.awaiting == "end_date"


def test_a_departure_in_the_past_is_refused() -> None:
    done = step(form_of(TRAVEL), until(TRAVEL, "start_date"), said("2026年12月1日"))

    assert done.error_on == "start_date"


def test_a_day_that_passed_since_it_was_said_is_asked_again_before_submitting() -> None:
    form, application = form_of(TRAVEL), confirming(TRAVEL)

    done = step(replace(form, today=date(2026, 12, 25)), application, said("确认"))

    assert not done.submit
    assert done.application.awaiting == "start_date"
    assert done.said.startswith("出发日期不能早于2026年12月25日")


def test_one_sentence_may_fill_several_fields() -> None:
    form, application = started(TRAVEL)

    done = step(form, application, said(f"我叫王秀英，身份证{WOMAN}，电话13800138000，去北京"))

    assert done.application.fields == {
        "name": "王秀英",
        "id_number": WOMAN,
        "mobile": "13800138000",
        "city": "北京市",
    }
    assert done.application.awaiting == "reason"


def test_what_the_first_sentence_says_is_not_asked_again() -> None:
    form, application = started(CHANGE)

    done = opened(form, application, "我叫王秀英，高血压想换个医院", "")

    assert done.application.fields == {"name": "王秀英", "disease": "高血压"}
    assert done.application.awaiting == "id_number"


def test_a_value_in_doubt_is_taken_after_a_yes() -> None:
    form = form_of(CHANGE)
    offered = step(form, until(CHANGE, "disease"), said("高血脂"))

    taken = step(form, offered.application, said("是的"))

    assert offered.said == form_wording.SUGGEST.format(value="高血压")
    assert "disease" not in offered.application.fields
    assert taken.application.fields["disease"] == "高血压"


def test_a_value_in_doubt_is_dropped_after_a_no() -> None:
    form = form_of(CHANGE)
    offered = step(form, until(CHANGE, "disease"), said("高血脂"))

    refused = step(form, offered.application, said("不是"))

    assert "disease" not in refused.application.fields
    assert refused.application.suggestion is None
    assert refused.application.awaiting == "disease"


@pytest.mark.parametrize(("text", "value"), [("第一个", "市中医医院"), ("2", "市人民医院")])
def test_the_number_after_several_offers_counts_what_was_offered(text: str, value: str) -> None:
    form = form_of(CHANGE)
    offered = step(form, until(CHANGE, "new_hospital"), said("市中医院还是人民医院好"))

    taken = step(form, offered.application, said(text))

    assert offered.choices == ("市中医医院", "市人民医院")
    assert taken.application.fields["new_hospital"] == value


def test_a_number_said_in_pieces_is_joined() -> None:
    form, application = form_of(CONTRACT), until(CONTRACT, "id_number")

    for piece in (WOMAN[:6], WOMAN[6:14], WOMAN[14:]):
        application = step(form, application, said(piece)).application

    assert application.fields["id_number"] == WOMAN
    assert application.partial == ""


def test_asking_why_tells_the_reason_and_asks_on() -> None:
    form, application = form_of(CONTRACT), until(CONTRACT, "mobile")

    done = step(form, application, said("要我手机号干嘛", Act.ASK_WHY, sure=True))

    assert done.said.startswith(form.field("mobile").why)
    assert done.application.awaiting == "mobile"


UTTERANCES = st.sampled_from(
    [
        *{text for script in SCRIPTS.values() for text, _ in script.values()},
        *("是的", "不是", "确认", "不对", "上一步", "改一下", "手机号错了", "1", "2", "第三个"),
        *("现在的医院改成市中医医院", "出发日期改成1月10号", "市中医院还是人民医院好", "高血脂"),
        *("110101", "不知道", "多少钱？", "12345", "住半个月", "后天", "姓名改成李四", "不用"),
        f"身份证号改成{ENDS_IN_X}",
    ]
)


HEARD = st.builds(Heard, UTTERANCES, st.sampled_from(list(Act)), st.booleans())


@given(
    code=st.sampled_from(list(SCRIPTS)),
    from_the_end=st.booleans(),
    talk=st.lists(HEARD, max_size=15),
)
def test_whatever_is_said_only_a_yes_to_valid_fields_submits(
    code: str, from_the_end: bool, talk: list[Heard]
) -> None:
    form = form_of(code)
    application = confirming(code) if from_the_end else started(code)[1]

    for heard in talk:
        before = application
        done = step(form, application, heard)
        if done.submit:
            assert before.phase is Phase.CONFIRMING
            assert says_yes(heard)
        application = done.application
        assert_consistent(form, application)
        if not application.in_hand:
            break


def assert_consistent(form: Form, application: Application) -> None:
    fields = application.fields
    asked = {field.key for field in form.fields_for(fields)}
    assert set(application.order) == set(fields)
    if application.phase is Phase.FILLING:
        assert application.awaiting in asked - set(fields)
    if application.phase is Phase.CONFIRMING:
        assert set(fields) == asked
        for field in form.fields_for(fields):
            others = {key: value for key, value in fields.items() if key != field.key}
            assert problem_with(field, fields[field.key], others, TODAY) is None


def test_a_sum_is_nobodys_name() -> None:
    form, application = started(CONTRACT)

    done = step(form, application, said("三万二千五百"))

    assert done.application.suggestion is None
    assert done.error_on == "name"


def test_a_day_that_is_only_counted_is_offered_in_words() -> None:
    done = step(form_of(TRAVEL), until(TRAVEL, "end_date"), said("住半个月"))

    assert "年" in done.said
    assert "-" not in done.said
