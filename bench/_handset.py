"""Is a telephone inside the process: brings a caller's audio in real time, notes our sounds."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress

import numpy as np

from voice.line import FRAME_BYTES, FRAME_SECONDS, RATE, Audio, HungUp, Key, LineEvent

QUIET = bytes(FRAME_BYTES)
SECOND = RATE * 2  # bytes
VOICED = 0.08  # of a sentence's loudest frame; below is breath
ENOUGH = 0.3  # seconds still to be played from which a caller interrupts something


class Handset:
    """Fulfil AudioLine."""

    def __init__(self, number: str) -> None:
        self.caller, self.called, self.call_id = number, "12393", f"bench-{number}"
        self.began_at = self.ended_at = 0.0  # of the caller's last sentence, voiced frames only
        self.interrupts = False  # whether we were speaking when the last sentence began
        self.stops: list[float] = []
        self.sounds: list[float] = []  # when we began to sound after silence
        self.late: list[float] = []  # seconds by which a frame of the caller's came too late
        self._frames: deque[tuple[bytes, str]] = deque()
        self._news: asyncio.Queue[LineEvent] = asyncio.Queue()
        self._ends = 0.0

    def say(self, pcm: bytes) -> float:
        """Let the caller speak; return how many seconds it takes."""
        frames = [pcm[at : at + FRAME_BYTES] for at in range(0, len(pcm), FRAME_BYTES)]
        frames[-1] = frames[-1].ljust(FRAME_BYTES, b"\0")
        loud = [float(np.abs(np.frombuffer(f, "<i2").astype(np.float64)).mean()) for f in frames]
        voiced = [n for n, loudness in enumerate(loud) if loudness > VOICED * max(loud)]
        marks = {voiced[0]: "first", voiced[-1]: "last"}
        self._frames.extend((frame, marks.get(n, "")) for n, frame in enumerate(frames))
        return len(frames) * FRAME_SECONDS

    def press(self, digit: str) -> None:
        """Press a key now."""
        self._news.put_nowait(Key(digit, 0.0))

    def leave(self) -> None:
        """Hang up."""
        self._news.put_nowait(HungUp(True, "bye"))

    async def events(self) -> AsyncIterator[LineEvent]:
        """Yield what the caller does; a frame every 20 ms."""
        ticking = asyncio.create_task(self._tick())
        try:
            while True:
                event = await self._news.get()
                yield event
                if isinstance(event, HungUp):
                    return
        finally:
            ticking.cancel()
            with suppress(asyncio.CancelledError):
                await ticking

    def play(self, pcm: bytes) -> None:
        """Take audio, as if it was played."""
        now = self._now()
        if self._ends <= now:
            self.sounds.append(now)
        self._ends = max(self._ends, now) + len(pcm) / SECOND

    def stop(self) -> float:
        """Drop what was not played."""
        now = self._now()
        left = max(0.0, self._ends - now)
        if left:
            self.stops.append(now)
        self._ends = min(self._ends, now)
        return left

    def queued(self) -> float:
        """Return how many seconds are still to be played."""
        return max(0.0, self._ends - self._now())

    def silent_for(self) -> float:
        """Return for how many seconds we have been silent."""
        return max(0.0, self._now() - self._ends)

    async def transfer(self, to: str, context: Mapping[str, str]) -> bool:
        """Transfer nobody."""
        del to, context
        return False

    async def hang_up(self) -> None:
        """End the call."""
        self._news.put_nowait(HungUp(False, "hang_up"))

    async def _tick(self) -> None:
        due = self._now()
        while True:
            due += FRAME_SECONDS
            await asyncio.sleep(max(0.0, due - self._now()))
            self.late.append(max(0.0, self._now() - due))
            frame, mark = self._frames.popleft() if self._frames else (QUIET, "")
            if mark == "first":
                self.began_at, self.interrupts = self._now(), self.queued() > ENOUGH
            elif mark == "last":
                self.ended_at = self._now()
            self._news.put_nowait(Audio(frame))

    def _now(self) -> float:
        return asyncio.get_running_loop().time()
