"""Tests that what is said beside a form asks nothing that the form would take the answer to."""

from __future__ import annotations

import pytest

from bot.acts import Act
from bot.applied import with_question
from core import rating_wording, wording
from core.applications import Application
from core.messages import Answer, Handled, Reply, Status, Turn
from tests.bot.rasa_calls import Told, tell
from tests.fakes.office import CATALOGUE, CONTRACT, Office

ON = Answer(Reply("第2项，共4项。请说身份证号。", Status.ASKED_BACK), Turn(Handled.FORM))


def beside(text: str, status: Status, handled: Handled = Handled.CLARIFY) -> str:
    """Return what is left of an answer before the open question."""
    both = with_question(Answer(Reply(text, status), Turn(handled)), ON).reply.text
    assert both.endswith(ON.reply.text)
    return both.removesuffix(ON.reply.text).strip()


async def said(office: Office, text: str, act: Act, confidence: float = 0.95) -> Told:
    """Say something while the ID number is asked."""
    conversation = await office.opened()
    await office.drafted(conversation)
    return await tell(office, conversation, text, act, confidence=confidence)


def test_which_of_several_is_not_asked_beside_a_form() -> None:
    which = wording.ASK_WHICH_ITEM + wording.numbered(["签约的办理材料", "备案的办理材料"])

    assert beside(which, Status.ASKED_BACK) == wording.LATER_IN_FORM


def test_a_list_to_choose_from_is_not_read_beside_a_form() -> None:
    popular = wording.POPULAR + wording.numbered(["门诊能报多少？", "怎么转医保？"])

    assert beside(popular, Status.ASKED_BACK) == wording.LATER_IN_FORM


def test_what_is_told_before_a_question_stays() -> None:
    told = beside("好的，下面我按烟台市的规定回答您。您想问什么？", Status.ASKED_BACK)

    assert told == "好的，下面我按烟台市的规定回答您。"


def test_a_rule_stays_whole_though_a_question_stands_in_it() -> None:
    rule = "转诊管多久？一年。\n依据：\n一份文件"

    assert beside(rule, Status.ANSWERED, Handled.ANSWER) == rule


def test_a_table_without_the_drug_is_not_called_a_question_without_a_source() -> None:
    miss = "在《目录》里没有查到“甲药”。没查到不等于不能报。"

    assert beside(miss, Status.NO_SOURCE_FOUND, Handled.ANSWER) == miss


async def test_a_complaint_keeps_its_number_and_asks_no_second_question(office: Office) -> None:
    told = await said(office, "你们窗口态度太差", Act.COMPLAIN)

    assert "编号" in told.text
    assert not any(offer in told.text for offer in wording.OFFERS_OF_A_PERSON)
    assert rating_wording.SUBJECT not in told.text


@pytest.mark.parametrize(
    ("act", "text", "first"),
    [
        (Act.THANKS, "谢谢你啊", wording.THANKS_IN_FORM),
        (Act.GREET, "你好", wording.GREET_IN_FORM),
        (Act.GREET, "好的", wording.GO_ON_IN_FORM),
        (Act.ABUSE, "笨蛋", wording.ABUSE_IN_FORM),
    ],
)
async def test_courtesies_lead_back_to_the_form(
    office: Office, act: Act, text: str, first: str
) -> None:
    told = await said(office, text, act)

    prompt = CATALOGUE.item(CONTRACT).fields[1].prompt
    assert told.text.startswith(first)
    assert told.text.endswith(prompt)


async def test_who_takes_leave_is_told_that_nothing_was_filed_yet(office: Office) -> None:
    told = await said(office, "再见", Act.GOODBYE)

    assert told.text == wording.GOODBYE_IN_FORM
    assert "还没有提交" in told.text


async def test_an_authorisation_is_not_begun_in_the_middle_of_a_form(office: Office) -> None:
    told = await said(office, "给我儿子授权", Act.AUTHORISE_FAMILY)

    assert told.text.startswith(wording.LATER_IN_FORM)


async def test_beside_a_form_nobody_is_sent_to_questions_below(office: Office) -> None:
    conversation = await office.opened()
    draft = Application("a1", conversation.id, CONTRACT, awaiting="institution")
    await office.drafted(conversation, draft)

    told = await tell(
        office, conversation, "留我老公的手机号行吗", Act.NOT_UNDERSTOOD, confidence=0.2
    )

    assert told.text.startswith(wording.UNCLEAR_IN_FORM)
