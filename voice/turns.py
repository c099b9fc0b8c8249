"""Counts the turns of speech in sentences that citizens say, and finds those that sound alike."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence

from voice.syllables import blurred_all, syllables
from voice.vocabulary import Frequencies

MOST_WORDS, MOST_CHARACTERS = 4, 8  # of one turn
FEWEST = 2  # times that it was said
SHARE = 0.5  # of what is said here that is said as it was said before; the rest is everyday talk

_HAN_RUN = re.compile(r"[\u4e00-\u9fff]+")


class Turns:
    """Know how usual the turns of speech of this desk's callers are."""

    def __init__(self, sentences: Iterable[str], everyday: Frequencies) -> None:
        """Take sentences in simplified characters and cut them into everyday words."""
        counts: Counter[str] = Counter()
        words_said = 0
        for sentence in dict.fromkeys(sentences):
            for run in _HAN_RUN.findall(sentence):
                words = everyday.cut(run)
                words_said += len(words)
                counts.update(_turns(words))
        kept = {turn: count for turn, count in counts.items() if count >= FEWEST}
        self._costs = {turn: math.log(words_said / (SHARE * count)) for turn, count in kept.items()}
        self.longest = max(map(len, kept), default=0)
        self._alike: dict[tuple[str, ...], list[tuple[str, list[str]]]] = {}
        for turn in sorted(kept):
            heard = syllables(turn)
            if len(turn) > 1:
                self._alike.setdefault(blurred_all(heard), []).append((turn, heard))

    def get(self, turn: str, otherwise: float) -> float:
        """Return what the turn costs, or `otherwise` if nobody said it."""
        return self._costs.get(turn, otherwise)

    def sounding_like(self, blurred: tuple[str, ...]) -> Sequence[tuple[str, list[str]]]:
        """Return the turns with these blurred syllables, each with its own, unblurred ones."""
        return self._alike.get(blurred, ())


def _turns(words: Sequence[str]) -> Iterable[str]:
    """Return each run of one to a few words."""
    for start in range(len(words)):
        turn = ""
        for word in words[start : start + MOST_WORDS]:
            turn += word
            if len(turn) > MOST_CHARACTERS:
                break
            yield turn
