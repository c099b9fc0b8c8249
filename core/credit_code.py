"""Checks a unified social credit code (统一社会信用代码) as GB 32100-2015 defines it."""

from __future__ import annotations

import re

LENGTH = 18
CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100-2015, table 2: no I, O, S, V, Z
WEIGHTS = tuple(pow(3, place, 31) for place in range(LENGTH - 1))  # GB 32100-2015, table 3
# Department, category, six digits of the region, nine characters of the body, check character.
SHAPE = re.compile(rf"[{CHARACTERS}]{{2}}[0-9]{{6}}[{CHARACTERS}]{{10}}")


def well_shaped(code: str) -> bool:
    """Tell whether the characters may stand where they stand."""
    return SHAPE.fullmatch(code) is not None


def check_character(first_17: str) -> str:
    """Return the 18th character (GB 32100-2015, 4.2.5)."""
    pairs = zip(first_17, WEIGHTS, strict=True)
    total = sum(CHARACTERS.index(char) * weight for char, weight in pairs)
    return CHARACTERS[-total % len(CHARACTERS)]
