"""Is somebody at a telephone of bare sockets: speaks, listens, notes when sound came."""

from __future__ import annotations

import asyncio
import audioop
from contextlib import suppress
from dataclasses import dataclass, field
from time import monotonic
from typing import Self

import numpy as np

from tests.voice.sip.raw_caller import ALAW_SILENCE, RawCaller, header, media_port, status
from voice.line import FRAME_BYTES, FRAME_SECONDS
from voice.sip.mended import TrueAlaw

LOUD = 250.0  # root of the mean square of 16-bit samples; comfort noise is below
SOUND = 3  # packets in a row that are loud: a sound, not a click
VOICED = 0.08  # of a sentence's loudest frame; below is breath
GLANCE = 0.02  # seconds between two looks
HEAD = 12  # bytes of an RTP packet before its sound
DEAD_AFTER = 2.0  # seconds without a packet after which nobody is there any more
KEYS = {**{str(digit): digit for digit in range(10)}, "*": 10, "#": 11}
KEY_KIND = 101  # payload type of keys in the offer


@dataclass(slots=True)
class Heard:
    """Be what came over the line so far; times are monotonic seconds."""

    sounds: list[tuple[float, bytes]] = field(default_factory=list)  # packets, as PCM
    onsets: list[float] = field(default_factory=list)  # when it became loud, after silence
    loud_at: float = 0.0  # the last loud packet
    gap: float = 0.0  # longest time between two packets
    quiet: bool = True
    _run: int = 0

    def take(self, pcm: bytes, now: float) -> None:
        """Account for one packet."""
        if self.sounds:
            self.gap = max(self.gap, now - self.sounds[-1][0])
        self.sounds.append((now, pcm))
        if audioop.rms(pcm, 2) < LOUD:
            self._run = 0
            self.quiet = self.quiet or now - self.loud_at > 0.4
            return
        self._run += 1
        self.loud_at = now
        if self._run >= SOUND and self.quiet:
            self.quiet = False
            self.onsets.append(self.sounds[-SOUND][0])

    def between(self, begin: float, end: float) -> bytes:
        """Return the PCM that came from one time to another."""
        return b"".join(pcm for at, pcm in self.sounds if begin <= at <= end)


@dataclass(slots=True)
class Caller:
    """Be in a call."""

    wire: RawCaller
    port: int  # where our sound goes
    heard: Heard = field(default_factory=Heard)
    began: float = field(default_factory=monotonic)
    hung_up: float | None = None  # when the other side did
    said_goodbye: bool = False
    _codec: TrueAlaw = field(default_factory=TrueAlaw)
    _frames: list[tuple[bytes, bool]] = field(default_factory=list)  # A-law, whether it ends it
    _over: asyncio.Future[float] | None = None
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)

    @classmethod
    async def dialled(cls, line_port: int) -> Self | None:
        """Call; return None if nobody answers."""
        wire = await RawCaller.open(line_port)
        try:
            answer = await wire.call()
        except TimeoutError:
            answer = ""
        if not answer or status(answer) != 200:
            wire.close()
            return None
        caller = cls(wire, media_port(answer))
        work = (caller._speak(), caller._listen(), caller._read())
        caller._tasks = [asyncio.create_task(one) for one in work]
        return caller

    @property
    def is_dead(self) -> bool:
        """Tell whether the call is over although we did not hang up."""
        last = self.heard.sounds[-1][0] if self.heard.sounds else monotonic()
        return self.hung_up is not None or monotonic() - last > DEAD_AFTER

    async def says(self, pcm: bytes) -> float:
        """Speak; return when the last sound of it went out, in monotonic seconds."""
        pieces = [pcm[at : at + FRAME_BYTES] for at in range(0, len(pcm), FRAME_BYTES)]
        pieces[-1] = pieces[-1].ljust(FRAME_BYTES, b"\0")
        levels = np.array([audioop.rms(piece, 2) for piece in pieces])
        last = int(np.flatnonzero(levels > VOICED * levels.max())[-1])
        self._over = asyncio.get_running_loop().create_future()
        self._frames += [(self._codec.encode(p), n == last) for n, p in enumerate(pieces)]
        return await self._over

    def press(self, key: str) -> None:
        """Press a key."""
        self.wire.sound.press(self.port, KEYS[key], KEY_KIND)

    async def sound_after(self, since: float, within: float) -> float | None:
        """Return when something became audible; None if nothing did, or the call is dead."""
        end = monotonic() + within
        while monotonic() < end and not self.is_dead:
            later = [at for at in self.heard.onsets if at > since]
            if later:
                return later[0]
            if self.heard.loud_at > since and not self.heard.quiet:
                return since  # it is being spoken already
            await asyncio.sleep(GLANCE)
        return None

    async def quiet(self, lasting: float, within: float) -> None:
        """Wait until nothing has been audible for a while."""
        end = monotonic() + within
        began = monotonic()
        while monotonic() < end and not self.is_dead:
            if monotonic() - max(self.heard.loud_at, began) > lasting:
                return
            await asyncio.sleep(GLANCE)

    async def hang_up(self) -> None:
        """Say goodbye if anybody is there, and be gone."""
        if not self.is_dead:
            self.wire.send(self.wire.request("BYE"))
            end = monotonic() + 2.0
            while not self.said_goodbye and monotonic() < end:  # noqa: ASYNC110  told by a task
                await asyncio.sleep(GLANCE)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self.wire.close()

    async def _speak(self) -> None:
        due = monotonic()
        while True:
            due += FRAME_SECONDS
            await asyncio.sleep(max(0.0, due - monotonic()))
            payload, ends = self._frames.pop(0) if self._frames else (ALAW_SILENCE, False)
            with suppress(OSError):  # nobody listens there now
                self.wire.sound.send(self.port, payload=payload)
            if ends and self._over is not None and not self._over.done():
                self._over.set_result(monotonic())

    async def _listen(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            try:
                packet = await loop.sock_recv(self.wire.sound.socket, 2000)
            except ConnectionRefusedError:
                continue
            if len(packet) > HEAD:
                self.heard.take(audioop.alaw2lin(packet[HEAD:], 2), monotonic())

    async def _read(self) -> None:
        while True:
            text = await self.wire.wire.came.get()
            if text.startswith("BYE "):
                self.wire.answer(text, 200)
                self.hung_up = monotonic()
            elif header(text, "CSeq").endswith("BYE"):
                self.said_goodbye = True
            elif not text.startswith("SIP/2.0 "):
                self.wire.answer(text, 200)
