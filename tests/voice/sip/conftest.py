"""Gives tests a telephone line on free ports, and what happened on it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace

import pytest

from tests.voice.sip.raw_caller import RawCaller
from voice.line import Audio, AudioLine, HungUp, LineEvent
from voice.sip.phone_line import PhoneLine
from voice.sip.settings import LineSettings

ON_LOOPBACK = LineSettings(
    udp_port=0, rtp_ports=(33000, 34998), goodbye_seconds=0.05, session_expires=1800
)


class Switchboard:
    """Answer every call and remember what happened; audio is counted and kept apart."""

    def __init__(self) -> None:
        self.lines: list[AudioLine] = []
        self.events: list[LineEvent] = []
        self.audio: list[bytes] = []
        self.news = asyncio.Condition()
        self.returns_at_once = False

    async def answer(self, line: AudioLine) -> None:
        self.lines.append(line)
        await self._tell()
        if self.returns_at_once:
            return
        async for event in line.events():
            if isinstance(event, Audio):
                self.audio.append(event.pcm)
            else:
                self.events.append(event)
            await self._tell()

    async def until(self, holds: Callable[[], bool], seconds: float = 4.0) -> None:
        """Wait until something holds."""
        async with asyncio.timeout(seconds), self.news:
            await self.news.wait_for(holds)

    async def hung_up(self, seconds: float = 4.0) -> HungUp:
        """Wait for the end of a call."""
        await self.until(lambda: any(isinstance(each, HungUp) for each in self.events), seconds)
        return next(each for each in self.events if isinstance(each, HungUp))

    async def _tell(self) -> None:
        async with self.news:
            self.news.notify_all()


class Exchange:
    """Be a started line with its switchboard and its callers."""

    def __init__(self, settings: LineSettings, announcement: bytes) -> None:
        self.board = Switchboard()
        self.line = PhoneLine(settings, self.board.answer, busy_announcement=announcement)
        self.callers: list[RawCaller] = []

    async def caller(self, host: str = "127.0.0.1") -> RawCaller:
        found = await RawCaller.open(self.line.ports["udp"], host)
        self.callers.append(found)
        return found


Open = Callable[..., Awaitable[Exchange]]


@pytest.fixture
async def exchange() -> AsyncIterator[Open]:
    """Return what starts a line: exchange(max_calls=1, announcement=pcm, ...)."""
    opened: list[Exchange] = []

    async def start(*, announcement: bytes = b"", **changes: object) -> Exchange:
        settings = replace(ON_LOOPBACK, **changes)  # type: ignore[arg-type]
        found = Exchange(settings, announcement)
        opened.append(found)
        await found.line.start()
        return found

    yield start
    for each in opened:
        for caller in each.callers:
            caller.close()
        await each.line.stop()
