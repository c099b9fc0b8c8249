"""Gives a browser a microphone into which a synthesised citizen speaks."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Playwright

from launch.places import CHECKOUT
from tests.browser.opening import QUIET
from voice.engines.client import SpeechClient, Timeouts

RATE = 16_000  # hertz
READY_WITHIN = 180.0  # seconds; both models load in ten on a quiet machine
RENDERED_WITHIN = 120.0  # seconds
BEFORE, AFTER = 0.8, 30.0  # seconds of silence round what is said
MODELS = ("kokoro-82m", "whisper-base", "silero-vad")


def has_models() -> bool:
    """Tell whether this machine can hear and speak."""
    return all((Path(os.environ["YIBAO_MODELS"]) / name).is_dir() for name in MODELS)


@contextmanager
def speech_service(socket: Path, log: Path) -> Iterator[None]:
    """Run the speech engines while the block runs."""
    command = [sys.executable, "-m", "voice.engines", "--socket", str(socket)]
    with (
        log.open("wb") as written,
        subprocess.Popen(
            [*command, "--models", os.environ["YIBAO_MODELS"]],
            cwd=CHECKOUT,
            stdout=written,
            stderr=written,
        ) as service,
    ):
        try:
            _wait_until_ready(socket, service)
            yield
        finally:
            service.terminate()


def record(socket: Path, text: str, into: Path) -> Path:
    """Have the citizen's sentence rendered into a file that a browser takes for a microphone."""

    async def rendered() -> bytes:
        client = SpeechClient(socket, Timeouts(render=RENDERED_WITHIN))
        try:
            return await client.render(text, pace=3.2, rate=RATE)
        finally:
            await client.close()

    pcm = asyncio.run(rendered())
    with wave.open(str(into), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(_silence(BEFORE) + pcm + _silence(AFTER))
    return into


def browser_that_hears(playwright: Playwright, recording: Path) -> Browser:
    """Return a browser whose microphone plays the recording once, each time it is opened."""
    return playwright.chromium.launch(
        executable_path=os.environ["YIBAO_CHROMIUM"],
        args=[
            *QUIET,
            "--use-fake-ui-for-media-stream",
            "--use-fake-device-for-media-stream",
            f"--use-file-for-fake-audio-capture={recording}%noloop",
        ],
    )


def _silence(seconds: float) -> bytes:
    return bytes(2 * int(seconds * RATE))


def _wait_until_ready(socket: Path, service: subprocess.Popen[bytes]) -> None:
    async def is_ready() -> bool:
        client = SpeechClient(socket)
        try:
            return await client.ready()
        finally:
            await client.close()

    ends = time.monotonic() + READY_WITHIN
    while not (socket.exists() and asyncio.run(is_ready())):
        assert service.poll() is None, "the speech engines have ended"
        assert time.monotonic() < ends, "the speech engines do not get ready"
        time.sleep(0.5)  # another process: there is nothing to wait on
