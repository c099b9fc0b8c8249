"""Checks the number of a bank card as ISO/IEC 7812-1 defines it."""

from __future__ import annotations

import re

from core import luhn

SHORTEST = 16  # digits, as Chinese banks issue them
LONGEST = 19  # digits, ISO/IEC 7812-1, 4.1
# ISO/IEC 7812-1, 4.2: 3 to 6 lead the numbers of banks, 9 what a country numbers by itself
# (old Chinese cards); 0 to 2, 7 and 8 are other trades.
SHAPE = re.compile(rf"[34569][0-9]{{{SHORTEST - 1},{LONGEST - 1}}}")
LEFT_OPEN = 4  # digits that a receipt shows, too


def well_shaped(number: str) -> bool:
    """Tell whether it is 16 to 19 digits that may lead a bank's number."""
    return SHAPE.fullmatch(number) is not None


def valid(number: str) -> bool:
    """Tell whether the number can be that of a bank card."""
    return well_shaped(number) and luhn.is_valid(number)


def masked(number: str) -> str:
    """Hide all but the last four digits; hide everything of what is too short for a card."""
    if len(number) < SHORTEST:
        return "*" * len(number)
    return "*" * (len(number) - LEFT_OPEN) + number[-LEFT_OPEN:]
