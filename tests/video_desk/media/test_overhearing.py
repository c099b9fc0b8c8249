"""Checks with a real media process that voices are overheard while they are passed on."""

from __future__ import annotations

import asyncio

import pytest

from core.errors import EngineUnavailable
from tests.video_desk.media.conftest import Media
from video_desk.engines import MediaProcess
from video_desk.media.caption_tap import Unpacking
from video_desk.voice_sound import RATE, VoiceSound


async def overheard(process: MediaProcess, room: str, seconds: float) -> dict[str, bytes]:
    """Return what each seat says, until one of them said that much."""
    unpacking, sounds = Unpacking(), dict[str, VoiceSound]()
    heard: dict[str, bytes] = {}
    async for data in process.overhear(room):
        for packet in unpacking.feed(data):
            sound = sounds.setdefault(packet.seat, VoiceSound())
            heard[packet.seat] = heard.get(packet.seat, b"") + sound.pcm(packet)
        if any(len(pcm) > seconds * RATE * 2 for pcm in heard.values()):
            break
    return heard


async def test_both_voices_are_overheard_while_they_are_passed_on(media: Media) -> None:
    process = MediaProcess(media.folder.parent / "run" / "media.sock")
    citizen = media.peer("citizen", "citizen", 100)
    agent = media.peer("agent", "agent", 200)
    await citizen.join("r1")
    await agent.join("r1")
    await citizen.seen(0, "audio", 10)

    async with asyncio.timeout(20):
        heard = await overheard(process, "r1", 1.0)
    before = citizen.frames["0 audio"]
    await citizen.seen(0, "audio", before + 25)

    assert set(heard) == {"citizen", "agent"}
    loudest = max(memoryview(heard["citizen"]).cast("h"))
    assert 5000 < loudest < 12_000  # the tone of a peer
    await process.aclose()


async def test_a_room_that_closes_is_silent_for_who_overhears_it(media: Media) -> None:
    process = MediaProcess(media.folder.parent / "run" / "media.sock")
    citizen = media.peer("citizen", "citizen", 100)
    await citizen.join("r2")
    listening = asyncio.create_task(overheard(process, "r2", 3600.0))
    async with asyncio.timeout(10):
        while (await process.load())["overheard"] == 0:
            pass

    await process.close("r2")

    async with asyncio.timeout(10):
        await listening
    await process.aclose()


async def test_a_media_process_that_dies_is_an_engine_that_is_unavailable(media: Media) -> None:
    process = MediaProcess(media.folder.parent / "run" / "media.sock")
    listening = asyncio.create_task(overheard(process, "r3", 3600.0))
    async with asyncio.timeout(10):
        while (await process.load())["overheard"] == 0:
            pass

    await media.kill()

    async with asyncio.timeout(10):
        with pytest.raises(EngineUnavailable):
            await listening
    await process.aclose()
