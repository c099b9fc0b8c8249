"""Checks how the gateway reaches media processes."""

from __future__ import annotations

import asyncio
from collections import Counter
from pathlib import Path

import pytest

from core.errors import EngineUnavailable
from tests.video_desk.media.conftest import Media
from video_desk.engines import MediaProcess, MediaProcesses
from video_desk.media.places import Role, Seat


async def followed(process: MediaProcess) -> None:
    """Wait until the process knows that somebody follows its events."""
    async with asyncio.timeout(10):
        while (await process.load())["followers"] == 0:
            pass


def test_rooms_are_shared_out_evenly_and_always_alike() -> None:
    processes = MediaProcesses([MediaProcess(Path(f"/nowhere/m{n}.sock")) for n in range(4)])

    chosen = [processes.of(f"room {number}").name for number in range(2000)]

    again = [processes.of(f"room {number}").name for number in range(2000)]
    assert chosen == again
    assert min(Counter(chosen).values()) > 400


async def test_a_process_that_is_not_there_is_an_engine_that_is_unavailable() -> None:
    process = MediaProcess(Path("/nowhere/media.sock"))

    with pytest.raises(EngineUnavailable):
        await process.join("r1", Seat("citizen", Role.CITIZEN), "v=0")

    await process.aclose()


async def test_what_happens_to_a_connection_is_told(media: Media) -> None:
    process = MediaProcess(media.folder.parent / "run" / "media.sock")
    told: asyncio.Queue[tuple[str, str, str]] = asyncio.Queue()
    following = asyncio.create_task(process.follow(lambda *event: told.put_nowait(event)))
    citizen = media.peer("citizen", "citizen", 100)
    await followed(process)

    await citizen.join("r7")

    async with asyncio.timeout(10):
        while (event := await told.get())[2] != "connected":
            assert event[:2] == ("r7", "citizen")
    assert (await process.load())["seats"] == 1
    following.cancel()
    await process.aclose()
