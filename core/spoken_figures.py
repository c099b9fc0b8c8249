"""Writes numbers, days and strengths as they are said aloud."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

DIGITS = "零一二三四五六七八九"
_GROUPS = ("", "万", "亿", "万亿")
_PLACES = ("", "十", "百", "千")
_PARTS_OF_DAY = ((6, "凌晨"), (12, "上午"), (13, "中午"), (18, "下午"), (25, "晚上"))
_UNITS = (
    ("μg", "微克"),
    ("mg", "毫克"),
    ("ml", "毫升"),
    ("mm", "毫米"),
    ("cm", "厘米"),
    ("g", "克"),
)


def spoken_number(value: Decimal) -> str:
    """Return 12.5 as 十二点五; the number must not be negative."""
    whole, _, fraction = f"{value:f}".partition(".")
    fraction = fraction.rstrip("0")
    said = _whole(int(whole))
    return f"{said}点{''.join(DIGITS[int(d)] for d in fraction)}" if fraction else said


def spoken_percent(value: Decimal) -> str:
    """Return 12.5 as 百分之十二点五."""
    return f"百分之{spoken_number(value)}"


def spoken_date(day: date) -> str:
    """Return a day as 二零二六年一月一日."""
    year = "".join(DIGITS[int(digit)] for digit in str(day.year))
    return f"{year}年{_whole(day.month)}月{_whole(day.day)}日"


def spoken_time(minute: int) -> str:
    """Return minutes after midnight as 下午一点半."""
    hour, rest = divmod(minute, 60)
    part = next(name for before, name in _PARTS_OF_DAY if hour < before)
    shown = hour - 12 if hour > 12 else hour
    said = f"{part}{'两' if shown == 2 else _whole(shown)}点"  # nobody says 二点
    if rest == 0:
        return said
    if rest == 30:
        return f"{said}半"
    return f"{said}{'零' if rest < 10 else ''}{_whole(rest)}分"


def spoken_phone(phone: str) -> str:
    """Return a phone number digit by digit, one being said 幺."""
    return "".join("幺" if c == "1" else DIGITS[int(c)] if c.isdigit() else "，" for c in phone)


def spoken_strength(text: str) -> str:
    """Return 30mg*7片 as 三十毫克，七片."""
    for sign, word in _UNITS:
        text = re.sub(rf"(?<=\d){re.escape(sign)}", word, text)
    text = re.sub(r"[*×:：/]", "，", text)
    return re.sub(r"\d+(\.\d+)?", lambda found: spoken_number(Decimal(found[0])), text)


def _whole(number: int) -> str:
    if number == 0:
        return "零"
    groups: list[int] = []
    while number:
        number, group = divmod(number, 10_000)
        groups.append(group)
    said = ""
    for power in range(len(groups) - 1, -1, -1):
        group = groups[power]
        if group == 0:
            continue
        if said and group < 1000:
            said += "零"
        said += _group(group) + _GROUPS[power]
    return said[1:] if said.startswith("一十") else said


def _group(number: int) -> str:
    said, gap = "", False
    for power in range(3, -1, -1):
        digit = number // 10**power % 10
        if digit == 0:
            gap = bool(said)
            continue
        said += ("零" if gap else "") + DIGITS[digit] + _PLACES[power]
        gap = False
    return said
