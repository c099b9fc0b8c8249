"""Tests a whole call through the real media process, with pages made of aiortc peers."""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import av
import httpx
import pytest

from core.calls import Call
from core.evidence import Kind
from gateway.carriage import Carriage
from tests.fakes.office import Office
from tests.fakes.office import office as office
from tests.gateway.browser_socket import BrowserSocket
from tests.video_desk.call_desk import CallDesk, open_call_desk
from tests.video_desk.media.conftest import Media
from tests.video_desk.media.peers import Peer
from video_desk.capacity import Capacity
from video_desk.engines import MediaProcess, MediaProcesses


@pytest.fixture
async def real_desk(office: Office, media: Media) -> AsyncIterator[CallDesk]:
    """Be a video desk on the real media process, which records into the same folder."""
    processes = MediaProcesses([MediaProcess(media.folder.parent / "run" / "media.sock")])
    places = Capacity(processes.of, monotonic=time.monotonic, most_rooms=20)
    carriage = Carriage(processes, places, processes.follow, processes.aclose)
    async with open_call_desk(office, media.folder.parent, carriage) as desk:
        (chore,) = [chore for chore in desk.side.chores if chore.name == "media"]
        following = asyncio.create_task(chore.run(), name="media")
        yield desk
        following.cancel()
        await desk.side.close()


def through(socket: BrowserSocket) -> httpx.AsyncClient:
    """Return what carries a peer's offer over a call page's WebSocket."""

    async def carry(request: httpx.Request) -> httpx.Response:
        sdp = json.loads(await request.aread())["sdp"]
        await socket.send({"type": "offer", "sdp": sdp, "kind": "call"})
        answer = await socket.receive_until("answer")
        return httpx.Response(200, json={"sdp": answer["sdp"]})

    return httpx.AsyncClient(transport=httpx.MockTransport(carry), base_url="http://page")


async def linked(page: BrowserSocket, seats: int) -> None:
    """Wait until the media process told that so many connections carry packets."""
    while True:
        told = (await page.receive_until("seats"))["seats"]
        assert isinstance(told, list)
        if sum(seat["linked"] for seat in told) == seats:
            return


@asynccontextmanager
async def talking(
    real_desk: CallDesk, media: Media, call: Call
) -> AsyncIterator[tuple[BrowserSocket, BrowserSocket]]:
    """Let both see and hear each other, recorded, until either saw a second of it."""
    async with real_desk.both(call) as (citizen, agent):
        pages = [
            Peer("citizen", "citizen", 60, through(citizen)),
            Peer("agent", "agent", 200, through(agent)),
        ]
        media.peers.extend(pages)
        await citizen.send({"type": "consent", "recording": True})
        await citizen.receive_until("recording")
        for page in pages:
            await page.join(call.id)
        await linked(agent, 2)
        for page in pages:
            await page.seen(0, "video", 20)
            await page.seen(0, "audio", 50)
        assert pages[0].greys[0] > 150 > 100 > pages[1].greys[0]
        yield citizen, agent


async def test_both_sides_see_each_other_and_the_recording_of_both_is_sealed(
    real_desk: CallDesk, media: Media
) -> None:
    call = await real_desk.opened()

    async with talking(real_desk, media, call):
        ended = await real_desk.http.post(
            f"/api/v1/staff/calls/{call.id}/end",
            json={"outcome": "已解决", "wrap_up": "answered"},
            headers=real_desk.cookie(),
        )
    (chore,) = [chore for chore in real_desk.side.chores if chore.name == "sealing"]
    await chore.step()

    assert ended.status_code == 204
    manifest = await real_desk.evidence.of_call(call.id)
    assert manifest is not None
    (recording,) = [e.name for e in manifest.exhibits if e.kind is Kind.RECORDING]
    packets: Counter[str] = Counter()
    with av.open(str(real_desk.exhibits.of(call.id) / recording)) as film:
        for packet in film.demux():
            if packet.size:
                packets[packet.stream.metadata["title"]] += 1
    for seat in ("citizen", "agent"):
        assert packets[f"{seat} video"] > 5
        assert packets[f"{seat} audio"] > 20


async def test_when_the_media_process_is_killed_the_pages_are_told_to_connect_directly(
    real_desk: CallDesk, media: Media
) -> None:
    call = await real_desk.opened()

    async with talking(real_desk, media, call) as (citizen, agent):
        await media.kill()
        await citizen.send({"type": "offer", "sdp": "v=0", "kind": "call"})
        told = [await page.receive_until("engine") for page in (citizen, agent)]

    assert [event["engine"] for event in told] == ["peer", "peer"]
