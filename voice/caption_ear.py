"""Hears one person in a conversation and writes along what they say; they are never asked back."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass

from core.errors import EngineUnavailable
from voice.call_ear import Detector
from voice.speech import Hearing, SpeechRecognizer
from voice.turn_taking import Patience, TurnEvent, TurnTaking
from voice.vad import WINDOW_SECONDS, WINDOWS

logger = logging.getLogger(__name__)

RATE = 16_000  # hertz
WINDOW = WINDOWS[RATE] * 2  # bytes
BEFORE = 10  # windows kept from before an utterance: its first syllable is in there
UNFINISHED = 2  # utterances that may wait for their words; what comes meanwhile is not written
# Words that come late are of no use here: sentences are cut at short pauses, and soon.
PATIENCE = Patience(over=0.6, longest=12.0)

Told = Callable[[str, bool], Awaitable[None]]  # words, whether they will not change any more


@dataclass(frozen=True, slots=True)
class CaptionHearer:
    """Hold what turns sound into words; `understand` puts right what was misheard."""

    recognizer: SpeechRecognizer
    detector: Callable[[], Detector]  # of 16000 Hz
    understand: Callable[[str], Awaitable[str]]


class CaptionEar:
    """Be the ear for one person."""

    def __init__(self, hearer: CaptionHearer, told: Told) -> None:
        """Take how to hear, and who is told the words."""
        self._hearer = hearer
        self._told = told
        self._detector = hearer.detector()
        self._turns = TurnTaking(PATIENCE)
        self._rest = b""  # sound that fills no window yet
        self._before: deque[bytes] = deque(maxlen=BEFORE)
        self._hearing: Hearing | None = None
        self._words = self._shown = ""  # of the utterance under way: recognised, and told
        self._finishing: set[asyncio.Task[None]] = set()
        self._in_order = asyncio.Lock()

    @property
    def speaking(self) -> bool:
        """Tell whether a sentence is under way."""
        return self._turns.speaking

    async def hear(self, pcm: bytes) -> None:
        """Take the next sound, 16-bit mono at RATE."""
        self._rest += pcm
        while len(self._rest) >= WINDOW:
            window, self._rest = self._rest[:WINDOW], self._rest[WINDOW:]
            try:
                await self._judge(window)
            except EngineUnavailable as error:  # this sentence is not written; the next may be
                logger.info("no captions for a moment: %s", error.engine)
                self._hearing = None

    async def close(self) -> None:
        """Hear no more, and give up what is not written yet."""
        hearing, self._hearing = self._hearing, None
        if hearing is not None:
            with suppress(EngineUnavailable):
                await hearing.drop()
        for task in self._finishing:
            task.cancel()
        await asyncio.gather(*self._finishing, return_exceptions=True)

    async def _judge(self, window: bytes) -> None:
        self._before.append(window)
        if self._hearing is not None:
            await self._hearing.feed(window)
            await self._show()
        for probability in self._detector.feed(window):
            for event in self._turns.heard(probability, WINDOW_SECONDS):
                await self._take(event)

    async def _take(self, event: TurnEvent) -> None:
        match event:
            case TurnEvent.SPEECH_BEGAN if len(self._finishing) < UNFINISHED:
                self._words = self._shown = ""
                self._hearing = await self._hearer.recognizer.hear(RATE, on_words=self._take_words)
                await self._hearing.feed(b"".join(self._before))
            case TurnEvent.PAUSED if self._hearing is not None:
                await self._hearing.pause()
            case TurnEvent.UTTERANCE_OVER | TurnEvent.TOO_LONG if self._hearing is not None:
                hearing, self._hearing = self._hearing, None
                self._before.clear()
                # Beside the sound: the next sentence is not lost while this one is recognised.
                task = asyncio.create_task(self._finish(hearing, self._shown), name="caption")
                self._finishing.add(task)
                task.add_done_callback(self._finishing.discard)

    async def _finish(self, hearing: Hearing, shown: str) -> None:
        async with self._in_order:
            try:
                heard = await hearing.finish()
            except EngineUnavailable as error:
                logger.info("a caption was not written: %s", error.engine)
                text = ""
            else:
                text = heard.text.strip()
            if text:
                await self._told(await self._hearer.understand(text), True)
            elif shown:
                await self._told(shown, True)

    async def _show(self) -> None:
        if self._words and self._words != self._shown:
            self._shown = self._words
            await self._told(self._shown, False)

    def _take_words(self, words: str) -> None:
        self._words = words
