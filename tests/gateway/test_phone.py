"""Tests the composition of the phone process: which call is recorded where, what is prepared."""

from __future__ import annotations

import asyncio
import sys
import wave
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from pydantic import SecretStr

from core import phone_wording
from core.call_back_tables import consents
from core.errors import EngineUnavailable
from gateway.phone import CallFront, Calls, chores
from gateway.prompt_preparation import PromptPreparation, prompt_preparation
from gateway.settings import Settings
from gateway.understanding import Understanding, understanding
from tests.fakes.office import CATALOGUE
from tests.gateway.phone_desk import NUMBER, SECRET, PhoneDesk
from tests.gateway.phone_desk import phone_desk as phone_desk
from tests.gateway.test_recordings import FakeLine, tone
from voice.call import CallParts
from voice.http_front import field_in
from voice.line import Audio, HungUp, Key, LineEvent
from voice.speech import Hearing, Queued, nothing_queued
from voice.vad import WINDOW_SECONDS


class Mute:
    """Fulfil SpeechRecognizer and SpeechSynthesizer: hears nothing, says silence at once."""

    def __init__(self) -> None:
        self.asked = asyncio.Event()  # whether the call may be recorded

    async def hear(self, rate: int, **_: object) -> Hearing:
        raise EngineUnavailable("fake")

    async def speak(
        self, text: str, *, pace: float, rate: int, queued: Queued = nothing_queued
    ) -> AsyncIterator[bytes]:
        del pace, rate, queued
        if text == phone_wording.MAY_RECORD[0]:
            self.asked.set()
        yield tone(5)


class Quiet:
    """Fulfil Detector: nobody speaks."""

    def feed(self, pcm: bytes) -> list[float]:
        return [0.0] * round(len(pcm) / 16000 / WINDOW_SECONDS)


class ScriptedLine(FakeLine):
    """Press a key when asked whether it may be recorded, bring some audio, hang up."""

    def __init__(self, key: str, voice: Mute, decided: asyncio.Event) -> None:
        super().__init__([])
        self._key = key
        self._voice = voice
        self._decided = decided

    def queued(self) -> float:
        return 0.0

    async def events(self) -> AsyncIterator[LineEvent]:
        async with asyncio.timeout(20):
            await self._voice.asked.wait()
            yield Key(self._key, 0.1)
            await self._decided.wait()
        for number in range(60):
            yield Audio(tone(number))
        yield HungUp(True, "bye")


async def understand(raw: str, **_: object) -> str:
    return raw


def calls_of(
    desk: PhoneDesk,
    folder: Path,
    writer: ThreadPoolExecutor,
    voice: Mute,
    decided: asyncio.Event,
) -> Calls:
    async def noted(response: httpx.Response) -> None:
        if response.request.method == "PATCH":
            decided.set()

    client = httpx.AsyncClient(
        transport=httpx.ASGITransport(desk.app, client=("127.0.0.1", 40000)),
        event_hooks={"response": [noted]},
    )
    settings = Settings(call_recordings=folder, phone_secret=SecretStr(SECRET), port=9)
    field_of = field_in(CATALOGUE)
    parts = CallParts(
        recognizer=voice,
        synthesizer=voice,
        detector=Quiet,
        understand=understand,
        front=CallFront(client, base_url="", secret="", field_of=field_of),
        music=b"",
        recording=lambda _line, _agreed: None,
    )
    return Calls(settings, parts, client, field_of, desk.office.clock, writer)


@pytest.mark.parametrize(("key", "given"), [("1", True), ("2", False)])
async def test_a_call_is_recorded_under_its_conversation_after_a_yes_and_only_then(
    phone_desk: PhoneDesk, tmp_path: Path, key: str, given: bool
) -> None:
    voice, decided = Mute(), asyncio.Event()
    with ThreadPoolExecutor(1) as writer:
        calls = calls_of(phone_desk, tmp_path, writer, voice, decided)
        await calls.answer(ScriptedLine(key, voice, decided))

    (consent,) = await phone_desk.office.rows(consents)
    paths = await asyncio.to_thread(lambda: sorted(tmp_path.glob("*/*.wav")))
    assert consent["given"] is given
    assert [f"{path.parent.name}/{path.stem}" for path in paths] == (
        [f"2026-12-21/{consent['conversation_id']}"] if given else []
    )
    for path in paths:
        with wave.open(str(path)) as file:
            assert file.getnframes() == 60 * 160


