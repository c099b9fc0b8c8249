"""Tests that what is said outside a turn reaches the citizen once."""

from __future__ import annotations

import asyncio

from core.answer_json import answer_to_json
from core.messages import Answer, Handled, Message, Reply, Status, Turn
from core.store import Line
from tests.fakes.office import Office
from tests.integrations.wechat.dialogues import SlowDialogue, talking
from tests.integrations.wechat.test_outbox import known
from tests.integrations.wechat.wechat_office import WeChatOffice


async def test_what_staff_say_reaches_the_citizen_once(desk: WeChatOffice) -> None:
    await known(desk)
    conversation, _ = await desk.channel.conversation_of("o1")
    line = Line(0, desk.office.clock(), "agent", "您好，请稍等。", name="王工", message_id="a1")
    await desk.office.conversations.add_line(conversation.id, line)

    await desk.again()
    await desk.again()

    assert desk.wechat.texts() == ["【王工】您好，请稍等。"]


async def test_what_comes_while_the_assistant_answers_is_shown_too(office: Office) -> None:
    dialogue = SlowDialogue()
    desk = talking(office, dialogue)
    dialogue.may_answer.set()
    await known(desk)
    dialogue.may_answer.clear()
    dialogue.was_asked.clear()
    conversation, _ = await desk.channel.conversation_of("o1")

    saying = asyncio.create_task(desk.say("转诊手续管多久"))
    await dialogue.was_asked.wait()
    await desk.channel.step()  # sees what the citizen said, and nothing to show
    line = Line(0, office.clock(), "agent", "您好，请稍等。", name="王工", message_id="a1")
    await office.conversations.add_line(conversation.id, line)
    dialogue.may_answer.set()
    given = await saying
    await desk.again()

    assert [given, *desk.wechat.texts()].count("【王工】您好，请稍等。") == 1
    await desk.channel.close()


async def test_what_was_said_on_our_page_is_not_said_again_in_wechat(desk: WeChatOffice) -> None:
    await known(desk)
    conversation, _ = await desk.channel.conversation_of("o1")

    await desk.office.assistant.answer(Message(conversation.id, "web", "在网页上问", "web-1"))
    await desk.again()

    assert desk.wechat.sent == []


async def test_the_greeting_of_a_new_conversation_is_no_news(desk: WeChatOffice) -> None:
    await known(desk)

    await desk.again()

    assert desk.wechat.sent == []


async def test_a_notice_brings_its_own_choices(desk: WeChatOffice) -> None:
    await known(desk)
    conversation, _ = await desk.channel.conversation_of("o1")
    reply = Reply("您的签约办好了。", Status.ANSWERED, choices=("查进度",))
    await desk.office.conversations.add_line(
        conversation.id, news_line(desk, reply, "notice-1", "SL20261221000001")
    )

    await desk.again()
    await desk.say("1")

    assert desk.wechat.texts()[0].startswith("您的签约办好了。\n回复数字就能选：\n1. 查进度")
    assert desk.office.dialogue.heard[-1].text == "查进度"


def news_line(desk: WeChatOffice, reply: Reply, message_id: str, number: str) -> Line:
    answer = answer_to_json(Answer(reply, Turn(Handled.ANSWER, number=number)))
    return Line(
        0, desk.office.clock(), "assistant", reply.text, message_id=message_id, answer=answer
    )
