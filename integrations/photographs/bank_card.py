"""Reads the number and the bank from a bank card."""

from __future__ import annotations

import re
from collections.abc import Sequence

from core import photo_wording
from integrations.photographs.collected import SURE, Collected, collected
from integrations.photographs.lines import Page, Recognised
from integrations.photographs.written import DIGITS, card_number_in

LEGIBLE = 0.5  # one doubtful digit cannot pass the check digit, several might
BANK = re.compile(r"[\u3400-\u9fff]{2,12}(?:银行|信用社)")
SHORTEST_NUMBER = 13  # digits from which a row is an attempt at a card number


def read(lines: Sequence[Recognised]) -> Collected:
    """Read the number, which its check digit must prove, and the name of the bank."""
    page = Page(lines, ("VALID",))
    numbers: set[str] = set()
    attempts = 0
    for row in page.rows:
        pieces = [p for p in row if re.fullmatch(r"[\d\s]{2,}", p.text.translate(DIGITS))]
        joined = " ".join(piece.text for piece in pieces)
        if len(re.findall(r"\d", joined.translate(DIGITS))) < SHORTEST_NUMBER:
            continue
        attempts += 1
        number = card_number_in(joined)
        if number is not None and min(piece.score for piece in pieces) >= LEGIBLE:
            numbers.add(number)
    banks = {
        name[0]
        for piece in page.pieces
        if piece.score >= SURE and (name := BANK.fullmatch(re.sub(r"\s", "", piece.text)))
    }
    wrong = {}
    if attempts and len(numbers) != 1:
        wrong["bank_card"] = photo_wording.BANK_CARD_WRONG
    return collected(
        {
            "bank_card": numbers.pop() if len(numbers) == 1 else None,
            "bank": banks.pop() if len(banks) == 1 else None,
        },
        wrong=wrong,
        optional=("bank",),
    )
