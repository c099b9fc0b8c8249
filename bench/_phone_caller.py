"""Is a caller on a real telephone (baresip): speaks Mandarin, presses keys, listens.

The caller takes turns as people do: they speak when the other side has been quiet for a while, and
what to say follows from what the dialogue asks, which is read from the transcript in the database.
"""

from __future__ import annotations

import asyncio
import json
import shutil
import socket
import sqlite3
import struct
import time
import wave
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from voice.synthesizers.kokoro import Kokoro

RATE = 8000  # hertz
MODULES = ("/usr/lib/baresip/modules", "/usr/lib/x86_64-linux-gnu/baresip/modules")
LOUD = 250.0  # root of the mean square of 16-bit samples; comfort noise is below
QUIET_FOR = 1.3  # seconds of silence after which it is the caller's turn
KEY_EVERY = 0.35  # seconds between two keys
CONFIG = """sip_listen 127.0.0.1:{port}
net_interface 127.0.0.1
call_local_timeout 20
audio_source aufile,{folder}/silence.wav
audio_player aubridge,p1
audio_alert aubridge,p2
ausrc_srate 8000
auplay_srate 8000
ausrc_channels 1
auplay_channels 1
rtp_ports {rtp}-{rtp_last}
ctrl_tcp_listen 127.0.0.1:{control}
snd_path {folder}
module_path {modules}
module g711.so
module aufile.so
module aubridge.so
module sndfile.so
module_tmp account.so
module_app ctrl_tcp.so
module_app menu.so
"""


@dataclass
class Caller:
    """Be somebody at a telephone."""

    folder: Path
    voice: Kokoro
    database: Path
    conversation: str = ""
    events: list[tuple[float, str]] = field(default_factory=list)  # what was done when
    _writer: asyncio.StreamWriter | None = None
    _began: float = 0.0
    _spoken: int = 0

    async def dial(self, address: str) -> None:
        """Call, and wait until it is answered."""
        known = set(self._conversations())
        self._began = time.monotonic()
        await self._do("dial", address)
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
        write_wave(path, pcm + bytes(RATE * 2 * 120))  # baresip stops at the end of a file
        self._note(f"说：{text}")
        await self._do("ausrc", f"aufile,{path}")
        await asyncio.sleep(len(pcm) / 2 / RATE)

    async def press(self, keys: str) -> None:
        """Press one key after the other."""
        self._note(f"按键：{keys}")
        for key in keys:
            await self._do("sndcode", key)
            await asyncio.sleep(KEY_EVERY)

    async def hang_up(self) -> None:
        """End the call."""
        self._note("挂断")
        await self._do("hangup")
        await asyncio.sleep(1.0)

    async def listen(self, within: float = 90.0) -> None:
        """Wait until the other side has said something and then is quiet."""
        heard = False
        deadline = time.monotonic() + within
        quiet_since = time.monotonic()
        position = self._size()
        while time.monotonic() < deadline:
            await asyncio.sleep(0.1)
            size = self._size()
            loudness = self._loudness(position, size)
            position = size
            if loudness > LOUD:
                heard, quiet_since = True, time.monotonic()
            elif heard and time.monotonic() - quiet_since > QUIET_FOR:
                return
        raise TimeoutError("the other side did not finish")

    async def until(self, count: int, within: float = 60.0) -> Mapping[str, object]:
        """Wait until the assistant has given so many answers; return the last turn."""
        for _ in range(round(within * 10)):
            answers = self.answers()
            if len(answers) >= count:
                return answers[-1]["turn"]
            await asyncio.sleep(0.1)
        raise TimeoutError(f"answer {count} did not come")

    def answers(self) -> list[Mapping[str, Mapping[str, object]]]:
        """Return the assistant's answers so far: [{reply, turn}]."""
        query = (
            "SELECT answer FROM lines WHERE conversation_id = ? AND who = 'assistant' ORDER BY seq"
        )
        with closing(sqlite3.connect(self.database)) as database:
            rows = database.execute(query, (self.conversation,)).fetchall()
        return [json.loads(answer) for (answer,) in rows if answer]

    def transcript(self) -> list[tuple[str, str]]:
        """Return everything said: (who, text)."""
        query = "SELECT who, text FROM lines WHERE conversation_id = ? ORDER BY seq"
        with closing(sqlite3.connect(self.database)) as database:
            return database.execute(query, (self.conversation,)).fetchall()

    def heard(self) -> bytes:
        """Return what came from the other side so far, as PCM at 8000 Hz."""
        return self._received(0, self._size())

    def spoken(self) -> bytes:
        """Return what the caller sent so far, as PCM at 8000 Hz."""
        path = next(iter(self.folder.glob("dump-*-enc.wav")), None)
        return b"" if path is None else path.read_bytes()[44:]

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

    async def _do(self, command: str, parameters: str = "") -> None:
        assert self._writer is not None
        text = json.dumps({"command": command, "params": parameters, "token": "t"})
        self._writer.write(f"{len(text)}:{text},".encode())
        await self._writer.drain()


@asynccontextmanager
async def caller(
    folder: Path, models: Path, database: Path, *, voice: str = "zm_yunjian", number: str = ""
) -> AsyncIterator[Caller]:
    """Take the telephone off the hook; `number` is shown to whoever is called."""
    control = _configured(folder, number or "13800138000")
    process = await asyncio.create_subprocess_exec(
        shutil.which("baresip") or "baresip",
        *("-n", "127.0.0.1", "-f", str(folder)),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
        cwd=folder,
    )
    kokoro = await asyncio.to_thread(Kokoro, models, voice)
    somebody = Caller(folder, kokoro, database)
    try:
        async with asyncio.timeout(15):
            while True:
                try:
                    reader, somebody._writer = await asyncio.open_connection("127.0.0.1", control)
                    break
                except OSError:
                    await asyncio.sleep(0.05)
        drained = asyncio.create_task(reader.read())
        yield somebody
        drained.cancel()
        somebody._writer.close()
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


def _configured(folder: Path, number: str) -> int:
    """Write what baresip reads at its start; return the port on which it takes commands."""
    folder.mkdir(parents=True, exist_ok=True)
    write_wave(folder / "silence.wav", bytes(RATE * 2 * 600))
    port, control, rtp = (_free_port() for _ in range(3))
    modules = next((path for path in MODULES if Path(path).is_dir()), MODULES[0])
    rtp -= rtp % 2
    config = CONFIG.format(
        port=port, control=control, rtp=rtp, rtp_last=rtp + 20, folder=folder, modules=modules
    )
    (folder / "config").write_text(config, "utf-8")
    account = f"<sip:{number}@127.0.0.1:{port}>;regint=0;audio_codecs=PCMA/8000/1\n"
    (folder / "accounts").write_text(account, "utf-8")
    return control


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


def _free_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as found:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
