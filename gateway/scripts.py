"""Turns simplified characters into traditional ones, and back, by OpenCC."""

from __future__ import annotations

from functools import cache

from opencc import OpenCC

from core.presenting import Writing


@cache
def _converter(way: str) -> OpenCC:
    return OpenCC(way)


def traditional(text: str) -> str:
    """Return a text with its characters, not its words, made traditional."""
    # s2t changes characters only. s2twp would also change words (信息 to 資訊, 视频 to 影片), and
    # so the names of offices, items and buttons, which nobody would find again under other names.
    converted: str = _converter("s2t").convert(text)
    return converted


def _simplified(text: str) -> str:
    converted: str = _converter("t2s").convert(text)
    return converted


def writing() -> Writing:
    """Return both directions; the dictionaries are read at the first use, within 50 ms."""
    return Writing(traditional, _simplified)
