"""Reads a citizen identification number as GB 11643-1999 defines it."""

from __future__ import annotations

import re
from datetime import date

LENGTH = 18
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643-1999, annex A
CHECK_CHARACTERS = "10X98765432"
# GB/T 2260: the first two digits name a province; 81 to 83 are the residence permits of
# residents of Hong Kong, Macao and Taiwan.
PROVINCE = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]")
OLDEST = date(1900, 1, 1)
SHAPE = re.compile(r"[1-9][0-9]{16}[0-9X]")


def well_shaped(number: str) -> bool:
    """Tell whether it is 17 digits and a digit or capital X (GB 11643-1999, 4.1)."""
    return SHAPE.fullmatch(number) is not None


def region_known(number: str) -> bool:
    """Tell whether it begins with a province; 9 leads a foreigner's permanent residence."""
    code = number[1:3] if number.startswith("9") else number[:2]
    return PROVINCE.fullmatch(code) is not None


def birth_date(number: str) -> date | None:
    """Return the date of birth (digits 7 to 14), or None if there is no such day."""
    digits = number[6:14]
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def check_character(first_17: str) -> str:
    """Return the 18th character by ISO 7064 MOD 11-2 (GB 11643-1999, 4.2.4)."""
    total = sum(int(digit) * weight for digit, weight in zip(first_17, WEIGHTS, strict=True))
    return CHECK_CHARACTERS[total % 11]
