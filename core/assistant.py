"""Is the one entrance for every channel: takes a Message, gives back an Answer."""

from __future__ import annotations

import logging
import secrets
import time
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

from core import queue_wording, version_wording, wording
from core.answer_json import answer_from_json, answer_to_json
from core.contracts import (
    Dialogue,
    Found,
    HumanDesk,
    Passage,
    QueuePlace,
    Retriever,
    Ticket,
    Verdict,
)
from core.conversation import Conversation, Stage
from core.errors import EngineUnavailable, NotAllowedNow
from core.hashing import hashed
from core.messages import Answer, Handled, Handoff, Message, Reply, State, Status, Turn
from core.ownership import Ownership
from core.person_wish import asks_for_person
from core.policy_answer import ASKS_MEANING, explanation, policy_answer
from core.privacy import mask_text
from core.recording import TurnRecorder
from core.store import ConversationStore, Line
from core.stretches import Stretch, stretch
from core.turn_names import TURN
from core.versions import SWITCHES, Version, version_wished

logger = logging.getLogger(__name__)

LONGEST_MESSAGE = 1000  # characters


def nothing_to_greet(day: date) -> str:
    """Greet on no day."""
    del day
    return ""


class Assistant:
    """Answer citizens, whatever channel they come through."""

    def __init__(
        self,
        *,
        dialogue: Dialogue,
        retriever: Retriever,
        desk: HumanDesk,
        conversations: ConversationStore,
        ownership: Ownership,
        recorder: TurnRecorder,
        now: Callable[[], datetime],
        hotline: str,
        hours: str,
        season: Callable[[date], str] = nothing_to_greet,
    ) -> None:
        """Take what is needed to answer; `hotline` and `hours` are said to citizens.

        `season` greets on a festival or solar term, and says "" on other days.
        """
        self._dialogue = dialogue
        self._retriever = retriever
        self._desk = desk
        self._conversations = conversations
        self._ownership = ownership
        self._recorder = recorder
        self._now = now
        self._hotline = hotline
        self._hours = hours
        self._writing = recorder.writing
        self._season = season

    async def open(
        self,
        channel: str,
        *,
        region: str | None = None,
        persona: str = "standard",
        script: str = "hans",
        greeting: Reply | None = None,
        source: str = "",
    ) -> tuple[Conversation, str, Reply]:
        """Open a conversation; return it, its bearer token (kept only as a hash), the greeting.

        A channel may greet in words of its own; None: as the web page does. `source`: as
        ConversationStore.open_conversation takes it.
        """
        token = secrets.token_urlsafe(32)
        now = self._now()
        conversation = Conversation(
            id=str(uuid.uuid4()),
            channel=channel,
            opened_at=now,
            region=region,
            persona=persona,
            script=script,
        )
        turn = Turn(Handled.SOCIAL, seq=1, persona=persona, script=script)
        first = Answer(greeting or self._greeting(persona, now), turn)
        greeting = self._writing.shown(first, channel).reply
        answer = answer_to_json(Answer(greeting, turn))
        line = Line(0, now, "assistant", greeting.text, answer=answer)
        await self._conversations.open_conversation(conversation, hashed(token), line, source)
        return conversation, token, greeting

    async def answer(self, message: Message) -> Answer | None:
        """Answer a message, or return None while a person serves the citizen.

        The message is recorded before anything else happens; the same message_id is answered
        once and gets the same answer every time.
        """
        async with self._recorder.one_at_a_time(message.conversation_id):
            return await self._answer(message)

    async def _answer(self, message: Message) -> Answer | None:
        started = time.monotonic()
        conversation = await self._conversations.conversation(message.conversation_id)
        if conversation.stage is Stage.CLOSED:
            raise NotAllowedNow(f"conversation {conversation.id} is closed")
        said = mask_text(message.text[:LONGEST_MESSAGE])
        answered = await self._recorder.said(conversation.id, said, message.message_id)
        if answered is not None and answered.answer is not None:
            self._recorder.repeated(message.channel)
            again = answer_from_json(answered.answer)
            again = replace(again, turn=replace(again.turn, name=TURN.get()))
            return await self._ownership.with_fields(conversation.id, again)
        if conversation.stage is Stage.AGENT:
            with stretch(Stretch.RELAY):
                await self._desk.relay(message)
            return None
        answer = await self._decide(message, conversation)
        if answer.reply.wants_human:
            answer = await self._hand_over(conversation, answer)
        milliseconds = round((time.monotonic() - started) * 1000)
        answer = replace(answer, turn=replace(answer.turn, milliseconds=milliseconds))
        answer = await self._recorder.record(
            message.channel, message.message_id, conversation, answer, heard=message.heard
        )
        return await self._ownership.with_fields(conversation.id, answer)

    def _greeting(self, persona: str, now: datetime) -> Reply:
        """Return the greeting of a version; old people are not kept waiting by a good wish."""
        text = version_wording.greeting(persona)
        if persona != Version.ELDER:
            text += self._season(now.date())
        return Reply(text, Status.ANSWERED, choices=version_wording.first_choices(persona))

    async def _decide(self, message: Message, conversation: Conversation) -> Answer:
        text = self._writing.simplified(message.text).strip()
        if not any(char.isalnum() for char in text):
            return _clarify(wording.SAY_SOMETHING)
        if len(text) > LONGEST_MESSAGE:
            return _clarify(wording.TOO_LONG.format(limit=LONGEST_MESSAGE))
        if asks_for_person(text):  # in every state, and even when the engines do not work
            return wants_person("text", intent="human_agent")
        if message.about is not None:
            passage = await self._entry(message.about, conversation)
            if passage is not None:
                await self._conversations.remember(
                    conversation.id,
                    last_question=passage.asked_as[0],
                    last_entry=passage.document_id,
                )
                if ASKS_MEANING.search(text):
                    return explanation(passage, self._now().date())
        try:
            return await self._dialogue.answer(replace(message, text=text), conversation)
        except EngineUnavailable as error:
            logger.warning("conversation %s: %s", conversation.id, error)
            return await self._without_dialogue(text, conversation)

    async def _without_dialogue(self, text: str, conversation: Conversation) -> Answer:
        """Answer policy questions from the knowledge base alone, and say what is missing."""
        in_hand = await self._ownership.in_hand(conversation.id)
        version = version_wished(text)
        if version is not None:
            await self._conversations.remember(conversation.id, persona=version.value)
            said, spoken = version_wording.switched(version, conversation.persona)
            turn = Turn(Handled.SOCIAL, intent=SWITCHES, persona=version.value)
            return Answer(
                Reply(
                    said + wording.ENGINE_DOWN_SWITCHED,
                    Status.ANSWERED,
                    spoken=spoken + wording.ENGINE_DOWN_SWITCHED,
                    choices=(wording.HUMAN_CHOICE,),
                ),
                turn,
            )
        if in_hand is None:
            found = await self._search(text, conversation)
            if found is not None and found.verdict is Verdict.FOUND:
                short = conversation.persona == Version.ELDER
                answer = policy_answer(found, self._now().date(), short=short)
                shown = f"{answer.reply.text}\n{wording.ENGINE_DOWN_ANSWERED}"
                return replace(answer, reply=replace(answer.reply, text=shown))
        reply = Reply(
            text=wording.ENGINE_DOWN if in_hand is None else wording.ENGINE_DOWN_DRAFT,
            spoken=wording.ENGINE_DOWN_SPOKEN if in_hand is None else "",
            status=Status.ENGINE_FAILED,
            choices=(wording.HUMAN_CHOICE,),
        )
        return Answer(reply, Turn(Handled.DECLINE))

    async def _entry(self, document_id: str, conversation: Conversation) -> Passage | None:
        """Return the entry that the citizen is reading; None if it is gone or cannot be had."""
        try:
            return await self._retriever.entry(document_id)
        except EngineUnavailable as error:
            logger.warning("conversation %s: %s", conversation.id, error)
            return None

    async def _search(self, text: str, conversation: Conversation) -> Found | None:
        """Search the knowledge base; None if it is down as well."""
        try:
            return await self._retriever.search(
                text, region=conversation.region, version=conversation.persona
            )
        except EngineUnavailable as error:
            logger.warning("conversation %s: %s", conversation.id, error)
            return None

    async def _hand_over(self, conversation: Conversation, answer: Answer) -> Answer:
        """Put the citizen into the queue and tell them where they stand."""
        channel = answer.turn.handoff.channel if answer.turn.handoff else "text"
        item, fields = await self._ownership.carried(conversation.id)
        place = await self._desk.enqueue(
            Ticket(
                id=str(uuid.uuid4()),
                conversation_id=conversation.id,
                channel=channel,
                item=item,
                fields=fields,
                opened_at=self._now(),
                persona=conversation.persona,
                region=conversation.region,
            )
        )
        why = answer.reply.text  # a person is called unasked only with a reason
        states = {"video": State.HANDOFF_VIDEO, "phone": State.HANDOFF_PHONE}
        return Answer(
            replace(
                answer.reply,
                text=_because(why, self._handed_over(channel, place)),
                spoken=_because(why, self._handed_over(channel, place, aloud=True)),
                status=Status.HANDED_OVER,
                # At night nobody waits before a screen: a call in working hours is one tap away.
                choices=() if place.open_now else (queue_wording.CALL_BACK_CHOICE,),
            ),
            replace(
                answer.turn,
                handled=Handled.HANDOFF,
                state=states.get(channel, answer.turn.state),
                item=item,
                handoff=Handoff(channel, item, fields),
            ),
        )

    def _handed_over(self, channel: str, place: QueuePlace, *, aloud: bool = False) -> str:
        if not place.open_now:
            return wording.HANDED_OVER_CLOSED.format(hours=self._hours, hotline=self._hotline)
        ahead = place.position - 1
        where = wording.PLACE.format(ahead=ahead) if ahead else wording.PLACE_NEXT
        if place.minutes is not None:
            where += wording.PLACE_MINUTES.format(minutes=place.minutes)
        video = wording.HANDOVER_VIDEO_SPOKEN if aloud else wording.HANDOVER_VIDEO
        sentences = {"video": video, "phone": wording.HANDOVER_PHONE}
        sentence = sentences.get(channel, wording.HANDED_OVER)
        return sentence.format(place=where, hotline=self._hotline)


def wants_person(channel: str, *, intent: str, confidence: float = 1.0) -> Answer:
    """Return the answer that makes the assistant call a person; channel: text, video, phone."""
    return Answer(
        Reply(text="", status=Status.HANDED_OVER, wants_human=True),
        Turn(
            Handled.HANDOFF,
            intent=intent,
            confidence=confidence,
            handoff=Handoff(channel, None, {}),
        ),
    )


def _because(why: str, sentence: str) -> str:
    """Return what is said of a hand-over with the reason before it, which no 好的 may follow."""
    return why + sentence.removeprefix(wording.YES) if why else sentence


def _clarify(text: str) -> Answer:
    return Answer(Reply(text=text, status=Status.ASKED_BACK), Turn(Handled.CLARIFY))
