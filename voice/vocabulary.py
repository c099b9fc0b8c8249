"""Reads the words that spoken text is made of: of the trade, everyday ones, opposite pairs."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import jieba

HERE = Path(__file__).parent
UNKNOWN = 17.0  # what a character costs that is no word; natural logarithm, as all costs
RAREST = 3  # times in the corpus that jieba's dictionary was counted from


class Frequencies:
    """Know how usual words are, as costs: the natural logarithm of one in how many words."""

    def __init__(self, costs: Mapping[str, float]) -> None:
        """Take what each word costs."""
        self._costs = costs
        self.longest = max(map(len, costs), default=1)

    def get(self, word: str, otherwise: float) -> float:
        """Return what the word costs, or `otherwise` if nobody knows it."""
        return self._costs.get(word, otherwise)

    def cut(self, run: str) -> list[str]:
        """Return the likeliest words of a run of Chinese characters."""
        best: list[tuple[float, int]] = [(0.0, 0)]
        for end in range(1, len(run) + 1):
            options = [(best[end - 1][0] + self.get(run[end - 1], UNKNOWN), end - 1)]
            for start in range(max(0, end - self.longest), end - 1):
                price = self._costs.get(run[start:end])
                if price is not None:
                    options.append((best[start][0] + price, start))
            best.append(min(options))
        found: list[str] = []
        end = len(run)
        while end:
            found.append(run[best[end][1] : end])
            end = best[end][1]
        return found[::-1]


@cache
def everyday() -> Frequencies:
    """Return everyday words of up to four characters (jieba's dictionary, MIT licence)."""
    counts: dict[str, int] = {}
    with jieba.get_dict_file() as lines:
        for line in lines:
            word, count, *_ = line.decode("utf-8").split(" ")
            if len(word) <= 4 and int(count) >= RAREST:
                counts[word] = int(count)
    total = sum(counts.values())
    return Frequencies({word: math.log(total / count) for word, count in counts.items()})


@cache
def trade_words() -> tuple[str, ...]:
    """Return the words and turns of the trade (lexicon.txt)."""
    return words("lexicon.txt")


@cache
def left_alone() -> frozenset[str]:
    """Return words that are never taken for misheard (no_repair.txt)."""
    return frozenset(words("no_repair.txt"))


@cache
def opposites() -> tuple[tuple[str, str], ...]:
    """Return words of which one must never become the other (opposites.txt)."""
    pairs = [line.split() for line in words("opposites.txt")]
    return tuple((one, other) for one, other in pairs)


def words(name: str) -> tuple[str, ...]:
    """Return the lines of a file in this folder that are no comments."""
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return tuple(line for line in lines if line and not line.startswith("#"))
