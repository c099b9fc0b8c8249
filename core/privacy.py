"""Masks what could tell a stranger who a citizen is."""

from __future__ import annotations

import re

KEPT_LEFT = 3
KEPT_RIGHT = 4
LONG_RUN = 15  # bank cards have 16 to 19 digits, old ID numbers 15, ID numbers 18

# What people, keyboards and recognisers write for a digit; every key is one character long.
DIGITS = str.maketrans(
    "０１２３４５６７８９零〇幺一二三四五六七八九壹贰叁肆伍陆柒捌玖ｘＸx",
    "0123456789001123456789123456789XXX",
)
_GAP = r"[\s\-‐-―－_.．·•・,，、\u200b-\u200f\u2060\ufeff]{0,4}"
_LONG = re.compile(rf"[0-9](?:{_GAP}[0-9]){{{LONG_RUN - 1},}}(?:{_GAP}X)?")
_MOBILE = re.compile(rf"(?<![0-9])(?:\+?86{_GAP})?1{_GAP}[3-9](?:{_GAP}[0-9]){{9}}(?![0-9])")


def mask_id_number(number: str) -> str:
    """Keep the first three and last four characters of an ID number."""
    return _masked_middle(number)


def mask_mobile(number: str) -> str:
    """Keep the first three and last four digits of a mobile number."""
    return _masked_middle(number)


def mask_name(name: str) -> str:
    """Keep the first character of a name."""
    return name[:1] + "*" * min(2, max(0, len(name) - 1))


def mask_text(text: str) -> str:
    """Mask every ID number, mobile number and bank card number that stands in free text.

    Personal information in what citizens wrote must not outlive its purpose
    (个人信息保护法, article 19), so we err on the side of masking.
    """
    for pattern in (_LONG, _MOBILE):
        text = _masked_where(pattern, text)
    return text


def _masked_middle(number: str) -> str:
    """Mask all but both ends; mask everything where the ends would be most of it."""
    hidden = len(number) - KEPT_LEFT - KEPT_RIGHT
    if hidden < KEPT_RIGHT:
        return "*" * len(number)
    return number[:KEPT_LEFT] + "*" * hidden + number[-KEPT_RIGHT:]


def _masked_where(pattern: re.Pattern[str], text: str) -> str:
    """Mask each match, found in a copy of equal length in which every digit is an ASCII digit."""
    pieces: list[str] = []
    done = 0
    for match in pattern.finditer(text.translate(DIGITS)):
        number = re.sub(r"[^0-9X]", "", match[0])
        if pattern is _MOBILE:
            number = number[-11:]
        pieces += [text[done : match.start()], _masked_middle(number)]
        done = match.end()
    return "".join([*pieces, text[done:]])
