"""Says how likely a text is to be Chinese that somebody wrote."""

from __future__ import annotations

import logging
import math
from pathlib import Path

import jieba

jieba.setLogLevel(logging.WARNING)  # it reports its loading on stderr otherwise

_PUNCTUATION = {"，": -3.0, "。": -3.5, "、": -3.5, "“": -4.0, "”": -4.0, "：": -5.0, "；": -5.0}
_OTHER_MARK = -6.0
_RARE = -20.0  # a character that no word of the dictionary begins with
_UNKNOWN = -13.0  # □: something stood here
_LONGEST = 8  # characters of a word
_TRADE = Path(__file__).with_name("trade_words.txt")  # the dictionary lacks many of them
_TRADE_FREQUENCY = 3000  # occurrences in jieba's 60 million; as frequent as 保险


class Likelihood:
    """Weigh texts by the frequencies of their words; the dictionary is loaded when first used."""

    def __init__(self) -> None:
        """Prepare an empty dictionary."""
        self._tokenizer = jieba.Tokenizer()
        self._trade = _TRADE.read_text("utf-8").split()

    def of(self, text: str) -> float:
        """Return the logarithm of the probability of the best cut into words; 0 is certain."""
        frequencies = self._frequencies()
        total = math.log(self._tokenizer.total)
        best = [0.0] * (len(text) + 1)
        for end in range(1, len(text) + 1):
            best[end] = best[end - 1] + self._one(text[end - 1], frequencies, total)
            for start in range(max(0, end - _LONGEST), end - 1):
                frequency = frequencies.get(text[start:end], 0)
                if frequency:
                    best[end] = max(best[end], best[start] + math.log(frequency) - total)
        return best[-1]

    def per_character(self, text: str) -> float:
        """Return `of` divided by the length; an empty text is as bad as can be."""
        return self.of(text) / len(text) if text else _RARE

    def knows(self, word: str) -> bool:
        """Tell whether the dictionary has a word of at least two characters."""
        return len(word) > 1 and self._frequencies().get(word, 0) > 0

    def _frequencies(self) -> dict[str, int]:
        """Return how often each word occurs; the dictionary is loaded the first time."""
        if not self._tokenizer.initialized:
            for word in self._trade:
                self._tokenizer.add_word(word, _TRADE_FREQUENCY)
        found: dict[str, int] = self._tokenizer.FREQ
        return found

    @staticmethod
    def _one(character: str, frequencies: dict[str, int], total: float) -> float:
        """Return what a character costs that is a word of its own."""
        if character == "□":
            return _UNKNOWN
        if not "\u3400" <= character <= "\u9fff":
            strange = character.isalpha() and not character.isascii()  # kana, Cyrillic ...
            return _PUNCTUATION.get(character, _UNKNOWN if strange else _OTHER_MARK)
        frequency = frequencies.get(character, 0)
        return math.log(frequency) - total if frequency else _RARE
