"""Brings into the outbox what is said outside a turn: by staff, by notices, by the system."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from core.answer_json import answer_from_json
from core.store import ConversationStore, Line
from core.store.wechat_contacts import Contact, ContactStore
from core.store.wechat_outbox import OutboxStore
from core.wechat_messages import Outgoing
from integrations.wechat.rendering import Rendering

AT_ONCE = 50
NOTICE = "notice-"  # begins the message_id of a notice's line
TEXT, A_NOTICE = "text", "notice"


class News:
    """Look at the lines of conversations in WeChat; what is a row cannot be missed."""

    def __init__(
        self,
        *,
        contacts: ContactStore,
        conversations: ConversationStore,
        outbox: OutboxStore,
        rendering: Rendering,
        now: Callable[[], datetime],
    ) -> None:
        """Take where lines are, and where messages wait."""
        self._contacts = contacts
        self._conversations = conversations
        self._outbox = outbox
        self._rendering = rendering
        self._now = now

    async def step(self) -> int:
        """Look at what is new; return how many messages come of it."""
        return sum([await self._of(contact) for contact in await self._contacts.behind(AT_ONCE)])

    async def _of(self, contact: Contact) -> int:
        if contact.conversation_id is None:
            return 0
        lines = await self._conversations.lines_after(contact.conversation_id, contact.shown_seq)
        outgoing: list[Outgoing] = []
        choices: Sequence[str] | None = None
        for line in lines:
            made, offered = self._message(contact.conversation_id, line)
            outgoing += made
            choices = offered if offered is not None else choices
        if not lines:
            return 0
        return await self._outbox.add(contact.openid, outgoing, choices, lines[-1].seq, self._now())

    def _message(
        self, conversation_id: str, line: Line
    ) -> tuple[list[Outgoing], Sequence[str] | None]:
        """Return what a line comes to, and the choices under it; nothing if it answers a turn."""
        kind, number, choices = TEXT, "", None
        if line.who in {"agent", "system"}:
            texts: Sequence[str] = (
                self._rendering.said_by_staff(line.text, line.name)
                if line.who == "agent"
                else (line.text,)
            )
        elif line.who == "assistant" and line.answer is not None and _is_news(line):
            answer = answer_from_json(line.answer)
            shown = self._rendering.answer(answer)
            texts, choices = shown.texts, shown.choices or None
            kind = A_NOTICE if (line.message_id or "").startswith(NOTICE) else TEXT
            number = answer.turn.number or ""
        else:
            return [], None
        key = f"line:{conversation_id}:{line.seq}"
        body = {"number": number} if number else {}
        return [
            Outgoing(f"{key}:{n}", kind, {**body, "text": text}) for n, text in enumerate(texts)
        ], choices


def _is_news(line: Line) -> bool:
    """Tell whether nobody's message brought this line about: that one is answered where it came."""
    return line.message_id is None or line.message_id.startswith(NOTICE)
