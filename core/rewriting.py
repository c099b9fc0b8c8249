"""Checks a passage that a language model put in other words, before a citizen reads it."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from core.contracts import Passage

LONGEST = 1.5  # times as long as the reviewed words; who says more has added something
_FIGURE = re.compile(r"(\d+(?:\.\d+)?)([十百千万亿]*)")
_HAN_FIGURE = re.compile(r"一半|[零〇一二两三四五六七八九十百千万亿半]+")
_UNIT = r"个?(工作日|自然日|小时|分钟|月|年|天|日|元|块|岁|次|%|倍)"
_MEASURE = re.compile(_FIGURE.pattern + _UNIT)
_HAN_MEASURE = re.compile(f"({_HAN_FIGURE.pattern}){_UNIT}")
_HAN_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_HAN_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_HALF = {"半": "0.5", "一半": "0.5"}
_NOT_OURS = re.compile(r"https?:|www\.|@|[a-zA-Z]{4,}|[a-zA-Z\d]\.[a-zA-Z]|```|<[a-z/]")
# Characters before or after which 一, 两, 十 are no figures: 一样, 统一, 十分 (but 十分钟) ...
_NO_FIGURE = re.compile(
    r"统一|同一|唯一|逐一|万一|第一|两者|十分(?![钟之])|(?<![零〇一二两三四五六七八九十百\d])千万(?!元)|"
    r"一(样|起|般|定|致|旦|并|直|些|下|边|方面|体|律|概|经|窗|网|站式|单制?)|百分之"
)
_GROUPING = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")  # 12,000


def is_faithful(words: str, passage: Passage) -> bool:
    """Tell whether every figure in `words` stands in the passage, and nothing foreign does."""
    reviewed = passage.text + passage.plain + passage.spoken
    if not words.strip() or len(words) > LONGEST * max(len(passage.plain), len(passage.text)):
        return False
    if set(_NOT_OURS.findall(words)) - set(_NOT_OURS.findall(reviewed)):
        return False
    return figures(words) <= figures(reviewed) and measures(words) <= measures(reviewed)


def measures(text: str) -> frozenset[tuple[str, str]]:
    """Return each figure with its unit: 15 days are not 15 working days."""
    plain = _NO_FIGURE.sub(" ", unicodedata.normalize("NFKC", _GROUPING.sub("", text)))
    written = {(_worth(n, u), unit) for n, u, unit in _MEASURE.findall(plain)}
    said = {(_value(n), unit) for n, unit in _HAN_MEASURE.findall(_FIGURE.sub(" ", plain))}
    return frozenset(written | said)


def figures(text: str) -> frozenset[str]:
    """Return the figures of a text, however they are written: 十五 and 15, 3万 and 30000."""
    plain = _NO_FIGURE.sub(" ", unicodedata.normalize("NFKC", _GROUPING.sub("", text)))
    written = {_worth(number, units) for number, units in _FIGURE.findall(plain)}
    said = _HAN_FIGURE.findall(_FIGURE.sub(" ", plain))
    return frozenset(written | {_value(figure) for figure in said})


def _worth(number: str, units: str) -> str:
    """Return what a figure in digits is worth, with the 万 or 百 after it."""
    worth = Decimal(number)
    for unit in units:
        worth *= _HAN_UNITS[unit]
    return f"{worth.normalize():f}"


def _value(figure: str) -> str:
    """Return what a figure in Chinese characters is worth; 半 is 0.5, 一万二 is 12000."""
    if figure in _HALF:
        return _HALF[figure]
    if not set(figure) & _HAN_UNITS.keys():
        return str(int("".join(str(_HAN_DIGITS.get(c, 0)) for c in figure)))
    total = section = digit = 0
    unit = 1  # of the sign before
    for sign in figure:
        worth = _HAN_UNITS.get(sign, 1)
        if sign in _HAN_DIGITS:
            digit = _HAN_DIGITS[sign]
            unit = unit if digit else 1  # 一万零二 is 10002
            continue
        if worth >= _HAN_UNITS["万"]:
            total = (total + section + digit) * worth
            section = 0
        else:
            section += (digit or 1) * worth
        digit, unit = 0, worth
    return str(total + section + digit * max(1, unit // 10))
