"""Joins a number that is said in pieces; pure."""

from __future__ import annotations

import re

from core.privacy import DIGITS
from core.service_items import Field, FieldKind

LENGTHS = {FieldKind.ID_NUMBER: 18, FieldKind.MOBILE: 11}  # characters
# A first piece looks like the beginning of such a number, and is not one with a digit left out.
FIRST = {
    FieldKind.ID_NUMBER: re.compile(r"[1-689]\d{2,13}"),
    FieldKind.MOBILE: re.compile(r"1[3-9]\d{1,6}"),
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
    """Return how many digits are still to come; negative if there are too many."""
    return LENGTHS[field.kind] - len(digits)
