"""Hands the voices of a room, still compressed, to whoever writes its captions."""

from __future__ import annotations

import asyncio
import struct
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

WAITING = 150  # packets of 20 ms that are kept for a slow listener: the oldest are forgotten
HEAD = struct.Struct("!BIH")  # bytes of the seat's id, RTP timestamp, bytes of Opus
ALIVE = b"\x00"  # a packet of nobody: the stream lives although nobody speaks


class Voiced(Protocol):
    """Be an RTP packet of a voice, as far as captions need it."""

    timestamp: int
    payload: bytes


@dataclass(frozen=True, slots=True)
class VoicePacket:
    """Be 20 ms or so of a seat's voice."""

    seat: str
    timestamp: int  # 48000 a second, whatever the Opus inside
    opus: bytes


class CaptionTap:
    """Be overheard by nobody, one or several; it never waits for any of them."""

    def __init__(self) -> None:
        """Begin with nobody listening."""
        self._listeners: set[asyncio.Queue[bytes | None]] = set()

    @property
    def listeners(self) -> int:
        """Return by how many it is overheard."""
        return len(self._listeners)

    def sink(self, seat: str) -> Callable[[Voiced, object], Awaitable[None]]:
        """Return what takes every packet of a seat's voice."""

        async def overhear(packet: Voiced, incoming: object) -> None:
            del incoming
            if self._listeners:
                self._hand_out(packed(VoicePacket(seat, packet.timestamp, packet.payload)))

        return overhear

    async def packets(self, alive_every: float) -> AsyncGenerator[bytes, None]:
        """Yield what is said from now on until the room closes; ALIVE after so many seconds."""
        queue: asyncio.Queue[bytes | None] = asyncio.Queue(WAITING)
        self._listeners.add(queue)
        try:
            while True:
                try:
                    async with asyncio.timeout(alive_every):
                        data = await queue.get()
                except TimeoutError:
                    data = ALIVE
                if data is None:
                    return
                yield data
        finally:
            self._listeners.discard(queue)

    def close(self) -> None:
        """Tell whoever listens that it is over."""
        self._hand_out(None)

    def _hand_out(self, data: bytes | None) -> None:
        for queue in self._listeners:
            if queue.full():
                queue.get_nowait()
            queue.put_nowait(data)


def packed(packet: VoicePacket) -> bytes:
    """Return a packet as it travels."""
    seat = packet.seat.encode()
    return HEAD.pack(len(seat), packet.timestamp, len(packet.opus)) + seat + packet.opus


class Unpacking:
    """Find the packets again in a stream that was cut anywhere."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._rest = b""

    def feed(self, data: bytes) -> Iterator[VoicePacket]:
        """Take the next bytes; yield the packets that are whole."""
        self._rest += data
        while self._rest:
            if self._rest[:1] == ALIVE:
                self._rest = self._rest[1:]
                continue
            if len(self._rest) < HEAD.size:
                return
            named, timestamp, length = HEAD.unpack_from(self._rest)
            end = HEAD.size + named + length
            if len(self._rest) < end:
                return
            seat = self._rest[HEAD.size : HEAD.size + named].decode(errors="replace")
            opus, self._rest = self._rest[HEAD.size + named : end], self._rest[end:]
            yield VoicePacket(seat, timestamp, opus)
