"""Is what tests do with a running speech service."""

from __future__ import annotations

import asyncio
import os
import select
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.voice.engines.fake_engines import said
from voice.engines.client import SpeechClient
from voice.engines.service import Service
from voice.engines.specs import EngineSpec
from voice.engines.states import ServiceState
from voice.speech import Heard

READY_WITHIN = 60.0  # seconds, on a busy machine
ENDS_WITHIN = 10.0
FAKES = "tests.voice.engines.fake_engines"


@dataclass(frozen=True, slots=True)
class Running:
    """Be a service and one client of it."""

    service: Service
    client: SpeechClient
    path: Path

    def other_client(self) -> SpeechClient:
        """Return a second caller."""
        return SpeechClient(self.path)

    def ear_pids(self) -> list[int]:
        """Return the recogniser's workers."""
        return [worker.pid for worker in self.service.state().recognizer.workers]

    async def until(self, holds: Callable[[ServiceState], bool]) -> None:
        """Wait for a state of the service, asking over the socket as often as it answers."""
        async with asyncio.timeout(READY_WITHIN):
            while not holds(await self.client.state()):
                pass


async def hear(client: SpeechClient, words: str, *, hints: tuple[str, ...] = ()) -> Heard:
    """Say these words to the service in one go."""
    hearing = await client.hear(8000, hints=hints)
    await hearing.feed(said(words))
    return await hearing.finish()


def ear_spec(*, factory: str = "ear", workers: int = 1, streaming: bool = False) -> EngineSpec:
    """Describe the fake recogniser."""
    return EngineSpec(
        name="fake ear",
        hears=True,
        factory=f"{FAKES}:{factory}",
        workers=workers,
        streaming=streaming,
        lanes=2,
        streams=4,
        seconds_a_unit=0.001,
    )


def mouth_spec() -> EngineSpec:
    """Describe the fake synthesiser."""
    return EngineSpec("fake mouth", False, f"{FAKES}:mouth", seconds_a_unit=0.001)


def release(pipe: Path) -> None:
    """Let the engine go on that waits at the pipe."""
    pipe.write_bytes(b"on")


def ended(pid: int) -> bool:
    """Wait for a process that need not be a child; return whether it ended."""
    try:
        process = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        waiting = select.poll()
        waiting.register(process, select.POLLIN)
        return bool(waiting.poll(ENDS_WITHIN * 1000))
    finally:
        os.close(process)
