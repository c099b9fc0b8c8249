"""Cuts a long recording where the speaker paused, for recognisers with a short memory."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

FRAME = 0.02  # seconds
PAUSE = 10  # frames that must be quiet together: a fifth of a second


def pieces(
    samples: NDArray[np.float32], rate: int, *, longest: float, look_back: float = 5.0
) -> list[NDArray[np.float32]]:
    """Return pieces of at most `longest` seconds, cut at the quietest place of the last ones."""
    found: list[NDArray[np.float32]] = []
    while len(samples) > longest * rate:
        end = int(longest * rate)
        begin = int((longest - look_back) * rate)
        cut = begin + _quietest(samples[begin:end], int(rate * FRAME))
        found.append(samples[:cut])
        samples = samples[cut:]
    return [*found, samples]


def _quietest(samples: NDArray[np.float32], size: int) -> int:
    """Return the middle of the quietest stretch, in samples from the begin."""
    frames = samples[: len(samples) // size * size].reshape(-1, size)
    energy = np.convolve((frames**2).mean(axis=1), np.ones(PAUSE), mode="valid")
    return (int(energy.argmin()) + PAUSE // 2) * size
