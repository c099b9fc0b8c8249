"""Checks questions that come from a page with a policy on it: what is read is what is meant."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core import wording
from core.contracts import Passage
from core.conversation import Conversation, Stage
from core.errors import EngineUnavailable
from core.messages import Answer, Message, Status
from core.tables import turns
from tests.core.policies import NATION, YANTAI, found
from tests.fakes.engines import FakeDialogue, FakeRetriever
from tests.fakes.office import Office, say


class Remembering(FakeDialogue):
    """Look at what the conversation has in mind at the moment of answering."""

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._office = office
        self.last_question: str | None = None
        self.last_entry: str | None = None

    async def answer(self, message: Message, conversation: Conversation) -> Answer:
        """Note question and entry that are stored by now: Rasa's actions read them anew."""
        stored = await self._office.conversations.conversation(conversation.id)
        self.last_question, self.last_entry = stored.last_question, stored.last_entry
        return await super().answer(message, conversation)


class NoRelease(FakeRetriever):
    """Be a knowledge base that serves nothing yet."""

    async def entry(self, document_id: str) -> Passage | None:
        """Raise as the real one does."""
        raise EngineUnavailable("index")


def reading(conversation: Conversation, text: str, about: str = YANTAI.document_id) -> Message:
    return replace(say(conversation, text), about=about)


def shelved(office: Office) -> Office:
    office.retriever.knows["什么都行"] = found(YANTAI, NATION)
    return office


@pytest.mark.parametrize("text", ["这是什么意思", "看不懂", "能不能说简单点", " 用大白话讲讲 "])
async def test_who_does_not_understand_what_they_read_gets_it_in_plain_words(
    office: Office, text: str
) -> None:
    conversation = await shelved(office).opened()

    answer = await office.assistant.answer(reading(conversation, text))

    assert answer is not None
    assert answer.reply.text.startswith(wording.MEANS)
    assert YANTAI.plain in answer.reply.text
    assert answer.reply.sources == (YANTAI.source(),)
    assert answer.reply.status is Status.ANSWERED
    assert office.dialogue.heard == []


async def test_the_row_for_reports_names_the_entry_that_was_explained(office: Office) -> None:
    conversation = await shelved(office).opened()

    await office.assistant.answer(reading(conversation, "看不懂"))

    (row,) = await office.rows(turns)
    assert (row["entry"], row["status"]) == (YANTAI.document_id, "answered")


async def test_any_other_question_is_answered_by_the_dialogue_with_the_entry_in_mind(
    office: Office,
) -> None:
    witness = Remembering(office)
    office = replace(shelved(office), dialogue=witness)
    conversation = await office.opened()

    await office.assistant.answer(reading(conversation, "那要带什么材料"))

    assert [message.text for message in witness.heard] == ["那要带什么材料"]
    assert witness.last_question == YANTAI.asked_as[0]
    assert witness.last_entry == YANTAI.document_id


async def test_without_a_page_the_meaning_is_a_matter_for_the_dialogue(office: Office) -> None:
    conversation = await shelved(office).opened()

    await office.assistant.answer(say(conversation, "这是什么意思"))

    assert [message.text for message in office.dialogue.heard] == ["这是什么意思"]
    assert (await office.conversations.conversation(conversation.id)).last_entry is None


async def test_an_entry_that_was_withdrawn_meanwhile_is_not_explained(office: Office) -> None:
    conversation = await shelved(office).opened()

    answer = await office.assistant.answer(reading(conversation, "看不懂", "gone#1@1"))

    assert answer is not None
    assert [message.text for message in office.dialogue.heard] == ["看不懂"]
    assert answer.reply.sources == ()


async def test_while_nothing_is_in_service_the_dialogue_answers(office: Office) -> None:
    office = replace(office, retriever=NoRelease())
    conversation = await office.opened()

    answer = await office.assistant.answer(reading(conversation, "看不懂"))

    assert answer is not None
    assert [message.text for message in office.dialogue.heard] == ["看不懂"]


async def test_while_the_dialogue_is_down_what_is_read_is_still_explained(office: Office) -> None:
    conversation = await shelved(office).opened()
    office.dialogue.down = True

    answer = await office.assistant.answer(reading(conversation, "看不懂"))

    assert answer is not None
    assert YANTAI.plain in answer.reply.text


@pytest.mark.parametrize("text", ["人工", "转人工", "0"])
async def test_a_person_is_called_whatever_is_being_read(office: Office, text: str) -> None:
    conversation = await shelved(office).opened()

    answer = await office.assistant.answer(reading(conversation, text))

    assert answer is not None
    assert answer.reply.status is Status.HANDED_OVER
    assert len(office.desk.tickets) == 1


async def test_while_a_person_serves_the_citizen_nothing_is_explained(office: Office) -> None:
    conversation = await shelved(office).opened()
    waiting = conversation.moved_to(Stage.WAITING)
    await office.conversations.move(waiting, "citizen", office.clock())
    await office.conversations.move(waiting.moved_to(Stage.AGENT), "li", office.clock())

    answer = await office.assistant.answer(reading(conversation, "看不懂"))

    assert answer is None
    assert [message.text for message in office.desk.relayed] == ["看不懂"]


async def test_a_message_without_words_is_asked_back_and_nothing_remembered(
    office: Office,
) -> None:
    conversation = await shelved(office).opened()

    answer = await office.assistant.answer(reading(conversation, "？？"))

    assert answer is not None
    assert answer.reply.text == wording.SAY_SOMETHING
    assert (await office.conversations.conversation(conversation.id)).last_entry is None
