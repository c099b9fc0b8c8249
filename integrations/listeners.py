"""Knows which open connections listen to whom, and sends them events; fulfils Channel."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager

from starlette.websockets import WebSocketDisconnect

logger = logging.getLogger(__name__)

Send = Callable[[Mapping[str, object]], Awaitable[None]]


class Listeners:
    """Hold the open connections of this process, by conversation or by member of staff."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self._sends: dict[str, set[Send]] = {}

    @asynccontextmanager
    async def listening(self, key: str, send: Send) -> AsyncIterator[None]:
        """Send events for `key` through `send` while the block runs."""
        self._sends.setdefault(key, set()).add(send)
        try:
            yield
        finally:
            self._sends[key].discard(send)
            if not self._sends[key]:
                del self._sends[key]

    async def deliver(self, conversation_id: str, event: Mapping[str, object]) -> None:
        """Send one event to everybody who listens to a conversation."""
        await self.tell(conversation_id, event)

    async def tell(self, staff: str, event: Mapping[str, object]) -> None:
        """Send one event to every connection of one key."""
        for send in tuple(self._sends.get(staff, ())):
            try:
                await send(event)
            # The connection is closing; its owner notices.
            except (WebSocketDisconnect, RuntimeError, OSError):
                logger.info("a listener of %s is gone", staff)

    async def tell_all(self, event: Mapping[str, object]) -> None:
        """Send one event to every connection."""
        for key in tuple(self._sends):
            await self.tell(key, event)
