"""Stores signs of agents' pages while their streams are open."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime

from core.store.presence import PresenceStore
from gateway.background import Chore

EVERY = 15.0  # seconds; three may be lost before an agent counts as gone


class Signs:
    """Say again and again that an agent is there."""

    def __init__(
        self, presence: PresenceStore, now: Callable[[], datetime], every: float = EVERY
    ) -> None:
        """Take where presence is stored, and the seconds between two signs."""
        self._presence = presence
        self._now = now
        self._every = every

    @asynccontextmanager
    async def of(self, staff: str) -> AsyncIterator[None]:
        """Give signs of one agent while the block runs; the first is stored before it begins."""

        async def sign() -> None:
            await self._presence.seen(staff, self._now())

        await sign()
        signs = asyncio.create_task(Chore("presence", sign, self._every).run())
        try:
            yield
        finally:
            signs.cancel()
            with suppress(asyncio.CancelledError):
                await signs
