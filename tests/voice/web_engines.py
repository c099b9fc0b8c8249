"""Fulfils the engines and the clock of WebVoice, and remembers what they were asked."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field

from core.errors import EngineUnavailable
from voice.speech import Heard, Hearing, Queued, nothing_queued

RATE = 16_000  # hertz
SPEECH, SILENCE = b"\x10\x27", b"\x00\x00"  # one sample of each, for the fake detector


def sound(seconds: float, sample: bytes = SPEECH) -> list[bytes]:
    """Return that much sound in the slices of a page: 64 ms each."""
    return [sample * 1_024 for _ in range(round(seconds / 0.064))]


class LoudDetector:
    """Take every loud window for speech."""

    def feed(self, pcm: bytes) -> Sequence[float]:
        """Judge one window by its first sample."""
        return [0.99 if pcm[:2] == SPEECH else 0.01]


class FakeHearing:
    """Be one utterance; it notes what happened to it."""

    def __init__(self, owner: FakeRecognizer, on_words: Callable[[str], None] | None) -> None:
        """Take who opened it, and who wants the words so far."""
        self._owner = owner
        self._on_words = on_words
        self.pcm = b""
        self.pauses = 0
        self.dropped = False

    async def feed(self, pcm: bytes) -> None:
        """Take sound; the words come with the second slice."""
        self._owner.check()
        self.pcm += pcm
        if self._on_words is not None:
            self._on_words(self._owner.text[:2])

    async def pause(self) -> None:
        """Note that the speaker paused."""
        self.pauses += 1

    async def finish(self) -> Heard:
        """Return what the test said would be heard."""
        self._owner.check()
        return Heard(self._owner.text, 0.9, "fake")

    async def drop(self) -> None:
        """Note that it was given up."""
        self.dropped = True


@dataclass(slots=True)
class FakeRecognizer:
    """Hear the same sentence in everything."""

    text: str = "门诊统仇怎么签约"
    is_down: bool = False
    opened: list[FakeHearing] = field(default_factory=list)
    asked: list[tuple[int, tuple[str, ...]]] = field(default_factory=list)

    def check(self) -> None:
        """Raise EngineUnavailable while it is down."""
        if self.is_down:
            raise EngineUnavailable("fake ear")

    async def hear(
        self, rate: int, *, hints: Sequence[str] = (), on_words: Callable[[str], None] | None = None
    ) -> Hearing:
        """Begin an utterance."""
        self.check()
        self.asked.append((rate, tuple(hints)))
        hearing = FakeHearing(self, on_words)
        self.opened.append(hearing)
        return hearing


@dataclass(slots=True)
class FakeSynthesizer:
    """Say a tenth of a second for each character, in slices of one second."""

    is_down: bool = False
    never_ends: bool = False
    said: list[tuple[str, float, int]] = field(default_factory=list)
    stopped: int = 0

    async def speak(
        self, text: str, *, pace: float, rate: int, queued: Queued = nothing_queued
    ) -> AsyncIterator[bytes]:
        """Yield sound."""
        if self.is_down:
            raise EngineUnavailable("fake voice")
        self.said.append((text, pace, rate))
        try:
            yield b"\x01\x00" * (rate * len(text) // 10)
            while self.never_ends:
                await asyncio.sleep(0)
                yield b"\x01\x00" * rate
        finally:
            self.stopped += 1


@dataclass(slots=True)
class FakeTime:
    """Be a clock that runs only when somebody waits or a test says so."""

    now: float = 100.0
    waited: list[float] = field(default_factory=list)

    def clock(self) -> float:
        """Return the seconds."""
        return self.now

    async def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self.waited.append(seconds)
        self.now += seconds
        await asyncio.sleep(0)


@dataclass(frozen=True, slots=True)
class Put:
    """Be what the repair made of a sentence."""

    text: str
