"""Makes receipt numbers that can be read aloud, keyed in and checked."""

from __future__ import annotations

import re
from datetime import date

RECEIPT = re.compile(r"(?<!\d)\d(?:[\s-]?\d){13}(?!\d)")  # spaces and dashes may break it


def receipt_number(day: date, counter: int) -> str:
    """Return 14 digits: the day (8), a counter of that day (5), a Luhn check digit (1).

    Only digits, so that it can be keyed in on a phone; ISO/IEC 7812-1 Annex B for the last one.
    """
    if not 0 < counter < 100_000:
        raise ValueError(f"no receipt number for counter {counter}")
    payload = f"{day:%Y%m%d}{counter:05d}"
    return payload + str(check_digit(payload))


def check_digit(payload: str) -> int:
    """Return the Luhn digit that makes `payload` + digit valid."""
    total = 0
    for place, digit in enumerate(int(c) for c in reversed(payload)):
        doubled = digit * 2 if place % 2 == 0 else digit
        total += doubled - 9 if doubled > 9 else doubled
    return -total % 10


def receipt_in(text: str) -> str | None:
    """Return the receipt number that stands in a text, if any; spaces and dashes may break it."""
    for match in RECEIPT.finditer(text):
        digits = re.sub(r"\D", "", match[0])
        if is_receipt_number(digits):
            return digits
    return None


def is_receipt_number(text: str) -> bool:
    """Tell whether the text is a receipt number without a slip of the finger."""
    return len(text) == 14 and text.isdigit() and check_digit(text[:-1]) == int(text[-1])
