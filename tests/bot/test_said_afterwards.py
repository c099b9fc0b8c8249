"""Tests what is answered after something was told, read out or filed: 为什么, 再说一遍, 写错了."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.acts import Act
from core import follow_up_wording, form_wording, wording
from core.applications import Application, Phase
from core.contracts import Found, Verdict
from core.conversation import Conversation
from core.messages import Message, Status
from tests.bot.rasa_calls import tell
from tests.core.policies import YANTAI as RULE
from tests.fakes.office import CATALOGUE, CONTRACT, TRAVEL, Office


async def told_a_rule(office: Office) -> Conversation:
    """Be answered from a document."""
    conversation = await office.opened()
    office.retriever.knows["转诊管多久"] = Found(Verdict.FOUND, (RULE,), None)
    told = await tell(office, conversation, "转诊管多久", Act.POLICY_QUESTION)
    await office.conversations.remember(conversation.id, last_reply=told.text)
    return conversation


async def filed(office: Office) -> Conversation:
    """Have filed an application."""
    conversation = await office.opened()
    draft = await office.drafted(
        conversation,
        Application("a1", conversation.id, CONTRACT, phase=Phase.CONFIRMING, fields={}),
    )
    await office.applications.submit(draft, office.clock(), office.clock().date(), None)
    return conversation


async def test_why_a_rule_is_so_is_not_guessed(office: Office) -> None:
    told = await tell(office, await told_a_rule(office), "为什么呢", Act.ASK_WHY)

    assert told.text == wording.RULE_UNEXPLAINED.format(hotline="12393")


async def test_why_a_number_is_wanted_is_told_at_any_time(office: Office) -> None:
    told = await tell(office, await told_a_rule(office), "你们要我手机号干嘛", Act.ASK_WHY)

    assert told.text == wording.PRIVACY


async def test_what_was_not_understood_is_said_in_the_words_for_the_ear(office: Office) -> None:
    conversation = await told_a_rule(office)

    told = await tell(office, conversation, "听不懂", Act.PLAIN_WORDS)

    assert RULE.spoken in told.text
    assert wording.SOURCES not in told.text


async def test_what_is_said_again_can_be_answered_again(office: Office) -> None:
    conversation = await office.opened()
    office.dialogue.down = True  # what cannot be answered offers a person
    first = await office.assistant.answer(Message(conversation.id, "web", "接着办"))

    told = await tell(office, conversation, "再说一遍", Act.REPEAT)

    assert first is not None
    assert (told.text, tuple(told.choices)) == (first.reply.text, first.reply.choices)


async def test_a_mistake_in_what_was_filed_is_not_called_nothing_in_hand(office: Office) -> None:
    told = await tell(office, await filed(office), "刚才手机号说错了", Act.CORRECT_FIELD)

    assert "已经交上去了" in told.text
    assert told.choices[0] == wording.HUMAN_CHOICE
    assert told.choices[1].startswith("撤回")


async def test_giving_up_what_was_filed_asks_whether_to_take_it_back(office: Office) -> None:
    told = await tell(office, await filed(office), "不办了，取消吧", Act.CANCEL)

    assert told.choices[1] == follow_up_wording.WITHDRAW_NO


@pytest.mark.parametrize("text", ["算了", "算了吧"])
async def test_letting_it_be_takes_nothing_back(office: Office, text: str) -> None:
    told = await tell(office, await filed(office), text, Act.CANCEL)

    assert told.text == wording.NOTHING_IN_HAND


async def test_a_yes_takes_up_what_was_left_unfinished(office: Office) -> None:
    conversation = await office.opened()
    draft = await office.drafted(conversation)
    await office.applications.save(draft.moved_to(Phase.PARKED), office.clock())
    asked = form_wording.PROGRESS_UNFINISHED.format(item="门诊统筹签约", missing="手机号码")
    await office.conversations.remember(conversation.id, last_reply=asked)

    told = await tell(office, conversation, "要", Act.AFFIRM)

    assert told.turn["awaiting"] == "id_number"


async def test_a_yes_begins_the_matter_that_is_meant_instead(office: Office) -> None:
    conversation = await office.opened()
    office.finder.words["异地"] = replace(office.finder.words["异地"], code=TRAVEL)
    asked = "不用办。" + form_wording.INSTEAD.format(item="异地就医备案")
    await office.conversations.remember(conversation.id, last_reply=asked)

    told = await tell(office, conversation, "是的", Act.AFFIRM)

    assert told.turn["state"] == "filling"


@pytest.mark.parametrize("text", ["37060219450101123X", "13800138000", "6222021234567890128"])
async def test_a_number_that_nobody_asked_for_is_not_called_unclear(
    office: Office, text: str
) -> None:
    told = await tell(office, await office.opened(), text, Act.GIVE_INFORMATION)

    assert told.text == wording.UNASKED_NUMBER


async def test_a_phone_number_after_the_question_for_it_is_asked_for_its_other_half(
    office: Office,
) -> None:
    conversation = await office.opened()
    await office.conversations.remember(conversation.id, last_reply=follow_up_wording.NONE)

    told = await tell(office, conversation, "13800138000", Act.GIVE_INFORMATION)

    assert told.text == follow_up_wording.NEEDS_TAIL


async def test_who_does_not_know_is_not_told_that_nothing_is_in_hand(office: Office) -> None:
    told = await tell(office, await office.opened(), "我也不晓得咋说", Act.DO_NOT_KNOW)

    assert told.text == wording.NOT_KNOWING
    assert told.reply["status"] == Status.ASKED_BACK


async def test_a_mistake_in_what_was_put_aside_leads_back_to_it(office: Office) -> None:
    conversation = await office.opened()
    draft = await office.drafted(conversation)
    await office.applications.save(draft.moved_to(Phase.PARKED), office.clock())

    told = await tell(office, conversation, "姓名错了", Act.CORRECT_FIELD)

    assert told.choices == [follow_up_wording.RESUME_CHOICE]


async def test_what_is_asked_after_another_matter_means_that_one_and_not_the_form(
    office: Office,
) -> None:
    conversation = await office.opened()
    await office.drafted(conversation)
    name = CATALOGUE.item(TRAVEL).name
    await office.conversations.remember(
        conversation.id, last_item=TRAVEL, last_reply=f"{name}：一共这几步。\n\n第2项"
    )

    told = await tell(office, conversation, "要带什么", Act.ASK_MATERIALS)

    assert told.text.startswith(f"{name}：")
