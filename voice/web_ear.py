"""Hears one microphone: finds where a sentence begins and ends, and has it recognised."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

from core import browser_voice_wording as wording
from core.errors import EngineUnavailable
from voice.speech import Heard, Hearing, SpeechRecognizer
from voice.spoken_text import likely
from voice.turn_taking import Patience, TurnEvent, TurnTaking
from voice.web_limits import seconds_of
from voice.web_mouth import Outlet
from voice.web_wire import LISTENING_RATE, written

logger = logging.getLogger(__name__)

WINDOW = 1_024  # bytes: 32 ms, what a detector judges at once
PATIENCE = Patience(longest=30.0)  # nobody dictates a letter into a chat
KEPT = 16  # windows kept from before the beginning, so that the first syllable is whole


class Detector(Protocol):
    """Tell speech from other sounds."""

    def feed(self, pcm: bytes) -> Sequence[float]:
        """Take 32 ms of sound; return how likely it is speech, 0..1."""
        ...


class Understood(Protocol):
    """Be what a recogniser wrote, put right."""

    @property
    def text(self) -> str:
        """Return the words as they were meant."""
        ...


@dataclass(frozen=True, slots=True)
class Hearer:
    """Hold what turns sound into words."""

    recognizer: SpeechRecognizer
    detector: Callable[[], Detector]  # at 16000 hertz
    understand: Callable[[Heard, str | None], Understood]  # of which field; may take 60 ms
    is_number: Callable[[str | None], bool]  # whether this field is a number, said in groups
    hints: Callable[[str | None], Sequence[str]]  # words that are likely for this field
    hotline: str
    patience: Patience = PATIENCE


class Ear:
    """Hear one page; its methods are called one after the other."""

    def __init__(
        self,
        hearer: Hearer,
        outlet: Outlet,
        *,
        interrupt: Callable[[], Awaitable[None]],
        is_speaking: Callable[[], bool],
    ) -> None:
        """Take how to hear, where to tell it, and how to silence what is being said."""
        self._hearer = hearer
        self._outlet = outlet
        self._interrupt = interrupt
        self._is_speaking = is_speaking
        self._detector = hearer.detector()
        self._turn = TurnTaking(hearer.patience)
        self._is_on = False
        self._expects = False  # whether it is the citizen's turn
        self._awaiting: str | None = None
        self._rest = b""  # sound that fills no window yet
        self._before: deque[bytes] = deque(maxlen=KEPT)
        self._hearing: Hearing | None = None
        self._words = self._told = ""  # so far: as recognised, and as the page knows them

    async def listen(self, awaiting: str | None) -> None:
        """Wait for a sentence that answers this field; a sentence in the middle goes on."""
        if not self._is_on:
            self._detector, self._rest = self._hearer.detector(), b""
            self._before.clear()
            self._turn.drop()
        self._turn.noticed()
        self._is_on = self._expects = True
        self._awaiting = awaiting

    async def mute(self) -> None:
        """Hear nothing any more."""
        self._is_on = False
        hearing, self._hearing = self._hearing, None
        if hearing is not None:
            with suppress(EngineUnavailable):
                await hearing.drop()

    async def finish(self) -> None:
        """End the sentence now; if nobody has spoken, say so."""
        if not self._is_on:
            return
        try:
            for event in self._turn.finish() or (TurnEvent.NOTHING_HEARD,):
                await self._take(event)
        except EngineUnavailable as error:
            await self._fail(error)

    async def hear(self, pcm: bytes) -> None:
        """Take the next sound of the microphone."""
        self._rest += pcm
        while self._is_on and len(self._rest) >= WINDOW:
            window, self._rest = self._rest[:WINDOW], self._rest[WINDOW:]
            try:
                await self._judge(window)
            except EngineUnavailable as error:
                await self._fail(error)

    async def _judge(self, window: bytes) -> None:
        self._before.append(window)
        if self._hearing is not None:
            await self._hearing.feed(window)
            await self._tell_words()
        self._turn.expect(
            playing=self._is_speaking(),
            digits=self._hearer.is_number(self._awaiting),
            counting=self._expects,
        )
        seconds = seconds_of(window, LISTENING_RATE)
        for probability in self._detector.feed(window):
            for event in self._turn.heard(probability, seconds):
                await self._take(event)

    async def _take(self, event: TurnEvent) -> None:
        match event:
            case TurnEvent.SPEECH_BEGAN:
                await self._interrupt()
                await self._begin()
            case TurnEvent.PAUSED if self._hearing is not None:
                await self._hearing.pause()
            case TurnEvent.UTTERANCE_OVER | TurnEvent.TOO_LONG if self._hearing is not None:
                await self._end(self._hearing)
            case TurnEvent.NOTHING_HEARD:
                await self._give_up()

    async def _begin(self) -> None:
        self._words = self._told = ""
        await self._outlet.send_text(written("partial", text=""))
        self._hearing = await self._hearer.recognizer.hear(
            LISTENING_RATE,
            hints=likely(self._awaiting, self._hearer.hints(self._awaiting)),
            on_words=self._take_words,
        )
        await self._hearing.feed(b"".join(self._before))

    async def _tell_words(self) -> None:
        if self._words != self._told:
            self._told = self._words
            await self._outlet.send_text(written("partial", text=self._told))

    async def _end(self, hearing: Hearing) -> None:
        self._hearing, self._expects = None, False
        self._before.clear()
        await self._outlet.send_text(written("recognising"))
        heard = await hearing.finish()
        if not heard.text.strip():
            return await self._give_up()
        understood = await asyncio.to_thread(self._hearer.understand, heard, self._awaiting)
        facts = {"raw": heard.text, "confidence": round(heard.confidence, 3)}
        await self._outlet.send_text(written("heard", text=understood.text, **facts))
        return None

    async def _give_up(self) -> None:
        await self.mute()
        await self._outlet.send_text(written("nothing"))

    async def _fail(self, error: EngineUnavailable) -> None:
        logger.warning("nothing hears: %s", error.engine)
        await self.mute()
        detail = wording.NOT_HEARING.format(hotline=self._hearer.hotline)
        await self._outlet.send_text(written("trouble", about="hear", detail=detail))

    def _take_words(self, words: str) -> None:
        self._words = words
