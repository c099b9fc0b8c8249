"""Computes the check digit of receipts and bank cards (Luhn; ISO/IEC 7812-1, annex B)."""

from __future__ import annotations


def check_digit(payload: str) -> str:
    """Return the digit that makes `payload` + digit valid."""
    total = 0
    for place, digit in enumerate(reversed(payload)):
        doubled = int(digit) * 2 if place % 2 == 0 else int(digit)
        total += doubled - 9 if doubled > 9 else doubled
    return str(-total % 10)


def is_valid(number: str) -> bool:
    """Tell whether the last digit fits those before it."""
    return check_digit(number[:-1]) == number[-1]
