"""Writes recorded calls as stereo WAV files that are whole even when the process is killed."""

from __future__ import annotations

import logging
import struct
import uuid
from array import array
from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from functools import partial
from io import FileIO
from pathlib import Path

from voice.line import RATE

logger = logging.getLogger(__name__)

HEADER = 44  # bytes
SAMPLE = 2  # bytes
FRAME = 2 * SAMPLE  # the caller left, we right
PIECE = RATE * FRAME  # bytes of one second: so much is lost at most when the process is killed
LARGEST = 2**32 - 1 - HEADER  # bytes that the header can name


class Recording:
    """Write one call, second by second, off the event loop."""

    def __init__(self, path: Path, later: Callable[[Callable[[], None]], object]) -> None:
        """Take the file's path, and what does things elsewhere in the order of what is asked."""
        self._path = path
        self._later = later
        self._waiting = bytearray()
        self._file: FileIO | None = None
        self._broken = False
        later(self._open)

    def add(self, caller: bytes, ours: bytes) -> None:
        """Add a slice of both sides: 16-bit PCM at 8000 Hz; the shorter is filled with silence."""
        samples = max(len(caller), len(ours)) // SAMPLE
        both = array("h", bytes(samples * FRAME))
        both[0::2] = _padded(caller, samples)
        both[1::2] = _padded(ours, samples)
        self._waiting += both.tobytes()
        if len(self._waiting) >= PIECE:
            self._pass_on()

    def close(self) -> None:
        """Write what is left and close the file."""
        self._pass_on()
        self._later(self._close)

    def _pass_on(self) -> None:
        piece, self._waiting = bytes(self._waiting), bytearray()
        if piece:
            self._later(partial(self._write, piece))

    def _open(self) -> None:
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._path.touch(mode=0o600)
            self._file = FileIO(self._path, "r+")
            self._file.truncate(0)
            self._file.write(_header(0))
        except OSError as error:
            self._give_up(error)

    def _write(self, piece: bytes) -> None:
        if self._file is None or self._broken:
            return
        try:
            self._file.seek(0, 2)
            self._file.write(piece)
            size = self._file.tell() - HEADER
            # Named after each piece: a file that was cut off is as whole as its last header.
            self._file.seek(0)
            self._file.write(_header(size))
        except OSError as error:  # a full disk must not end a call
            self._give_up(error)

    def _close(self) -> None:
        if self._file is not None:
            self._file.close()

    def _give_up(self, error: OSError) -> None:
        self._broken = True
        logger.warning("recording %s stopped: %s", self._path.stem, error.strerror)


def recording_path(folder: Path, day: date, conversation_id: str) -> Path:
    """Return <folder>/<day>/<conversation>.wav; raise ValueError unless the id is one of ours."""
    return folder / day.isoformat() / f"{uuid.UUID(conversation_id)}.wav"


def mend_recordings(folder: Path) -> int:
    """Name the true length in the headers of calls that were cut off; return how many were."""
    mended = 0
    for path in sorted(folder.glob("*/*.wav")):
        size = max(0, path.stat().st_size - HEADER)
        whole = size - size % FRAME
        with path.open("r+b") as file:
            if file.read(HEADER) != _header(whole):
                file.truncate(HEADER + whole)
                file.seek(0)
                file.write(_header(whole))
                mended += 1
    return mended


def forget_recordings(folder: Path, today: date, days: int) -> int:
    """Delete what was recorded more than so many days ago; return how many files."""
    forgotten = 0
    for day in sorted(folder.glob("*")):
        try:
            made = date.fromisoformat(day.name)
        except ValueError:
            continue  # not ours
        if today - made <= timedelta(days=days):
            continue
        for path in day.glob("*.wav"):
            path.unlink(missing_ok=True)  # the gateway and the phone process both tidy up
            forgotten += 1
        if not any(day.iterdir()):
            with suppress(OSError):
                day.rmdir()
    return forgotten


def _header(size: int) -> bytes:
    """Return the 44 bytes before `size` bytes of stereo PCM (RIFF WAVE, format 1)."""
    size = min(size, LARGEST)
    return struct.pack(
        "<4sI4s4sIHHIIHH4sI",
        *(b"RIFF", HEADER - 8 + size, b"WAVE"),
        *(b"fmt ", 16, 1, 2, RATE, RATE * FRAME, FRAME, 8 * SAMPLE),
        *(b"data", size),
    )


def _padded(pcm: bytes, samples: int) -> array[int]:
    whole = array("h")
    whole.frombytes(pcm[: samples * SAMPLE].ljust(samples * SAMPLE, b"\0"))
    return whole
