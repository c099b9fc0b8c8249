"""Has what is said often rendered beforehand, in a process of its own, while nobody calls."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Awaitable, Callable, Sequence

from gateway.settings import ROOT, Settings
from voice.engines.client import SpeechClient

logger = logging.getLogger(__name__)

EVERY = 60.0  # seconds between two looks whether the engines are there
GLANCE = 0.2  # seconds between two looks whether somebody calls
KILL_AFTER = 5.0  # seconds


class PromptPreparation:
    """Run a command until it has rendered everything once, and never beside a call."""

    every = EVERY

    def __init__(
        self,
        command: Sequence[str],
        *,
        ready: Callable[[], Awaitable[bool]],
        nobody_calls: Callable[[], bool],
    ) -> None:
        """Take what renders, whether the engines are there, and whether the line is quiet."""
        self.command = tuple(command)
        self._ready = ready
        self._nobody_calls = nobody_calls
        self._done = False

    async def step(self) -> None:
        """Render what is missing; do nothing when that was done or the engines are away."""
        if self._done or not self._nobody_calls() or not await self._ready():
            return
        process = await asyncio.create_subprocess_exec(
            *self.command,
            cwd=ROOT,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
        )
        ending = asyncio.create_task(process.wait())
        try:
            while self._nobody_calls() and not ending.done():
                await asyncio.wait([ending], timeout=GLANCE)
        finally:
            if not ending.done():
                await _ended(process)
            status = await ending
        self._done = status == 0  # else it goes on from there at the next step
        logger.info("prompts were rendered, status %d", status)


def prompt_preparation(settings: Settings, nobody_calls: Callable[[], bool]) -> PromptPreparation:
    """Return what renders with the engines that calls use."""
    command = [
        *(sys.executable, "-m", "voice.prepare", f"--{settings.prompts}"),
        *("--socket", str(settings.speech_socket), "--models", str(settings.models)),
        *("--into", str(settings.spoken_clauses), "--voice", settings.voice_name),
    ]
    engines = SpeechClient(settings.speech_socket)
    return PromptPreparation(command, ready=engines.ready, nobody_calls=nobody_calls)


async def _ended(process: asyncio.subprocess.Process) -> None:
    process.terminate()
    try:
        async with asyncio.timeout(KILL_AFTER):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()
