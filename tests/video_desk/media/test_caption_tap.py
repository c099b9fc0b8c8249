"""Tests video_desk.media.caption_tap: what is overheard, and that nobody is waited for."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass

import pytest

from video_desk.media.caption_tap import (
    ALIVE,
    WAITING,
    CaptionTap,
    Unpacking,
    VoicePacket,
    packed,
)


@dataclass
class Rtp:
    """Be a packet as it arrives."""

    timestamp: int
    payload: bytes


async def heard(listening: AsyncGenerator[bytes, None]) -> bytes:
    return await anext(listening)


async def test_who_listens_gets_every_voice_as_it_was_sent() -> None:
    tap = CaptionTap()
    citizen, agent = tap.sink("citizen"), tap.sink("agent")
    listening = tap.packets(alive_every=5)
    first = asyncio.create_task(heard(listening))
    await asyncio.sleep(0)

    await citizen(Rtp(4_294_967_295, b"one"), None)
    await agent(Rtp(960, b"two"), None)
    data = await first + await anext(listening)

    assert list(Unpacking().feed(data)) == [
        VoicePacket("citizen", 4_294_967_295, b"one"),
        VoicePacket("agent", 960, b"two"),
    ]
    await listening.aclose()


async def test_while_nobody_listens_nothing_is_kept() -> None:
    tap = CaptionTap()
    sink = tap.sink("citizen")
    await sink(Rtp(0, b"before"), None)
    listening = tap.packets(alive_every=0.01)

    assert await anext(listening) == ALIVE
    await listening.aclose()
    await sink(Rtp(960, b"after"), None)
    again = tap.packets(alive_every=0.01)
    assert await anext(again) == ALIVE
    await again.aclose()


async def test_a_listener_that_does_not_read_loses_the_oldest_and_holds_up_nobody() -> None:
    tap = CaptionTap()
    sink, listening = tap.sink("citizen"), tap.packets(alive_every=5)
    first = asyncio.create_task(heard(listening))
    await asyncio.sleep(0)
    await sink(Rtp(0, b"0"), None)
    await first

    async with asyncio.timeout(1):
        for number in range(1, 3 * WAITING + 1):
            await sink(Rtp(number, str(number).encode()), None)
    tap.close()
    kept = [packet async for packet in listening]

    found = [p.timestamp for data in kept for p in Unpacking().feed(data)]
    assert found == list(range(2 * WAITING + 2, 3 * WAITING + 1))


@pytest.mark.parametrize("size", [1, 2, 5, 11, 1000])
def test_packets_are_found_however_the_stream_was_cut(size: int) -> None:
    sent = [VoicePacket("citizen", n * 960, b"x" * n) for n in (3, 0, 200)]
    data = ALIVE + b"".join(packed(packet) + ALIVE for packet in sent)
    unpacking = Unpacking()

    found = [
        packet
        for at in range(0, len(data), size)
        for packet in unpacking.feed(data[at : at + size])
    ]

    assert found == sent
