"""Gives the tests a speech service whose workers are real and whose engines are not."""

from __future__ import annotations

import os
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from tests.voice.engines.running import READY_WITHIN, Running, ear_spec, mouth_spec
from voice.engines.client import SpeechClient
from voice.engines.crew import SPEAKING, Limits
from voice.engines.service import Service
from voice.engines.specs import EngineSpec

Start = Callable[..., Awaitable[Running]]


@pytest.fixture
def place() -> Iterator[Path]:
    """Return a folder with a short path: a socket's may have 107 bytes."""
    with tempfile.TemporaryDirectory(prefix="yibao-") as folder:
        yield Path(folder)


@pytest.fixture
def pipe(place: Path) -> Path:
    """Return a named pipe that an engine waits at until the test writes to it."""
    path = place / "pipe"
    os.mkfifo(path)
    return path


@pytest.fixture
async def start(place: Path) -> AsyncIterator[Start]:
    """Start services; all of them are stopped at the end."""
    async with AsyncExitStack() as ends:

        async def begin(
            *,
            ear: EngineSpec | None = None,
            mouth: EngineSpec | None = None,
            limits: Limits | None = None,
            utterances: int = 64,
            ready: bool = True,
        ) -> Running:
            service = Service(
                place / "speech.sock",
                ear or ear_spec(),
                mouth or mouth_spec(),
                limits or Limits(),
                limits or SPEAKING,
                utterances,
            )
            await service.start()
            ends.push_async_callback(service.stop)
            client = SpeechClient(place / "speech.sock")
            ends.push_async_callback(client.close)
            if ready:
                await client.wait_until_ready(READY_WITHIN)
            return Running(service, client, place / "speech.sock")

        yield begin
