"""Is a citizen's page: its stream breaks, it comes back with the last line, and sends again."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from time import monotonic

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from bench.faults.evidence import Answered, Told
from bench.faults.talk import GIVES_UP, Talk, answered

AGAIN = (0.5, 1.0, 2.0)  # seconds until the next attempt to connect, the last from then on
SILENCE = 5.0  # seconds without a sign of life, after which the page takes the line for broken


class Page:
    """Hold one conversation over its stream, as gateway/web/stream.js does."""

    def __init__(self, talk: Talk, url: str) -> None:
        """Take the conversation that was opened, and the address of the product."""
        self._talk = talk
        self._url = f"{url.replace('http', 'ws', 1)}/api/v1/conversations/{talk.id}/stream"
        self._socket: ClientConnection | None = None
        self._last = 0
        self._failures = 0
        self.returns: list[float] = []  # monotonic seconds of each welcome after a break
        self.breaks = 0

    async def say(self, text: str) -> Answered | None:
        """Say something, over as many streams as it takes; None if it is never answered."""
        told = self._talk.message()
        while monotonic() < told.said + GIVES_UP:
            try:
                return await self._said(told, text)
            except (OSError, WebSocketException, TimeoutError):
                await self.leave()
                self.breaks += 1
                await asyncio.sleep(AGAIN[min(self._failures, len(AGAIN) - 1)])
                self._failures += 1
        return None

    async def open(self) -> None:
        """Open the stream and say nothing."""
        await self._opened()

    async def is_alive(self) -> bool:
        """Tell whether the stream is open and its other end answers."""
        if self._socket is None:
            return False
        try:
            async with asyncio.timeout(SILENCE):
                await (await self._socket.ping())
        except (OSError, WebSocketException, TimeoutError):
            return False
        return True

    async def leave(self) -> None:
        """Close the stream, or forget it."""
        if self._socket is not None:
            socket, self._socket = self._socket, None
            socket.transport.abort()

    async def _said(self, told: Told, text: str) -> Answered:
        socket = self._socket or await self._opened()
        told.attempts += 1
        message = {"type": "message", "text": text, "message_id": told.message_id}
        await socket.send(json.dumps(message))
        event = await self._next(lambda one: one.get("in_reply_to") == told.message_id)
        if event["type"] != "reply":
            told.refusals.append(str(event.get("detail")))
            raise TimeoutError(told.message_id)
        told.answer = answered(event)  # type: ignore[arg-type]
        told.answered = monotonic()
        return told.answer

    async def _opened(self) -> ClientConnection:
        self._socket = await connect(
            self._url, proxy=None, open_timeout=SILENCE, ping_interval=None
        )
        hello = {"type": "hello", "token": self._talk.token, "last": self._last}
        await self._socket.send(json.dumps(hello))
        await self._next(lambda one: one["type"] == "welcome")
        if self.breaks:
            self.returns.append(monotonic())
        self._failures = 0
        return self._socket

    async def _next(self, wanted: Callable[[Mapping[str, object]], bool]) -> Mapping[str, object]:
        """Return the next event that is wanted; every line that comes meanwhile is shown."""
        assert self._socket is not None
        while True:
            async with asyncio.timeout(SILENCE * 2):
                event = json.loads(await self._socket.recv())
            if isinstance(event.get("seq"), int):
                self._last = max(self._last, event["seq"])
            if wanted(event):
                return dict(event)
