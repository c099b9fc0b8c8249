"""Understands a bare number as one of the choices that were shown last (pure)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from core import wechat_wording as say

_DIGITS = str.maketrans(
    "０１２３４５６７８９①②③④⑤⑥⑦⑧⑨一二三四五六七八九两", "0123456789" + "123456789" * 2 + "2"
)
_NAMED = re.compile(r"(?:我)?(?:回复|选择?|要|点)?第?([0-9]{1,2})(?:个|项|条|号)?[。.、！!]?")
_BARE = re.compile(r"[0-9]{1,2}[。.、]?")


def chosen(text: str, choices: Sequence[str], *, figures: bool) -> str:
    """Return the choice that a number stands for, else the text itself.

    `figures`: the open question may itself be answered with a number, which then stays one
    unless "选" or the like stands before it.
    """
    said = text.strip().translate(_DIGITS).replace(" ", "")
    named = _NAMED.fullmatch(said)
    if named is None or (figures and _BARE.fullmatch(said)):
        return text
    number = int(named[1])
    return choices[number - 1] if 0 < number <= len(choices) else text


def listed(choices: Sequence[str], *, figures: bool) -> str:
    """Return the choices as lines that can be answered with a number."""
    if not choices:
        return ""
    lines = (f"{number}. {choice}" for number, choice in enumerate(choices, 1))
    heading = say.REPLY_WITH_CHOSEN if figures else say.REPLY_WITH_NUMBER
    return "\n".join((heading, *lines))
