"""Speaks into a line: sentence after sentence, music between; knows what was not heard."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

from core import phone_wording as say
from core.errors import EngineUnavailable
from voice.call_events import CallEvent, Finished, Line, Say, Speechless
from voice.line import RATE, AudioLine
from voice.speech import SpeechSynthesizer

logger = logging.getLogger(__name__)

LEAD = 6.0  # seconds of audio that may wait in the line before more is synthesised
STEP = 0.1  # seconds between two looks at the line
MUSIC_LEAD = 0.4  # seconds; little, for it is dropped when something is to be said
FIRST_LATE = 1.0  # seconds from the end of the caller's speech; a filler has come before, mostly
LATE = 2.5  # seconds of silence within what we say before we ask the caller to wait
LATE_AGAIN = 8.0  # seconds until we do so again
HEARD_ENOUGH = 0.2  # a sentence of which less than this is missing counts as heard
_SECOND = RATE * 2  # bytes
_MUSIC_STEP = _SECOND // 5


@dataclass(slots=True)
class _Spoken:
    """Be a sentence that is in the line, in whole or in part."""

    line: Line
    ends: float  # seconds of audio given to the line up to its end, as far as known


class Mouth:
    """Be our side of one call."""

    def __init__(
        self,
        line: AudioLine,
        synthesizer: SpeechSynthesizer,
        music: bytes,
        *,
        tell: Callable[[CallEvent], None],
        first_audio: Callable[[], None],
        waits_until: Callable[[], float | None],
        within: float,
    ) -> None:
        """Take where to play, who speaks, what plays while somebody waits (8000 Hz PCM).

        `tell` gets Finished and Speechless; `first_audio` is called when a Say becomes audible;
        `waits_until` tells until when a caller may be left in silence who has heard nothing since
        they spoke, by the loop's clock; after `within` seconds of silence a clause counts as not to
        be had.
        """
        self._line = line
        self._synthesizer = synthesizer
        self._music = music
        self._tell = tell
        self._first_audio = first_audio
        self._waits_until = waits_until
        self._within = within
        self._waiting: deque[tuple[Line, float]] = deque()  # with the pace
        self._spoken: deque[_Spoken] = deque()
        self._given = 0.0  # seconds of audio that the line got since it was last silent
        self._number = 0
        self._is_audible = False
        self._is_partial = False  # the first that waits has begun to be played
        self._music_on = self._music_plays = self._hushed = False
        self._music_at = 0
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._ending: set[asyncio.Task[None]] = set()

    @property
    def speaking(self) -> bool:
        """Tell whether something is being said, or about to be."""
        return bool(self._waiting or self._spoken)

    def unheard(self) -> tuple[Line, ...]:
        """Return the sentence that is being heard, and those after it."""
        heard = self._given - self._line.queued()
        left = [s.line for s in self._spoken if s.ends > heard + HEARD_ENOUGH]
        waiting = [line for line, _ in self._waiting]
        if self._is_partial and left:  # the sentence being synthesised is in both
            left.pop()
        return (*left, *waiting)

    def start(self) -> None:
        """Begin to work."""
        self._task = asyncio.create_task(self._run(), name="mouth")

    def say(self, command: Say) -> None:
        """Say sentences behind those that wait."""
        if not self.speaking:
            self._silence_music()
            self._is_audible = False
        self._number = command.number
        self._waiting.extend((line, command.pace) for line in command.lines)
        self._wake.set()

    def stop(self) -> None:
        """Be silent at once."""
        self._waiting.clear()
        self._forget()
        self._line.stop()
        if self._task is not None:  # perhaps in the middle of a synthesis
            self._task.cancel()
            self._ending.add(self._task)
            self._task.add_done_callback(self._ending.discard)
            self.start()

    def music(self, on: bool) -> None:
        """Play music while nothing is said, or not."""
        self._music_on = on
        if not on:
            self._silence_music()
        self._wake.set()

    def hush(self, on: bool) -> None:
        """Play no music for a while: the caller speaks."""
        self._hushed = on
        if on:
            self._silence_music()
        self._wake.set()

    async def close(self) -> None:
        """Stop working."""
        tasks = [*self._ending, *([self._task] if self._task is not None else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _run(self) -> None:
        while True:
            if self._waiting:
                await self._speak_next()
            elif self._spoken:
                await self._play_out()
            elif self._music_on and not self._hushed and self._music:
                await self._play_music()
            else:
                self._wake.clear()
                await self._wake.wait()

    async def _speak_next(self) -> None:
        await self._until_left(LEAD)
        line, pace = self._waiting[0]
        try:
            audio = self._speech(line.text, pace)
            while (clause := await self._clause(audio, pace)) is not None:
                self._give(line, clause)
        except (EngineUnavailable, TimeoutError) as error:
            logger.warning("a sentence could not be said: %s", error or "it took too long")
            self._waiting.clear()
            await self._until_left(0.0)
            self._forget()
            self._later(Speechless(line.text))
            return
        self._waiting.popleft()
        self._is_partial = False

    async def _until_left(self, most: float) -> None:
        """Wait until at most so many seconds are still to be played."""
        while True:
            too_much = self._line.queued() - most
            if too_much <= 0:
                return
            await asyncio.sleep(min(too_much, STEP))

    def _speech(self, text: str, pace: float) -> AsyncIterator[bytes]:
        return self._synthesizer.speak(text, pace=pace, rate=RATE, queued=self._line.queued)

    async def _clause(self, audio: AsyncIterator[bytes], pace: float) -> bytes | None:
        """Return the next clause, None behind the last; who hears nothing is asked to wait."""
        coming = asyncio.create_task(_next(audio), name="clause")
        try:
            async with asyncio.timeout(self._line.queued() + self._within):
                patience = self._patience()
                while not await _is_done(coming, self._line.queued() + patience):
                    await self._excuse(coming, pace)
                    patience = LATE_AGAIN
                return await coming
        finally:
            coming.cancel()
            await asyncio.gather(coming, return_exceptions=True)

    def _patience(self) -> float:
        """Return for how many seconds of silence nobody is asked to wait."""
        until = self._waits_until()
        if self._is_audible or until is None:
            return LATE
        left = until - asyncio.get_running_loop().time()
        return left if left > 0 else LATE

    async def _excuse(self, coming: asyncio.Task[bytes | None], pace: float) -> None:
        """Ask the caller to wait, unless what they wait for comes first."""
        words = say.GOES_ON if self._is_audible else say.ONE_MOMENT
        excuse = asyncio.create_task(_whole(self._speech(words, pace)), name="excuse")
        try:
            await asyncio.wait({coming, excuse}, return_when=asyncio.FIRST_COMPLETED)
            if coming.done() or excuse.exception() is not None:
                return
            self._line.play(excuse.result())
            self._given += len(excuse.result()) / _SECOND
        finally:
            excuse.cancel()
            await asyncio.gather(excuse, return_exceptions=True)

    def _give(self, line: Line, clause: bytes) -> None:
        self._line.play(clause)
        self._given += len(clause) / _SECOND
        if self._is_partial:
            self._spoken[-1].ends = self._given
        else:
            self._spoken.append(_Spoken(line, self._given))
            self._is_partial = True
        if not self._is_audible:
            self._is_audible = True
            self._first_audio()

    async def _play_out(self) -> None:
        while not self._waiting:
            left = self._line.queued()
            if left <= 0:
                self._forget()
                self._later(Finished(self._number))
                return
            await asyncio.sleep(min(left, STEP))

    async def _play_music(self) -> None:
        if self._line.queued() < MUSIC_LEAD:
            self._music_plays = True
            step = self._music[self._music_at : self._music_at + _MUSIC_STEP]
            self._music_at = (self._music_at + _MUSIC_STEP) % len(self._music)
            self._line.play(step)
        await asyncio.sleep(STEP)

    def _silence_music(self) -> None:
        if self._music_plays:
            self._music_plays = False
            self._line.stop()

    def _forget(self) -> None:
        self._spoken.clear()
        self._given = 0.0
        self._is_audible = self._is_partial = False

    def _later(self, event: CallEvent) -> None:
        # Not from within this task: what follows may stop it.
        asyncio.get_running_loop().call_soon(self._tell, event)


async def _next(audio: AsyncIterator[bytes]) -> bytes | None:
    return await anext(audio, None)


async def _whole(audio: AsyncIterator[bytes]) -> bytes:
    return b"".join([piece async for piece in audio])


async def _is_done(task: asyncio.Task[bytes | None], within: float) -> bool:
    await asyncio.wait({task}, timeout=within)
    return task.done()
