"""Passes streams on over a wire that can be slow, narrow, cut, broken or dead; a thread of its own.

This kernel has no netem, and what TCP makes of lost packets is only delay: so streams are enough.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

PIECE = 16_384  # bytes
GLANCE = 0.05  # seconds between two looks at a dead wire
Place = int | Path  # a port of the loopback, or a socket's path


@dataclass(frozen=True, slots=True)
class Weather:
    """Be how bad a wire is, the same in both directions."""

    words: str = "clean"
    delay: float = 0.0  # seconds that each piece takes
    jitter: float = 0.0  # seconds more or less
    rate: float = 0.0  # bytes a second that fit through; 0: as many as come
    is_cut: bool = False  # nobody gets a connection, and those there were are broken
    is_dead: bool = False  # connections stay, and nothing gets through


CLEAN = Weather()


@dataclass(slots=True)
class Wire:
    """Be one wire between who listens at `far` and who comes to `near`."""

    name: str
    near: Place
    far: Place
    dice: Random = field(default_factory=Random)
    met: int = 0  # pieces and connections that the weather held up or broke
    _weather: Weather = CLEAN
    _there: set[asyncio.StreamWriter] = field(default_factory=set)
    _loop: asyncio.AbstractEventLoop | None = None

    def become(self, weather: Weather) -> None:
        """Change the weather, from any thread."""
        self._weather = weather
        if weather.is_cut:
            self.break_all()

    def break_all(self) -> None:
        """Break the connections that are there, from any thread."""
        assert self._loop is not None
        self._loop.call_soon_threadsafe(self._break)

    async def serve(self) -> asyncio.Server:
        """Begin to take connections."""
        self._loop = asyncio.get_running_loop()
        if isinstance(self.near, Path):
            server = await asyncio.start_unix_server(self._carry, self.near)
            self.near.chmod(0o666)  # as PostgreSQL's own
            return server
        return await asyncio.start_server(self._carry, "127.0.0.1", self.near)

    def _break(self) -> None:
        self.met += len(self._there)
        for writer in self._there:
            writer.transport.abort()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._weather.is_cut:
            self.met += 1
            writer.transport.abort()
            return
        try:
            if isinstance(self.far, Path):
                far_reader, far_writer = await asyncio.open_unix_connection(self.far)
            else:
                far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.far)
        except OSError:
            writer.transport.abort()
            return
        both = {writer, far_writer}
        self._there |= both
        try:
            await asyncio.gather(
                self._one_way(reader, far_writer), self._one_way(far_reader, writer)
            )
        finally:
            self._there -= both
            for one in both:
                one.transport.abort()

    async def _one_way(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while piece := await reader.read(PIECE):
                await self._wait(len(piece))
                writer.write(piece)
                await writer.drain()
            if writer.can_write_eof():
                writer.write_eof()
        except OSError:
            writer.transport.abort()

    async def _wait(self, size: int) -> None:
        if self._weather is CLEAN:
            return
        self.met += 1
        while self._weather.is_dead:  # noqa: ASYNC110  another thread changes it
            await asyncio.sleep(GLANCE)
        weather = self._weather
        late = max(0.0, self.dice.gauss(weather.delay, weather.jitter)) if weather.delay else 0.0
        await asyncio.sleep(late + (size / weather.rate if weather.rate else 0.0))


@contextmanager
def carried(wires: Sequence[Wire]) -> Iterator[None]:
    """Carry what comes over all wires during the block."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="wires", daemon=True)
    thread.start()
    try:
        for wire in wires:
            asyncio.run_coroutine_threadsafe(wire.serve(), loop).result(10.0)
        yield
    finally:
        asyncio.run_coroutine_threadsafe(_end(), loop).result(10.0)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _end() -> None:
    """Cancel what still carries something."""
    ours = asyncio.current_task()
    tasks = [task for task in asyncio.all_tasks() if task is not ours]
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
