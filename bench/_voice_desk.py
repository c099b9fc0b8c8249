"""Joins the running product and the speech engines to calls that are timed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import httpx

from bench._handset import Handset
from bench._naive_speech import NaiveEar, NaiveVoice
from bench._timed_speech import Stopwatch, TimedEar, TimedFront, TimedVoice, Turn, timed_render
from core.messages import Status
from gateway.catalogue_files import read_catalogue
from gateway.phone import VAD
from gateway.settings import Settings
from gateway.understanding import Understanding, understanding
from voice.call import CallParts, Limits, serve_call
from voice.clauses import pace_within
from voice.engines.client import SpeechClient
from voice.front import Front, Said, Session
from voice.http_front import FieldOf, field_in
from voice.line import RATE
from voice.prompts import clauses_of, essential
from voice.published import Published, spoken
from voice.speaker import Speaker
from voice.speech import USUAL
from voice.synthesizers.recordings import RATE as KEPT_RATE
from voice.synthesizers.recordings import Recordings
from voice.turn_taking import Patience
from voice.vad import SpeechModel

ANSWER_WITHIN = 15.0  # seconds after a question; what takes longer is lost
# Longer than the product's: what takes long is to be measured, not cut off.
LONG = Limits(recognise=12.0, speak=25.0, begin=8.0)
LISTENS = 1.2  # seconds of the answer that a caller hears before speaking again
QUIET_FOR = 0.8  # seconds after which our opening is over
GLANCE = 0.02


class Everything:
    """Be the set of all clauses: what a bench says may all be kept, in its own folder."""

    def __contains__(self, clause: object) -> bool:
        """Hold whatever it is."""
        return True


@dataclass
class Desk:
    """Hold what all calls share."""

    settings: Settings
    http: httpx.AsyncClient
    engines: SpeechClient
    understand: Understanding
    detector: SpeechModel
    field_of: FieldOf
    clauses: Path  # where rendered clauses are kept
    _calls: int = 0

    @classmethod
    @asynccontextmanager
    async def opened(cls, settings: Settings, clauses: Path) -> AsyncIterator[Desk]:
        """Wait for the engines and load what a phone process loads."""
        catalogue = read_catalogue(settings.items)
        engines = SpeechClient(settings.speech_socket)
        await engines.wait_until_ready(240.0)
        async with httpx.AsyncClient(timeout=8.0, trust_env=False) as http:
            yield cls(
                settings,
                http,
                engines,
                understanding(settings, catalogue),
                SpeechModel(settings.models.joinpath(*VAD)),
                field_in(catalogue),
                clauses,
            )
        await engines.close()

    async def prepare(self) -> None:
        """Have at hand what `make prepare` renders: all that only the telephone says."""
        voice, pace = self.settings.voice_name, pace_within(USUAL)
        ours, shared = (
            Recordings(self.clauses, voice),
            Recordings(self.settings.spoken_clauses, voice),
        )
        for clause in clauses_of(essential().values()):
            pcm = shared.find(clause, pace=pace, rate=KEPT_RATE)
            if pcm is None:
                pcm = await self.engines.render(clause, pace=pace, rate=KEPT_RATE)
            ours.keep(clause, pcm, pace=pace, prompt=True)

    def front(self) -> TimedFront:
        """Return a way to the gateway."""
        return TimedFront(
            self.http,
            base_url=f"http://127.0.0.1:{self.settings.port}",
            secret=self.settings.phone_secret.get_secret_value(),
            field_of=self.field_of,
        )

    async def prepare_answers(self, wanted: Sequence[Said]) -> tuple[int, int]:
        """Render the clauses of these answers as the product does while nobody calls.

        Return how many there are, and how many of them the product would have rendered.
        """
        published = await self.front().published("")
        assert published is not None
        parts = spoken(published)
        known = {*parts.beginnings, *parts.rest}
        needed = spoken(Published("", tuple(wanted), ()))
        clauses = [*needed.beginnings, *needed.rest]
        ours, pace = Recordings(self.clauses, self.settings.voice_name), pace_within(USUAL)
        for clause in clauses:
            if clause in known and not ours.touch(clause, pace=pace):
                pcm = await self.engines.render(clause, pace=pace, rate=KEPT_RATE)
                ours.keep(clause, pcm, pace=pace)
        return len(clauses), sum(clause in known for clause in clauses)

    async def in_writing(self, question: str) -> Said | None:
        """Return the answer, at some length, to a question that nobody misheard; None: none."""
        front = self.front()
        front.watch = Stopwatch(self._handset())
        session: Session = await front.begin(front.watch.line.caller, "12393")
        said = await front.say(session, question, "m1")
        await front.ended(session, "bye", 1)
        return said if said.status is Status.ANSWERED and len(said.spoken) > 40 else None

    def call(self, *, patience: Patience, naive: NaiveEar | None = None) -> Call:
        """Return a call that is not yet begun."""
        line = self._handset()
        watch = Stopwatch(line)
        front = self.front()
        front.watch = watch
        speaker = Speaker(
            Recordings(self.clauses, self.settings.voice_name),
            timed_render(self.engines.render, watch),
            public=Everything(),
        )
        parts = CallParts(
            recognizer=TimedEar(self.engines if naive is None else naive, watch),
            synthesizer=TimedVoice(speaker if naive is None else NaiveVoice(self.engines), watch),
            detector=partial(self.detector.detector, RATE),
            understand=self.understand,
            front=_as_front(front),
            music=b"",
            recording=lambda _line, _agreed: None,
            patience=patience,
            limits=LONG,
        )
        return Call(line, watch, parts)

    def _handset(self) -> Handset:
        self._calls += 1
        return Handset(f"138{self._calls:08}")


@dataclass
class Call:
    """Be one caller."""

    line: Handset
    watch: Stopwatch
    parts: CallParts
    turns: list[Turn] = field(default_factory=list)
    barge_ins: list[float] = field(default_factory=list)  # seconds from the voice to silence
    not_stopped: int = 0
    keys: list[tuple[float, float]] = field(default_factory=list)  # to silence, to the next sound
    _task: asyncio.Task[None] | None = None

    async def begin(self) -> None:
        """Call, and hear the opening."""
        self._task = asyncio.create_task(serve_call(self.line, self.parts))
        await self._until(lambda: bool(self.line.sounds))
        await self._until(lambda: self.line.silent_for() > QUIET_FOR, 60.0)

    async def ask(self, pcm: bytes) -> Turn:
        """Ask a question, perhaps into what is being said, and wait for the answer's sound."""
        turn = self.watch.turn = Turn()
        stops = len(self.line.stops)
        seconds = self.line.say(pcm)
        await asyncio.sleep(seconds)
        if self.line.interrupts:
            stopped = self.line.stops[stops:]
            if stopped:
                self.barge_ins.append(stopped[0] - self.line.began_at)
            else:
                self.not_stopped += 1
        await self._until(lambda: turn.audio is not None)
        self.turns.append(turn)
        return turn

    async def press(self, digit: str) -> None:
        """Press a key while something is being said; note how soon that has an effect."""
        stops, sounds, at = len(self.line.stops), len(self.line.sounds), self.watch.now()
        self.line.press(digit)
        await self._until(lambda: len(self.line.sounds) > sounds, 5.0)
        if len(self.line.stops) > stops and len(self.line.sounds) > sounds:
            self.keys.append((self.line.stops[stops] - at, self.line.sounds[sounds] - at))

    async def end(self) -> None:
        """Hang up."""
        assert self._task is not None
        self.line.leave()
        await self._task

    async def _until(self, holds: Callable[[], bool], within: float = ANSWER_WITHIN) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(within):
                while not holds():  # noqa: ASYNC110  it is the call that changes, not we
                    await asyncio.sleep(GLANCE)


async def ask_all(
    desk: Desk,
    questions: Sequence[bytes],
    *,
    patience: Patience,
    naive: NaiveEar | None = None,
    a_call: int = 24,
) -> list[Call]:
    """Ask one question after the other, so many in a call; who got no answer calls again."""
    calls: list[Call] = []
    left = list(questions)
    while left:
        call = desk.call(patience=patience, naive=naive)
        calls.append(call)
        try:
            await call.begin()
            for _ in range(min(a_call, len(left))):
                turn = await call.ask(left.pop(0))
                if turn.audio is None or turn.said is None or turn.said.wants_human:
                    break
                await asyncio.sleep(LISTENS)
        finally:
            await call.end()
    return calls


def _as_front(front: TimedFront) -> Front:
    return front
