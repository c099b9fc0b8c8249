"""Has what is said often rendered beforehand, in a process of its own, while nobody waits."""

from __future__ import annotations

import asyncio
import logging
import sys

from gateway.settings import ROOT, Settings
from voice.engines.client import SpeechClient

logger = logging.getLogger(__name__)

EVERY = 60.0  # seconds between two looks whether the engines are there
KILL_AFTER = 5.0  # seconds


class PromptPreparation:
    """Run python -m voice.prepare until everything was rendered once."""

    every = EVERY

    def __init__(self, settings: Settings) -> None:
        """Take where the engines are asked, and what is to be rendered."""
        self._settings = settings
        self._engines = SpeechClient(settings.speech_socket)
        self._done = False

    async def step(self) -> None:
        """Render what is missing; do nothing when that was done or the engines are away."""
        if self._done or not await self._engines.ready():
            return
        process = await asyncio.create_subprocess_exec(
            *self.command(),
            cwd=ROOT,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
        )
        try:
            status = await process.wait()
        except asyncio.CancelledError:
            await _ended(process)
            raise
        self._done = status == 0  # else it goes on from there at the next step
        logger.info("prompts were rendered, status %d", status)

    def command(self) -> list[str]:
        """Return the command that renders."""
        settings = self._settings
        return [
            *(sys.executable, "-m", "voice.prepare", f"--{settings.prompts}"),
            *("--socket", str(settings.speech_socket), "--models", str(settings.models)),
            *("--into", str(settings.spoken_clauses), "--voice", settings.voice_name),
        ]


async def _ended(process: asyncio.subprocess.Process) -> None:
    process.terminate()
    try:
        async with asyncio.timeout(KILL_AFTER):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()
