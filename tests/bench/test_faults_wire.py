"""Tests that the wires of the fault runs carry, hold up, break and count, on real sockets."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bench.faults.wire import CLEAN, Wire, carried
from bench.faults.wire import Weather as Bad
from tests.ports import free_port

WITHIN = 5.0  # seconds
Line = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def says_it_back(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while piece := await reader.read(1000):
        writer.write(piece)
    writer.close()


@asynccontextmanager
async def echo() -> AsyncIterator[int]:
    server = await asyncio.start_server(says_it_back, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]


async def opened(wire: Wire) -> Line:
    return await asyncio.open_connection("127.0.0.1", int(str(wire.near)))


async def asked(line: Line, words: bytes = b"hello") -> bytes:
    line[1].write(words)
    async with asyncio.timeout(WITHIN):
        return await line[0].read(1000)


async def test_a_clean_wire_carries_both_ways_and_counts_nothing() -> None:
    async with echo() as far:
        wire = Wire("a", free_port(), far)
        with carried([wire]):
            line = await opened(wire)

            assert await asked(line) == b"hello"
            assert wire.met == 0


async def test_a_cut_wire_breaks_who_is_there_and_lets_nobody_in_until_it_is_mended() -> None:
    async with echo() as far:
        wire = Wire("a", free_port(), far)
        with carried([wire]):
            line = await opened(wire)
            await asked(line)

            wire.become(Bad("cut", is_cut=True))
            assert await heard(line) == b""
            assert await heard(await opened(wire)) == b""
            wire.become(CLEAN)
            assert await asked(await opened(wire)) == b"hello"
            assert wire.met >= 2


async def test_a_dead_wire_holds_back_what_comes_and_brings_it_later() -> None:
    async with echo() as far:
        wire = Wire("a", free_port(), far)
        with carried([wire]):
            line = await opened(wire)
            await asked(line)

            wire.become(Bad("dead", is_dead=True))
            line[1].write(b"again")
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.2):
                    await line[0].read(1000)
            wire.become(CLEAN)
            assert await heard(line) == b"again"
            assert wire.met >= 1


async def test_a_wire_leads_from_one_socket_in_a_folder_to_another(tmp_path: Path) -> None:
    near, far = tmp_path / "near", tmp_path / "far"
    async with await asyncio.start_unix_server(says_it_back, far):
        with carried([Wire("a", near, far)]):
            assert await asked(await asyncio.open_unix_connection(near)) == b"hello"


async def heard(line: Line) -> bytes:
    """Return what comes next; nothing if the line is broken."""
    try:
        async with asyncio.timeout(WITHIN):
            return await line[0].read(1000)
    except ConnectionError:
        return b""
