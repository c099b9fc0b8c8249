"""Knows which open connections listen to whom, and sends them events; fulfils Channel."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Protocol

from starlette.websockets import WebSocketDisconnect

logger = logging.getLogger(__name__)

Event = Mapping[str, object]
Send = Callable[[Event], Awaitable[None]]
Look = Callable[[], Awaitable[None]]  # brings a page what the rows have and it was not told
SLOW_LOOK = 2.0  # seconds after which a page that takes nothing keeps no other waiting
GONE = (WebSocketDisconnect, RuntimeError, OSError)  # a connection that closes; its owner notices


class Here:
    """Hold the open connections of this process, by conversation or by member of staff."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self._sends: dict[str, set[Send]] = {}
        self._looks: dict[Send, Look] = {}

    @asynccontextmanager
    async def listening(
        self, key: str, send: Send, look: Look | None = None
    ) -> AsyncIterator[None]:
        """Send events for `key` through `send` while the block runs.

        `look` is called when events from other gateways may have been missed; None: none are.
        """
        self._sends.setdefault(key, set()).add(send)
        if look is not None:
            self._looks[send] = look
        try:
            yield
        finally:
            self._looks.pop(send, None)
            self._sends[key].discard(send)
            if not self._sends[key]:
                del self._sends[key]

    async def deliver(self, conversation_id: str, event: Event) -> None:
        """Send one event to everybody who listens to a conversation."""
        await self.tell(conversation_id, event)

    async def tell(self, key: str, event: Event) -> None:
        """Send one event to every connection of one key."""
        for send in tuple(self._sends.get(key, ())):
            try:
                await send(event)
            except GONE:
                logger.info("a listener of %s is gone", key)

    async def tell_all(self, event: Event) -> None:
        """Send one event to every connection."""
        for key in tuple(self._sends):
            await self.tell(key, event)

    async def look_again(self) -> None:
        """Let every connection bring its page what it was not told."""
        for look in tuple(self._looks.values()):
            try:
                async with asyncio.timeout(SLOW_LOOK):
                    await look()
            except GONE:
                logger.info("a listener that was to look again is gone, or takes nothing")
            except Exception:  # what is wrong with one conversation keeps no other page waiting
                logger.exception("a page could not be brought what it was not told")


class FanOut(Protocol):
    """Carry events to the connections that other gateways hold."""

    def join(self, group: str, here: Here) -> None:
        """Bring what others tell this group to the connections here."""
        ...

    def tell(self, group: str, key: str | None, event: Event) -> None:
        """Bring an event to the other gateways, without waiting; key None: to everybody there.

        It may be lost: whoever holds a connection looks at the rows now and then.
        """
        ...


class OneGateway:
    """Carry nothing: there is no other gateway; fulfils FanOut."""

    def join(self, group: str, here: Here) -> None:
        """Do nothing."""

    def tell(self, group: str, key: str | None, event: Event) -> None:
        """Do nothing."""


class Listeners:
    """Reach the connections of every gateway."""

    def __init__(self, group: str = "", fan_out: FanOut | None = None) -> None:
        """Take the name that these listeners have on all gateways; None: there is only this one."""
        self.here = Here()  # for what every gateway finds out, and tells its own pages itself
        self._group = group
        self._fan_out = fan_out or OneGateway()
        self._fan_out.join(group, self.here)
        self.listening = self.here.listening

    async def deliver(self, conversation_id: str, event: Event) -> None:
        """Send one event to everybody who listens to a conversation."""
        await self.tell(conversation_id, event)

    async def tell(self, key: str, event: Event) -> None:
        """Send one event to every connection of one key."""
        await self.here.tell(key, event)
        self._fan_out.tell(self._group, key, event)

    async def tell_all(self, event: Event) -> None:
        """Send one event to every connection."""
        await self.here.tell_all(event)
        self._fan_out.tell(self._group, None, event)
