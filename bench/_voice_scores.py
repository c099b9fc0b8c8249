"""Compares what was heard with what was said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from opencc import OpenCC
from rapidfuzz.distance import Levenshtein

from bench._voice_callers import Caller
from bot.normalise import lexicon

_FIGURES = re.compile(r"\d+(?:\.\d+)?")
_DIGITS = "零一二三四五六七八九"
_UNITS = ((1000, "千"), (100, "百"), (10, "十"), (1, ""))
# What sounds the same and means the same is no error: 两 and 二 are told apart by nobody here.
_SAME = str.maketrans({"幺": "一", "两": "二", "她": "他", "它": "他", "儿": None})
_T2S = OpenCC("t2s")


@dataclass(frozen=True, slots=True)
class Score:
    """Be how one sentence came through one line."""

    caller: Caller
    raw: str  # as the recogniser wrote it
    text: str  # as it was understood
    act_said: str  # what Rasa makes of the sentence as it was written
    act_raw: str
    act: str

    @property
    def characters(self) -> int:
        """Count the characters that were said."""
        return len(letters(self.caller.example.text))

    @property
    def wrong_raw(self) -> int:
        """Count the characters that the recogniser got wrong."""
        return Levenshtein.distance(letters(self.caller.example.text), letters(self.raw))

    @property
    def wrong(self) -> int:
        """Count the characters that are wrong in what was understood."""
        return Levenshtein.distance(letters(self.caller.example.text), letters(self.text))

    @property
    def terms(self) -> list[str]:
        """Return the words of the trade that were said (bot/lexicon.txt)."""
        said = letters(self.caller.example.text)
        return [term for term in lexicon() if term in said]


def letters(text: str) -> str:
    """Return a text as it sounds: simplified, without marks, figures in words."""
    spoken = _FIGURES.sub(lambda found: _in_words(found[0]), _T2S.convert(text)).translate(_SAME)
    return re.sub(r"[^\w]|_", "", spoken).lower()


def error_rate(scores: Sequence[Score], *, raw: bool = False) -> float:
    """Return the share of wrong characters in percent (CER)."""
    wrong = sum(score.wrong_raw if raw else score.wrong for score in scores)
    return 100 * wrong / max(1, sum(score.characters for score in scores))


def terms_kept(scores: Sequence[Score], *, raw: bool = False) -> float:
    """Return the share of words of the trade that are still there, in percent."""
    said = [(term, score) for score in scores for term in score.terms]
    kept = sum(term in letters(score.raw if raw else score.text) for term, score in said)
    return 100 * kept / max(1, len(said))


def survived(scores: Sequence[Score], *, raw: bool = False) -> float:
    """Return the share of sentences that Rasa takes for what it takes the written ones, in %."""
    same = sum((score.act_raw if raw else score.act) == score.act_said for score in scores)
    return 100 * same / max(1, len(scores))


def _in_words(figures: str) -> str:
    whole, _, rest = figures.partition(".")
    if rest:
        return f"{_in_words(whole)}点{''.join(_DIGITS[int(digit)] for digit in rest)}"
    if len(whole) > 4 or (len(whole) > 1 and whole[0] == "0"):
        return "".join(_DIGITS[int(digit)] for digit in whole)
    number, words = int(whole), ""
    for unit, name in _UNITS:
        digit = number // unit % 10
        if digit:
            words += _DIGITS[digit] + name
        elif words and number % unit and not words.endswith("零"):
            words += "零"
    return (words or "零").removeprefix("一") if words.startswith("一十") else words or "零"
