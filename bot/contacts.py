"""Finds in a text what shows whose an application is: a phone number, an ID number's tail."""

from __future__ import annotations

import re

from core.privacy import DIGITS
from core.receipt import RECEIPT

MOBILE = re.compile(r"(?<!\d)1[3-9]\d(?:[\s-]?\d{4}){2}(?!\d)")
TAIL = re.compile(r"(?<![\dXx])\d{3}[\dXx](?![\dXx])")


def tail_in(text: str) -> str | None:
    """Return the last four characters of an ID number beside a receipt or phone number.

    None unless there is exactly one, so that nobody tries many at once.
    """
    rest = MOBILE.sub("，", RECEIPT.sub("，", text.translate(DIGITS)))
    tails: list[str] = TAIL.findall(rest)
    return tails[0].upper() if len(tails) == 1 else None


def mobile_in(text: str) -> str | None:
    """Return the mobile number that stands in a text; None unless there is exactly one."""
    found = MOBILE.findall(RECEIPT.sub("，", text.translate(DIGITS)))
    return re.sub(r"\D", "", found[0]) if len(found) == 1 else None


def contact_in(text: str) -> tuple[str, str] | None:
    """Return mobile number and tail if a text has both: it asks for somebody's applications."""
    mobile, tail = mobile_in(text), tail_in(text)
    return (mobile, tail) if mobile is not None and tail is not None else None
