"""Puts a telephone line and its speech engines beside the first gateway of the town."""

from __future__ import annotations

import asyncio
import os
import sys
import wave
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from bench._voice_callers import PACES, VOICES, Studio
from bench._voice_callers import Caller as Speaker
from bench.faults.phrases import Samples, recorded_phrases
from bench.faults.town import Town
from launch.errors import NotReady
from launch.places import CHECKOUT, Places
from launch.prepare import Prepared
from launch.training_data import Example
from launch.voice import voice_programs
from launch.work import Work
from tests.ports import free_port
from tests.running import Service
from voice.engines.client import SpeechClient
from voice.engines.states import ServiceState

READY_WITHIN = 240.0  # seconds; models are loaded while everything else is running
VOICE = "zf_xiaoxiao"  # ours, whose prompts are recorded
SENTENCES = (
    "国家对跨省看病直接结算有什么要求",
    "异地就医怎么备案",
    "医保断缴了怎么办",
    "生育津贴怎么领",
)


@dataclass(frozen=True, slots=True)
class Telephone:
    """Be the line, its engines, and what callers say."""

    speech: Service
    phone: Service
    port: int
    socket: Path  # of the speech engines
    said: Mapping[str, bytes]  # sentence -> PCM at 8000 Hz
    phrases: Mapping[str, Samples]
    recordings: Path

    async def engines(self) -> ServiceState:
        """Say how the speech engines are; raise EngineUnavailable if they do not answer."""
        client = SpeechClient(self.socket)
        try:
            return await client.state()
        finally:
            await client.close()

    async def speech_ready(self) -> None:
        """Wait until it hears and speaks."""
        client = SpeechClient(self.socket)
        try:
            await client.wait_until_ready(READY_WITHIN)
        finally:
            await client.close()

    async def line_ready(self) -> None:
        """Wait until calls are taken."""
        async with asyncio.timeout(READY_WITHIN):
            while True:
                with suppress(OSError):
                    _, writer = await asyncio.open_connection("127.0.0.1", self.port)
                    writer.close()
                    return
                await asyncio.sleep(0.1)


@asynccontextmanager
async def telephone(town: Town, **more: str) -> AsyncIterator[Telephone]:
    """Run both programs during the block; `more` are settings by their environment variable.

    As on any machine with a gateway (docs/cluster.md), the line speaks with that gateway alone.
    """
    places = Places(CHECKOUT, Path(os.environ["YIBAO_MODELS"]).parent, town.folder)
    prepared = Prepared(
        main_python=Path(sys.executable),
        rasa_python=Path(os.environ["YIBAO_RASA_PYTHON"]),
        rasa_model=Path(os.environ["YIBAO_RASA_MODEL"]),
    )
    port = str(free_port())
    spoken = town.folder / "spoken-clauses"  # answers are to be rendered, prompts to be there
    prompts, kept = spoken / "prompts", places.cache / "spoken-clauses"
    spoken.mkdir(exist_ok=True)
    if not prompts.exists():
        prompts.symlink_to(kept / "prompts")
    settings = {
        **town.settings,
        "YIBAO_PORT": str(town.cluster.ports.gateways[0]),
        "YIBAO_SIP_PORT": port,
        "YIBAO_SIP_TCP_PORT": port,
        "YIBAO_PHONE_RTP_PORTS": "37000-37998",
        "YIBAO_PROMPTS": "essential",  # nothing is rendered beside what is measured
        "YIBAO_SPOKEN_CLAUSES": str(spoken),
        **more,
    }
    said = await asyncio.to_thread(spoken_by_callers, SENTENCES)
    phrases = await asyncio.to_thread(recorded_phrases, kept, VOICE)
    if not phrases:
        raise NotReady(f"No prompts are recorded in {kept}: make prepare.")
    work = Work(places)
    speech, phone = (
        Service(work, program, ()) for program in voice_programs(places, prepared, settings)
    )
    async with AsyncExitStack() as ends:
        for one in (speech, phone):
            ends.push_async_callback(asyncio.to_thread, one.stop)
            one.start()
        line = Telephone(
            *(speech, phone, int(port), Path(settings["YIBAO_SPEECH_SOCKET"])),
            *(said, phrases, Path(settings["YIBAO_CALL_RECORDINGS"])),
        )
        await line.speech_ready()
        await line.line_ready()
        yield line


def unplayable(folder: Path) -> tuple[str, ...]:
    """Return which recordings of calls below a folder cannot be played."""
    found = []
    for path in sorted(folder.glob("**/recordings/*/*.wav")):
        try:
            with wave.open(str(path)) as recording:
                bytes_a_frame = recording.getnchannels() * recording.getsampwidth()
                told = recording.getnframes() * bytes_a_frame
            if not 0 < told <= path.stat().st_size:
                found.append(f"{path.name} has {told} bytes of sound")
        except (EOFError, wave.Error) as error:
            found.append(f"{path.name}: {error}")
    return tuple(found)


def spoken_by_callers(sentences: Sequence[str]) -> dict[str, bytes]:
    """Return sentences as a telephone brings them; what was rendered once is kept on disk."""
    models = Path(os.environ["YIBAO_MODELS"])
    studio = Studio(models, models.parent / "voice-bench")
    speakers = {
        text: Speaker(Example(text, "policy_question", "plain"), VOICES[-1], PACES[0], "report")
        for text in sentences
    }
    studio.prepare(list(speakers.values()))
    return {text: studio.audio(one, "clean 8 kHz", ())[0] for text, one in speakers.items()}
