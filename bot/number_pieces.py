"""Joins a number that is said in pieces; pure."""

from __future__ import annotations

import re

from core import bank_card
from core.privacy import DIGITS
from core.service_items import Field, FieldKind

LENGTHS = {  # characters; of a bank card the fewest
    FieldKind.ID_NUMBER: 18,
    FieldKind.MOBILE: 11,
    FieldKind.BANK_CARD: bank_card.SHORTEST,
}
# A first piece looks like the beginning of such a number, and is not one with a digit left out.
FIRST = {
    FieldKind.ID_NUMBER: re.compile(r"[1-689]\d{2,13}"),
    FieldKind.MOBILE: re.compile(r"1[3-9]\d{1,6}"),
    FieldKind.BANK_CARD: re.compile(r"[34569]\d{2,11}"),
}
X = re.compile(r"叉|艾克斯|爱克斯")
PIECE = re.compile(r"(?:[0-9X\s,，。.\-]|嗯|啊|呃|然后|接着|再|后面|前面|最后|是|的)+")
NO_DIGITS = re.compile(r"[^0-9X]")


def joined(field: Field, partial: str, text: str) -> str | None:
    """Return the digits heard before with those of this text, or None if it is no piece."""
    if field.kind not in LENGTHS:
        return None
    written = X.sub("X", text.translate(DIGITS))
    digits = NO_DIGITS.sub("", written)
    if not digits or PIECE.fullmatch(written) is None:
        return None
    if not partial and FIRST[field.kind].fullmatch(digits) is None:
        return None
    return partial + digits


def missing(field: Field, digits: str) -> int:
    """Return how many digits are still to come; negative if there are too many.

    A bank card has 16 to 19: one that is not right yet is taken to go on to 19.
    """
    if field.kind is FieldKind.BANK_CARD and len(digits) >= bank_card.SHORTEST:
        return 0 if bank_card.valid(digits) else bank_card.LONGEST - len(digits)
    return LENGTHS[field.kind] - len(digits)


def may_go_on(field: Field, digits: str) -> bool:
    """Tell whether a number that is right may yet be the beginning of a longer one.

    Every tenth number is right by chance: the first 16 digits of a card with 19, too.
    """
    return field.kind is FieldKind.BANK_CARD and len(digits) < bank_card.LONGEST
