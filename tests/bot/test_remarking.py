"""Tests bot.remarking: complaints, reports of fraud and suggestions in conversation."""

from __future__ import annotations

import pytest

from bot.acts import Act
from core import rating_wording as say
from core import wording
from core.messages import Handled
from core.store.remarks import HERE, PHONE
from core.tables import remarks
from tests.bot.rating_talks import IN_FIFTEEN_DAYS, begun
from tests.fakes.office import Office

FIRST = "F202612210001"


async def test_a_complaint_gets_a_number_a_day_and_the_offer_of_a_person(office: Office) -> None:
    talk = await begun(office)

    answer = await talk.say("窗口的人态度太差", Act.COMPLAIN)

    remark = await office.remarks.remark(FIRST)
    assert (remark.kind, remark.due) == ("complaint", IN_FIFTEEN_DAYS)
    assert FIRST in answer.reply.text
    assert "12345" in answer.reply.text
    assert answer.reply.text.endswith(wording.OFFERS_OF_A_PERSON)
    assert (answer.reply.choices, answer.turn.handled) == (("转人工",), Handled.ANSWER)


async def test_who_reports_fraud_is_not_asked_for_a_name_and_nobody_is_accused(
    office: Office,
) -> None:
    talk = await begun(office)

    answer = await talk.say("举报，某某药店拿别人卡开药", Act.COMPLAIN)

    remark = await office.remarks.remark(FIRST)
    assert remark.kind == "report"
    assert "不用留姓名" in answer.reply.text
    assert "12345" in answer.reply.text
    assert "药店" not in answer.reply.text
    assert "骗保" not in answer.reply.text
    assert not answer.reply.text.endswith("？")


async def test_what_is_told_further_goes_under_the_same_number(office: Office) -> None:
    talk = await begun(office)
    await talk.say("我要投诉", Act.COMPLAIN)

    answer = await talk.say("窗口的人骂我，我电话13800138000", Act.COMPLAIN)
    await talk.say("还让我跑了三趟", Act.GIVE_INFORMATION)

    remark = await office.remarks.remark(FIRST)
    assert remark.text == "我要投诉\n窗口的人骂我，我电话138****8000\n还让我跑了三趟"
    assert FIRST in answer.reply.text
    assert len(await office.rows(remarks)) == 1


async def test_a_complaint_that_turns_out_to_be_a_report_is_sorted_as_one(office: Office) -> None:
    talk = await begun(office)
    await talk.say("我要投诉", Act.COMPLAIN)

    answer = await talk.say("医院挂床骗保", Act.COMPLAIN)

    assert (await office.remarks.remark(FIRST)).kind == "report"
    assert answer.reply.text == say.REPORT_DETAILS_NOTED.format(number=FIRST)


@pytest.mark.parametrize(
    ("text", "act"), [("是的", Act.AFFIRM), ("怎么查进度？", Act.QUERY_PROGRESS)]
)
async def test_a_complaint_does_not_hold_the_conversation(
    office: Office, text: str, act: Act
) -> None:
    talk = await begun(office)
    await talk.say("窗口的人态度太差", Act.COMPLAIN)

    assert await talk.heard(text, act) is None
    assert (await office.remarks.remark(FIRST)).text == "窗口的人态度太差"


async def test_a_suggestion_is_sorted_and_the_citizen_asked_how_to_be_answered(
    office: Office,
) -> None:
    talk = await begun(office)

    answer = await talk.say("网页上的字太小了", Act.FEEDBACK)

    remark = await office.remarks.remark(FIRST)
    assert (remark.kind, remark.subject, remark.reply_by) == ("feedback", "system", HERE)
    assert "2027年1月12日" in answer.reply.text
    assert (answer.reply.choices, answer.turn.handled) == ((say.HERE, say.BY_PHONE), Handled.SOCIAL)


async def test_a_suggestion_about_who_knows_what_is_asked_about(office: Office) -> None:
    talk = await begun(office)

    first = await talk.say("希望越办越好", Act.FEEDBACK)
    second = await talk.say("服务态度", Act.COMPLAIN)

    assert first.reply.choices == ("政策", "流程", "服务态度", "系统", "其他")
    assert (await office.remarks.remark(FIRST)).subject == "manner"
    assert second.reply.choices == (say.HERE, say.BY_PHONE)


async def test_the_answer_by_phone_goes_to_the_number_left_with_the_application(
    office: Office,
) -> None:
    talk = await begun(office)
    await talk.filed(mobile="13800138000")
    await talk.say("网页上的字太小了", Act.FEEDBACK)

    answer = await talk.say("打电话", Act.HANDOVER_PHONE)

    remark = await office.remarks.remark(FIRST)
    assert (remark.reply_by, remark.phone) == (PHONE, "13800138000")
    assert "138****8000" in answer.reply.text


async def test_a_number_that_nobody_knows_is_asked_for(office: Office) -> None:
    talk = await begun(office)
    await talk.say("网页上的字太小了", Act.FEEDBACK)

    asked = await talk.say("打电话", Act.HANDOVER_PHONE)
    wrong = await talk.say("1380013800", Act.GIVE_INFORMATION)
    right = await talk.say("13800138000", Act.GIVE_INFORMATION)

    assert asked.reply.text == say.PHONE
    assert wrong.reply.text == say.PHONE_MISSED
    assert "138****8000" in right.reply.text
    assert (await office.remarks.remark(FIRST)).phone == "13800138000"


async def test_the_answer_comes_here_unless_something_else_is_wished(office: Office) -> None:
    talk = await begun(office)
    await talk.say("网页上的字太小了", Act.FEEDBACK)

    answer = await talk.say("这里回复", Act.AFFIRM)

    assert answer.reply.text == say.HERE_NOTED
    assert (await office.remarks.remark(FIRST)).reply_by == HERE


async def test_a_wish_to_suggest_something_asks_what(office: Office) -> None:
    talk = await begun(office)

    first = await talk.say("我给你们提个建议", Act.FEEDBACK)
    second = await talk.say("材料太多，流程再简单点", Act.FEEDBACK)

    assert first.reply.text == say.FEEDBACK_BARE.format(number=FIRST)
    assert (await office.remarks.remark(FIRST)).subject == "process"
    assert second.reply.choices == (say.HERE, say.BY_PHONE)
