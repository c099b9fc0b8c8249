"""Proves that citizens are served as designed, with the real Rasa and the real knowledge base."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from core.messages import Answer, Handled, State, Status
from core.receipt import is_receipt_number
from tests.engine.citizen import Citizen
from tests.people import MOBILE, NAME, next_id_number

pytestmark = pytest.mark.engine

TRANSFER = "医保关系转移接续要多久"


def receipt_in(answer: Answer) -> str:
    """Return the receipt number that an answer tells."""
    number = re.search(r"\d{14}", answer.reply.text)
    assert number is not None, answer.reply.text
    assert is_receipt_number(number[0])
    return number[0]


def test_a_policy_question_is_answered_with_its_source(citizen: Citizen) -> None:
    answer = citizen.says("烟台医保六统一是什么意思")

    assert answer.reply.status is Status.ANSWERED
    assert answer.reply.sources[0].title == "医疗保障经办服务“六统一”流程再造实施方案"
    assert answer.reply.sources[0].issued.isoformat() == "2020-09-23"


def test_the_same_question_has_the_answer_of_ones_own_region(
    citizen_of: Callable[[str], Citizen], citizen: Citizen
) -> None:
    in_yantai = citizen_of("烟台市").says(TRANSFER)
    anywhere = citizen.says(TRANSFER)

    assert in_yantai.reply.sources[0].region == "烟台市"
    assert anywhere.reply.sources[0].region == "全国"
    assert in_yantai.reply.text != anywhere.reply.text


def test_an_amount_that_no_source_gives_is_not_invented(citizen: Citizen) -> None:
    answer = citizen.says("镶一颗金牙能报销多少钱")

    assert answer.reply.status is Status.NO_SOURCE_FOUND
    assert answer.reply.sources == ()


def test_signing_with_an_institution_leads_to_a_receipt_and_its_progress(
    citizen: Citizen,
) -> None:
    id_number = next_id_number()
    confirming = citizen.says_all("我想办门诊统筹签约", NAME, id_number, MOBILE, "城关社区")

    assert confirming.turn.state is State.CONFIRMING
    assert id_number not in confirming.reply.text
    submitted = citizen.says("确认")
    assert submitted.turn.state is State.SUBMITTED
    assert receipt_in(citizen.says("查进度")) == receipt_in(submitted)


def test_a_hospital_is_changed_with_a_question_between_and_a_correction(citizen: Citizen) -> None:
    id_number = next_id_number()
    citizen.says_all("我想换慢特病医院", NAME, id_number, "高血压", "市人民医院")

    aside = citizen.says(TRANSFER)

    assert aside.reply.sources
    assert aside.turn.awaiting == "new_hospital"
    assert citizen.says_all("县医院", MOBILE).turn.state is State.CONFIRMING
    corrected = citizen.says("新医院改成市中医医院")
    assert corrected.turn.fields["new_hospital"] == "市中医医院"
    assert receipt_in(citizen.says("确认"))


def test_an_old_persons_words_are_enough_to_change_a_hospital(citizen: Citizen) -> None:
    id_number = next_id_number()
    first = citizen.says("老伴的高血压想换个医院拿药")

    assert first.turn.item == "门诊慢特病变更"
    assert first.turn.fields == {"disease": "高血压"}
    assert first.turn.delegate is not None
    answer = citizen.says_all(NAME, id_number, "她现在在人民医院看", "想换到县医院", MOBILE, "对的")
    assert answer.turn.state is State.SUBMITTED
    assert receipt_in(answer)


def test_a_journey_is_filed_from_what_the_first_sentence_says_on(citizen: Citizen) -> None:
    id_number = next_id_number()
    first = citizen.says("我下周去北京看病要备个案")

    assert first.turn.fields["city"] == "北京市"
    answer = citizen.says_all(NAME, id_number, "明天", "后天", MOBILE, "确认")
    assert answer.turn.state is State.SUBMITTED
    assert receipt_in(answer)


def test_a_cancelled_application_is_gone(citizen: Citizen) -> None:
    cancelled = citizen.says_all("我想办门诊统筹签约", NAME, "不办了")

    assert cancelled.turn.state is State.CANCELLED
    assert citizen.says("接着办").turn.handled is Handled.CLARIFY


def test_a_parked_application_goes_on_where_it_was(citizen: Citizen) -> None:
    parked = citizen.says_all("我想办门诊统筹签约", NAME, "先放着吧我回头再弄")
    between = citizen.says(TRANSFER)

    resumed = citizen.says("接着办")

    assert parked.turn.state is State.IDLE
    assert between.turn.awaiting is None
    assert resumed.turn.awaiting == "id_number"
    assert resumed.turn.fields["name"] == NAME


def test_who_acts_for_family_is_told_whose_data_to_give(citizen: Citizen) -> None:
    citizen.says("我是替我妈来办的")

    started = citizen.says("办门诊统筹签约")

    assert started.turn.delegate == "母亲"
    assert "代办人身份证件" in started.reply.text


@pytest.mark.parametrize("text", ["帮我订一张去上海的火车票", "我头疼得厉害该吃什么药"])
def test_what_is_not_ours_to_answer_is_declined(citizen: Citizen, text: str) -> None:
    answer = citizen.says(text)

    assert answer.reply.status is Status.DECLINED
    assert answer.reply.sources == ()


def test_an_emergency_gets_the_number_to_call_even_inside_a_form(citizen: Citizen) -> None:
    citizen.says_all("我想办门诊统筹签约", NAME)

    answer = citizen.says("我爸突然晕倒没有呼吸了")

    assert "120" in answer.reply.text
    assert answer.turn.intent == "emergency"


def test_seventy_turns_go_well_and_the_form_outlives_rasas_sessions(citizen: Citizen) -> None:
    id_number = next_id_number()
    citizen.says_all("我想换慢特病医院", NAME)

    answers = [citizen.says(text) for _ in range(33) for text in (TRANSFER, "为什么要我的身份证号")]

    assert {answer.reply.status for answer in answers} <= {Status.ANSWERED, Status.ASKED_BACK}
    assert {answer.turn.awaiting for answer in answers} == {"id_number"}
    assert citizen.says(id_number).turn.awaiting == "disease"
    assert citizen.says("高血压").turn.fields["name"] == NAME
