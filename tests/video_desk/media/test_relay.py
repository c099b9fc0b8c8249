"""Checks with a real coturn that the configuration we ship relays for calls, and into nothing."""

from __future__ import annotations

import asyncio
import re
import ssl
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aioice import stun, turn

from tests.video_desk.media.relay import HOST, SECRET, Relay, relay
from video_desk.turn import HOLDS, TurnServer

FORBIDDEN, UNAUTHORISED = 403, 401  # RFC 8656
CHANNEL = 0x4000
INSIDE = ("10.0.0.9", "172.16.0.9", "192.168.1.9", "127.0.0.1", "169.254.169.254", "100.64.0.9")
NOW = datetime.now(UTC)  # coturn looks at the machine's clock


@pytest.fixture
def shipped(tmp_path: Path) -> Iterator[Relay]:
    """Be a relay with the shipped file, and nothing allowed beyond it."""
    with relay(tmp_path) as running:
        yield running


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    """Be a certificate that the relay may show, and its key."""
    chain, key = tmp_path / "turn.pem", tmp_path / "turn.key"
    named = f"subjectAltName=IP:{HOST}"
    command = [
        *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={HOST}"),
        *("-addext", named, "-keyout", str(key), "-out", str(chain)),
    ]
    subprocess.run(command, check=True, capture_output=True)
    return chain, key


def credentials(at: datetime = NOW) -> tuple[str, str]:
    """Return a name and a password as the gateway makes them."""
    made = TurnServer(("turn:ignored",), SECRET).credentials("call-1", at)
    return str(made["username"]), str(made["credential"])


async def allocated(server: Relay, name: str, password: str) -> turn.TurnClientUdpProtocol:
    """Return a page that got a relay; TransactionFailed if it got none."""
    loop = asyncio.get_running_loop()
    _, client = await loop.create_datagram_endpoint(
        lambda: turn.TurnClientUdpProtocol(
            server.address, name, password, lifetime=600, channel_refresh_time=500
        ),
        remote_addr=server.address,
    )
    await client.connect()
    return client


def code_of(failure: pytest.ExceptionInfo[stun.TransactionFailed]) -> int:
    """Return the number of an error."""
    return int(failure.value.response.attributes["ERROR-CODE"][0])


def test_coturn_understands_every_line_of_the_file(shipped: Relay) -> None:
    said = shipped.log.read_text("utf-8")

    assert re.findall(r"(?i)^.*(?:bad|wrong|unknown|error|illegal).*$", said, re.M) == []


@pytest.mark.parametrize("peer", INSIDE)
async def test_nothing_inside_can_be_reached_through_it(shipped: Relay, peer: str) -> None:
    client = await allocated(shipped, *credentials())

    with pytest.raises(stun.TransactionFailed) as failure:
        await client.channel_bind(CHANNEL, (peer, 9))

    assert code_of(failure) == FORBIDDEN
    await client.delete()


async def test_what_is_allowed_in_an_appended_line_is_reached(tmp_path: Path) -> None:
    with relay(tmp_path, "allowed-peer-ip=10.0.0.9") as server:
        client = await allocated(server, *credentials())

        await client.channel_bind(CHANNEL, ("10.0.0.9", 9))

        with pytest.raises(stun.TransactionFailed) as failure:
            await client.channel_bind(CHANNEL + 1, ("10.0.0.10", 9))
        assert code_of(failure) == FORBIDDEN
        await client.delete()


async def test_a_credential_whose_time_is_over_is_refused(shipped: Relay) -> None:
    late = credentials(NOW - HOLDS - timedelta(minutes=1))

    with pytest.raises(stun.TransactionFailed) as failure:
        await allocated(shipped, *late)

    assert code_of(failure) == UNAUTHORISED


async def test_a_guessed_password_is_refused(shipped: Relay) -> None:
    name, _ = credentials()

    with pytest.raises(stun.TransactionFailed) as failure:
        await allocated(shipped, name, "guessed")

    assert code_of(failure) == UNAUTHORISED


async def test_it_relays_over_tls_too(tmp_path: Path, certificate: tuple[Path, Path]) -> None:
    chain, key = certificate
    name, password = credentials()

    with relay(tmp_path, f"cert={chain}", f"pkey={key}") as server:
        transport, _ = await turn.create_turn_endpoint(
            asyncio.DatagramProtocol,
            (HOST, server.tls_port),
            name,
            password,
            ssl=ssl.create_default_context(cafile=str(chain)),
            transport="tcp",
        )

        assert transport.get_extra_info("sockname")[0] == HOST  # the relay's own address
        transport.close()
