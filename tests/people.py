"""Names the invented citizen of the end-to-end tests."""

from __future__ import annotations

from itertools import count

from core.id_number import check_character

FIRST_17 = "37060219560308004"  # nobody's: the sequence number is invented
ID_NUMBER = FIRST_17 + check_character(FIRST_17)
NAME = "王秀英"
MOBILE = "13800138000"

_orders = count(101)


def next_id_number() -> str:
    """Return an ID number that no other test of this run uses.

    The product serves all end-to-end tests, and one person files the same thing only once.
    """
    first_17 = f"37060219560308{next(_orders):03}"
    return first_17 + check_character(first_17)
