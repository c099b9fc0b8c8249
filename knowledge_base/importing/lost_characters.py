"""Finds question marks that ask nothing: they stand where characters were lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from knowledge_base.importing.likelihood import Likelihood
from knowledge_base.importing.simplify import simplified

_HAN = r"[\u4e00-\u9fff]"
_INSIDE = re.compile(rf"(?<={_HAN})\?(?={_HAN})")
# 不需??先 lost a character; ?K支付 kept the second half of one, which is a letter.
_LEFT, _RIGHT = r"[\u4e00-\u9fff”》），、；]", r"[\u4e00-\u9fff，。；：、“”]"
_SEVERAL = re.compile(rf"(?<={_LEFT})\?{{2,}}(?={_RIGHT})|(?<={_HAN})\?[@-~](?={_RIGHT})")
# 费?谩? is two pairs of halves read as other characters; what is read so is rarely a word.
_BETWEEN = re.compile(
    r"(?<=[\u4e00-\u9fff”》），、])\?(?P<torn>[^?\s，。；：！？,.;:!A-Za-z0-9]{1,12})\?"
)
_TORN = -9.3  # logarithm of likelihood a character
_ASKED = re.compile(r"吗|呢|么|什|怎|哪|几|谁|否|何|多少|多久|多大|吧|嘛|麼|嗎|誰|幾")
_MAY_ASK = re.compile(r"[能可会要有行去了没办會沒辦]")  # 断缴了? needs no word that asks
_CLAUSE = re.compile(r"[，。；：！？、,;:!?“”（）()\n]")
_CLAUSE_LONGEST = 80  # characters
_CONTEXT = 6  # characters on either side
_CHOICE = 8.2  # 3755 common characters may have stood there
_PROOF = 0.5
_HINT = -3.0  # enough where the clause cannot be a question


def lost_characters(text: str, likelihood: Likelihood) -> Iterator[tuple[int, int, str]]:
    """Return start and end of each such span, and the likeliest character ("": unknown)."""
    for found in _BETWEEN.finditer(text):
        torn = simplified(found["torn"])
        asks = _ASKED.search(_clause_before(text, found.start()) + torn)
        if not asks and (len(torn) == 1 or likelihood.per_character(torn) < _TORN):
            yield found.start(), found.end(), ""
    for found in _SEVERAL.finditer(text):
        if not _ASKED.search(_clause_before(text, found.start())):
            yield found.start(), found.end(), ""
    for found in _INSIDE.finditer(text):
        at = found.start()
        clause = _clause_before(text, at)
        if _ASKED.search(clause):
            continue
        before = simplified(clause)[-_CONTEXT:]
        after = simplified(_CLAUSE.split(text[at + 1 : at + 1 + _CONTEXT])[0])[:_CONTEXT]
        best, character = max(
            ((likelihood.of(before + c + after), c) for c in _fitting(before, after, likelihood)),
            default=(-1000.0, ""),
        )
        gain = best - _CHOICE - likelihood.of(f"{before}?{after}")
        if gain >= _PROOF:
            yield at, at + 1, character
        elif gain >= _HINT and not _MAY_ASK.search(clause):
            yield at, at + 1, ""


def _clause_before(text: str, at: int) -> str:
    """Return what stands between the last punctuation and a place."""
    return _CLAUSE.split(text[max(0, at - _CLAUSE_LONGEST) : at])[-1]


def _fitting(before: str, after: str, likelihood: Likelihood) -> Iterator[str]:
    """Return the common characters that make a word with those around them."""
    for c in _common():
        words = (before[-1:] + c, c + after[:1], before[-2:] + c, c + after[:2])
        if any(map(likelihood.knows, words)) or likelihood.knows(before[-1:] + c + after[:1]):
            yield c


@cache
def _common() -> tuple[str, ...]:
    """Return the 3755 common characters of GB 2312."""
    pairs = (bytes([a, b]) for a in range(0xB0, 0xD8) for b in range(0xA1, 0xFF))
    return tuple(p.decode("gb2312", "ignore") for p in pairs if p.decode("gb2312", "ignore"))
