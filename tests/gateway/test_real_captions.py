"""Checks captions with the real recogniser: two Kokoro voices in one call, heard by Whisper."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from gateway.voice_side import CaptionEars
from tests.fakes.office import Office
from tests.gateway.caption_desk import Captioned, captioned_desk
from tests.voice.engines.service import speech_service
from voice.caption_ear import RATE, CaptionHearer
from voice.engines.client import SpeechClient, Timeouts
from voice.spoken_text import spoken_text
from voice.synthesizers.kokoro import Kokoro
from voice.vad import SpeechModel

pytestmark = pytest.mark.engine

PATIENT = Timeouts(connect=5, hear=10, finish=60, render=60)
LOADED_WITHIN = 120.0  # seconds
# Both are heard right in three voices and three paces: what is tested here is not the recogniser.
SAID = {"citizen": "我想办异地就医备案。", "agent": "请您把身份证放平，拍一张照片。"}
VOICES = {"citizen": "zf_xiaobei", "agent": "zm_yunjian"}
PAUSE = bytes(RATE * 2)


@pytest.fixture(scope="module")
def socket_path(models: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with speech_service(tmp_path_factory.mktemp("speech"), models) as path:
        yield path


@pytest.fixture
async def captioned(
    office: Office, tmp_path: Path, models: Path, socket_path: Path
) -> AsyncIterator[Captioned]:
    client, model = (
        SpeechClient(socket_path, PATIENT),
        SpeechModel(models / "silero-vad" / "silero_vad.onnx"),
    )
    await client.wait_until_ready(LOADED_WITHIN)
    spoken = spoken_text()

    async def understood(text: str) -> str:
        return spoken.understood(text).text

    hearer = CaptionHearer(client, lambda: model.detector(RATE), understood)
    async with captioned_desk(office, tmp_path, CaptionEars(hearer, client.ready)) as desk:
        yield desk
    await client.close()


async def test_both_sides_are_written_in_their_own_words(
    captioned: Captioned, models: Path
) -> None:
    voices = {seat: Kokoro(models, voice) for seat, voice in VOICES.items()}
    rendered = {
        seat: await asyncio.to_thread(voice.render, SAID[seat], pace=3.2, rate=RATE)
        for seat, voice in voices.items()
    }
    async with captioned.live() as (citizen, _):
        await captioned.captions.step()
        for seat, pcm in rendered.items():
            captioned.line.says(seat, PAUSE + pcm + PAUSE)

        written: dict[str, str] = {}
        async with asyncio.timeout(90):
            while set(written) != set(SAID) or "照片" not in written["agent"]:
                event = await citizen.receive_until("caption")
                if event["final"]:
                    seat = str(event["seat"])
                    written[seat] = written.get(seat, "") + str(event["text"])

    assert "异地就医备案" in written["citizen"]
    assert "身份证" in written["agent"]
