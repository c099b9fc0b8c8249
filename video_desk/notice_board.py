"""Shows the emergency notice (紧急通知) to everybody who waits."""

from __future__ import annotations

from collections.abc import Sequence

from core.contracts import Channel
from core.store.desk_notices import DeskNotice, DeskNoticeStore


class NoticeBoard:
    """Tell each waiting citizen of the notice in force, once."""

    def __init__(self, store: DeskNoticeStore, citizens: Channel) -> None:
        """Take where notices are stored, and who carries events."""
        self._store = store
        self._citizens = citizens
        self._told: dict[str, int | None] = {}  # by conversation: which notice its page shows

    async def show(self, conversations: Sequence[str]) -> None:
        """Tell those who wait what changed for them."""
        current = await self._store.current() if conversations else None
        number = current.id if current is not None else None
        for conversation_id in conversations:
            if self._told.get(conversation_id) != number:
                await self._citizens.deliver(conversation_id, notice_event(current))
        self._told = dict.fromkeys(conversations, number)


def notice_event(notice: DeskNotice | None) -> dict[str, object]:
    """Return the event that tells a page which notice is in force; None: there is none."""
    return {"type": "notice", "text": notice.text if notice is not None else None}
