"""Takes pushes in while the rest of the gateway is still being built; they are answered then."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta

from core.errors import EngineUnavailable
from core.store.wechat_inbox import InboxStore
from integrations.wechat.arrivals import arrival_of
from integrations.wechat.door import Door
from integrations.wechat.faults import NoAnswer
from integrations.wechat.passive import HUNG_UP, SUCCESS

HOLDER, AT_ONCE = "doorstep", timedelta()  # whoever answers may take it on at once


class Doorstep:
    """Record and acknowledge: building takes longer than WeChat waits in all its attempts."""

    def __init__(
        self,
        door: Door,
        inbox: InboxStore,
        *,
        now: Callable[[], datetime],
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """Take what checks pushes and where they are recorded."""
        self._door = door
        self._inbox = inbox
        self._now = now
        self._pause = pause

    async def push(self, query: Mapping[str, str], body: bytes) -> str:
        """Return what WeChat is answered with.

        Raise PushRefused, or NoAnswer if the push could not be recorded.
        """
        opened = self._door.open(query, body, self._now())
        if opened.push is None:
            return SUCCESS
        try:
            recorded, _ = await self._inbox.take(
                arrival_of(opened.push), self._now(), HOLDER, AT_ONCE
            )
        except EngineUnavailable:
            await self._pause(HUNG_UP)
            raise NoAnswer from None
        if recorded.reply is None:
            return SUCCESS
        # It was answered before the gateway died, and that may not have arrived.
        return self._door.closed(opened, recorded.reply, self._now())
