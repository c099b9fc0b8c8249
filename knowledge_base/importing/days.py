"""Reads calendar days as Chinese documents write them."""

from __future__ import annotations

import re
from datetime import date

_DIGITS = dict(zip("〇○零一二三四五六七八九", "000123456789", strict=True))
_ARABIC = re.compile(
    r"((?:19|20)\d{2})\s*(?:年|[-/.])\s*(\d{1,2})\s*(?:月|[-/.])\s*(\d{1,2})(?:\s*日|(?!\d))"
)
_CHINESE = re.compile(
    r"([一二][〇○零一二三四五六七八九]{3})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
_NO_YEAR = re.compile(r"(?<![年\d])\d{1,2}月\d{1,2}日")


def day_in(text: str) -> date | None:
    """Return the first calendar day that a text names in full, None if it names none."""
    for pattern, read in ((_ARABIC, int), (_CHINESE, _number)):
        found = pattern.search(text)
        if found:
            try:
                return date(*(read(part) for part in found.groups()))
            except ValueError:
                continue
    return None


def day_without_year(text: str) -> str | None:
    """Return the first day that a text names without its year, None if there is none."""
    found = _NO_YEAR.search(text)
    return found[0] if found else None


def _number(chinese: str) -> int:
    """Return 23 for 二十三 and 2020 for 二〇二〇."""
    if "十" in chinese:
        tens, ones = chinese.split("十")
        return (int(_DIGITS[tens]) if tens else 1) * 10 + (int(_DIGITS[ones]) if ones else 0)
    return int("".join(_DIGITS[c] for c in chinese))
