"""Tells whether words that were recognised at a pause still stand when the utterance ends."""

from __future__ import annotations

from array import array

FRAME = 0.02  # seconds
LOUD = 0.5  # of the loudness of the speech so far: half of it is already another syllable
SPEECH = 0.9  # the share of frames below the loudness that counts as that of the speech
SYLLABLE = 4  # loud frames in a row: 80 ms, the shortest word


def still_quiet(speech: bytes, since: bytes, rate: int) -> bool:
    """Return whether nothing was said in `since`, the audio that followed the speech."""
    size = max(1, int(rate * FRAME))
    heard = sorted(_peaks(speech, size))
    if not heard:
        return not since
    limit = heard[min(len(heard) - 1, int(len(heard) * SPEECH))] * LOUD
    in_a_row = 0
    for peak in _peaks(since, size):
        in_a_row = in_a_row + 1 if peak > limit else 0
        if in_a_row >= SYLLABLE:
            return False
    return True


def _peaks(pcm: bytes, size: int) -> list[int]:
    """Return the highest deflection of each full frame."""
    samples = array("h", pcm[: len(pcm) // 2 * 2])
    starts = range(0, len(samples) - size + 1, size)
    return [
        max(max(samples[start : start + size]), -min(samples[start : start + size]))
        for start in starts
    ]
