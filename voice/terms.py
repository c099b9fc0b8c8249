"""Finds where words may have been said, by the sounds of what was written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from voice.syllables import cost, syllables

SHORTEST, LONGEST = 2, 12  # characters of a word
# How unlike it may sound, in all and in its worst syllable, by its length in characters.
_UNLIKE = {2: (0.9, 0.5), 3: (2.0, 1.6), 4: (4.0, 3.1), 5: (5.5, 4.5)}
_UNLIKE_LONG = (7.0, 4.5)
_CHINESE = re.compile(r"[\u4e00-\u9fff]+")


class Terms:
    """Hold words by their length, as rows of syllables, so that all are compared at once."""

    def __init__(self, words: Sequence[str]) -> None:
        """Take words; those that are too short, too long, or not Chinese are left out."""
        usable = sorted(
            {w for w in words if SHORTEST <= len(w) <= LONGEST and _CHINESE.fullmatch(w)}
        )
        self._numbers: dict[str, int] = {}
        self._by_length: dict[int, tuple[list[str], NDArray[np.int32]]] = {}
        for length in sorted({len(word) for word in usable}):
            group = [word for word in usable if len(word) == length]
            rows = [[self._number(sound) for sound in syllables(word)] for word in group]
            self._by_length[length] = group, np.array(rows, dtype=np.int32)
        self._costs = cache(self._costs_of)

    def found_in(self, heard: Sequence[str]) -> Iterable[tuple[int, str, float]]:
        """Yield where a word may stand: its start, the word, and how unlike it sounds."""
        if not self._numbers:
            return
        table = np.stack([self._costs(syllable) for syllable in heard])
        for length, (words, rows) in self._by_length.items():
            places = len(heard) - length + 1
            if places < 1:
                continue
            worst = np.zeros((places, len(words)), dtype=np.float32)
            total = np.zeros_like(worst)
            for position in range(length):
                unlike = table[position : position + places][:, rows[:, position]]
                np.maximum(worst, unlike, out=worst)
                total += unlike
            most, most_of_one = _UNLIKE.get(length, _UNLIKE_LONG)
            for start, index in np.argwhere((worst <= most_of_one) & (total <= most)):
                yield int(start), words[index], float(total[start, index])

    def _number(self, syllable: str) -> int:
        return self._numbers.setdefault(syllable, len(self._numbers))

    def _costs_of(self, syllable: str) -> NDArray[np.float32]:
        """Return how unlike each known syllable is to this one."""
        return np.array([cost(known, syllable) for known in self._numbers], dtype=np.float32)
