"""Is engines that a real worker process hosts in tests: they do what their audio says."""

from __future__ import annotations

import os
import signal
from collections.abc import Mapping, Sequence
from pathlib import Path

from core.errors import EngineUnavailable
from voice.speech import Heard, Reading

PADDING = 4000  # bytes of silence after the words: a quarter of a second at 8 kHz


def said(words: str) -> bytes:
    """Return audio that the fake recogniser hears as these words."""
    written = words.encode()
    return written + bytes(PADDING + len(written) % 2)


class Ear:
    """Hear the words that the audio is made of, obeying some of them."""

    def open(self, rate: int, hints: Sequence[str]) -> EarStream:
        """Begin an utterance."""
        return EarStream(rate, hints)


class EarStream:
    """Be one utterance."""

    def __init__(self, rate: int, hints: Sequence[str]) -> None:
        self._about = f"{rate}" + "".join(f" {hint}" for hint in hints)
        self._audio = b""

    def feed(self, pcm: bytes) -> str:
        """Return all words so far."""
        self._audio += pcm
        return self._words()

    def pause(self) -> str:
        """Return all words so far."""
        return self._words()

    def finish(self) -> Heard:
        """Return the words, after doing what they ask for."""
        words = self._words()
        obey(words)
        return Heard(f"{words} ({self._about})", 0.9, "fake", (Reading(words, -1.5),))

    def _words(self) -> str:
        return self._audio.replace(b"\0", b"").decode()


class Mouth:
    """Say the clause in letters."""

    def render(self, clause: str, *, pace: float, rate: int) -> bytes:
        """Return the clause and how it was to be said."""
        obey(clause)
        return f"{clause} {pace} {rate}".encode()


def obey(words: str) -> None:
    """Do what is asked for: "die", "die once FILE", "fail", "starve", "refuse", "wait PIPE"."""
    order, _, place = words.partition(" ")
    if order == "die":
        _, _, marker = place.partition(" ")
        if marker and Path(marker).exists():
            return
        if marker:
            Path(marker).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    if order == "fail":
        raise ValueError(words)
    if order == "starve":
        raise MemoryError
    if order == "refuse":
        raise EngineUnavailable("the fake's own engine")
    if order == "wait":
        Path(place).read_bytes()  # a named pipe: until the test has written to it


def ear(options: Mapping[str, str]) -> Ear:
    """Make the recogniser."""
    return Ear()


def mouth(options: Mapping[str, str]) -> Mouth:
    """Make the synthesiser."""
    return Mouth()


def broken(options: Mapping[str, str]) -> Ear:
    """Fail to make one, like an engine without its model."""
    raise EngineUnavailable("fake")
