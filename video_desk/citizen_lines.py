"""Tells citizens what happens around their service, and records it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from core.contracts import Channel
from core.store import ConversationStore, Line


class CitizenLines:
    """Say the system's own sentences in a conversation."""

    def __init__(
        self,
        *,
        conversations: ConversationStore,
        citizens: Channel,
        now: Callable[[], datetime],
    ) -> None:
        """Take where lines are recorded, and who carries them."""
        self._conversations = conversations
        self._citizens = citizens
        self._now = now

    async def say(self, conversation_id: str, text: str, name: str | None = None) -> None:
        """Record a sentence and bring it to the citizen; `name` is the agent's it speaks of."""
        now = self._now()
        line = Line(0, now, "system", text, name=name)
        seq = await self._conversations.add_line(conversation_id, line)
        event = {"type": "system", "text": text, "at": now.isoformat(), "seq": seq}
        await self._citizens.deliver(conversation_id, event)

    async def stage(self, conversation_id: str, stage: str, agent: str | None = None) -> None:
        """Tell who answers now: bot, waiting or agent."""
        event = {"type": "stage", "stage": stage, "agent": agent}
        await self._citizens.deliver(conversation_id, event)
