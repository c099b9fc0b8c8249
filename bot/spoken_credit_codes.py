"""Finds a unified social credit code (统一社会信用代码) in what a citizen said or typed."""

from __future__ import annotations

import re

from bot.reading import NOTHING, Reading
from core import credit_code
from core import field_wording as say
from core.privacy import DIGITS

GAP = r"[\s\-‐-―_.·]*"
RUN = re.compile(rf"[0-9A-Z](?:{GAP}[0-9A-Z]){{7,}}")  # fewer are no attempt at a code
# GB 32100-2015 leaves these letters out because they look like digits.
LOOKALIKES = str.maketrans("OIZS", "0125")


def codes(text: str) -> tuple[tuple[int, str], ...]:
    """Return every code that is right, with where it stands."""
    return tuple((start, code) for start, code in _attempts(text) if _right(code))


def read_credit_code(text: str) -> Reading:
    """Return the code that the text gives."""
    right = {code for _, code in codes(text)}
    if len(right) == 1:
        return Reading(right.pop())
    attempt = max((code for _, code in _attempts(text)), key=len, default=None)
    if attempt is None:
        return NOTHING
    if len(attempt) != credit_code.LENGTH:
        return Reading(None, nearly=say.CODE_LENGTH.format(count=len(attempt)))
    shaped = credit_code.well_shaped(attempt)
    return Reading(None, nearly=say.CODE_CHECK if shaped else say.CODE_SHAPE)


def _attempts(text: str) -> list[tuple[int, str]]:
    written = text.translate(DIGITS).upper()
    return [
        (match.start(), re.sub(GAP, "", match[0]).translate(LOOKALIKES))
        for match in RUN.finditer(written)
    ]


def _right(code: str) -> bool:
    return credit_code.well_shaped(code) and credit_code.check_character(code[:-1]) == code[-1]
