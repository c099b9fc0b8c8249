"""Makes receipt numbers that can be read aloud, keyed in and checked."""

from __future__ import annotations

import re
from datetime import date

from core import luhn

RECEIPT = re.compile(r"(?<!\d)\d(?:[\s-]?\d){13}(?!\d)")  # spaces and dashes may break it


def receipt_number(day: date, counter: int) -> str:
    """Return 14 digits: the day (8), a counter of that day (5), a Luhn check digit (1).

    Only digits, so that it can be keyed in on a phone; ISO/IEC 7812-1 Annex B for the last one.
    """
    if not 0 < counter < 100_000:
        raise ValueError(f"no receipt number for counter {counter}")
    payload = f"{day:%Y%m%d}{counter:05d}"
    return payload + luhn.check_digit(payload)


def receipt_in(text: str) -> str | None:
    """Return the receipt number that stands in a text, if any; spaces and dashes may break it."""
    for match in RECEIPT.finditer(text):
        digits = re.sub(r"\D", "", match[0])
        if is_receipt_number(digits):
            return digits
    return None


def is_receipt_number(text: str) -> bool:
    """Tell whether the text is a receipt number without a slip of the finger."""
    return len(text) == 14 and text.isdigit() and luhn.is_valid(text)
