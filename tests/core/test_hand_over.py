"""Tests core.assistant: how citizens get to a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from core import wording
from core.conversation import Conversation, Stage
from core.messages import Handled, Status
from tests.fakes.desk import FakeDesk
from tests.fakes.office import HOTLINE, HOURS, Office, say
from tests.sample_fields import WOMAN


async def said(office: Office, conversation: Conversation) -> Sequence[tuple[str, str]]:
    stored = await office.conversations.lines_after(conversation.id, 1)
    return [(line.who, line.text) for line in stored]


@pytest.mark.parametrize(
    "text",
    [
        *("人工", "0", "０", "转人工", "找个真人", "我要人工", "请转人工", "人工服务", "转人工！"),
        *("我想找工作人员", "帮我转人工客服吧", "接人工", " 人工 ", "转接人工"),
    ],
)
async def test_asking_for_a_person_works_even_without_the_dialogue_engine(
    office: Office, text: str
) -> None:
    conversation = await office.opened(persona="elder", region="青岛市")
    office.dialogue.down = True

    answer = await office.assistant.answer(say(conversation, text))

    assert answer is not None
    assert answer.reply.status is Status.HANDED_OVER
    assert answer.turn.handled is Handled.HANDOFF
    assert [t.conversation_id for t in office.desk.tickets] == [conversation.id]
    assert (office.desk.tickets[0].persona, office.desk.tickets[0].region) == ("elder", "青岛市")
    assert office.dialogue.heard == []


@pytest.mark.parametrize("text", ["人工透析怎么报销", "人工关节能报吗", "10", "人工费"])
async def test_words_that_merely_contain_the_word_for_a_person_reach_the_dialogue(
    office: Office, text: str
) -> None:
    conversation = await office.opened()

    await office.assistant.answer(say(conversation, text))

    assert [message.text for message in office.dialogue.heard] == [text]
    assert office.desk.tickets == []


async def test_the_hand_off_tells_the_place_in_the_queue(office: Office) -> None:
    office = replace(office, desk=FakeDesk(minutes=6))
    await office.assistant.answer(say(await office.opened(), "人工"))
    second = await office.opened()

    answer = await office.assistant.answer(say(second, "人工"))

    assert answer is not None
    assert wording.PLACE.format(ahead=1) in answer.reply.text
    assert wording.PLACE_MINUTES.format(minutes=6) in answer.reply.text


async def test_outside_office_hours_the_hand_off_says_so(office: Office) -> None:
    office = replace(office, desk=FakeDesk(open_now=False))

    answer = await office.assistant.answer(say(await office.opened(), "人工"))

    assert answer is not None
    assert answer.reply.text == wording.HANDED_OVER_CLOSED.format(hours=HOURS, hotline=HOTLINE)


async def test_the_hand_off_carries_the_item_and_the_masked_fields(office: Office) -> None:
    conversation = await office.opened()
    draft = await office.drafted(conversation)
    await office.applications.save(
        replace(draft, fields={"name": "王秀英", "id_number": WOMAN}, awaiting="mobile"),
        office.clock(),
    )

    answer = await office.assistant.answer(say(conversation, "人工"))

    (ticket,) = office.desk.tickets
    assert ticket.item == "门诊统筹签约"
    assert ticket.fields == {"姓名": "王秀英", "身份证号": f"{WOMAN[:3]}***********{WOMAN[-4:]}"}
    assert answer is not None
    assert answer.turn.handoff is not None
    assert answer.turn.handoff.fields == ticket.fields


async def test_a_second_hand_off_keeps_the_one_ticket(office: Office) -> None:
    conversation = await office.opened()
    assistant = office.assistant_with(office.video_desk)
    await assistant.answer(say(conversation, "人工"))
    (ticket,) = await office.tickets.open_tickets()

    again = await assistant.answer(say(conversation, "转人工"))

    assert [t.id for t in await office.tickets.open_tickets()] == [ticket.id]
    assert again is not None
    assert again.reply.status is Status.HANDED_OVER
    waiting = await office.conversations.conversation(conversation.id)
    assert waiting.stage is Stage.WAITING


async def test_while_waiting_for_a_person_the_assistant_still_answers(office: Office) -> None:
    conversation = await office.opened()
    assistant = office.assistant_with(office.video_desk)
    await assistant.answer(say(conversation, "人工"))

    answer = await assistant.answer(say(conversation, "门诊能报多少"))

    assert answer is not None
    assert answer.reply.text == "知道了。"


async def test_while_a_person_serves_messages_are_recorded_and_relayed(office: Office) -> None:
    conversation = await office.opened()
    waiting = conversation.moved_to(Stage.WAITING)
    await office.conversations.move(waiting, "citizen", office.clock())
    await office.conversations.move(waiting.moved_to(Stage.AGENT), "staff:1", office.clock())

    answer = await office.assistant.answer(say(conversation, "我的事办到哪了"))

    assert answer is None
    assert [message.text for message in office.desk.relayed] == ["我的事办到哪了"]
    assert await said(office, conversation) == [("citizen", "我的事办到哪了")]
    assert office.dialogue.heard == []
