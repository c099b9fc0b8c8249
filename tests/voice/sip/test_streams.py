"""Tests calls over TCP and TLS."""

from __future__ import annotations

import asyncio
import datetime
import ipaddress
import ssl
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.voice.sip.conftest import Open
from tests.voice.sip.raw_caller import status
from voice.line import HungUp
from voice.sip.framing import Framing
from voice.sip.settings import Certificate


def certificate(folder: Path) -> Certificate:
    """Write a certificate for loopback that signs itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    here = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(here, critical=False)
        .sign(key, hashes.SHA256())
    )
    chain, secret = folder / "chain.pem", folder / "key.pem"
    chain.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return Certificate(chain, secret, chain)


class Pipe:
    """Be a caller's connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer
        self.framing = Framing()
        self.waiting: list[bytes] = []

    async def next(self) -> str:
        """Return the next final answer or request."""
        async with asyncio.timeout(3):
            while True:
                while not self.waiting:
                    data = await self.reader.read(4096)
                    assert data, "the connection was closed"
                    self.waiting += self.framing.feed(data)
                text = self.waiting.pop(0).decode()
                if not 100 <= status(text) < 200:
                    return text


@pytest.mark.parametrize("transport", ["tcp", "tls"])
async def test_a_call_over_a_connection_is_like_any_other(
    transport: str, exchange: Open, tmp_path: Path
) -> None:
    own = certificate(tmp_path)
    desk = await exchange(tcp_port=0, tls_port=0, certificate=own)
    context = ssl.create_default_context(cafile=own.authorities) if transport == "tls" else None
    port = desk.line.ports["tls" if transport == "tls" else "tcp"]
    pipe = Pipe(*await asyncio.open_connection("127.0.0.1", port, ssl=context))
    caller = await desk.caller()

    def over(text: str) -> bytes:
        return text.replace("SIP/2.0/UDP", f"SIP/2.0/{transport.upper()}").encode()

    invite = over(caller.request("INVITE", caller.sdp()))
    pipe.writer.write(invite[:100])  # in two pieces
    await pipe.writer.drain()
    pipe.writer.write(invite[100:])
    answer = await pipe.next()
    caller.took(answer)
    pipe.writer.write(over(caller.request("ACK", number=caller.number)))
    await desk.board.until(lambda: len(desk.board.lines) == 1)
    await desk.board.lines[0].hang_up()
    goodbye = await pipe.next()
    pipe.writer.close()

    assert status(answer) == 200
    assert f";transport={transport}>" in answer
    assert goodbye.startswith("BYE ")
    assert f"SIP/2.0/{transport.upper()} " in goodbye
    assert await desk.board.hung_up() == HungUp(by_caller=False, why="hang_up")


async def test_a_stranger_s_connection_is_closed_at_once(exchange: Open) -> None:
    desk = await exchange(tcp_port=0, trunks=("192.0.2.0/24",))

    reader, writer = await asyncio.open_connection("127.0.0.1", desk.line.ports["tcp"])

    with pytest.raises((ConnectionResetError, asyncio.IncompleteReadError)):
        await reader.readexactly(1)
    writer.close()


async def test_a_connection_that_sends_without_end_is_closed(exchange: Open) -> None:
    desk = await exchange(tcp_port=0)
    reader, writer = await asyncio.open_connection("127.0.0.1", desk.line.ports["tcp"])

    writer.write(b"X" * 40_000)

    async with asyncio.timeout(2):
        with pytest.raises((ConnectionResetError, asyncio.IncompleteReadError)):
            await reader.readexactly(1)
    writer.close()


async def test_a_keep_alive_is_answered(exchange: Open) -> None:
    desk = await exchange(tcp_port=0)
    reader, writer = await asyncio.open_connection("127.0.0.1", desk.line.ports["tcp"])

    writer.write(b"\r\n\r\n")

    async with asyncio.timeout(2):
        assert await reader.readexactly(2) == b"\r\n"
    writer.close()


async def test_tls_without_a_certificate_is_refused_when_the_line_starts(exchange: Open) -> None:
    with pytest.raises(ValueError, match="certificate"):
        await exchange(tls_port=0)


async def test_codecs_that_nobody_speaks_are_refused_when_the_line_is_made(exchange: Open) -> None:
    for codecs in (("OPUS",), ("PCMA", "G729"), ()):
        with pytest.raises(ValueError, match="codecs"):
            await exchange(codecs=codecs)


async def test_a_caller_over_udp_is_called_back_where_its_contact_is(exchange: Open) -> None:
    desk = await exchange()
    caller, elsewhere = await desk.caller(), await desk.caller()
    moved = caller.request("INVITE", caller.sdp()).replace(
        f"Contact: <sip:13800000000@127.0.0.1:{caller.port}>",
        f"Contact: <sip:13800000000@127.0.0.1:{elsewhere.port}>",
    )
    caller.send(moved)
    caller.took(await caller.final())
    caller.acknowledge()
    await desk.board.until(lambda: len(desk.board.lines) == 1)

    await desk.board.lines[0].hang_up()

    assert (await elsewhere.asked("BYE")).startswith("BYE ")
