"""Checks what WeChat gets from the proxy while gateways die: an answer of ours, or none."""

from __future__ import annotations

import asyncio
from collections import Counter
from pathlib import Path

import pytest

from launch.cluster import Ports
from launch.places import CHECKOUT, Places
from launch.tools import program
from tests.cluster.test_deployed import CONF, running
from tests.ports import free_port

pytestmark = [
    pytest.mark.cluster,
    pytest.mark.skipif(program("haproxy") is None, reason="haproxy is not installed"),
]
PUSH = (
    b"POST /wechat?nonce=1 HTTP/1.1\r\nHost: desk\r\nConnection: close\r\n"
    b"Content-Length: 6\r\n\r\n<xml/>"
)
TAKEN = b"HTTP/1.1 200 OK\r\nContent-Length: 7\r\nConnection: close\r\n\r\nsuccess"


async def pushed(port: int) -> bytes:
    """Return the whole answer to a push; empty: the line was only closed."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(PUSH)
    answer = await asyncio.wait_for(reader.read(), 5)
    writer.close()
    return answer


async def test_a_push_that_a_gateway_left_unanswered_goes_to_the_other(tmp_path: Path) -> None:
    asked: Counter[str] = Counter()

    async def dies(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked["who dies"] += bool(await reader.read(1))
        writer.transport.abort()

    async def takes(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if (await reader.read(4)) == b"POST":  # and no check of whether it is alive
            await reader.readuntil(b"<xml/>")
            asked["who lives"] += 1
            writer.write(TAKEN)
        writer.close()

    first = await asyncio.start_server(dies, "127.0.0.1", 0)
    second = await asyncio.start_server(takes, "127.0.0.1", 0)
    behind = [int(one.sockets[0].getsockname()[1]) for one in (first, second)]
    ports = [free_port() for _ in range(3)]
    told = Ports.of([*ports, *behind, *[behind[1]] * 4]).as_settings(
        Places(CHECKOUT, tmp_path, tmp_path)
    )
    haproxy = [program("haproxy") or "haproxy", "-db", "-f", str(CONF / "haproxy.cfg")]

    async with first, second, running(haproxy, ports[0], told):
        answers = [await pushed(ports[0]) for _ in range(6)]
        second.close()
        await second.wait_closed()
        nobody = await pushed(ports[0])

    assert [answer.rpartition(b"\r\n\r\n")[2] for answer in answers] == [b"success"] * 6
    assert asked["who dies"] > 0
    assert asked["who lives"] == 6
    assert nobody == b""
