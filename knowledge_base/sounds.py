"""Repairs words of the trade that a speech recogniser wrote with wrong characters."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pypinyin import lazy_pinyin

_SHORTEST = 4  # shorter ones sound like too much else: 能用医保吗 is not 医保码
_SHORT_BUT_SURE = frozenset({"慢特病", "门特病"})  # nothing else sounds like them
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_CHINESE_OR_NOT = re.compile(r"[\u4e00-\u9fff]+|[^\u4e00-\u9fff]")
# Southern and south-western speakers, and recognisers, do not tell these apart.
_ALIKE = ((r"^zh", "z"), (r"^ch", "c"), (r"^sh", "s"), (r"(?<=[ie])ng$", "n"), (r"^n(?=[^g])", "l"))


class Sounds:
    """Know how the words of the trade sound."""

    def __init__(self, trade_words: Iterable[str]) -> None:
        """Take the words in unified writing; the short ones are left out."""
        known = {w for w in trade_words if len(w) >= _SHORTEST and all(map(_CHINESE.match, w))}
        known |= _SHORT_BUT_SURE
        self._words = {tuple(syllables(word)): word for word in sorted(known)}
        self._lengths = sorted({len(sound) for sound in self._words}, reverse=True)

    def repaired(self, text: str) -> str:
        """Return the text with each misheard word of the trade put right, longest first."""
        heard = syllables(text)
        if len(heard) != len(text):  # a character without one syllable: nothing can be aligned
            return text
        written = list(text)
        taken = [False] * len(text)
        for length in self._lengths:
            for start in range(len(text) - length + 1):
                word = self._words.get(tuple(heard[start : start + length]))
                if word is None or any(taken[start : start + length]):
                    continue
                written[start : start + length] = word
                taken[start : start + length] = [True] * length
        return "".join(written)


def syllables(text: str) -> list[str]:
    """Return how each character sounds, without tone; what is not Chinese stands for itself."""
    heard = [lazy_pinyin(part, errors="default") for part in _CHINESE_OR_NOT.findall(text)]
    return [_simplified(sound) for part in heard for sound in part]


def _simplified(syllable: str) -> str:
    """Return a syllable without the distinctions that get lost."""
    for pattern, plain in _ALIKE:
        syllable = re.sub(pattern, plain, syllable)
    return syllable
