"""Checks with the real programs what the files for Docker and Kubernetes tell Redis and HAProxy."""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import cast

import pytest
import yaml

from launch.cluster import Ports
from launch.places import CHECKOUT, Places
from launch.tools import program
from tests.ports import free_port

pytestmark = [
    pytest.mark.cluster,
    pytest.mark.skipif(program("redis-server") is None, reason="redis-server is not installed"),
    pytest.mark.skipif(program("haproxy") is None, reason="haproxy is not installed"),
]
CONF = CHECKOUT / "conf"
AROUND = CONF / "helm" / "yibao-desk" / "templates" / "around.yaml"
PASSWORD = "geheim12393"


class NameServer(asyncio.DatagramProtocol):
    """Know no name, and remember which were asked for (RFC 1035 section 4.1)."""

    def __init__(self, expected: int) -> None:
        """Take how many are to be asked for until `done` is set."""
        self.asked: set[str] = set()
        self.done = asyncio.Event()
        self._expected = expected
        self._transport: asyncio.DatagramTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep what answers go through."""
        self._transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        """Answer NXDOMAIN."""
        assert self._transport is not None
        labels, at = [], 12
        while data[at]:
            labels.append(data[at + 1 : at + 1 + data[at]].decode())
            at += 1 + data[at]
        self.asked.add(".".join(labels))
        if len(self.asked) >= self._expected:
            self.done.set()
        question = data[12 : at + 5]
        self._transport.sendto(data[:2] + bytes.fromhex("81830001000000000000") + question, addr)


def of_compose() -> str:
    redis = yaml.safe_load((CONF / "compose.yml").read_text("utf-8"))["services"]["redis"]
    return str(redis["command"][-1]).replace("$$", "$")


def of_the_chart() -> str:
    for one in yaml.safe_load_all(AROUND.read_text("utf-8").replace("{{", "").replace("}}", "")):
        if one["kind"] == "Deployment" and one["metadata"]["name"] == "redis":
            return str(one["spec"]["template"]["spec"]["containers"][0]["command"][-1])
    raise AssertionError


@asynccontextmanager
async def running(
    command: list[str], port: int, settings: Mapping[str, str]
) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run a program for the time of the block, which begins when its port is open."""
    process = await asyncio.create_subprocess_exec(
        *command, env=os.environ | dict(settings), stdout=subprocess.DEVNULL
    )
    try:
        async with asyncio.timeout(15):
            while True:
                try:
                    _, writer = await asyncio.open_connection("127.0.0.1", port)
                except OSError:
                    await asyncio.sleep(0.02)
                    continue
                writer.close()
                break
        yield process
    finally:
        process.terminate()
        await process.wait()


async def said(port: int, text: str) -> str:
    """Send text; return the first line of the answer."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(text.encode())
    line = await asyncio.wait_for(reader.readline(), 5)
    writer.close()
    return line.decode().strip()


@pytest.mark.parametrize("command", [of_compose(), of_the_chart()], ids=["compose", "chart"])
async def test_redis_wants_a_password_that_stands_in_no_command_line(
    command: str, tmp_path: Path
) -> None:
    port, shared = free_port(), CONF / "redis.conf"
    told = command.replace("/etc/redis.conf", str(shared)).replace("0.0.0.0", "127.0.0.1")
    told = told.replace("redis-server", f"{program('redis-server')}", 1)
    told = told.replace(" - <<END", f" --port {port} --dir {tmp_path} - <<END")

    async with running(["sh", "-c", told], port, {"REDIS_PASSWORD": PASSWORD}) as redis:
        stranger = await said(port, "PING\r\n")
        known = await said(port, f"AUTH {PASSWORD}\r\n")
        line = Path(f"/proc/{redis.pid}/cmdline").read_bytes()  # noqa: ASYNC240  no disk

    assert stranger.startswith("-NOAUTH")
    assert known == "+OK"
    assert line.startswith(b"/usr/bin/redis-server")
    assert PASSWORD.encode() not in line


async def test_only_what_ends_tls_before_the_proxy_may_name_who_asks(tmp_path: Path) -> None:
    async def tell(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        names = [line for line in head.splitlines() if line.lower().startswith("x-forwarded-")]
        body = " | ".join(sorted(name.lower() for name in names))
        answer = (
            f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n{body}"
        )
        writer.write(answer.encode())
        await writer.drain()
        writer.close()

    async def asked(port: int, own: str) -> str:
        reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=(own, 0))
        writer.write(
            b"GET / HTTP/1.1\r\nHost: desk\r\nConnection: close\r\nX-Forwarded-Proto: https\r\n"
            b"X-Forwarded-For: 198.51.100.66, 203.0.113.9\r\n\r\n"
        )
        answer = await asyncio.wait_for(reader.read(), 5)
        writer.close()
        return answer.decode().rpartition("\r\n\r\n")[2]

    gateway = await asyncio.start_server(tell, "127.0.0.1", 0)
    behind = int(gateway.sockets[0].getsockname()[1])
    ports = [free_port() for _ in range(3)]
    told = Ports.of([*ports, *[behind] * 6]).as_settings(Places(CHECKOUT, tmp_path, tmp_path))
    told["YIBAO_PROXY_BELIEVES"] = "127.0.0.3/32 127.0.0.5/32"
    haproxy = [program("haproxy") or "haproxy", "-db", "-f", str(CONF / "haproxy.cfg")]

    async with gateway, running(haproxy, ports[0], told):
        in_front = await asked(ports[0], "127.0.0.5")
        client = await asked(ports[0], "127.0.0.9")

    assert in_front == "x-forwarded-for: 203.0.113.9 | x-forwarded-proto: https"
    assert client == "x-forwarded-for: 127.0.0.9"


async def test_the_proxy_asks_for_names_as_they_stand_so_the_charts_are_whole_ones(
    tmp_path: Path,
) -> None:
    text = AROUND.read_text("utf-8").replace("{{ .Release.Namespace }}", "desk")
    text = text.replace("{{ .Values.clusterDomain }}", "cluster.local")
    named = dict(re.findall(r'(YIBAO_(?:GATEWAY|RASA)_\d), value: "([^"]+)"', text))
    ports = [free_port() for _ in range(3)]
    told = Ports.of([*ports, *[ports[0]] * 6]).as_settings(Places(CHECKOUT, tmp_path, tmp_path))
    names = {address.partition(":")[0] for address in named.values()}
    transport, server = await asyncio.get_running_loop().create_datagram_endpoint(
        lambda: NameServer(len(names)), local_addr=("127.0.0.1", 0)
    )
    here = f"nameserver here 127.0.0.1:{transport.get_extra_info('sockname')[1]}"
    config = tmp_path / "haproxy.cfg"
    config.write_text((CONF / "haproxy.cfg").read_text("utf-8").replace("parse-resolv-conf", here))
    haproxy = [program("haproxy") or "haproxy", "-db", "-f", str(config)]

    try:
        async with running(haproxy, ports[0], told | named), asyncio.timeout(10):
            await server.done.wait()
    finally:
        transport.close()

    assert len(names) == 4
    assert server.asked == names  # of which a cluster's DNS knows no shorter one
    assert all(name.endswith(".svc.cluster.local") for name in names)
