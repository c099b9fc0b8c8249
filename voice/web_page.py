"""Takes the frames of one page's voice stream, in order and within bounds."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from core import browser_voice_wording as wording
from voice.web_ear import Ear
from voice.web_limits import Intake, seconds_of
from voice.web_mouth import Mouth, Outlet, Timing
from voice.web_wire import (
    LISTENING_RATE,
    Finish,
    Listen,
    Mute,
    Order,
    Pace,
    Played,
    Say,
    Stop,
    read_audio,
    read_order,
    written,
)

NOT_THE_PROTOCOL = 4400  # WebSocket close codes; 4000-4999 are for applications (RFC 6455, 7.4.2)
TOO_MANY = 4429  # all places are taken, or the page sends more than can be spoken
MOST_WAITING = 1_000  # orders and slices of sound that wait to be heard


class Socket(Outlet, Protocol):
    """Be an accepted WebSocket; Starlette's fulfils it."""

    async def receive(self) -> Mapping[str, object]:
        """Return the next ASGI event."""
        ...

    async def close(self, code: int = 1000, reason: str | None = None) -> None:
        """Close the connection."""
        ...


@dataclass(frozen=True, slots=True)
class Limits:
    """Bound what pages may take."""

    streams: int = 40  # of all pages together
    queued: float = 15.0  # seconds of sound that wait while a sentence is being recognised
    hello: float = 10.0  # seconds in which a page says who it is
    idle: float = 300.0  # seconds without any frame


class Page:
    """Be one open stream."""

    def __init__(
        self,
        socket: Socket,
        ear: Ear,
        mouth: Mouth,
        limits: Limits,
        timing: Timing,
        hotline: str,
    ) -> None:
        """Take the socket and the parts that answer it."""
        self._socket = socket
        self._ear = ear
        self._mouth = mouth
        self._limits = limits
        self._hotline = hotline
        self._timing = timing
        self._intake = Intake(timing.clock())
        self._inbox: asyncio.Queue[bytes | Listen | Finish | Mute] = asyncio.Queue()
        self._queued = 0.0  # seconds of sound in the inbox
        self._is_on = False
        self.seconds_heard = 0.0

    async def read(self) -> None:
        """Take frames until the page leaves."""
        while True:
            try:
                async with asyncio.timeout(self._limits.idle):
                    frame = await frame_of(self._socket)
            except TimeoutError:
                await self._socket.close(1000, "idle")
                return
            if frame is None:
                return
            try:
                if isinstance(frame, bytes):
                    is_welcome = await self._sound(read_audio(frame))
                else:
                    is_welcome = await self._obey(read_order(frame))
            except ValueError:
                await self._socket.close(NOT_THE_PROTOCOL, "frame")
                return
            if not is_welcome:
                await self._socket.close(TOO_MANY, "too much")
                return

    async def hear(self) -> None:
        """Hear what came, in order."""
        while True:
            item = await self._inbox.get()
            match item:
                case bytes():
                    self._queued -= seconds_of(item, LISTENING_RATE)
                    await self._ear.hear(item)
                case Listen(awaiting):
                    await self._ear.listen(awaiting)
                case Finish():
                    await self._ear.finish()
                case Mute():
                    await self._ear.mute()

    async def _sound(self, pcm: bytes) -> bool:
        seconds = seconds_of(pcm, LISTENING_RATE)
        if not self._intake.takes(seconds, self._timing.clock()):
            return False
        if not self._is_on:
            return True  # the last sounds of a microphone that is being switched off
        if self._queued + seconds > self._limits.queued:
            self._is_on = False
            self._inbox.put_nowait(Mute())
            detail = wording.TOO_SLOW.format(hotline=self._hotline)
            await self._socket.send_text(written("trouble", about="hear", detail=detail))
            return True
        self._queued += seconds
        self.seconds_heard += seconds
        self._inbox.put_nowait(pcm)
        return True

    async def _obey(self, order: Order) -> bool:
        match order:
            case Listen() | Finish() | Mute():
                self._is_on = isinstance(order, Listen) or (
                    self._is_on and isinstance(order, Finish)
                )
                if self._inbox.qsize() > MOST_WAITING:
                    return False
                self._inbox.put_nowait(order)
            case Say():
                await self._mouth.say(order)
            case Stop():
                await self._mouth.close()
            case Played(say_id):
                self._mouth.played(say_id)
            case Pace(pace):
                self._mouth.pace = pace
        return True


async def frame_of(socket: Socket) -> str | bytes | None:
    """Return the next frame; None once the page has left."""
    event = await socket.receive()
    if event["type"] != "websocket.receive":
        return None
    text, data = event.get("text"), event.get("bytes")
    if isinstance(text, str):
        return text
    return data if isinstance(data, bytes) else b""
