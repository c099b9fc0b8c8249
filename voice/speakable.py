"""Turns a text for the eye into words that a synthesiser can say."""

from __future__ import annotations

import re
from functools import cache

from wetext import Normalizer

from voice.number_reading import spoken_digits, with_numbers_read
from voice.quantities import with_quantities_written
from voice.spelling import with_letters_spelt, with_marks_said

_WIDE = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF5B))}
_WIDE |= {ord("％"): ord("%"), ord("．"): ord("."), ord("＋"): ord("+"), ord("＠"): ord("@")}
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufe0e\ufe0f\ufeff]")
_SPACE = re.compile(r"[ \t\u00a0\u3000]+")
_BREAK = re.compile(r"\s*\n\s*")
_FIGURES = re.compile(r"\d")
_SENTENCE = re.compile(r"[^。！？；\n]*[。！？；\n]?")
_QUOTES = re.compile("[“”\"‘’'「」『』《》〈〉‹›«»`]")
_QUOTED_TWICE = re.compile("[”』」》]\\s*(?=[“『「《])")
_ASIDE = re.compile(r"[()（）\[\]【】［］〔〕{}｛｝—–…|｜/\\~～〜]|-{1,}")
_UNSPEAKABLE = re.compile(
    "[^\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff\ue000，。！？；：、\n]"
)
_MARKS = "，。！？；：、"
_SEVERAL = re.compile(f"[{_MARKS}]{{2,}}")
_STRONGEST = "？！。；：，、"
_CLOSING = {",": "，", "!": "！", "?": "？", ";": "；", ":": "：", "•": "，", "●": "，", "．": "。"}


def speakable(text: str) -> str:
    """Return the words of a text: Chinese characters with marks that pause, and nothing else.

    Numbers of phones, people, cards and receipts are read digit by digit in groups that are
    divided by commas; quantities as they are said. A text of which nothing can be said gives "".
    """
    text = _INVISIBLE.sub("", text.translate(_WIDE))
    text = with_marks_said(text)
    if _FIGURES.search(text) or "*" in text:
        text = with_quantities_written(with_numbers_read(text))
        text = _normalised(text)
    text = _FIGURES.sub(lambda found: spoken_digits(found[0]), with_letters_spelt(text))
    return _marked(text)


def _normalised(text: str) -> str:
    """Let the normaliser read what is left; sentence by sentence, for it looks at neighbours."""
    pieces = _SENTENCE.findall(text)
    return "".join(
        str(_normaliser().normalize(_SPACE.sub("", piece))) if _FIGURES.search(piece) else piece
        for piece in pieces
    )


@cache
def _normaliser() -> Normalizer:
    # Loading its grammars takes 0.4 s; they never change.
    return Normalizer(lang="zh", operator="tn")


def _marked(text: str) -> str:
    """Keep only characters that are said and marks that pause, one mark at a place."""
    text = _QUOTED_TWICE.sub("、", text)
    text = _ASIDE.sub("，", _QUOTES.sub("", _SPACE.sub("", text)))
    text = "".join(_CLOSING.get(c, c) for c in text)
    text = _UNSPEAKABLE.sub("", _BREAK.sub("。", text.strip()))
    text = _SEVERAL.sub(_strongest, text)
    return text.lstrip(_MARKS).rstrip("，、：；")


def _strongest(found: re.Match[str]) -> str:
    return min(found[0], key=_STRONGEST.index)
