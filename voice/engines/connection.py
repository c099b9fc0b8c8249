"""Is one connection of a client to the speech service, shared by all its utterances."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable
from pathlib import Path

from core.errors import EngineUnavailable
from voice.engines.wire import BrokenFrame, Frame, encoded, received

SERVICE = "speech service"
UNSENT_LIMIT = 1024 * 1024  # bytes that the service may leave unread before we wait for it


class Connection:
    """Be one open connection; when it is lost, everybody who waits on it hears so at once."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.lost = False
        self._writer = writer
        self._listeners: dict[int, Callable[[Frame], None]] = {}
        self._numbers = itertools.count(1)
        self._reading = asyncio.create_task(self._read(reader))

    @classmethod
    async def open(cls, path: Path, seconds: float) -> Connection:
        """Connect, or raise EngineUnavailable."""
        try:
            async with asyncio.timeout(seconds):
                return cls(*await asyncio.open_unix_connection(str(path)))
        except (OSError, TimeoutError) as error:
            raise EngineUnavailable(SERVICE) from error

    def listen(self, listener: Callable[[Frame], None]) -> int:
        """Return a new number; what comes for it goes to the listener."""
        if self.lost:
            raise EngineUnavailable(SERVICE)
        number = next(self._numbers)
        self._listeners[number] = listener
        return number

    def forget(self, number: int) -> None:
        """Listen to that number no more."""
        self._listeners.pop(number, None)

    async def send(self, frame: Frame, seconds: float) -> None:
        """Send a frame, or raise EngineUnavailable."""
        if self.lost:
            raise EngineUnavailable(SERVICE)
        self._writer.write(encoded(frame))
        if self._writer.transport.get_write_buffer_size() < UNSENT_LIMIT:
            return
        try:
            async with asyncio.timeout(seconds):
                await self._writer.drain()
        except (OSError, TimeoutError) as error:
            raise EngineUnavailable(SERVICE) from error

    async def close(self) -> None:
        """Hang up."""
        self._writer.close()
        self._reading.cancel()
        await asyncio.gather(self._reading, return_exceptions=True)

    async def _read(self, reader: asyncio.StreamReader) -> None:
        try:
            while (frame := await received(reader)) is not None:
                listener = self._listeners.get(frame.number)
                if listener is not None:
                    listener(frame)
        except (BrokenFrame, OSError):
            pass  # told below like any other end
        finally:
            self.lost = True
            self._writer.close()
            for number, listener in list(self._listeners.items()):
                listener(Frame("failed", number, {"engine": SERVICE, "reason": "gone"}))


def failure_of(frame: Frame) -> str:
    """Return which engine failed and why, e.g. "whisper (busy)"."""
    return f"{frame.text('engine')} ({frame.text('reason')})"
