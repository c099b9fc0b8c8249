"""Checks with real connections that everybody sees and hears whom they should."""

from __future__ import annotations

import asyncio

import av
import pytest

from tests.video_desk.media.conftest import Media
from video_desk.engines import MediaProcess
from video_desk.media.places import placing_of

CITIZEN, AGENT, FAMILY = 60, 120, 180


def about(grey: float) -> object:
    """Return what equals a brightness that a codec changed a little."""
    return pytest.approx(grey, abs=12)


async def test_two_people_see_and_hear_each_other(media: Media) -> None:
    citizen = media.peer("citizen", "citizen", CITIZEN)
    agent = media.peer("agent", "agent", AGENT)

    await citizen.join("r1")
    await agent.join("r1")

    for peer, grey in ((citizen, AGENT), (agent, CITIZEN)):
        await peer.seen(0, "video", 10)
        await peer.seen(0, "audio", 25)
        assert peer.greys[0] == about(grey)


async def test_who_comes_back_is_seen_again_in_the_same_place(media: Media) -> None:
    citizen = media.peer("citizen", "citizen", CITIZEN)
    agent = media.peer("agent", "agent", AGENT)
    await citizen.join("r1")
    await agent.join("r1")
    await agent.seen(0, "video", 5)

    await citizen.leave()
    again = media.peer("citizen", "citizen", FAMILY)
    await again.join("r1")

    before = agent.frames["0 video"]
    await agent.seen(0, "video", before + 10)
    await again.seen(0, "video", 5)
    assert agent.greys[0] == about(FAMILY)


async def test_a_listening_supervisor_sees_both_and_is_seen_by_nobody(media: Media) -> None:
    citizen = media.peer("citizen", "citizen", CITIZEN)
    agent = media.peer("agent", "agent", AGENT)
    chief = media.peer("chief", "supervisor", FAMILY, attention="listen")
    for peer in (citizen, agent, chief):
        await peer.join("r1")

    await chief.seen(0, "video", 5)
    await chief.seen(1, "video", 5)
    assert (agent.frames["1 video"], citizen.frames["1 video"]) == (0, 0)

    told = await media.http.patch("/rooms/r1/seats/chief", json={"attention": "whisper"})
    assert told.status_code == 204
    await agent.seen(1, "audio", 10)
    assert citizen.frames["1 audio"] == 0


async def test_a_recording_holds_both_pictures_and_voices_even_after_a_kill(media: Media) -> None:
    citizen = media.peer("citizen", "citizen", CITIZEN)
    agent = media.peer("agent", "agent", AGENT)
    await media.http.put("/rooms/r1/recording", json={"wanted": True})
    await citizen.join("r1")
    await agent.join("r1")
    await agent.seen(0, "video", 60)  # four seconds

    await media.kill()

    (path,) = media.folder.glob("*.mkv")
    with av.open(str(path)) as recording:
        titles = [stream.metadata["title"] for stream in recording.streams]
        frames = dict.fromkeys(titles, 0)
        greys = {}
        for packet in recording.demux():
            for frame in packet.decode():
                title = titles[packet.stream.index]
                frames[title] += 1
                if isinstance(frame, av.VideoFrame):
                    greys[title] = float(frame.to_ndarray(format="gray").mean())
    assert (greys["citizen video"], greys["agent video"]) == (about(CITIZEN), about(AGENT))
    assert frames["citizen video"] > 15
    assert frames["agent audio"] > 50
    assert frames["citizen audio"] > 50


async def test_a_call_of_voices_alone_is_recorded_from_its_first_packet(media: Media) -> None:
    citizen = media.peer("citizen", "citizen", CITIZEN, camera=False)
    agent = media.peer("agent", "agent", AGENT, camera=False)
    await citizen.join("r1")
    await agent.join("r1")
    await agent.seen(0, "audio", 25)

    await media.http.put("/rooms/r1/recording", json={"wanted": True})
    await agent.seen(0, "audio", agent.frames["0 audio"] + 100)  # two seconds
    await media.http.put("/rooms/r1/recording", json={"wanted": False})

    (path,) = media.folder.glob("*.mkv")
    heard: dict[str, list[float]] = {"citizen": [], "agent": []}
    with av.open(str(path)) as recording:
        for packet in recording.demux():
            seat, kind = packet.stream.metadata["title"].split()
            if kind == "audio" and seat in heard and packet.pts is not None:
                heard[seat].append(float(packet.pts * packet.time_base))
    for times in heard.values():
        assert len(times) > 50
        assert times[0] < 2.0  # seconds: it waited for no picture
        assert times[-1] > 1.0


async def test_it_is_told_who_appears_where_and_told_again_to_who_listens_late(
    media: Media,
) -> None:
    process = MediaProcess(media.folder.parent / "run" / "media.sock")
    citizen = media.peer("citizen", "citizen", CITIZEN)
    agent = media.peer("agent", "agent", AGENT)
    early: asyncio.Queue[tuple[str, str, str]] = asyncio.Queue()
    late: asyncio.Queue[tuple[str, str, str]] = asyncio.Queue()
    following = [asyncio.create_task(process.follow(lambda *told: early.put_nowait(told)))]
    await citizen.join("r1")
    await agent.join("r1")
    await agent.seen(0, "video", 1)

    following.append(asyncio.create_task(process.follow(lambda *told: late.put_nowait(told))))

    for told in (early, late):
        shown: dict[str, object] = {}
        async with asyncio.timeout(10):
            while shown != {"citizen": {"0": "agent"}, "agent": {"0": "citizen"}}:
                room, seat, what = await told.get()
                assert room == "r1"
                if placing_of(what) is not None:
                    shown[seat] = placing_of(what)
    for task in following:
        task.cancel()
    await process.aclose()


async def test_an_offer_that_is_none_is_refused(media: Media) -> None:
    body = {"role": "citizen", "sdp": "v=0\r\nnonsense"}

    answers = await asyncio.gather(
        *(media.http.post(f"/rooms/r{n}/seats/citizen", json=body) for n in range(3))
    )

    assert {answer.status_code for answer in answers} == {422}