async def test_the_front_of_a_call_knows_its_conversation(phone_desk: PhoneDesk) -> None:
    with ThreadPoolExecutor(1) as writer:
        front = calls_of(phone_desk, Path("unused"), writer, Mute(), asyncio.Event()).front()

        session = await front.begin(NUMBER, "12393")

    assert front.conversation_id == session.conversation_id


async def test_prompts_wait_until_the_engines_are_there(tmp_path: Path) -> None:
    settings = Settings(speech_socket=tmp_path / "speech.sock", spoken_clauses=tmp_path / "c")
    preparation = prompt_preparation(settings, lambda: True)

    await preparation.step()  # nobody listens at the socket

    command = preparation.command
    assert command[1:4] == ("-m", "voice.prepare", "--first")
    assert command[command.index("--socket") + 1] == str(tmp_path / "speech.sock")


async def ready() -> bool:
    return True


async def test_prompts_are_rendered_once_while_nobody_calls(tmp_path: Path) -> None:
    script = f"open({str(tmp_path / 'runs')!r}, 'a').write('.')"
    preparation = PromptPreparation(
        (sys.executable, "-c", script), ready=ready, nobody_calls=lambda: True
    )

    for _ in range(3):
        await preparation.step()

    assert (tmp_path / "runs").read_text() == "."


async def test_a_call_ends_the_rendering_which_goes_on_afterwards(tmp_path: Path) -> None:
    mark = tmp_path / "began"
    script = (
        f"import pathlib, time; mark = pathlib.Path({str(mark)!r});"
        " first = not mark.exists(); mark.touch(); time.sleep(600 * first)"
    )
    preparation = PromptPreparation(
        (sys.executable, "-c", script), ready=ready, nobody_calls=lambda: not mark.exists()
    )
    after_the_call = PromptPreparation(
        (sys.executable, "-c", script), ready=ready, nobody_calls=lambda: True
    )

    async with asyncio.timeout(30):  # not the ten minutes that it would take
        await preparation.step()
        await after_the_call.step()

    assert mark.exists()


async def test_old_recordings_are_deleted_beside_the_calls(
    phone_desk: PhoneDesk, tmp_path: Path
) -> None:
    old = tmp_path / "2026-09-01" / "a.wav"
    old.parent.mkdir()
    old.touch()
    settings = Settings(
        call_recordings=tmp_path, prompts="off", phone_secret=SecretStr(SECRET), recording_days=1
    )
    near = httpx.ASGITransport(phone_desk.app, client=("127.0.0.1", 40000))
    now, away = phone_desk.office.clock, httpx.ASGITransport(FastAPI())

    for transport, is_there in ((away, True), (near, False)):
        async with httpx.AsyncClient(transport=transport) as client:
            (chore,) = chores(settings, now, client, nobody_calls=lambda: True)
            await chore.step()
            assert old.exists() is is_there


@pytest.fixture(scope="module")
def known() -> Understanding:
    return understanding(Settings(), CATALOGUE)


async def test_misheard_words_of_the_trade_are_put_right(known: Understanding) -> None:
    assert (
        await known("我想办医地就医备案", awaiting=None, hints=(), readings=())
        == "我想办异地就医备案"
    )


async def test_misheard_dialect_is_put_right_as_citizens_here_speak_it(
    known: Understanding,
) -> None:
    assert await known("给案转个人", awaiting=None, hints=(), readings=()) == "给俺转个人"


async def test_the_field_decides_how_a_number_is_read(known: Understanding) -> None:
    spoken = "幺三八零零幺三八零零零"

    assert await known(spoken, awaiting="mobile", hints=(), readings=()) == NUMBER
    assert known.is_number("mobile")
    assert not known.is_number("name")
    assert not known.is_number(None)
