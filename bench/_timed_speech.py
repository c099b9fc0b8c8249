"""Puts a stopwatch round what hears, answers and speaks in one call."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, replace

from bench._handset import Handset
from core import phone_wording
from voice.front import Said, Session
from voice.http_front import HttpFront
from voice.speaker import Render
from voice.speech import (
    Heard,
    Hearing,
    Queued,
    SpeechRecognizer,
    SpeechSynthesizer,
    nothing_queued,
)

BRIDGES = {phone_wording.ONE_MOMENT, phone_wording.STILL_LOOKING}  # said while an answer takes long


@dataclass(slots=True)
class Turn:
    """Be what happened after one question; seconds of the loop's clock, None: it did not."""

    over: float | None = None  # the endpoint was decided
    words: float | None = None  # the utterance was recognised
    sent: float | None = None
    answered: float | None = None
    audio: float | None = None  # the first of the answer is audible
    ended: float = 0.0  # the caller's last sound
    said: Said | None = None
    heard: str = ""
    rendered: bool = False  # whether the answer's first clause had to be rendered
    bridged: bool = False
    endpoints: int = 0  # more than one: the question was cut in two

    def from_endpoint(self) -> float:
        """Return the milliseconds from the endpoint's decision to the answer's sound."""
        return between(self.over, self.audio)

    def from_speech(self) -> float:
        """Return the milliseconds from the caller's last sound to the answer's."""
        return between(self.ended, self.audio)


class Stopwatch:
    """Hold the turn under way, and what went wrong in the call."""

    def __init__(self, line: Handset) -> None:
        """Take the line on which it is spoken."""
        self.line = line
        self.turn = Turn()
        self.gaps: list[float] = []  # seconds of silence within a sentence of ours
        self.deaf = 0

    def now(self) -> float:
        """Return the loop's time."""
        return asyncio.get_running_loop().time()


class TimedEar:
    """Fulfil SpeechRecognizer."""

    def __init__(self, inner: SpeechRecognizer, watch: Stopwatch) -> None:
        self._inner, self._watch = inner, watch

    async def hear(
        self, rate: int, *, hints: Sequence[str] = (), on_words: Callable[[str], None] | None = None
    ) -> Hearing:
        """Begin an utterance."""
        return _TimedHearing(
            await self._inner.hear(rate, hints=hints, on_words=on_words), self._watch
        )


class _TimedHearing:
    """Fulfil Hearing."""

    def __init__(self, inner: Hearing, watch: Stopwatch) -> None:
        self._inner, self._watch = inner, watch

    async def feed(self, pcm: bytes) -> None:
        await self._inner.feed(pcm)

    async def pause(self) -> None:
        await self._inner.pause()

    async def finish(self) -> Heard:
        turn = self._watch.turn
        turn.over = self._watch.now()
        turn.ended = self._watch.line.ended_at
        turn.endpoints += 1
        try:
            heard = await self._inner.finish()
        except BaseException:
            self._watch.deaf += 1
            raise
        turn.words, turn.heard = self._watch.now(), heard.text
        return heard

    async def drop(self) -> None:
        await self._inner.drop()


class TimedVoice:
    """Fulfil SpeechSynthesizer."""

    def __init__(self, inner: SpeechSynthesizer, watch: Stopwatch) -> None:
        self._inner, self._watch = inner, watch

    async def speak(
        self, text: str, *, pace: float, rate: int, queued: Queued = nothing_queued
    ) -> AsyncIterator[bytes]:
        """Yield the audio, noting when it comes."""
        first = True
        async for clause in self._inner.speak(text, pace=pace, rate=rate, queued=queued):
            if first:
                self._note(text)
            elif self._watch.line.queued() <= 0:
                self._watch.gaps.append(self._watch.line.silent_for())
            first = False
            yield clause

    def _note(self, text: str) -> None:
        turn = self._watch.turn
        if text in BRIDGES:
            turn.bridged = True
        elif turn.answered is not None and turn.audio is None:
            turn.audio = self._watch.now() + self._watch.line.queued()


def timed_render(render: Render, watch: Stopwatch) -> Render:
    """Return what renders, noting whether an answer had to wait for it."""

    async def rendered(clause: str, *, pace: float, rate: int, spare: float = 0.0) -> bytes:
        turn = watch.turn
        if turn.answered is not None and turn.audio is None:
            turn.rendered = True
        return await render(clause, pace=pace, rate=rate, spare=spare)

    return rendered


class TimedFront(HttpFront):
    """Be the gateway of one call."""

    watch: Stopwatch

    async def begin(self, caller: str, called: str) -> Session:
        """Open a conversation that nobody asks to record."""
        return replace(await super().begin(caller, called), recording_allowed=False)

    async def say(
        self, session: Session, text: str, message_id: str, confidence: float | None = None
    ) -> Said:
        """Return the answer."""
        turn = self.watch.turn
        turn.sent = self.watch.now()
        said = await super().say(session, text, message_id, confidence)
        turn.answered, turn.said = self.watch.now(), said
        return said


def between(before: float | None, after: float | None) -> float:
    """Return the milliseconds between two moments that there were."""
    assert before is not None
    assert after is not None
    return 1000 * (after - before)
