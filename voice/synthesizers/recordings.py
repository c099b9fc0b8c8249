"""Keeps rendered clauses on disk, shared by every process that speaks."""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import soxr

from voice.synthesizers.flac import packed, unpacked

logger = logging.getLogger(__name__)

RATE = 16000  # hertz of what is kept; the telephone's 8000 are made of it when it is played
MOST_BYTES = 512 * 2**20  # of what may be removed again; prompts are not counted
_FORMAT = 1  # of the recordings; another level of sound or another trimming makes it 2
_PROMPTS, _OTHERS = "prompts", "others"
_SWEEP_AFTER = 0.05  # of MOST_BYTES written: looking at every file costs
_TOUCH_AFTER = 3600.0  # seconds; exact enough to know what was least recently used


class Recordings:
    """Keep clauses by what they are: words, voice, pace. Files appear whole or not at all.

    Only what is public may be kept: a recording of a name or a number would outlive its purpose
    (个人信息保护法, article 19).
    """

    def __init__(self, folder: Path, voice: str, most_bytes: int = MOST_BYTES) -> None:
        """Take the folder, which is made when the first clause is kept."""
        self._folder = folder
        self._voice = voice
        self._most_bytes = most_bytes
        self._written = 0  # bytes since the last sweep

    def find(self, clause: str, *, pace: float, rate: int) -> bytes | None:
        """Return a clause as PCM at `rate` hertz, or None; a damaged file is removed."""
        for kind in (_PROMPTS, _OTHERS):
            pcm = self._read(self._path(kind, clause, pace))
            if pcm is not None:
                return resampled(pcm, RATE, rate)
        return None

    def nearest(self, clause: str, *, pace: float, rate: int) -> bytes | None:
        """Return the recording of a clause whose pace comes nearest, or None."""
        found: list[tuple[float, Path]] = []
        for kind in (_PROMPTS, _OTHERS):
            path = self._path(kind, clause, pace)
            for other in path.parent.glob(f"{path.name.partition('-')[0]}-*.flac"):
                with contextlib.suppress(ValueError):
                    found.append((abs(float(other.stem.partition("-")[2]) - pace), other))
        for _, other in sorted(found):
            pcm = self._read(other)
            if pcm is not None:
                return resampled(pcm, RATE, rate)
        return None

    def has_prompt(self, clause: str, *, pace: float) -> bool:
        """Tell whether a prompt is there, without reading it."""
        return self._path(_PROMPTS, clause, pace).is_file()

    def touch(self, clause: str, *, pace: float) -> bool:
        """Tell whether a clause is there, and let it count as used now."""
        for kind in (_PROMPTS, _OTHERS):
            with contextlib.suppress(OSError):
                os.utime(self._path(kind, clause, pace))
                return True
        return False

    def keep(self, clause: str, pcm: bytes, *, pace: float, prompt: bool = False) -> None:
        """Keep a clause of PCM at RATE; a prompt is never removed, anything else may be.

        A full or read-only disk is no reason to fall silent: then nothing is kept.
        """
        if not pcm:
            return
        path = self._path(_PROMPTS if prompt else _OTHERS, clause, pace)
        file = packed(pcm, RATE)
        try:
            _write(path, file)
        except OSError as error:
            logger.warning("a recording could not be kept: %s", error.strerror)
            return
        if not prompt:
            self._written += len(file)
            if self._written > self._most_bytes * _SWEEP_AFTER:
                self.sweep()

    def sweep(self) -> int:
        """Remove what was least recently used until the rest fits; return how many went."""
        self._written = 0
        files = sorted(self._others(), reverse=True)  # most recently used first
        total = removed = 0
        for _, size, path in files:
            total += size
            if total > self._most_bytes:
                path.unlink(missing_ok=True)
                removed += 1
        return removed

    def _others(self) -> Iterator[tuple[float, int, Path]]:
        for path in (self._folder / _OTHERS).glob("*/*.flac"):
            with contextlib.suppress(FileNotFoundError):  # another process was faster
                status = path.stat()
                yield status.st_mtime, status.st_size, path

    def _path(self, kind: str, clause: str, pace: float) -> Path:
        words = "\n".join((str(_FORMAT), self._voice, str(RATE), clause))
        name = hashlib.sha256(words.encode()).hexdigest()[:40]
        return self._folder / kind / name[:2] / f"{name}-{pace:.2f}.flac"

    def _read(self, path: Path) -> bytes | None:
        try:
            pcm = unpacked(path.read_bytes())
            if time.time() - path.stat().st_mtime > _TOUCH_AFTER:
                os.utime(path)
        except FileNotFoundError:
            return None
        except (OSError, ValueError):
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
            return None
        return pcm


def resampled(pcm: bytes, rate: int, wanted: int) -> bytes:
    """Return PCM at another rate, both in hertz."""
    if rate == wanted:
        return pcm
    samples = soxr.resample(np.frombuffer(pcm, "<i2"), rate, wanted, quality="HQ")
    return np.asarray(samples, "<i2").tobytes()


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".new-", delete=False) as file:
        new = Path(file.name)
        try:
            file.write(content)
            file.flush()
            new.replace(path)
        except OSError:  # the disk is full
            new.unlink(missing_ok=True)
            raise
