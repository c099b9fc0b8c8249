"""Checks the real engines: Whisper and Kokoro through the service, Vosk with its Korean model."""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import subprocess
import sys
from array import array
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from launch.places import CHECKOUT
from tests.voice.engines.running import ended
from tests.voice.engines.service import speech_service
from tests.voice.engines.vosk_alone import HeardByVosk
from voice.engines.client import SpeechClient, Timeouts
from voice.recognizers.whisper import Whisper
from voice.spoken_text import YES_NO, likely, spoken_text
from voice.synthesizers.kokoro import Kokoro
from voice.yes_no_heard import NO, YES

pytestmark = pytest.mark.engine

PATIENT = Timeouts(connect=5, hear=10, finish=60, render=60)  # a gate may run beside others
LOADED_WITHIN = 120.0  # seconds
QUESTION = "我要办理门诊统筹签约，请问需要什么材料？"
SLICE = 20  # milliseconds


@pytest.fixture(scope="module")
def mouth(models: Path) -> Kokoro:
    """Load the synthesiser."""
    return Kokoro(models, "zf_xiaobei")


@pytest.fixture(scope="module")
def socket_path(models: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with speech_service(tmp_path_factory.mktemp("speech"), models) as path:
        yield path


def slices(pcm: bytes, rate: int) -> list[bytes]:
    """Return audio as it comes over a line."""
    size = rate * SLICE // 1000 * 2
    return [pcm[start : start + size] for start in range(0, len(pcm), size)]


async def test_a_rendered_question_is_heard_by_the_other_engine(socket_path: Path) -> None:
    client = SpeechClient(socket_path, PATIENT)
    await client.wait_until_ready(LOADED_WITHIN)
    question = await client.render(QUESTION, pace=3.2, rate=8000)
    words: list[str] = []

    hearing = await client.hear(8000, on_words=words.append)
    for piece in slices(question, 8000):
        await hearing.feed(piece)
    await hearing.pause()
    async with asyncio.timeout(PATIENT.finish):
        while not (await client.state()).recognizer.done:
            pass  # each answer of the service takes its time
    for piece in slices(bytes(8000), 8000):
        await hearing.feed(piece)
    heard = await hearing.finish()

    # Whisper's letters differ a little from processor to processor: 门诊统筹 签约 on some.
    understood = spoken_text().understood(heard.text).text
    assert "门诊统筹签约" in understood
    assert "材料" in understood
    assert heard.confidence > 0.6
    assert words == [heard.text]
    assert (await client.state()).recognizer.done == 1
    await client.close()


async def test_nothing_is_heard_in_silence_and_noise(socket_path: Path) -> None:
    client = SpeechClient(socket_path, PATIENT)
    await client.wait_until_ready(LOADED_WITHIN)
    dice = random.Random(1)
    noise = array("h", [int(dice.gauss(0, 2000)) for _ in range(16000)]).tobytes()

    for audio in (bytes(32000), noise):
        hearing = await client.hear(8000)
        await hearing.feed(audio)

        assert (await hearing.finish()).confidence == 0
    await client.close()


async def test_a_killed_whisper_is_replaced_by_one_that_hears(socket_path: Path) -> None:
    client = SpeechClient(socket_path, PATIENT)
    await client.wait_until_ready(LOADED_WITHIN)
    answer = await client.render("我要转人工。", pace=3.2, rate=8000)
    before = (await client.state()).recognizer
    [worker] = before.workers

    os.kill(worker.pid, signal.SIGKILL)
    assert await asyncio.to_thread(ended, worker.pid)
    async with asyncio.timeout(PATIENT.connect):
        while (await client.state()).recognizer.deaths == before.deaths:
            pass  # the system knew of it before the service did
    await client.wait_until_ready(LOADED_WITHIN)
    hearing = await client.hear(8000)
    await hearing.feed(answer)

    assert "转人工" in (await hearing.finish()).text
    await client.close()


def test_a_hint_is_written_as_it_was_given(models: Path, mouth: Kokoro) -> None:
    audio = mouth.render("我想去市南区人民医院。", pace=3.2, rate=16000)
    stream = Whisper(models / "whisper-base").open(16000, ("市南区人民医院",))
    stream.feed(audio)

    assert "市南区人民医院" in stream.finish().text


@pytest.mark.parametrize("word", ["是的。", "没错。", "不是。", "取消。"])
def test_a_lone_answer_is_heard_where_a_yes_or_no_is_awaited(
    models: Path, mouth: Kokoro, word: str
) -> None:
    audio = mouth.render(word, pace=3.2, rate=8000)
    stream = Whisper(models / "whisper-base").open(8000, likely(YES_NO, ()))
    stream.feed(audio)

    heard = spoken_text().understood(stream.finish().text, awaiting=YES_NO).text

    assert heard in (YES if word in ("是的。", "没错。") else NO)


def test_no_answer_is_made_of_noise_where_a_yes_or_no_is_awaited(models: Path) -> None:
    dice = random.Random(1)
    whisper = Whisper(models / "whisper-base")

    for loud in (30, 1000, 3000):
        noise = array("h", [int(dice.gauss(0, loud)) for _ in range(9600)]).tobytes()
        stream = whisper.open(8000, likely(YES_NO, ()))
        stream.feed(noise)

        assert stream.finish().text == ""


# Kokoro has no Korean voice, but these Chinese syllables sound like the words beside them.
@pytest.mark.parametrize(("syllables", "word"), [("内内。", "네"), ("阿尼优。", "아니요")])
def test_vosk_tells_words_while_they_are_said_and_the_result_at_the_end(
    models: Path, mouth: Kokoro, tmp_path: Path, syllables: str, word: str
) -> None:
    (heard,) = heard_by_vosk(models, tmp_path, ("네", "아니요", "市南区"), said(mouth, syllables))

    assert heard.so_far[0] == ""
    assert word in heard.so_far[-1]
    assert heard.recognizer == "vosk"
    assert set(heard.text.split()) == {word}
    assert heard.confidence > 0.5


def test_one_vosk_model_serves_callers_who_speak_at_once(
    models: Path, mouth: Kokoro, tmp_path: Path
) -> None:
    audio = said(mouth, "内内。"), said(mouth, "阿尼优。")

    first, second = heard_by_vosk(models, tmp_path, ("네", "아니요"), *audio)

    assert set(first.text.split()) == {"네"}
    assert set(second.text.split()) == {"아니요"}


def test_vosk_hears_nothing_in_silence(models: Path, tmp_path: Path) -> None:
    (heard,) = heard_by_vosk(models, tmp_path, (), bytes(32000))

    assert (heard.text, heard.confidence) == ("", 0.0)


def said(mouth: Kokoro, syllables: str) -> bytes:
    """Return syllables between silences, at 8000 Hz."""
    return bytes(4000) + mouth.render(syllables, pace=4.8, rate=8000) + bytes(16000)  # unstretched


def heard_by_vosk(
    models: Path, folder: Path, words: Sequence[str], *audio: bytes
) -> list[HeardByVosk]:
    """Let one Vosk model hear several callers at once, in a process that loads nothing else."""
    paths = [folder / f"{number}.pcm" for number in range(len(audio))]
    for path, pcm in zip(paths, audio, strict=True):
        path.write_bytes(pcm)
    command = [sys.executable, "-m", "tests.voice.engines.vosk_alone", str(models / "vosk-ko")]
    done = subprocess.run(
        [*command, " ".join(words), *map(str, paths)],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=True,
        timeout=LOADED_WITHIN,
    )
    return [HeardByVosk(**one) for one in json.loads(done.stdout)]
