"""Tests that our mends still fit the libraries they were written for."""

from __future__ import annotations

import asyncio
import audioop
import socket
import struct
from array import array
from importlib.metadata import version

import pytest

from voice.sip.media_source import MediaSource
from voice.sip.mended import AIORTP, AIOSIPUA, MendedSession, TrueAlaw, media_codec
from voice.sip.networks import Networks
from voice.sip.offer import Codec, new_key

LOOPBACK = Networks(["127.0.0.0/8"])
PCMA = Codec("PCMA", 8)
TONE = array("h", [((i * 37) % 2000) - 1000 for i in range(160)]).tobytes()


def test_the_libraries_are_those_whose_insides_we_know() -> None:
    assert (version("aiosipua"), version("aiortp")) == (AIOSIPUA, AIORTP), (
        "voice/sip/mended.py leans on the insides of these versions: read the new sources, mend "
        "what has to be mended, run `pytest -m sip` and bench/voice_line.py, then move the pins"
    )


def test_a_law_is_that_of_the_standard() -> None:
    everything = array("h", range(-32768, 32768, 16))

    sent = array("h", audioop.alaw2lin(TrueAlaw().encode(everything.tobytes()), 2))

    # Rounding at the edges of a step is free: half a step of the segment at most, and the sign.
    assert all(abs(a - b) <= 16 + abs(b) / 16 for a, b in zip(sent, everything, strict=True))
    assert TrueAlaw().decode(bytes(range(256))) == audioop.alaw2lin(bytes(range(256)), 2)


def test_mu_law_is_that_of_the_standard() -> None:
    codec = media_codec(Codec("PCMU", 0))

    assert codec.decode(bytes(range(256))) == audioop.ulaw2lin(bytes(range(256)), 2)


def test_opus_carries_speech_in_frames_of_20_ms() -> None:
    pytest.importorskip("av")
    codec = media_codec(Codec("OPUS", 111, 48000))

    packets = [codec.encode(TONE) for _ in range(50)]
    heard = b"".join(codec.decode(packet) for packet in packets if packet)

    assert all(len(packet) < 200 for packet in packets)
    assert abs(len(heard) - 50 * 320) <= 2 * 320
    assert audioop.rms(heard[3200:], 2) == pytest.approx(audioop.rms(TONE, 2), rel=0.3)


class Peer:
    """Be a telephone's media socket."""

    def __init__(self) -> None:
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.socket.setblocking(False)
        self.address: tuple[str, int] = self.socket.getsockname()

    async def next(self) -> bytes:
        async with asyncio.timeout(2):
            return await asyncio.get_running_loop().sock_recv(self.socket, 2000)

    def send(self, port: int, number: int, kind: int = 8, payload: bytes = b"\xd5" * 160) -> None:
        head = struct.pack("!BBHII", 0x80, kind, number, number * 160, 7)
        self.socket.sendto(head + payload, ("127.0.0.1", port))


async def opened(peer: Peer) -> tuple[MendedSession, int]:
    for port in range(32000, 32400, 2):
        try:
            source = MediaSource(LOOPBACK, peer.address)
            return await MendedSession.opened("127.0.0.1", port, PCMA, 101, source), port
        except OSError:
            continue
    raise AssertionError("no free port")


async def settle() -> None:
    for _ in range(20):
        await asyncio.sleep(0.002)


async def test_skipped_time_shows_in_the_timestamp_not_in_the_numbers() -> None:
    peer = Peer()
    session, _ = await opened(peer)

    session.send_frame(TONE, skipped=0)
    session.send_frame(TONE, skipped=12)
    first, second = await peer.next(), await peer.next()
    await session.close()

    (_, mark1, number1, time1), (_, mark2, number2, time2) = (
        struct.unpack("!BBHI", each[:8]) for each in (first, second)
    )
    assert (number2 - number1) % 65536 == 1
    assert (time2 - time1) % 2**32 == 13 * 160
    assert (mark1 >> 7, mark2 >> 7) == (0, 1)


async def test_unknown_payloads_strangers_and_stumps_are_refused_and_do_no_harm() -> None:
    peer, stranger = Peer(), Peer()
    session, port = await opened(peer)
    heard: list[bytes] = []
    session.on_audio = lambda pcm, _timestamp: heard.append(pcm)
    for number in range(8):
        peer.send(port, number)
    await settle()

    peer.send(port, 8, kind=18)  # G.729, never agreed
    peer.send(port, 8, kind=101, payload=b"\x05")  # half a telephone event
    peer.socket.sendto(b"\x80\x08", ("127.0.0.1", port))
    stranger.send(port, 900)
    for number in range(8, 12):
        peer.send(port, number)
    await settle()
    await session.close()

    assert session.refused == 4
    assert len(heard) == 10  # two wait in the jitter buffer


async def test_stun_of_strangers_is_not_answered() -> None:
    peer, stranger = Peer(), Peer()
    session, port = await opened(peer)
    binding = struct.pack("!HHI", 1, 0, 0x2112A442) + bytes(12)

    stranger.socket.sendto(binding, ("127.0.0.1", port))
    await settle()
    await session.close()

    with pytest.raises(BlockingIOError):
        stranger.socket.recv(2000)


async def test_encrypted_media_goes_both_ways_and_plain_media_is_refused() -> None:
    peer, other = Peer(), Peer()
    session, port = await opened(peer)
    far, far_port = await opened(other)
    far.source.announced(("127.0.0.1", port))
    session.source.announced(("127.0.0.1", far_port))
    ours, theirs = new_key(), new_key()
    session.encrypt(ours, theirs)
    far.encrypt(theirs, ours)
    heard: list[bytes] = []
    far.on_audio = lambda pcm, _timestamp: heard.append(pcm)

    for _ in range(6):
        session.send_frame(TONE, skipped=0)
    await settle()
    peer.send(port, 1)
    await settle()
    await session.close()
    await far.close()

    assert len(heard) == 4
    assert heard[-1] == TrueAlaw().decode(TrueAlaw().encode(TONE))
    assert session.received == 0
    assert session.refused == 1


async def test_a_taken_port_is_said_and_nothing_stays_open() -> None:
    peer = Peer()
    session, port = await opened(peer)

    with pytest.raises(OSError, match="in use"):
        await MendedSession.opened("127.0.0.1", port, PCMA, 101, MediaSource(LOOPBACK, None))

    await session.close()
