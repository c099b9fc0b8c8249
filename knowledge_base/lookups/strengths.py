"""Reads strengths such as 三十毫克, 0.5g or 10万单位, so that different writings compare equal."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TypeAlias

Strength: TypeAlias = tuple[Decimal, str]  # in mg, ml, 单位, mm, % or the counter itself

_DIGITS = {char: n for n, char in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_PLACES = {"十": 10, "百": 100, "千": 1000}
_UNITS: dict[str, tuple[Decimal, str]] = {
    **dict.fromkeys(("mg", "毫克"), (Decimal(1), "mg")),
    **dict.fromkeys(("g", "克"), (Decimal(1000), "mg")),
    **dict.fromkeys(("μg", "ug", "mcg", "微克"), (Decimal("0.001"), "mg")),
    **dict.fromkeys(("ml", "毫升"), (Decimal(1), "ml")),
    **dict.fromkeys(("l", "升"), (Decimal(1000), "ml")),
    **dict.fromkeys(("国际单位", "单位", "iu", "u"), (Decimal(1), "单位")),
    **dict.fromkeys(("万国际单位", "万单位", "万iu", "万u"), (Decimal(10000), "单位")),
    **dict.fromkeys(("mm", "毫米"), (Decimal(1), "mm")),
    **dict.fromkeys(("cm", "厘米"), (Decimal(10), "mm")),
    "%": (Decimal(1), "%"),
    **{counter: (Decimal(1), counter) for counter in "片粒支袋丸贴瓶揿枚"},
}
_NUMBER = r"(?:\d+(?:\.\d+)?|[零〇一二两三四五六七八九十百千]+(?:点[零〇一二三四五六七八九]+)?)"
_STRENGTH = re.compile(
    rf"({_NUMBER})({'|'.join(sorted(map(re.escape, _UNITS), key=len, reverse=True))})(?![a-z])"
)
_PERCENT = re.compile(rf"百分之({_NUMBER})")


def strengths_in(text: str) -> frozenset[Strength]:
    """Return every strength that a text in unified writing states."""
    found = {_strength(number, unit) for number, unit in _STRENGTH.findall(text)}
    return frozenset(found | {(_value(n).normalize(), "%") for n in _PERCENT.findall(text)})


def without_strengths(text: str) -> str:
    """Return the text without its strengths and the signs between them."""
    return re.sub(
        r"[*×x/:：]+(?![a-z\u4e00-\u9fff])", "", _STRENGTH.sub("", _PERCENT.sub("", text))
    )


def _strength(number: str, unit: str) -> Strength:
    factor, plain = _UNITS[unit]
    return (_value(number) * factor).normalize(), plain


def _value(number: str) -> Decimal:
    if number[0].isascii():
        return Decimal(number)
    whole, _, fraction = number.partition("点")
    if fraction:
        return Decimal(f"{_whole(whole)}.{''.join(str(_DIGITS[char]) for char in fraction)}")
    return Decimal(_whole(whole))


def _whole(text: str) -> int:
    """Return 三百二十 or 二五零 as a number."""
    if not any(char in _PLACES for char in text):
        return int("".join(str(_DIGITS[char]) for char in text) or "0")
    total, digit = 0, 0
    for char in text:
        if char in _PLACES:
            total += (digit or 1) * _PLACES[char]
            digit = 0
        else:
            digit = _DIGITS[char]
    return total + digit
