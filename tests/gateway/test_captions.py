"""Tests that what is said in a call is written on both pages, and when it is not."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.fakes.office import Office
from tests.gateway.caption_desk import Captioned, captioned_desk, settled
from tests.video_desk.voices import packets, tone
from tests.voice.web_engines import RATE, SILENCE, FakeRecognizer, LoudDetector
from video_desk.captions import Captions
from video_desk.media.caption_tap import packed
from voice.caption_ear import CaptionEar, CaptionHearer, Told

SENTENCE = tone(1.0) + SILENCE * RATE  # a second of each


class LoudEars:
    """Open ears that take every loud sound for speech."""

    def __init__(self) -> None:
        self.recognizer = FakeRecognizer()
        self.there = True

    async def ready(self) -> bool:
        return self.there

    def open(self, told: Told, /) -> CaptionEar:
        return CaptionEar(CaptionHearer(self.recognizer, _Loud, _same), told)


class _Loud(LoudDetector):
    """Judge by the loudest sample: Opus changes each of them a little."""

    def feed(self, pcm: bytes) -> list[float]:
        loudest = max(memoryview(pcm).cast("h"), key=abs, default=0)
        return [0.99 if abs(loudest) > 1000 else 0.01]


async def _same(text: str) -> str:
    return text


@pytest.fixture
def ears() -> LoudEars:
    return LoudEars()


@pytest.fixture
async def captioned(office: Office, tmp_path: Path, ears: LoudEars) -> AsyncIterator[Captioned]:
    async with captioned_desk(office, tmp_path, ears) as desk:
        yield desk


async def test_what_is_said_stands_on_both_pages(captioned: Captioned) -> None:
    async with captioned.live() as (citizen, agent):
        await captioned.captions.step()
        captioned.line.says("citizen", SENTENCE)

        for page in (citizen, agent):
            first = await page.receive_until("caption")
            last = await page.receive_until("caption")

            assert first == {"type": "caption", "seat": "citizen", "text": "门诊", "final": False}
            assert (last["seat"], last["text"], last["final"]) == (
                "citizen",
                "门诊统仇怎么签约",
                True,
            )


async def test_both_sides_are_heard_at_once_and_a_supervisor_is_not(
    captioned: Captioned, ears: LoudEars
) -> None:
    async with captioned.live() as (citizen, _):
        await captioned.captions.step()
        for seat in ("supervisor", "agent", "citizen"):
            captioned.line.says(seat, SENTENCE)

        found = [await citizen.receive_until("caption") for _ in range(4)]

        assert {event["seat"] for event in found} == {"agent", "citizen"}
        assert len(ears.recognizer.opened) == 2


async def test_without_a_recogniser_nobody_is_overheard(
    captioned: Captioned, ears: LoudEars
) -> None:
    ears.there = False
    async with captioned.live():
        await captioned.captions.step()
        await settled()
        nobody = captioned.line.overheard

        ears.there = True
        await captioned.captions.step()
        await settled()

        assert (nobody, captioned.line.overheard) == (0, 1)


async def test_before_both_are_there_and_after_a_call_nobody_is_overheard(
    captioned: Captioned,
) -> None:
    call = await captioned.desk.opened()
    await captioned.captions.step()
    assert captioned.line.overheard == 0
    async with captioned.desk.both(call):
        await captioned.captions.step()
        await settled()
        assert captioned.line.overheard == 1

    await captioned.captions.step()  # nobody has a page of it open here any more

    captioned.line.says("citizen", SENTENCE)
    await settled()
    assert captioned.line.played.qsize() > 0


async def test_captions_that_broke_off_begin_again_after_a_while(
    captioned: Captioned, ears: LoudEars
) -> None:
    now, line, parts = 100.0, captioned.line, captioned.desk.parts
    captions = Captions(
        calls=parts.calls,
        audience=parts.audience,
        sound=line.overhear,
        ears=ears,
        at_once=1,
        monotonic=lambda: now,
    )
    async with captioned.live():
        await captions.step()
        line.played.put_nowait(None)
        await settled()
        await captions.step()
        await settled()
        soon = line.overheard

        now += 6.0
        await captions.step()
        await settled()

        assert (soon, line.overheard) == (1, 2)
    await captions.close()


async def test_who_mutes_in_the_middle_of_a_sentence_has_finished_it(captioned: Captioned) -> None:
    async with captioned.live() as (citizen, _):
        await captioned.captions.step()
        for packet in packets("citizen", tone(1.0)):
            captioned.line.played.put_nowait(packed(packet))

        async with asyncio.timeout(5):
            while not (await citizen.receive_until("caption"))["final"]:
                pass
