"""Is a caller on a real telephone (baresip): speaks Mandarin, presses keys, listens.

The caller takes turns as people do: they speak when the other side has been quiet for a while, and
what to say follows from what the dialogue asks, which is read from the transcript in the database.
"""

from __future__ import annotations

import asyncio
import json
import sqlite3
import time
import wave
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from gateway.key_file import FILE, read
from tests.voice.sip.programs import Baresip, baresip
from voice.synthesizers.kokoro import Kokoro

RATE = 8000  # hertz
LOUD = 250.0  # root of the mean square of 16-bit samples; comfort noise is below
QUIET_FOR = 1.3  # seconds of silence after which it is the caller's turn
KEY_EVERY = 0.35  # seconds between two keys
LONGEST = 600  # seconds of silence that the telephone has to send


@dataclass
class Caller:
    """Be somebody at a telephone."""

    folder: Path
    voice: Kokoro
    database: Path
    telephone: Baresip
    conversation: str = ""
    events: list[tuple[float, str]] = field(default_factory=list)  # what was done when
    # How loud the other side was in the last eighth of each sentence of the caller's.
    talked_over: list[float] = field(default_factory=list)
    _began: float = 0.0
    _spoken: int = 0

    async def dial(self, address: str) -> None:
        """Call, and wait until it is answered."""
        known = set(self._conversations())
        self._began = time.monotonic()
        await self.telephone.do("dial", address)
        for _ in range(200):
            fresh = [one for one in self._conversations() if one not in known]
            if fresh:
                self.conversation = fresh[0]
                return
            await asyncio.sleep(0.1)
        raise TimeoutError("the call was not answered")

    async def say(self, text: str) -> None:
        """Speak a sentence; returns when it is over."""
        self._spoken += 1
        path = self.folder / f"said-{self._spoken}.wav"
        pcm = await asyncio.to_thread(self.voice.render, text, pace=3.8, rate=RATE)
        write_wave(path, pcm + bytes(RATE * 2 * LONGEST))  # at its end, baresip hangs up
        self._note(f"说：{text}")
        await self.telephone.do("ausrc", f"aufile,{path}")
        began = self._size()
        await asyncio.sleep(len(pcm) / 2 / RATE)
        end = self._size()
        self.talked_over.append(self._loudness(end - (end - began) // 8, end))

    async def hear_for(self, seconds: float) -> None:
        """Listen for some time once the other side has begun to speak."""
        await self._until_loud()
        await asyncio.sleep(seconds)

    async def press(self, keys: str) -> None:
        """Press one key after the other."""
        self._note(f"按键：{keys}")
        for key in keys:
            await self.telephone.do("sndcode", key)
            await asyncio.sleep(KEY_EVERY)

    async def hang_up(self) -> None:
        """End the call."""
        self._note("挂断")
        await self.telephone.do("hangup")
        await asyncio.sleep(1.0)

    async def listen(self, within: float = 180.0) -> None:
        """Wait until the other side has said something and then is quiet."""
        async with asyncio.timeout(within):
            await self._until_loud()
            quiet_since, position = time.monotonic(), self._size()
            while time.monotonic() - quiet_since < QUIET_FOR:
                await asyncio.sleep(0.1)
                before, position = position, self._size()
                if self._loudness(before, position) > LOUD:
                    quiet_since = time.monotonic()

    async def until(self, count: int, within: float = 120.0) -> Mapping[str, object]:
        """Wait until the assistant has given so many answers; return the last turn."""
        for _ in range(round(within * 10)):
            answers = self.answers()
            if len(answers) >= count:
                return answers[-1]["turn"]
            await asyncio.sleep(0.1)
        raise TimeoutError(f"answer {count} did not come: {self.events}, {self.transcript()}")

    def answers(self) -> list[Mapping[str, Mapping[str, object]]]:
        """Return the assistant's answers so far: [{reply, turn}]."""
        answers = [answer for who, _, answer in self._lines() if who == "assistant" and answer]
        return [json.loads(answer) for answer in answers]

    def transcript(self) -> list[tuple[str, str]]:
        """Return everything said: (who, text)."""
        return [(who, text) for who, text, _ in self._lines()]

    def heard(self) -> bytes:
        """Return what came from the other side so far, as PCM at 8000 Hz."""
        return self._received(0, self._size())

    def spoken(self) -> bytes:
        """Return what the caller sent so far, as PCM at 8000 Hz."""
        path = next(iter(self.folder.glob("dump-*-enc.wav")), None)
        return b"" if path is None else path.read_bytes()[44:]

    def _lines(self) -> list[tuple[str, str, str]]:
        """Return who, text and answer of each line, unsealed with the product's keys."""
        query = "SELECT seq, who, text, answer FROM lines WHERE conversation_id = ? ORDER BY seq"
        with closing(sqlite3.connect(self.database)) as database:
            rows = database.execute(query, (self.conversation,)).fetchall()
        keys = read(self.database.with_name(FILE)).ring()

        def unsealed(column: str, seq: int, token: str | None) -> str:
            row = f"{self.conversation}:{seq}"
            return keys.opened(f"lines.{column}", row, token) if token else ""

        return [
            (who, unsealed("text", seq, text), unsealed("answer", seq, answer))
            for seq, who, text, answer in rows
        ]

    async def _until_loud(self, within: float = 60.0) -> None:
        async with asyncio.timeout(within):
            position = self._size()
            while True:
                await asyncio.sleep(0.1)
                before, position = position, self._size()
                if self._loudness(before, position) > LOUD:
                    return

    def _note(self, what: str) -> None:
        self.events.append((time.monotonic() - self._began, what))

    def _conversations(self) -> list[str]:
        with closing(sqlite3.connect(self.database)) as database:
            query = "SELECT id FROM conversations WHERE channel = 'phone' ORDER BY opened_at"
            return [row[0] for row in database.execute(query)]

    def _size(self) -> int:
        path = next(iter(self.folder.glob("dump-*-dec.wav")), None)
        return 0 if path is None else max(0, path.stat().st_size - 44)

    def _received(self, start: int, end: int) -> bytes:
        path = next(iter(self.folder.glob("dump-*-dec.wav")), None)
        if path is None or end - start < 2:
            return b""
        with path.open("rb") as file:
            file.seek(44 + start)
            data = file.read(end - start)
        return data[: len(data) // 2 * 2]

    def _loudness(self, start: int, end: int) -> float:
        samples = np.frombuffer(self._received(start, end), "<i2").astype(np.float64)
        return float(np.sqrt(np.mean(samples**2))) if len(samples) else 0.0


@asynccontextmanager
async def caller(
    folder: Path, models: Path, database: Path, *, voice: str = "zm_yunjian"
) -> AsyncIterator[Caller]:
    """Take the telephone off the hook."""
    await asyncio.to_thread(_prepared, folder)
    kokoro = await asyncio.to_thread(Kokoro, models, voice)
    async with baresip(folder, "audio_codecs=PCMA/8000/1") as telephone:
        yield Caller(folder, kokoro, database, telephone)


def _prepared(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    write_wave(folder / "caller.wav", bytes(RATE * 2 * LONGEST))


def write_wave(path: Path, pcm: bytes, channels: int = 1) -> None:
    """Write 16-bit PCM at 8000 Hz."""
    with wave.open(str(path), "wb") as file:
        file.setparams((channels, 2, RATE, 0, "NONE", ""))
        file.writeframes(pcm)


def side_by_side(left: bytes, right: bytes) -> bytes:
    """Return stereo PCM of two voices; the shorter is filled up with silence."""
    count = max(len(left), len(right)) // 2
    voices = [np.frombuffer(voice[: len(voice) // 2 * 2], "<i2") for voice in (left, right)]
    stereo = np.zeros((count, 2), "<i2")
    for column, voice in enumerate(voices):
        stereo[: len(voice), column] = voice
    return stereo.tobytes()
