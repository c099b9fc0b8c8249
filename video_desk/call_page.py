"""Sends a page of a call its events: none before its welcome, none twice."""

from __future__ import annotations

import asyncio
import json
from typing import Protocol

from starlette.websockets import WebSocketDisconnect

from video_desk.call_audience import Event
from video_desk.call_moves import BEAT

FOLLOWED_AFTER = 0.02  # seconds; sooner, a proxy would put both into one packet


class Socket(Protocol):
    """Be an accepted WebSocket; Starlette's fulfils it."""

    async def receive_text(self) -> str:
        """Return the next text frame."""
        ...

    async def send_text(self, data: str) -> None:
        """Send a text frame."""
        ...

    async def close(self, code: int = 1000, reason: str | None = None) -> None:
        """Close the connection."""
        ...


class CallPage:
    """Be a page that gets nothing before its welcome, and nothing of what happens then twice."""

    def __init__(self, socket: Socket) -> None:
        """Take its connection."""
        self._socket = socket
        self._kept: list[Event] | None = None
        self._welcomed = False
        self._sent = asyncio.Event()  # something that nothing followed yet

    async def send(self, event: Event) -> None:
        """Send an event, or keep it: what happened before the welcome was written is in it."""
        if self._welcomed:
            await send_to(self._socket, event)
            self._sent.set()
        elif self._kept is not None:
            self._kept.append(event)

    def keep(self) -> None:
        """Keep what happens from now on."""
        self._kept = []

    async def begin(self, welcome: Event) -> None:
        """Send the welcome, then what happened while it was written."""
        await send_to(self._socket, welcome)
        while self._kept:
            await send_to(self._socket, self._kept.pop(0))
        self._welcomed = True

    async def follow(self) -> None:
        """Let a beat follow what is sent, until cancelled or the page is gone.

        TCP finds a lost packet by what arrives after it (RFC 8985, RACK), within a round trip; one
        that nothing follows is sent again after 200 ms at the earliest, then after twice that.
        """
        while True:
            await self._sent.wait()
            self._sent.clear()
            await asyncio.sleep(FOLLOWED_AFTER)
            try:
                await send_to(self._socket, BEAT)
            # The connection is closing; its owner notices.
            except (WebSocketDisconnect, RuntimeError, OSError):
                return


async def send_to(socket: Socket, event: Event) -> None:
    """Send an event."""
    await socket.send_text(json.dumps(event, ensure_ascii=False))


async def text_from(socket: Socket) -> str:
    """Return the next text; bytes, which no page of ours sends, count as an empty one."""
    try:
        return await socket.receive_text()
    except KeyError:
        return ""
