"""Makes the quiet noise that is sent while nobody speaks."""

from __future__ import annotations

import random
from array import array

from voice.line import FRAME_BYTES

FRAMES = 50  # one second, repeated
FULL_SCALE = 32767.0


def comfort_noise(decibels: int) -> tuple[bytes, ...]:
    """Return frames of 20 ms at so many dB below full scale; 0 gives plain silence.

    A dead-silent line makes old people ask whether anyone is still there.
    """
    if decibels == 0:
        return (bytes(FRAME_BYTES),)
    # Uniform noise has a root mean square of its peak divided by the square root of three.
    peak = FULL_SCALE * 10 ** (-abs(decibels) / 20) * 3**0.5
    dice = random.Random(1)  # noqa: S311 - it is noise, not a secret
    samples = array("h", (round(dice.uniform(-peak, peak)) for _ in range(FRAMES * 160)))
    pcm = samples.tobytes()
    return tuple(pcm[at : at + FRAME_BYTES] for at in range(0, len(pcm), FRAME_BYTES))
