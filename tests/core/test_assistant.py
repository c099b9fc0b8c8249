"""Tests core.assistant: the one entrance for every channel."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import pytest

from core import wording
from core.answer_json import answer_to_json
from core.assistant import Assistant
from core.conversation import Conversation, Stage
from core.errors import NotAllowedNow, NotFound
from core.messages import Answer, Handled, Message, Reply, State, Status, Turn
from core.ownership import Ownership
from core.tables import lines, metadata, turns
from tests.fakes.engines import MISSED, UNDERSTOOD, FakeDialogue, found, passage
from tests.fakes.office import CATALOGUE, Office, say
from tests.sample_fields import WOMAN


class Witness(FakeDialogue):
    """Look at what is recorded at the moment of answering."""

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._office = office
        self.recorded: list[str] = []

    async def answer(self, message: Message, conversation: Conversation) -> Answer:
        """Note the lines that are stored by now."""
        stored = await self._office.conversations.lines_after(conversation.id, 0)
        self.recorded = [line.text for line in stored]
        return await super().answer(message, conversation)


async def said(office: Office, conversation: Conversation) -> Sequence[tuple[str, str]]:
    stored = await office.conversations.lines_after(conversation.id, 1)
    return [(line.who, line.text) for line in stored]


async def test_an_opened_conversation_greets_and_keeps_only_the_hash_of_its_token(
    office: Office,
) -> None:
    conversation, token, greeting = await office.assistant.open("web", region="青岛市")

    stored = await office.conversations.lines_after(conversation.id, 0)
    assert [(line.who, line.text) for line in stored] == [("assistant", greeting.text)]
    assert greeting.choices == wording.GREETING_CHOICES
    assert (await office.conversations.conversation(conversation.id)).region == "青岛市"
    assert token not in str([await office.rows(table) for table in metadata.sorted_tables])


async def test_a_message_is_recorded_before_it_is_answered(office: Office) -> None:
    witness = Witness(office)
    office = replace(office, dialogue=witness)
    conversation = await office.opened()

    await office.assistant.answer(say(conversation, "你好"))

    assert witness.recorded == [wording.GREETING, "你好"]


async def test_an_answer_is_recorded_with_its_number_and_a_row_for_reports(office: Office) -> None:
    conversation = await office.opened()

    answer = await office.assistant.answer(say(conversation, "你好"))

    assert answer is not None
    assert answer.turn.seq == 3
    assert await said(office, conversation) == [("citizen", "你好"), ("assistant", "知道了。")]
    (row,) = await office.rows(turns)
    assert (row["seq"], row["status"], row["handled"], row["channel"]) == (
        3,
        "answered",
        "answer",
        "web",
    )


async def test_the_same_message_is_answered_once_with_the_same_answer(office: Office) -> None:
    conversation = await office.opened()
    message = say(conversation, "你好", "m1")
    office.dialogue.answers = [UNDERSTOOD, MISSED]

    first = await office.assistant.answer(message)
    again = await office.assistant.answer(message)  # another assistant: after a restart

    assert first is not None
    assert again is not None
    assert answer_to_json(again) == answer_to_json(first)
    assert len(office.dialogue.heard) == 1
    assert len(await said(office, conversation)) == 2


async def test_the_same_message_sent_at_once_is_answered_once(office: Office) -> None:
    conversation = await office.opened()
    message, assistant = say(conversation, "你好", "m1"), office.assistant

    answers = await asyncio.gather(*(assistant.answer(message) for _ in range(5)))

    assert len({str(answer_to_json(a)) for a in answers if a is not None}) == 1
    assert None not in answers
    assert len(office.dialogue.heard) == 1
    assert len(await said(office, conversation)) == 2


async def test_messages_without_an_id_are_each_answered(office: Office) -> None:
    conversation = await office.opened()

    await office.assistant.answer(say(conversation, "你好"))
    await office.assistant.answer(say(conversation, "你好"))

    assert len(office.dialogue.heard) == 2


async def test_two_conversations_may_use_the_same_message_id(office: Office) -> None:
    one, other = await office.opened(), await office.opened()

    await office.assistant.answer(say(one, "你好", "m1"))
    await office.assistant.answer(say(other, "再见", "m1"))

    assert [message.text for message in office.dialogue.heard] == ["你好", "再见"]


async def test_a_closed_conversation_takes_nothing_more(office: Office) -> None:
    conversation = await office.opened()
    await office.conversations.move(conversation.moved_to(Stage.CLOSED), "citizen", office.clock())

    with pytest.raises(NotAllowedNow):
        await office.assistant.answer(say(conversation, "你好"))

    assert await said(office, conversation) == []


async def test_an_unknown_conversation_is_not_found(office: Office) -> None:
    with pytest.raises(NotFound):
        await office.assistant.answer(Message("nobody", "web", "你好"))


async def test_without_the_engine_policy_is_answered_from_the_knowledge_base(
    office: Office,
) -> None:
    conversation = await office.opened(region="青岛市")
    office.dialogue.down = True
    office.retriever.knows["门诊能报多少？"] = found(passage())

    answer = await office.assistant.answer(say(conversation, "门诊能报多少？"))

    assert answer is not None
    assert answer.reply.status is Status.ANSWERED
    assert "百分之五十" in answer.reply.text
    assert answer.reply.text.endswith(wording.ENGINE_DOWN_ANSWERED)
    assert [source.title for source in answer.reply.sources] == ["门诊办法"]
    assert office.retriever.asked == [("门诊能报多少？", "青岛市", 3)]


async def test_without_the_engine_and_without_a_source_the_failure_is_told(office: Office) -> None:
    conversation = await office.opened()
    office.dialogue.down = True

    answer = await office.assistant.answer(say(conversation, "我想办签约"))

    assert answer is not None
    assert answer.reply.status is Status.ENGINE_FAILED
    assert answer.reply.text == wording.ENGINE_DOWN
    assert answer.reply.choices == (wording.HUMAN_CHOICE,)


async def test_when_every_engine_is_down_the_citizen_still_gets_a_sentence(office: Office) -> None:
    conversation = await office.opened()
    office.dialogue.down = office.retriever.down = True

    answer = await office.assistant.answer(say(conversation, "门诊能报多少？"))

    assert answer is not None
    assert answer.reply.status is Status.ENGINE_FAILED
    assert answer.reply.text == wording.ENGINE_DOWN


async def test_without_the_engine_a_draft_is_kept_and_the_citizen_is_told_so(
    office: Office,
) -> None:
    conversation = await office.opened()
    draft = await office.drafted(conversation)
    office.dialogue.down = True

    answer = await office.assistant.answer(say(conversation, "110101"))

    assert answer is not None
    assert answer.reply.text == wording.ENGINE_DOWN_DRAFT
    assert answer.turn.state is State.FILLING
    assert answer.turn.fields == {"name": "王秀英"}
    assert await office.applications.in_hand(conversation.id) == draft


@pytest.mark.parametrize("text", ["", "   ", "？！。", "😀👍", "\n\t", "……"])
async def test_a_message_without_words_is_asked_back(office: Office, text: str) -> None:
    conversation = await office.opened()

    answer = await office.assistant.answer(say(conversation, text))

    assert answer is not None
    assert answer.reply.text == wording.SAY_SOMETHING
    assert office.dialogue.heard == []


async def test_a_message_of_4000_characters_is_asked_to_be_shorter(office: Office) -> None:
    conversation = await office.opened()

    answer = await office.assistant.answer(say(conversation, "长" * 4000))

    assert answer is not None
    assert answer.reply.text == wording.TOO_LONG.format(limit=1000)
    assert office.dialogue.heard == []
    assert [len(text) for who, text in await said(office, conversation) if who == "citizen"] == [
        1000
    ]


async def test_numbers_are_masked_in_everything_that_is_stored(office: Office) -> None:
    conversation = await office.opened()
    office.dialogue.answers = [
        Answer(Reply(f"您说的是{WOMAN}？", Status.ASKED_BACK), Turn(Handled.FORM))
    ]

    answer = await office.assistant.answer(say(conversation, f"身份证{WOMAN}，电话13800138000"))

    assert answer is not None
    assert WOMAN in answer.reply.text  # the citizen hears what was understood
    stored = str(await office.rows(lines))
    assert WOMAN not in stored
    assert "13800138000" not in stored
    assert "138****8000" in stored


async def test_misses_in_a_row_are_counted_and_forgotten(office: Office) -> None:
    conversation = await office.opened()
    office.dialogue.answers = [MISSED, MISSED, UNDERSTOOD]
    counts = []

    for _ in range(3):
        await office.assistant.answer(say(conversation, "呜哩哇啦"))
        counts.append((await office.conversations.conversation(conversation.id)).misses)

    assert counts == [1, 2, 0]


@pytest.mark.parametrize("handled", [Handled.FORM, Handled.ANSWER])
async def test_what_the_classifier_missed_but_somebody_answered_is_no_miss(
    office: Office, handled: Handled
) -> None:
    conversation = await office.opened()
    office.dialogue.answers = [
        Answer(Reply("好的。", Status.ANSWERED), Turn(handled, intent="not_understood"))
    ]

    await office.assistant.answer(say(conversation, "王秀英"))

    assert (await office.conversations.conversation(conversation.id)).misses == 0


async def test_the_turn_shows_the_fields_of_the_application_in_hand(office: Office) -> None:
    conversation = await office.opened()
    await office.drafted(conversation)

    answer = await office.assistant.answer(say(conversation, "你好"))

    assert answer is not None
    assert (answer.turn.state, answer.turn.item) == (State.FILLING, "门诊统筹签约")
    assert (answer.turn.fields, answer.turn.awaiting) == ({"name": "王秀英"}, "id_number")
    assert answer.turn.field_labels["mobile"] == "手机号"


async def test_a_festival_is_greeted_at_the_end_but_old_people_and_callers_are_not_kept_waiting(
    office: Office,
) -> None:
    assistant = Assistant(
        dialogue=office.dialogue,
        retriever=office.retriever,
        desk=office.desk,
        conversations=office.conversations,
        ownership=Ownership(office.applications, CATALOGUE),
        recorder=office.recorder,
        now=office.clock,
        hotline="12393",
        hours="",
        season=lambda day: "今天冬至。" if day.month == 12 else "",
    )

    _, _, standard = await assistant.open("web")
    _, _, elder = await assistant.open("web", persona="elder")

    assert standard.text == wording.GREETING + "今天冬至。"
    assert "冬至" not in elder.text
