"""Hears and speaks as one would at first: nothing is begun early, each sentence is spoken whole."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path

from voice.clauses import pace_within
from voice.engines.client import SpeechClient
from voice.recognizers.whisper import Whisper, WhisperStream
from voice.speakable import speakable
from voice.speech import Heard, Hearing, Queued, nothing_queued

WINDOW = 30.0  # seconds that the encoder looks at, whatever was said: what the model is made for
_SENTENCE = re.compile(r"[^。！？]+[。！？]?")


class NaiveEar:
    """Fulfil SpeechRecognizer: recognise when the caller has finished, over the whole window."""

    def __init__(self, models: Path) -> None:
        """Load a model of its own."""
        self._engine = Whisper(models / "whisper-base", beyond=WINDOW)

    async def hear(
        self, rate: int, *, hints: Sequence[str] = (), on_words: Callable[[str], None] | None = None
    ) -> Hearing:
        """Begin an utterance."""
        del on_words
        return _NaiveHearing(self._engine.open(rate, hints))


class _NaiveHearing:
    """Fulfil Hearing."""

    def __init__(self, stream: WhisperStream) -> None:
        self._stream = stream

    async def feed(self, pcm: bytes) -> None:
        self._stream.feed(pcm)

    async def pause(self) -> None:
        """Do nothing: it waits for the end."""

    async def finish(self) -> Heard:
        return await asyncio.to_thread(self._stream.finish)

    async def drop(self) -> None:
        """Do nothing."""


class NaiveVoice:
    """Fulfil SpeechSynthesizer: render sentence after sentence whole, keep nothing."""

    def __init__(self, client: SpeechClient) -> None:
        """Take the same engine that the product uses."""
        self._client = client

    async def speak(
        self, text: str, *, pace: float, rate: int, queued: Queued = nothing_queued
    ) -> AsyncIterator[bytes]:
        """Yield the audio sentence by sentence."""
        del queued
        for sentence in _SENTENCE.findall(await asyncio.to_thread(speakable, text)):
            yield await self._client.render(sentence, pace=pace_within(pace), rate=rate)
