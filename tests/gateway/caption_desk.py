"""Is a video desk whose calls are overheard: the voices are played by the test."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from core.errors import EngineUnavailable
from gateway.carriage import Carriage
from tests.fakes.media_engine import FakeEngine
from tests.fakes.office import Office
from tests.gateway.browser_socket import BrowserSocket
from tests.video_desk.call_desk import CallDesk, open_call_desk
from tests.video_desk.voices import packets
from video_desk.caption_writing import Ears
from video_desk.captions import Captions
from video_desk.media.caption_tap import packed


class Line:
    """Be the voices of one room, as a test plays them."""

    def __init__(self) -> None:
        self.played: asyncio.Queue[bytes | None] = asyncio.Queue()
        self.overheard = 0

    async def overhear(self, room: str) -> AsyncIterator[bytes]:
        del room
        self.overheard += 1
        while (data := await self.played.get()) is not None:
            yield data
        raise EngineUnavailable("media process gone")

    def says(self, seat: str, pcm: bytes) -> None:
        """Let somebody say something, in pieces that are cut anywhere."""
        data = b"".join(packed(packet) for packet in packets(seat, pcm))
        for at in range(0, len(data), 700):
            self.played.put_nowait(data[at : at + 700])


class Captioned:
    """Hold the desk and the room's voices."""

    def __init__(self, desk: CallDesk, line: Line) -> None:
        self.desk, self.line = desk, line

    @property
    def captions(self) -> Captions:
        """Return what writes them."""
        assert self.desk.side.captions is not None
        return self.desk.side.captions

    @asynccontextmanager
    async def live(self) -> AsyncIterator[tuple[BrowserSocket, BrowserSocket]]:
        """Be a call in which both sides are there."""
        async with self.desk.both(await self.desk.opened()) as pages:
            yield pages


@asynccontextmanager
async def captioned_desk(office: Office, folder: Path, ears: Ears) -> AsyncIterator[Captioned]:
    """Join the desk with the ears of a test."""
    line, engine = Line(), FakeEngine(folder / "recordings")

    async def nothing() -> None:
        return None

    carriage = Carriage(engine, engine, None, nothing, line.overhear)
    async with AsyncExitStack() as stack:
        desk = await stack.enter_async_context(open_call_desk(office, folder, carriage, ears))
        stack.push_async_callback(desk.side.close)
        yield Captioned(desk, line)


async def settled() -> None:
    """Let every task that is due go on."""
    for _ in range(200):
        await asyncio.sleep(0)
