"""Brings due notices to their citizens: a line of the conversation, and an event to open pages."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime

from core.answer_json import answer_to_json
from core.applications import Phase
from core.contracts import Channel
from core.errors import YibaoError
from core.messages import Answer, Handled, Reply, Status, Turn
from core.ownership import Ownership
from core.store.casework import CaseworkStore
from core.store.conversations import ConversationStore, Line
from core.store.notices import RESULT, Notice, NoticeStore

logger = logging.getLogger(__name__)

AT_ONCE = 50  # notices in one step


class NoticeDelivery:
    """Tell citizens what waits for them; nothing is lost and nothing is told twice."""

    def __init__(
        self,
        *,
        notices: NoticeStore,
        conversations: ConversationStore,
        casework: CaseworkStore,
        ownership: Ownership,
        channel: Channel,
        invite: Callable[[str, Answer], Awaitable[Answer]],
        now: Callable[[], datetime],
    ) -> None:
        """Take the outbox, where lines are stored, who carries events, who invites to rate."""
        self._notices = notices
        self._conversations = conversations
        self._casework = casework
        self._ownership = ownership
        self._channel = channel
        self._invite = invite
        self._now = now

    async def deliver(self) -> int:
        """Deliver what is due; return how many citizens were told."""
        told = 0
        for notice in await self._notices.due(self._now(), AT_ONCE):
            try:
                await self._tell(notice)
            except (YibaoError, OSError, RuntimeError) as error:
                logger.warning("notice %d was not delivered: %s", notice.id, type(error).__name__)
                await self._notices.mark_failed(notice, self._now())
            else:
                told += 1
        return told

    async def _tell(self, notice: Notice) -> None:
        now, message_id = self._now(), f"notice-{notice.id}"
        reply = Reply(notice.text, Status.ANSWERED, choices=notice.choices)
        turn = Turn(Handled.ANSWER, number=notice.number, rates=await self._to_rate(notice))
        # The page must go on showing the form that is being filled.
        answer = await self._ownership.with_fields(notice.conversation_id, Answer(reply, turn))
        answer = await self._invite(notice.conversation_id, answer)
        stored = replace(answer.turn, fields={}, field_labels={})
        line = Line(
            seq=0,
            at=now,
            who="assistant",
            text=answer.reply.text,
            # After a crash before mark_sent the same id finds the same line: never told twice.
            message_id=message_id,
            answer=answer_to_json(Answer(answer.reply, stored)),
        )
        seq = await self._conversations.add_line(notice.conversation_id, line)
        answer = replace(answer, turn=replace(answer.turn, seq=seq))
        event = {"type": "reply", "in_reply_to": message_id, **answer_to_json(answer), "seq": seq}
        await self._channel.deliver(notice.conversation_id, event)
        await self._notices.mark_sent(notice.id, now)
        logger.info("notice %d %s", notice.id, notice.kind)

    async def _to_rate(self, notice: Notice) -> str | None:
        """Return the number of the application that is to be rated: the whole, never a part."""
        if notice.kind != RESULT or notice.number is None:
            return None
        application = (await self._casework.case(notice.number)).application
        done = application.phase in {Phase.APPROVED, Phase.REJECTED}
        return notice.number if done and application.parent_id is None else None
