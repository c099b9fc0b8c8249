"""Recognises the telephone's own sentences in what a caller heard, by their recorded sound."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from voice.clauses import pace_within
from voice.line import RATE
from voice.prompts import clauses_of, essential
from voice.speech import USUAL
from voice.synthesizers.recordings import Recordings

ALIKE = 0.8  # cross-correlation at which it is that sentence; A-law alone costs less than 0.01

Samples = NDArray[np.float32]


def recorded_phrases(folder: Path, voice: str) -> dict[str, Samples]:
    """Return what only the telephone says, clause by clause, at 8000 Hz, as it is recorded."""
    recordings = Recordings(folder, voice)
    found: dict[str, Samples] = {}
    for clause in clauses_of(essential().values()):
        pcm = recordings.nearest(clause, pace=pace_within(USUAL), rate=RATE)
        if pcm is not None:
            found[clause] = samples(pcm)
    return found


def samples(pcm: bytes) -> Samples:
    """Return signed 16-bit PCM as numbers."""
    return np.frombuffer(pcm[: len(pcm) // 2 * 2], "<i2").astype(np.float32)


def phrases_in(heard: Samples, phrases: Mapping[str, Samples]) -> tuple[str, ...]:
    """Return which of the phrases are in a sound, in the order in which they were said."""
    if not len(heard):
        return ()
    found: list[tuple[int, str]] = []
    size = 1 << (2 * len(heard) - 1).bit_length()
    spectrum = np.fft.rfft(heard, size)
    energy = np.concatenate([[0.0], np.cumsum(heard.astype(np.float64) ** 2)])
    for text, sound in phrases.items():
        places = len(heard) - len(sound) + 1
        if places < 1:
            continue
        product = np.fft.irfft(spectrum * np.conj(np.fft.rfft(sound, size)), size)[:places]
        own = float(np.sum(sound.astype(np.float64) ** 2))
        there = energy[len(sound) :] - energy[: -len(sound)]
        alike = product / np.sqrt(np.maximum(there, 0.05 * own) * own)
        place = int(np.argmax(alike))
        if alike[place] >= ALIKE:
            found.append((place, text))
    return tuple(text for _, text in sorted(found))
