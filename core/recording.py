"""Records what became of a turn: the line that answers, and the row for reports."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from weakref import WeakValueDictionary

from core.answer_json import answer_to_json
from core.citation import is_policy
from core.conversation import Conversation
from core.happenings import Repeated, Tell, Turned, nobody
from core.insurance_card import without_figures
from core.messages import Answer, Handled
from core.presenting import Writing
from core.privacy import mask_text
from core.store import ConversationStore, Line
from core.stretches import Stretch, stretch
from core.turn_names import TURN, continuing, turn_name

logger = logging.getLogger(__name__)

AS_IT_IS = Writing()
# Intents that mean a miss when all that came of them was a question back.
NOT_UNDERSTOOD = frozenset({"not_understood", "give_information"})


class TurnRecorder:
    """Record answers, whatever it was that the citizen sent."""

    def __init__(
        self,
        conversations: ConversationStore,
        now: Callable[[], datetime],
        tell: Tell = nobody,
        writing: Writing = AS_IT_IS,
    ) -> None:
        """Take where conversations are stored, who counts turns, and how scripts are changed."""
        self._conversations = conversations
        self._now = now
        self._tell = tell
        self.writing = writing
        self._turn_of: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def one_at_a_time(self, conversation_id: str) -> AsyncIterator[None]:
        """Hold a conversation during a turn, so that a photo and a message cannot cross.

        Nor can the same message that came to two gateways: the second finds the first's answer.
        """
        here = self._turn_of.setdefault(conversation_id, asyncio.Lock())
        with continuing(""), stretch(Stretch.TURN):
            async with here, self._conversations.in_turn(conversation_id):
                yield

    async def said(self, conversation_id: str, text: str, message_id: str | None) -> Line | None:
        """Record what a citizen said, which names the turn; return what answered it already.

        To be called while the conversation is held: the name ends with the turn.
        """
        seq, answered = await self._conversations.record_said(
            conversation_id, text, message_id, self._now()
        )
        TURN.set(turn_name(conversation_id, seq))
        return answered

    async def record(
        self,
        channel: str,
        message_id: str | None,
        conversation: Conversation,
        answer: Answer,
        *,
        heard: float | None = None,
    ) -> Answer:
        """Record the answer to a message; return it as its reader sees it, with its number.

        `heard` is the recogniser's confidence in what was said, 0..1; None: it was written.
        """
        persona = answer.turn.persona or conversation.persona
        script = answer.turn.script or conversation.script
        answer = replace(answer, turn=replace(answer.turn, persona=persona, script=script))
        shown = self.writing.shown(answer, channel)
        turn, reply = shown.turn, shown.reply
        missed = turn.handled is Handled.CLARIFY and turn.intent in NOT_UNDERSTOOD
        kept = without_figures(reply)
        masked = replace(kept, text=mask_text(kept.text), spoken=mask_text(kept.aloud()))
        line = Line(
            seq=0,
            at=self._now(),
            who="assistant",
            text=masked.text,
            message_id=message_id,
            answer=answer_to_json(Answer(masked, turn)),
        )
        seq = await self._conversations.record_answer(
            replace(
                conversation,
                misses=conversation.misses + 1 if missed else 0,
                # What follows is understood from it: whatever is shown, it stays simplified.
                last_reply=mask_text(without_figures(answer.reply).text),
            ),
            line,
            {
                "channel": channel,
                "status": reply.status.value,
                "handled": turn.handled.value,
                "intent": turn.intent,
                "confidence": turn.confidence,
                "heard": heard,
                "item": turn.item,
                "entry": next((s.document_id for s in reply.sources if is_policy(s)), None),
                "milliseconds": turn.milliseconds,
            },
        )
        logger.info("turn %s %s %d ms", conversation.id, reply.status, turn.milliseconds)
        outcome = "form" if turn.handled is Handled.FORM else reply.status.value
        self._tell(Turned(channel, outcome, turn.milliseconds / 1000))
        return replace(shown, turn=replace(turn, seq=seq, name=TURN.get()))

    def repeated(self, channel: str) -> None:
        """Note that a message came again that has its answer."""
        self._tell(Repeated(channel))
