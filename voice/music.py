"""Makes the quiet tune that callers hear while they wait; every note is computed here."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from voice.line import RATE

BEAT = 0.75  # seconds: slower than a resting heart
LOUDEST = 0.16  # of full scale: speech stays well above it
_A4 = 440.0
# Steps of the five-tone scale on D (0 = D4), two beats each phrase end; None is a rest.
_TUNE: tuple[tuple[int | None, int], ...] = (
    *((0, 1), (2, 1), (4, 2), (3, 1), (2, 1), (1, 2)),
    *((2, 1), (3, 1), (5, 2), (4, 1), (3, 1), (2, 2)),
    *((5, 1), (4, 1), (3, 1), (2, 1), (4, 2), (None, 2)),
    *((3, 1), (2, 1), (1, 1), (2, 1), (0, 3), (None, 1)),
)
_SCALE = (0, 2, 4, 7, 9)  # semitones above the key note
_KEY_NOTE = -7  # semitones from A4 to D4
_PARTIALS = ((1.0, 1.0), (2.0, 0.28), (3.0, 0.09))  # of a soft plucked string
_DECAY = 1.1  # seconds in which a note falls to a third
_ATTACK = 0.03  # seconds; shorter, and it clicks
_RING = 2.4  # seconds that a note goes on ringing


def hold_music() -> bytes:
    """Return one round of the tune, which can follow itself: 16-bit PCM at 8000 Hz, 24 seconds."""
    beats = sum(length for _, length in _TUNE)
    samples = np.zeros(round(beats * BEAT * RATE), np.float64)
    at = 0.0
    for step, length in _TUNE:
        if step is not None:
            _ring(samples, round(at * BEAT * RATE), _frequency(step))
        at += length
    samples *= LOUDEST / np.abs(samples).max()
    return (samples * 32767).astype("<i2").tobytes()


def _frequency(step: int) -> float:
    octave, place = divmod(step, len(_SCALE))
    semitones = _KEY_NOTE + 12 * octave + _SCALE[place]
    return float(_A4 * 2 ** (semitones / 12))


def _ring(samples: npt.NDArray[np.float64], start: int, frequency: float) -> None:
    """Add a note; what rings past the end comes in again at the beginning of the round."""
    seconds = np.arange(round(_RING * RATE)) / RATE
    note = sum(
        share * np.sin(2 * np.pi * frequency * multiple * seconds) for multiple, share in _PARTIALS
    )
    note = note * np.exp(-seconds / _DECAY) * np.minimum(1.0, seconds / _ATTACK)
    note = note * np.minimum(1.0, (_RING - seconds) / 0.2)
    where = (start + np.arange(len(note))) % len(samples)
    np.add.at(samples, where, note)
