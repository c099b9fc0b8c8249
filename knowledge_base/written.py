"""Brings every way of writing a question into one."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

import opencc

_BLANK = re.compile(r"\s+")


def unified(text: str) -> str:
    """Return the text in simplified characters, half-width, lower case, without blanks."""
    plain = unicodedata.normalize("NFKC", text).lower()
    return _BLANK.sub("", _converter().convert(plain))


@cache
def _converter() -> opencc.OpenCC:
    """Return the converter to simplified characters, made once."""
    return opencc.OpenCC("t2s")
