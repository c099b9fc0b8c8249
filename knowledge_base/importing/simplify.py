"""Turns traditional characters into simplified ones."""

from __future__ import annotations

import re
from functools import cache

import opencc

from knowledge_base.importing.marks import MARK
from knowledge_base.importing.report import Notes

# 著 is also simplified where it means to write or to stand out; elsewhere it is 着.
_ZHE = re.compile(rf"(?<![{MARK.pattern[1:-1]}显卓昭编土名原论专译巨拙遗较])著(?![名作述称录书者])")
_RUN = re.compile(
    rf"[\u3400-\u9fff\uf900-\ufaff{MARK.pattern[1:-1]}]+"
)  # the mark before 著 counts


def simplified(text: str) -> str:
    """Return the text in simplified characters, 著 told from 着; its length stays the same.

    A line without a character that only traditional writing has stays as it is: 瞭望 and 於 (the
    family name) are good simplified Chinese, and a converter might change them.
    """
    if not any(map(is_traditional, text)):
        return text
    # hk2s also knows the variants 衞 and 衹, which t2s leaves alone.
    return _RUN.sub(lambda run: _of_same_length(run[0]), text)


def simplify(text: str, notes: Notes) -> str:
    """Return the text in simplified characters and record each character that changed."""
    after = simplified(text)
    for old, new in zip(text, after, strict=True):
        if old != new:
            notes.change("simplified", "繁体字、异体字改为简体", f"{old} → {new}")
    return after


@cache
def is_traditional(character: str) -> bool:
    """Tell whether a character is not of the simplified set and has a simplified form."""
    if not "\u3400" <= character <= "\uffff" or _in_gb2312(character):
        return False
    return bool(_converter().convert(character) != character)


def _of_same_length(run: str) -> str:
    """Return a run converted, or as it is if the converter put more or fewer characters."""
    turned = _ZHE.sub("着", _converter().convert(run))
    return turned if len(turned) == len(run) else run


def _in_gb2312(character: str) -> bool:
    """Tell whether the simplified character set has the character."""
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


@cache
def _converter() -> opencc.OpenCC:
    """Return the converter to simplified characters, made once."""
    return opencc.OpenCC("hk2s")
