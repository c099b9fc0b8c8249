"""Declares what hears and what speaks: SpeechRecognizer, SpeechSynthesizer and their engines.

Audio is signed 16-bit little-endian PCM, mono, everywhere in this package; its rate in hertz is
named where it matters (8000 on the phone line, 16000 from browsers).
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from core.versions import Version

SLOWEST, USUAL, FASTEST = 1.5, 3.2, 5.0  # characters a second
SLOW = 2.5  # characters a second, for who asked for it
SLOWER_BY = 0.85  # what "说慢点" makes of the pace


def pace_of(persona: str) -> float:
    """Return how fast a version speaks, in characters a second, unless somebody chose a pace."""
    return SLOW if persona == Version.ELDER else USUAL


Queued = Callable[[], float]  # seconds of sound that a listener has not heard yet


def nothing_queued() -> float:
    """Return 0: the listener waits."""
    return 0.0


@dataclass(frozen=True, slots=True)
class Reading:
    """Be one way to read what was said."""

    text: str  # simplified characters
    likelihood: float  # natural logarithm of its probability, by the recogniser


@dataclass(frozen=True, slots=True)
class Heard:
    """Be what one utterance was recognised as."""

    text: str  # simplified characters, as the recogniser wrote them
    confidence: float  # 0..1; 0: nothing was understood
    recognizer: str = ""  # vosk, whisper, remote
    readings: tuple[
        Reading, ...
    ] = ()  # the text and what else it may be; (): nothing else is known


class Hearing(Protocol):
    """Be one utterance while it is being spoken; every call may raise EngineUnavailable."""

    async def feed(self, pcm: bytes) -> None:
        """Take the next slice of audio."""
        ...

    async def pause(self) -> None:
        """Say that the speaker paused: what was heard so far may be recognised already."""
        ...

    async def finish(self) -> Heard:
        """Return what was said; nothing may be fed afterwards."""
        ...

    async def drop(self) -> None:
        """Give the utterance up."""
        ...


class SpeechRecognizer(Protocol):
    """Turn speech into text."""

    async def hear(
        self, rate: int, *, hints: Sequence[str] = (), on_words: Callable[[str], None] | None = None
    ) -> Hearing:
        """Begin an utterance; `on_words` gets the words so far whenever they change.

        `hints` are words that are likely now, e.g. the hospitals of the open question. Raises
        EngineUnavailable if no engine is free soon enough.
        """
        ...


class SpeechSynthesizer(Protocol):
    """Turn text into speech."""

    def speak(
        self, text: str, *, pace: float, rate: int, queued: Queued = nothing_queued
    ) -> AsyncIterator[bytes]:
        """Yield the audio clause by clause, the first as soon as it is ready.

        `text` is as written (figures, dates, Latin letters); `pace` in characters a second;
        `queued` tells how long the listener still has to hear: who falls silent first goes first.
        Raises EngineUnavailable if neither the engine nor a prepared recording has it.
        """
        ...


class RecognizerStream(Protocol):
    """Be one utterance inside an engine's own process; it may block."""

    def feed(self, pcm: bytes) -> str:
        """Take audio; return the words so far ("" while nothing is known)."""
        ...

    def pause(self) -> str:
        """Recognise what is there; return the words so far."""
        ...

    def finish(self) -> Heard:
        """Return what was said."""
        ...


class RecognizerEngine(Protocol):
    """Be a recogniser inside its own process; it may block."""

    def open(self, rate: int, hints: Sequence[str]) -> RecognizerStream:
        """Begin an utterance."""
        ...


class SynthesizerEngine(Protocol):
    """Be a synthesiser inside its own process; it may block."""

    def render(self, clause: str, *, pace: float, rate: int) -> bytes:
        """Return one clause, already in speakable words, as PCM without silence at its ends."""
        ...
