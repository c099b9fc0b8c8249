"""Checks with a real Janus that what it records becomes one file with everybody in it."""

from __future__ import annotations

import asyncio
import json
import os
import struct
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from core.errors import EngineUnavailable
from tests.video_desk.janus_server import SECRET, Janus
from tests.video_desk.janus_server import janus as janus
from video_desk.composing import FormLine, compose
from video_desk.janus import JanusServer
from video_desk.janus_recordings import folder_of, make_whole, piece_of

pytestmark = pytest.mark.engine

CITIZEN, AGENT = 60, 120
ATTEMPT = 60.0  # seconds


async def recorded_call(janus: Janus, seconds: float) -> None:
    """Let a citizen and an agent talk in r1 for a while, recorded."""
    await janus.engine.record("r1", wanted=True)
    pages = [janus.page("citizen", "citizen", CITIZEN), janus.page("agent", "agent", AGENT)]
    for page in pages:
        await page.join("r1")
    for page in pages:
        await page.seen(0, "video", 5)
    await asyncio.sleep(seconds)


def heard_of(path: Path) -> dict[str, float]:
    """Return the seconds from the first to the last packet of each named stream."""
    times: dict[str, list[float]] = {}
    with av.open(str(path)) as container:
        for packet in container.demux():
            if packet.pts is not None and packet.size and packet.time_base is not None:
                name = packet.stream.metadata["title"]
                times.setdefault(name, []).append(float(packet.pts * packet.time_base))
    return {name: max(at) - min(at) for name, at in times.items()}


def torn_in(path: Path) -> list[str]:
    """Return the stream of each picture and sound that cannot be decoded."""
    torn = []
    with av.open(str(path)) as container:
        for packet in container.demux():
            try:
                packet.decode()
            except av.error.InvalidDataError:
                torn.append(packet.stream.metadata["title"])
    return torn


def vp8_pictures(count: int, *, key_every: int) -> list[bytes]:
    """Return grey pictures, of which every so many stands on its own."""
    encoder = av.CodecContext.create("libvpx", "w")
    assert isinstance(encoder, av.VideoCodecContext)
    encoder.width, encoder.height, encoder.pix_fmt = 64, 64, "yuv420p"
    encoder.time_base, encoder.gop_size = Fraction(1, 30), key_every
    encoder.options = {"lag-in-frames": "0", "keyint_min": str(key_every), "deadline": "realtime"}
    packets = []
    for number in range(count):
        picture = np.full((64, 64, 3), number * 8, np.uint8)
        frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
        frame.pts = number
        packets += encoder.encode(frame)
    return [bytes(packet) for packet in (*packets, *encoder.encode(None))]


def recorded_as(path: Path, pictures: Sequence[bytes]) -> None:
    """Write pictures as Janus does, a packet each ("Recordings"; RFC 3550, 5.1; RFC 7741, 4.2)."""
    about = json.dumps({"t": "v", "c": "vp8", "s": 1_000_000, "u": 1_000_000}).encode()
    content = b"MJR00002" + struct.pack("!H", len(about)) + about
    for number, picture in enumerate(pictures):
        rtp = struct.pack("!BBHII", 0x80, 0x80 | 96, number, number * 3000, 1)
        packet = rtp + b"\x10" + picture
        content += b"MEET" + struct.pack("!IH", number * 33, len(packet)) + packet
    path.write_bytes(content)


async def test_a_call_becomes_one_file_from_which_a_film_is_made(
    janus: Janus, tmp_path: Path
) -> None:
    await recorded_call(janus, 3)

    files = await janus.engine.close("r1")
    whole = await asyncio.to_thread(make_whole, janus.recordings, "r1", seconds=ATTEMPT)

    assert len(files) == 4
    assert whole == janus.recordings / "r1-janus.mkv"
    assert heard_of(whole) == pytest.approx(
        dict.fromkeys(("citizen video", "citizen audio", "agent video", "agent audio"), 3.3),
        abs=1.2,
    )
    assert [path.name for path in janus.recordings.iterdir()] == ["r1-janus.mkv"]
    film = tmp_path / "film.mp4"
    await asyncio.to_thread(compose, whole, film, [FormLine(1, "姓名：张三")], seconds=ATTEMPT)
    with av.open(str(film)) as container:
        assert {s.type for s in container.streams} >= {"video", "audio", "subtitle"}
        frame = next(container.decode(video=0))
        picture = frame.to_ndarray(format="gray")
    half = picture.shape[1] // 2
    assert picture[:, :half].mean() == pytest.approx(CITIZEN, abs=12)
    assert picture[:, half:].mean() == pytest.approx(AGENT, abs=12)


async def test_what_was_recorded_before_janus_was_killed_is_kept(janus: Janus) -> None:
    await recorded_call(janus, 6)  # Janus holds back 4 KB of a stream: much of these grey pictures

    await janus.kill()
    whole = await asyncio.to_thread(make_whole, janus.recordings, "r1", seconds=ATTEMPT)

    assert whole is not None
    assert all(seconds > 2 for seconds in heard_of(whole).values())
    assert len(heard_of(whole)) == 4


