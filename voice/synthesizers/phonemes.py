"""Turns Chinese characters into the sounds that the synthesiser's model knows."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator

import jieba
from misaki.zh import ZHG2P
from pypinyin import Style, lazy_pinyin

jieba.setLogLevel(logging.WARNING)  # it reports its loading on stderr otherwise

_OFTEN = 100_000  # occurrences in jieba's 60 million: more than any way to cut it differently
_CHINESE = re.compile("([\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]+)")
_BELOW = chr(815)  # a mark of the transcription that the model does not know
# How words are read where pypinyin was found wrong in our wordings.
READINGS = {
    "为准": "wei2 zhun3",
    "太长": "tai4 chang2",
    "多长": "duo1 chang2",
    "多长时间": "duo1 chang2 shi2 jian1",
    "长时间": "chang2 shi2 jian1",
    "长效": "chang2 xiao4",
    "照片": "zhao4 pian4",
    "空一格": "kong4 yi4 ge2",
    "调高": "tiao2 gao1",
    "调大": "tiao2 da4",
    "调低": "tiao2 di1",
    "地说": "de5 shuo1",
    "办得": "ban4 de5",
    "读得": "du2 de5",
    "问得": "wen4 de5",
    "说得": "shuo1 de5",
    "发得": "fa1 de5",
    "听得": "ting1 de5",
    "用得上": "yong4 de5 shang4",
    "得太多": "de5 tai4 duo1",
}
_COUNTING = "零幺一二三四五六七八九十百第点"  # 一 keeps its tone behind and before these
_DATED = "月日号年楼点是"  # 一月, 一号, 一是……二是


class Phonemes:
    """Cut words and look their sounds up; nothing is fetched, everything is in the packages."""

    def __init__(self) -> None:
        """Load the dictionary, which takes a second."""
        self._tokenizer = jieba.Tokenizer()
        self._tokenizer.initialize()
        for word in READINGS:
            self._tokenizer.add_word(word, _OFTEN)

    def of(self, words: str) -> Iterator[str]:
        """Yield the sounds of one word, or one mark, after the other."""
        for piece in _CHINESE.split(ZHG2P.map_punctuation(words)):
            if not _CHINESE.fullmatch(piece):
                yield piece
                continue
            for place, syllables in enumerate(self.syllables(piece)):
                sounds = "".join(_of_syllable(syllable) for syllable in syllables)
                yield ("" if place == 0 else " ") + sounds.replace(_BELOW, "")

    def syllables(self, characters: str) -> list[list[str]]:
        """Return the syllables of characters without marks between, word by word: [["bao4"]]."""
        cut = self._tokenizer.lcut(characters)
        words = [READINGS[w].split() if w in READINGS else _pinyin(w) for w in cut]
        flat = [syllable for word in words for syllable in word]
        if len(flat) != len(characters):  # a character without a reading: places do not match
            return words
        said = iter(_in_context(characters, flat, _ends(cut)))
        return [[next(said) for _ in word] for word in words]


def _pinyin(word: str) -> list[str]:
    # "ignore": a rare character of a name without a known reading is left out, not spelt.
    return lazy_pinyin(word, style=Style.TONE3, neutral_tone_with_five=True, errors="ignore")


def _ends(words: list[str]) -> set[int]:
    """Return the places at which words of several characters end."""
    ends, at = set(), 0
    for word in words:
        at += len(word)
        if len(word) > 1:
            ends.add(at - 1)
    return ends


def _in_context(characters: str, syllables: list[str], ends: set[int]) -> list[str]:
    """Return the syllables with the tones that 一 and 不 take before others."""
    said = list(syllables)
    for at, character in enumerate(characters[:-1]):
        following, before = characters[at + 1], characters[at - 1 : at]
        is_falling = syllables[at + 1][-1] == "4"
        if character == "不" and is_falling:
            said[at] = "bu2"
        if character != "一" or at in ends:
            continue
        is_figure = following in _COUNTING[:11] or (before and before in _COUNTING)
        if is_figure or following in _DATED:
            said[at] = "yi1"
        else:
            said[at] = "yi2" if is_falling else "yi4"
    return said


def _of_syllable(syllable: str) -> str:
    try:
        return str(ZHG2P.py2ipa(syllable))
    except (ValueError, AssertionError, KeyError, IndexError):  # not a syllable of Mandarin
        return ""
