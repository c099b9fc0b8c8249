"""Is a network between a page and the product that a test can cut: all bytes go through it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import cast

HOST = "127.0.0.1"
PIECE = 65_536  # bytes
READY_WITHIN = 10.0  # seconds

Address = tuple[str, int]


@dataclass(slots=True)
class Wire:
    """Carry a stream port and a datagram port; what is cut is silent, as a telephone in a lift.

    While it is cut, datagrams are lost, and what goes over streams waits, as TCP sends it again:
    nobody is told that a connection is gone, and new ones get no answer.
    """

    stream_to: Address  # where the gateway is
    datagrams_to: Address  # where the relay is
    host: str = HOST  # where the page finds us
    stream_port: int = 0
    datagram_port: int = 0
    lost: int = 0  # datagrams that were thrown away
    seen_as: str = HOST  # the address that the product and the relay see
    _whole: asyncio.Event = field(default_factory=asyncio.Event)
    _loop: asyncio.AbstractEventLoop | None = None
    _streams: set[asyncio.StreamWriter] = field(default_factory=set)

    def cut(self) -> None:
        """Let nothing through from now on."""
        self._do(self._whole.clear)

    def mend(self) -> None:
        """Let everything through again."""
        self._do(self._whole.set)

    def be_seen_as(self, address: str) -> None:
        """Let a router show the page by another address; it ends what was open, as most do."""

        def change() -> None:
            self.seen_as = address
            for stream in self._streams:
                stream.transport.abort()

        self._do(change)

    @property
    def is_whole(self) -> bool:
        """Tell whether anything gets through."""
        return self._whole.is_set()

    async def serve(self, ready: threading.Event, over: asyncio.Event) -> None:
        """Carry until it is over."""
        self._loop = asyncio.get_running_loop()
        self._whole.set()
        server = await asyncio.start_server(self._stream, self.host, 0)
        self.stream_port = server.sockets[0].getsockname()[1]
        transport, _ = await self._loop.create_datagram_endpoint(
            lambda: _Near(self), local_addr=(self.host, 0)
        )
        self.datagram_port = transport.get_extra_info("sockname")[1]
        ready.set()
        await over.wait()
        transport.close()
        server.close()

    async def _stream(self, near_in: asyncio.StreamReader, near_out: asyncio.StreamWriter) -> None:
        await self._whole.wait()
        try:
            far_in, far_out = await asyncio.open_connection(
                *self.stream_to, local_addr=(self.seen_as, 0)
            )
        except OSError:
            near_out.close()
            return
        both = {near_out, far_out}
        self._streams |= both
        await asyncio.gather(self._pass(near_in, far_out), self._pass(far_in, near_out))
        self._streams -= both

    async def _pass(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        try:
            while piece := await source.read(PIECE):
                await self._whole.wait()
                sink.write(piece)
                await sink.drain()
        except OSError:
            pass  # either end is gone: so is the other
        await self._whole.wait()  # an end does not get through either
        sink.close()

    def _do(self, change: Callable[[], None]) -> None:
        assert self._loop is not None, "nobody laid the wire"
        self._loop.call_soon_threadsafe(change)


class _Near(asyncio.DatagramProtocol):
    """Take the page's datagrams, and keep one socket at the far side for each of its ports.

    What is answered to an address that the page had before is lost.
    """

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        # (address that the relay sees, the page's own) -> the socket
        self._far: dict[tuple[str, Address], asyncio.Task[asyncio.DatagramTransport]] = {}

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        # Python 3.11's is none by name, only by what it does.
        self._transport = cast(asyncio.DatagramTransport, transport)

    def connection_lost(self, exc: Exception | None) -> None:
        """Let the far side go."""
        del exc
        for task in self._far.values():
            if task.done():
                task.result().close()
            else:
                task.cancel()

    def datagram_received(self, data: bytes, addr: Address) -> None:
        """Pass one on, or lose it."""
        if not self._wire.is_whole:
            self._wire.lost += 1
            return
        key = self._wire.seen_as, addr
        if key not in self._far:
            self._far[key] = asyncio.ensure_future(self._opened(*key))
        task = self._far[key]
        if task.done():
            task.result().sendto(data)
        else:
            task.add_done_callback(lambda done: done.result().sendto(data))

    def back(self, data: bytes, seen_as: str, addr: Address) -> None:
        """Pass an answer back, or lose it."""
        if self._wire.is_whole and self._wire.seen_as == seen_as:
            self._transport.sendto(data, addr)
        else:
            self._wire.lost += 1

    async def _opened(self, seen_as: str, addr: Address) -> asyncio.DatagramTransport:
        transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(
            lambda: _Far(self, seen_as, addr),
            local_addr=(seen_as, 0),
            remote_addr=self._wire.datagrams_to,
        )
        return transport


class _Far(asyncio.DatagramProtocol):
    """Bring what the relay answers back to one port of the page."""

    def __init__(self, near: _Near, seen_as: str, addr: Address) -> None:
        self._near = near
        self._seen_as = seen_as
        self._addr = addr

    def datagram_received(self, data: bytes, addr: Address) -> None:
        """Bring it back."""
        del addr
        self._near.back(data, self._seen_as, self._addr)


@contextmanager
def wire(stream_to: Address, datagrams_to: Address, host: str = HOST) -> Iterator[Wire]:
    """Lay a wire in a thread of its own: the tests wait in theirs."""
    laid, ready = Wire(stream_to, datagrams_to, host), threading.Event()
    ends: list[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = []

    async def serve() -> None:
        over = asyncio.Event()
        ends.append((asyncio.get_running_loop(), over))
        await laid.serve(ready, over)

    thread = threading.Thread(target=lambda: asyncio.run(serve()), name="wire")
    thread.start()
    try:
        assert ready.wait(READY_WITHIN)
        yield laid
    finally:
        ((loop, over),) = ends
        loop.call_soon_threadsafe(over.set)
        thread.join()