async def test_it_is_recorded_only_while_that_is_wanted_and_a_gap_stays_a_gap(
    janus: Janus,
) -> None:
    await recorded_call(janus, 1)
    await janus.engine.record("r1", wanted=False)
    sizes = {p.name: p.stat().st_size for p in folder_of(janus.recordings, "r1").iterdir()}
    await asyncio.sleep(2)
    later = {p.name: p.stat().st_size for p in folder_of(janus.recordings, "r1").iterdir()}
    await janus.engine.record("r1", wanted=True)
    await asyncio.sleep(1.5)

    files = await janus.engine.close("r1")
    whole = await asyncio.to_thread(make_whole, janus.recordings, "r1", seconds=ATTEMPT)

    assert sizes == later
    assert len(files) == 8
    assert whole is not None
    assert heard_of(whole)["citizen audio"] == pytest.approx(5, abs=1.2)


def test_a_picture_begins_with_the_first_that_stands_on_its_own(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, "r1")
    folder.mkdir()
    pictures = vp8_pictures(30, key_every=10)
    recorded_as(folder / "citizen.1-video-0.mjr", pictures[4:])  # switched on amid the first ten

    whole = make_whole(tmp_path, "r1", seconds=ATTEMPT)

    assert whole is not None
    assert not torn_in(whole)
    with av.open(str(whole)) as container:
        assert len(list(container.decode(video=0))) == 20


async def test_a_supervisor_is_not_recorded(janus: Janus) -> None:
    await janus.engine.record("r1", wanted=True)
    chief = janus.page("chief", "supervisor", AGENT, attention="listen")
    citizen = janus.page("citizen", "citizen", CITIZEN)
    await chief.join("r1")
    await citizen.join("r1")
    await chief.seen(0, "video", 10)

    files = await janus.engine.close("r1")

    assert {name.partition(".")[0] for name in files} == {"citizen"}


async def test_it_can_be_made_again_after_a_crash(janus: Janus) -> None:
    await recorded_call(janus, 1)
    await janus.engine.close("r1")
    (janus.recordings / ".r1-janus.part").write_bytes(b"half a file")
    (janus.recordings / ".r1-janus.pieces").mkdir()
    (janus.recordings / ".r1-janus.pieces" / "citizen.webm").write_bytes(b"half a piece")

    whole = await asyncio.to_thread(make_whole, janus.recordings, "r1", seconds=ATTEMPT)
    again = await asyncio.to_thread(make_whole, janus.recordings, "r1", seconds=ATTEMPT)

    assert whole is not None
    assert again is None
    assert len(heard_of(whole)) == 4
    assert [path.name for path in janus.recordings.iterdir()] == ["r1-janus.mkv"]


async def test_a_call_that_is_over_is_completed_even_if_nobody_closed_its_room(
    janus: Janus,
) -> None:
    await recorded_call(janus, 1)

    await janus.engine.complete("r1")
    await janus.engine.complete("r1")

    assert (await janus.engine.load())["rooms"] == 0
    assert len(heard_of(janus.recordings / "r1-janus.mkv")) == 4


async def test_the_call_of_a_gateway_that_died_is_completed_when_its_recording_ended(
    janus: Janus,
) -> None:
    await recorded_call(janus, 1)
    anew = JanusServer(janus.url, SECRET, janus.recordings)

    with pytest.raises(EngineUnavailable, match="ends its recording"):
        await anew.complete("r1")
    before = list(janus.recordings.iterdir())
    await asyncio.sleep(1)  # the next step of the chore comes later still
    await anew.complete("r1")

    assert before == [folder_of(janus.recordings, "r1")]
    assert len(heard_of(janus.recordings / "r1-janus.mkv")) == 4
    await anew.aclose()


async def test_while_janus_may_still_record_nothing_is_completed(janus: Janus) -> None:
    await recorded_call(janus, 1)
    await janus.kill()

    with pytest.raises(EngineUnavailable):
        await janus.engine.complete("r1")
    for path in folder_of(janus.recordings, "r1").iterdir():
        os.utime(path, (1, 1))
    await janus.engine.complete("r1")

    kept = set(heard_of(janus.recordings / "r1-janus.mkv"))
    assert {"citizen audio", "agent audio"} <= kept  # the grey pictures fit in Janus's buffer


async def test_what_cannot_be_read_is_kept_beside_what_can(janus: Janus) -> None:
    await recorded_call(janus, 1)
    await janus.engine.close("r1")
    voice = next(folder_of(janus.recordings, "r1").glob("agent*audio*"))
    voice.write_bytes(voice.read_bytes().replace(b'"opus"', b'"opaz"', 1))

    whole = await asyncio.to_thread(make_whole, janus.recordings, "r1", seconds=ATTEMPT)

    assert whole is not None
    assert set(heard_of(whole)) == {"citizen video", "citizen audio", "agent video"}
    assert (janus.recordings / "r1.unread" / voice.name).is_file()


async def test_without_the_program_nothing_is_lost(
    janus: Janus, monkeypatch: pytest.MonkeyPatch
) -> None:
    await recorded_call(janus, 1)
    files = await janus.engine.close("r1")
    monkeypatch.setenv("PATH", "/nowhere")

    with pytest.raises(EngineUnavailable):
        await asyncio.to_thread(make_whole, janus.recordings, "r1", seconds=ATTEMPT)

    there = folder_of(janus.recordings, "r1")
    assert sorted(path.name for path in there.iterdir()) == list(files)
    assert all(piece_of(path) for path in there.iterdir())
