"""Speaks a text clause by clause, from recordings where there are some."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import AsyncGenerator, Container, Mapping
from typing import Protocol

from core.errors import EngineUnavailable
from voice.clauses import Clause, characters, clauses, pace_within, sooner
from voice.speakable import speakable
from voice.speech import USUAL, Queued, nothing_queued
from voice.synthesizers.recordings import RATE, Recordings, resampled

RECENT = 256  # clauses in memory, 20 to 80 kB each: what is repeated starts at once
_STRETCHED = 2.4  # characters a second; what is slower is made by longer pauses
_LONGEST_PAUSE = 1.2  # seconds; longer, and the listener thinks it is over
_SAMPLE = 2  # bytes


class Render(Protocol):
    """Render one clause, in speakable words, as PCM; may raise EngineUnavailable."""

    async def __call__(self, clause: str, *, pace: float, rate: int, spare: float = 0.0) -> bytes:
        """Return the clause at `pace` characters a second and `rate` hertz.

        Nobody misses it for `spare` seconds: the clauses of others may come first until then.
        """
        ...


class Speaker:
    """Fulfil SpeechSynthesizer with a synthesiser and with what it rendered before."""

    def __init__(
        self,
        recordings: Recordings,
        render: Render,
        *,
        public: Container[str] = (),
        essential: Mapping[str, str] | None = None,
    ) -> None:
        """Take the recordings, what renders, the clauses that may be kept, and prompts by name.

        `public` holds clauses, see prompts.clauses_of: nothing else goes to the disk, for it may
        be somebody's name or number. `essential` is the text of the prompts that are asked for
        by name.
        """
        self._recordings = recordings
        self._render = render
        self._public = public
        self._essential = essential or {}
        self._recent: OrderedDict[tuple[str, float, int], bytes] = OrderedDict()

    async def speak(
        self, text: str, *, pace: float, rate: int, queued: Queued = nothing_queued
    ) -> AsyncGenerator[bytes, None]:
        """Yield the audio clause by clause, silence behind each; one clause is rendered ahead.

        Raises EngineUnavailable at the clause that neither the engine nor a recording has.
        """
        found = clauses(await asyncio.to_thread(speakable, text))
        if found and queued() <= 0 and await self._recorded(found[0].text, pace, rate) is None:
            found = (*sooner(found[0]), *found[1:])
        waiting = list(reversed(found))
        if not waiting:
            return
        ahead = self._begun(waiting.pop(), pace, rate, queued())
        try:
            for clause in found:
                audio = await ahead
                seconds = len(audio) / _SAMPLE / rate
                silence = _silence(clause, seconds, pace)
                if waiting:
                    spare = queued() + seconds + silence
                    ahead = self._begun(waiting.pop(), pace, rate, spare)
                yield audio + bytes(int(silence * rate) * _SAMPLE)
        finally:
            ahead.cancel()
            await asyncio.gather(ahead, return_exceptions=True)

    async def essential(self, name: str, *, pace: float, rate: int) -> bytes:
        """Return a prepared prompt whole, without asking the engine.

        For the moment in which the engine fails. Raises EngineUnavailable if nobody prepared it,
        KeyError if there is no such name.
        """
        pieces: list[bytes] = []
        for clause in clauses(await asyncio.to_thread(speakable, self._essential[name])):
            audio = await self._recorded(clause.text, pace, rate, any_pace=True)
            if audio is None:
                raise EngineUnavailable("recordings")
            pieces += [audio, bytes(int(clause.pause * rate) * _SAMPLE)]
        return b"".join(pieces)

    def _begun(self, clause: Clause, pace: float, rate: int, spare: float) -> asyncio.Task[bytes]:
        rendered = self._audio(clause.text, pace, rate, spare)
        return asyncio.create_task(rendered, name="render a clause")

    async def _audio(self, clause: str, pace: float, rate: int, spare: float) -> bytes:
        """Return a clause from memory, from the disk or from the engine, in this order."""
        audio = await self._recorded(clause, pace, rate)
        if audio is not None:
            return audio
        within = pace_within(pace)
        try:
            master = await self._render(clause, pace=within, rate=RATE, spare=spare)
        except EngineUnavailable:
            audio = await self._recorded(clause, pace, rate, any_pace=True)
            if audio is None:
                raise
            return audio
        if clause in self._public:
            await asyncio.to_thread(self._recordings.keep, clause, master, pace=within)
        return self._noted(clause, pace, rate, resampled(master, RATE, rate))

    async def _recorded(
        self, clause: str, pace: float, rate: int, *, any_pace: bool = False
    ) -> bytes | None:
        recent = self._recent.get((clause, pace, rate))
        if recent is not None:
            self._recent.move_to_end((clause, pace, rate))
            return recent
        look = self._recordings.nearest if any_pace else self._recordings.find
        audio = await asyncio.to_thread(look, clause, pace=pace_within(pace), rate=rate)
        return None if audio is None else self._noted(clause, pace, rate, audio)

    def _noted(self, clause: str, pace: float, rate: int, audio: bytes) -> bytes:
        self._recent[clause, pace, rate] = audio
        while len(self._recent) > RECENT:
            self._recent.popitem(last=False)
        return audio


def _silence(clause: Clause, seconds: float, pace: float) -> float:
    """Return how long the pause behind a clause is, in seconds; 0 where nothing was written.

    The model cannot speak arbitrarily slowly and stay clear: very slow speech pauses longer.
    """
    pause = clause.pause * max(1.0, USUAL / pace)
    if pace >= _STRETCHED:
        return pause
    missing = characters(clause.text) / pace - seconds
    return max(pause, min(missing, _LONGEST_PAUSE))
