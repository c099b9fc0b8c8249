"""Tells whether a word may be put where another stands without turning the meaning round; pure."""

from __future__ import annotations

import re

from voice.vocabulary import left_alone, opposites

SHORTEST = 2  # characters of a word that stays
_CHINESE = re.compile(r"[\u4e00-\u9fff]+")
_NEGATIONS = frozenset("不没未别无非莫勿甭")
_PRONOUNS = frozenset("他她它")  # they sound the same; only the speaker knows
_DIGITS = frozenset("零〇一二三四五六七八九十百千万亿两俩幺半几第")
_LOOSE = frozenset("一半")  # 一保, 一地, 老半: what recognisers write for something else
_FIGURES = re.compile(r"[0-9]+|[零〇一二三四五六七八九十百千万亿两幺]{2,}")
_COUNTED = frozenset(
    "个岁年月日号点块元万千百十天次位层楼家种样张份条遍下些起直定共般边会小时夜辈路价折片"
)
_LITTLE_LAST = frozenset("吗是呢了吧啊呀的嘛")  # 医保吗 is not 医保码


def may_stand_for(text: str, start: int, word: str) -> bool:
    """Tell whether the word may replace as many characters of the text from `start` on."""
    written = text[start : start + len(word)]
    return (
        _CHINESE.fullmatch(written) is not None
        and _kept(written, word)
        and not (written[-1] != word[-1] and {written[-1], word[-1]} & _LITTLE_LAST)
        and not turns_round(written, word)
        and _digits_kept(text, start, word)
        and not _touches_what_stays(text, start, word)
    )


def turns_round(written: str, word: str) -> bool:
    """Tell whether the word says the opposite of what is written, or has lost or won it."""
    return any(
        (old in written and new in word and old not in word)
        or (new in written and old in word and new not in word)
        or (old in written and old in word and old in new and (new in written) != (new in word))
        for old, new in opposites()
    )


def same_figures(written: str, other: str) -> bool:
    """Tell whether both have the same figures, in the same order; a lone 一 is none."""
    return _FIGURES.findall(written) == _FIGURES.findall(other)


def _kept(written: str, word: str) -> bool:
    """Tell whether negations and pronouns stay as they are, where they are."""
    return all(
        old == new or not ({old, new} & _NEGATIONS or {old, new} <= _PRONOUNS)
        for old, new in zip(written, word, strict=True)
    )


def _touches_what_stays(text: str, start: int, word: str) -> bool:
    """Tell whether a word of no_repair.txt would lose a character."""
    lost = {
        start + position
        for position, (old, new) in enumerate(zip(text[start:], word, strict=False))
        if old != new
    }
    longest = max(map(len, left_alone()))
    return any(
        text[first : first + length] in left_alone()
        for position in lost
        for length in range(SHORTEST, longest + 1)
        for first in range(max(0, position - length + 1), position + 1)
    )


def _digits_kept(text: str, start: int, word: str) -> bool:
    """Tell whether all digits stay, but for 一 and 半 that count nothing, no digit beside them."""
    for position, (old, new) in enumerate(zip(text[start:], word, strict=False), start):
        if old == new or not {old, new} & _DIGITS:
            continue
        before, after = text[max(position - 1, 0) : position], text[position + 1 : position + 2]
        beside = {before, after} & (_DIGITS | set("0123456789"))
        if old not in _LOOSE or new in _DIGITS or beside or after in _COUNTED:
            return False
    return True
