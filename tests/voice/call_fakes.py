"""Plays the other side of a call: line, caller, recogniser, synthesiser and gateway."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable, Mapping, Sequence

from core.errors import EngineUnavailable
from tests.voice.fake_front import FakeFront
from voice.call import CallParts, Limits, serve_call
from voice.call_talk import Manners
from voice.line import FRAME_BYTES, RATE, Audio, HungUp, Key, LineEvent, TransferFailed
from voice.speech import Heard, Hearing, Queued, Reading, nothing_queued

QUIET = bytes(FRAME_BYTES)
WINDOW = 512  # bytes: 32 ms
SECOND = RATE * 2
SPEECH, MUSIC = b"\x01\x00", b"\x02\x00"  # one sample
LONGEST_SPEECH = 1200  # tenths of a second


class FakeLine:
    """Fulfil AudioLine: a caller who follows a script."""

    def __init__(self, caller: str = "13800138000") -> None:
        self.caller = caller
        self.called = "12393"
        self.call_id = "call-test"
        self.frames: deque[bytes] = deque()
        self.due: deque[LineEvent] = deque()
        self.transfers: list[tuple[str, Mapping[str, str]]] = []
        self.transfer_works = True
        self.lost_on_the_way = False  # accepted, but nobody answered there
        self.stops: list[float] = []  # when we fell silent in the middle
        self.played: list[tuple[float, bytes]] = []
        self.hung_up_by_us = False
        self._ends = 0.0
        self._speech_ends = 0.0

    async def events(self) -> AsyncIterator[LineEvent]:
        while True:
            while self.due:
                event = self.due.popleft()
                yield event
                if isinstance(event, HungUp):
                    return
            yield Audio(self.frames.popleft() if self.frames else QUIET)
            await asyncio.sleep(0.02)

    def play(self, pcm: bytes) -> None:
        now = asyncio.get_running_loop().time()
        self._ends = max(self._ends, now) + len(pcm) / SECOND
        self.played.append((now, pcm))
        if pcm.startswith(SPEECH):
            self._speech_ends = self._ends

    def stop(self) -> float:
        now = asyncio.get_running_loop().time()
        left = max(0.0, self._ends - now)
        if left:
            self.stops.append(now)
        self._ends = now
        self._speech_ends = min(self._speech_ends, now)
        return left

    def is_silent(self) -> bool:
        """Tell whether nothing is being said; music does not count."""
        return self._speech_ends <= asyncio.get_running_loop().time()

    def queued(self) -> float:
        return max(0.0, self._ends - asyncio.get_running_loop().time())

    async def transfer(self, to: str, context: Mapping[str, str]) -> bool:
        self.transfers.append((to, context))
        if self.lost_on_the_way:
            self.due.append(TransferFailed(408))
        elif self.transfer_works:
            self.due.append(HungUp(False, "transferred"))
        return self.transfer_works

    async def hang_up(self) -> None:
        self.hung_up_by_us = True
        self.due.append(HungUp(False, "hang_up"))


class FakeDetector:
    """Hear speech wherever the audio is not zero."""

    def __init__(self) -> None:
        self._pending = b""

    def feed(self, pcm: bytes) -> Sequence[float]:
        self._pending += pcm
        found = []
        while len(self._pending) >= WINDOW:
            window, self._pending = self._pending[:WINDOW], self._pending[WINDOW:]
            found.append(0.9 if any(window) else 0.01)
        return found


class FakeRecognizer:
    """Know what was said by the number in the audio."""

    def __init__(self) -> None:
        self.texts: list[tuple[str, float]] = []  # with the confidence
        self.works = True
        self.takes = 0.2  # seconds from the end to the words, unless a pause came before
        self.knows_at_pause = True
        self.paused_first = 0
        self.hints: list[Sequence[str]] = []
        self.dropped = 0

    def audio_of(self, text: str, seconds: float, confidence: float) -> list[bytes]:
        self.texts.append((text, confidence))
        number = len(self.texts)
        return [number.to_bytes(2, "little") * (FRAME_BYTES // 2)] * round(seconds / 0.02)

    async def hear(
        self, rate: int, *, hints: Sequence[str] = (), on_words: Callable[[str], None] | None = None
    ) -> Hearing:
        if not self.works:
            raise EngineUnavailable("recogniser")
        self.hints.append(hints)
        return FakeHearing(self)


class FakeHearing:
    """Be one utterance."""

    def __init__(self, recognizer: FakeRecognizer) -> None:
        self._recognizer = recognizer
        self._pcm = b""
        self._known = ""

    async def feed(self, pcm: bytes) -> None:
        self._pcm += pcm

    async def pause(self) -> None:
        if self._recognizer.knows_at_pause:
            self._known = self._heard().text

    async def finish(self) -> Heard:
        if not self._recognizer.works:
            raise EngineUnavailable("recogniser")
        heard = self._heard()
        if self._known == heard.text:
            self._recognizer.paused_first += 1
        else:
            await asyncio.sleep(self._recognizer.takes)
        return heard

    async def drop(self) -> None:
        self._recognizer.dropped += 1

    def _heard(self) -> Heard:
        numbers = {
            int.from_bytes(self._pcm[i : i + 2], "little") for i in range(0, len(self._pcm), 2)
        }
        said = [self._recognizer.texts[n - 1] for n in sorted(numbers - {0})]
        if not said:
            return Heard("", 0.0)
        return Heard("".join(text for text, _ in said), min(sure for _, sure in said))


class FakeSynthesizer:
    """Speak every text at the pace asked for."""

    def __init__(self) -> None:
        self.said: list[tuple[float, str, float]] = []  # when, what, at which pace
        self.takes = 0.05
        self.cannot_say: Callable[[str], bool] = lambda text: False
        self.takes_for: Callable[[str], float] = lambda text: self.takes

    async def speak(
        self, text: str, *, pace: float, rate: int, queued: Queued = nothing_queued
    ) -> AsyncIterator[bytes]:
        await asyncio.sleep(self.takes_for(text))
        if self.cannot_say(text):
            raise EngineUnavailable("synthesiser")
        self.said.append((asyncio.get_running_loop().time(), text, pace))
        yield SPEECH * round(len(text) / pace * rate)

    @property
    def texts(self) -> list[str]:
        return [text for _, text, _ in self.said]

    def told(self) -> str:
        return "".join(self.texts)


class FakeCall:
    """Be a call with everything round it."""

    def __init__(self, *, manners: Manners | None = None, limits: Limits | None = None) -> None:
        self.line = FakeLine()
        self.recognizer = FakeRecognizer()
        self.synthesizer = FakeSynthesizer()
        self.front = FakeFront()
        self.recordings: list[bool] = []
        self.parts = CallParts(
            recognizer=self.recognizer,
            synthesizer=self.synthesizer,
            detector=FakeDetector,
            understand=self._understand,
            front=self.front,
            music=MUSIC * RATE,
            recording=lambda line, given: self.recordings.append(given),
            manners=manners or Manners(),
            limits=limits or Limits(),
        )

    async def __aenter__(self) -> FakeCall:
        self._task = asyncio.create_task(serve_call(self.line, self.parts))
        return self

    async def __aexit__(self, *_: object) -> None:
        self.line.due.append(HungUp(True, "bye"))
        await asyncio.wait_for(self._task, 60)

    @property
    def over(self) -> bool:
        return self._task.done()

    @property
    def now(self) -> float:
        return asyncio.get_running_loop().time()

    def speaks(self, text: str, seconds: float = 1.0, *, confidence: float = 0.9) -> None:
        self.line.frames.extend(self.recognizer.audio_of(text, seconds, confidence))

    async def says(self, text: str, seconds: float = 1.0, *, confidence: float = 0.9) -> None:
        """Speak, and wait until the answer began."""
        self.speaks(text, seconds, confidence=confidence)
        await asyncio.sleep(seconds + 2.5)

    async def presses(self, keys: str) -> None:
        for key in keys:
            self.line.due.append(Key(key, 0.0))
            await asyncio.sleep(0.3)

    async def quiet(self) -> None:
        """Wait until nothing has been said for a while."""
        still = 0
        for _ in range(LONGEST_SPEECH):
            await asyncio.sleep(0.1)
            still = still + 1 if self.line.is_silent() else 0
            if still >= 8:
                return
        raise AssertionError("this goes on and on")

    async def _understand(
        self,
        raw: str,
        *,
        awaiting: str | None,
        hints: Sequence[str],
        readings: Sequence[Reading],
    ) -> str:
        return raw.replace("统仇", "统筹")
