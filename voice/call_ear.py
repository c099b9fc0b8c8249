"""Listens to one caller: finds utterances in the audio and has them recognised."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum, auto
from typing import Protocol

from core.errors import EngineUnavailable
from voice.call_events import Began, CallEvent, Deaf, Heard, Listening, Over, Silent
from voice.line import FRAME_SECONDS, RATE
from voice.speech import Hearing, Reading, SpeechRecognizer
from voice.spoken_text import likely
from voice.turn_taking import Patience, TurnEvent, TurnTaking, left_in_silence
from voice.vad import WINDOW_SECONDS

logger = logging.getLogger(__name__)

BEFORE = 0.5  # seconds of audio kept from before an utterance: its first syllable is in there


class Detector(Protocol):
    """Tell speech from other sounds."""

    def feed(self, pcm: bytes) -> Sequence[float]:
        """Take 8000 Hz audio; return how likely each full window of 32 ms is speech, 0..1."""
        ...


class Understand(Protocol):
    """Put right what a recogniser wrote."""

    async def __call__(
        self,
        raw: str,
        *,
        awaiting: str | None,
        hints: Sequence[str],
        readings: Sequence[Reading],
    ) -> str:
        """Return the words as they were meant; `awaiting` is the field being asked.

        `readings` is `raw` and what else the recogniser takes it for.
        """
        ...


@dataclass(frozen=True, slots=True)
class Hearer:
    """Hold what turns sound into words."""

    recognizer: SpeechRecognizer
    detector: Callable[[], Detector]
    understand: Understand
    patience: Patience
    within: float  # seconds from the end of an utterance to its words


class _Mark(Enum):
    PAUSE = auto()
    OVER = auto()
    TOO_LONG = auto()


class Ear:
    """Be the ear of one call."""

    def __init__(
        self,
        hearer: Hearer,
        *,
        tell: Callable[[CallEvent], None],
        began: Callable[[], Began],
    ) -> None:
        """Take how to hear, who is told, and what to tell when the caller begins to speak."""
        self._hearer = hearer
        self._tell = tell
        self._began = began
        self._detector = hearer.detector()
        self._turns = TurnTaking(hearer.patience)
        self._before: deque[bytes] = deque(maxlen=round(BEFORE / FRAME_SECONDS))
        self._slices: asyncio.Queue[bytes | _Mark] | None = None  # of the utterance under way
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def speaking(self) -> bool:
        """Tell whether the caller is speaking."""
        return self._slices is not None

    def hear(self, pcm: bytes, listening: Listening, *, playing: bool) -> None:
        """Take 20 ms of audio."""
        self._turns.expect(
            playing=playing, digits=listening.digits, counting=listening.counting and not playing
        )
        if self._slices is not None:
            self._slices.put_nowait(pcm)
        else:
            self._before.append(pcm)
        for probability in self._detector.feed(pcm):
            for event in self._turns.heard(probability, WINDOW_SECONDS):
                self._noticed(event, listening)

    def finish(self, listening: Listening) -> bool:
        """End the utterance now; False if there is none."""
        events = self._turns.finish()
        for event in events:
            self._noticed(event, listening)
        return bool(events)

    def patience(self, after: float) -> float:
        """Return for how many seconds from now on who has just finished may hear nothing."""
        return left_in_silence(after, self._turns.ended_by)

    def sign_of_life(self) -> None:
        """Take it that the caller pressed a key."""
        self._turns.noticed()

    def forget(self) -> None:
        """Give up what is under way: the caller put us on hold."""
        self._turns.drop()
        self._detector = self._hearer.detector()
        self._before.clear()
        if self._slices is not None:
            self._slices.put_nowait(_Mark.OVER)
            self._slices = None

    async def close(self) -> None:
        """Stop listening."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _noticed(self, event: TurnEvent, listening: Listening) -> None:
        match event:
            case TurnEvent.SPEECH_BEGAN:
                self._slices = asyncio.Queue()
                for frame in self._before:
                    self._slices.put_nowait(frame)
                self._before.clear()
                task = asyncio.create_task(
                    self._utterance(self._slices, listening), name="utterance"
                )
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)
                self._tell(self._began())
            case TurnEvent.PAUSED if self._slices is not None:
                self._slices.put_nowait(_Mark.PAUSE)
            case TurnEvent.UTTERANCE_OVER if self._slices is not None:
                self._slices.put_nowait(_Mark.OVER)
                self._slices = None
                self._tell(Over(self._turns.ended_by))
            case TurnEvent.TOO_LONG if self._slices is not None:
                self._slices.put_nowait(_Mark.TOO_LONG)
                self._slices = None
                self._tell(Over(self._turns.ended_by))
            case TurnEvent.NOTHING_HEARD:
                self._tell(Silent())

    async def _utterance(self, slices: asyncio.Queue[bytes | _Mark], listening: Listening) -> None:
        """Have one utterance recognised while it is spoken, and tell what it was."""
        mark: _Mark | None = None
        hearing: Hearing | None = None
        try:
            hearing = await self._hearer.recognizer.hear(
                RATE, hints=likely(listening.awaiting, listening.hints)
            )
            mark = await self._follow(slices, hearing)
            async with asyncio.timeout(self._hearer.within):
                heard = await hearing.finish()
            hearing = None
        except (EngineUnavailable, TimeoutError) as error:
            logger.warning("utterance not recognised: %s", type(error).__name__)
            while mark is None:  # the caller is told once they have finished speaking
                item = await slices.get()
                if isinstance(item, _Mark) and item is not _Mark.PAUSE:
                    mark = item
            self._tell(Deaf())
            return
        finally:
            if hearing is not None:
                with suppress(EngineUnavailable):
                    await hearing.drop()
        text = await self._hearer.understand(
            heard.text,
            awaiting=listening.awaiting,
            hints=listening.hints,
            readings=heard.readings,
        )
        self._tell(Heard(text, heard.text, heard.confidence, mark is _Mark.TOO_LONG))

    async def _follow(self, slices: asyncio.Queue[bytes | _Mark], hearing: Hearing) -> _Mark:
        """Feed the audio until the utterance is over; return how it ended."""
        while True:
            item = await slices.get()
            if isinstance(item, bytes):
                together = [item]
                while not slices.empty() and not isinstance(item, _Mark):
                    item = slices.get_nowait()
                    if isinstance(item, bytes):
                        together.append(item)
                await hearing.feed(b"".join(together))
            if item is _Mark.PAUSE:
                await hearing.pause()
            elif isinstance(item, _Mark):
                return item
