"""Finds the number of a bank card in what a citizen said or typed."""

from __future__ import annotations

from collections.abc import Sequence

from bot.reading import NOTHING, Reading, distinct, longest, meant
from bot.spoken_numbers import Number, numbers
from core import bank_card, id_number
from core import field_wording as say

MOST_SUGGESTIONS = 3


def is_card(number: Number) -> bool:
    """Tell whether it is a card number beyond doubt, and no ID number of 18 digits."""
    return bank_card.valid(number.digits) and not _valid_id_number(number)


def read_bank_card(text: str) -> Reading:
    """Return the card number that the text gives."""
    found = meant(numbers(text), text)
    cards = distinct([n for n in found if is_card(n)])
    if len(cards) == 1:
        return Reading(cards[0])
    if cards:
        return Reading(None, tuple(cards[:MOST_SUGGESTIONS]))
    return _nearly(found, text)


def _nearly(found: Sequence[Number], text: str) -> Reading:
    attempt = longest(found, text)
    if attempt is None:
        return NOTHING
    if _valid_id_number(attempt):
        return Reading(None, nearly=say.CARD_GOT_ID)
    if attempt.is_mobile:
        return Reading(None, nearly=say.CARD_GOT_MOBILE)
    count = len(attempt.digits)
    if not bank_card.SHORTEST <= count <= bank_card.LONGEST:
        return Reading(None, nearly=say.CARD_HEARD.format(count=count))
    shaped = bank_card.well_shaped(attempt.digits)
    return Reading(None, nearly=say.CARD_CHECK if shaped else say.CARD_SHAPE)


def _valid_id_number(number: Number) -> bool:
    return (
        number.is_id_number
        and id_number.birth_date(number.digits) is not None
        and id_number.check_character(number.digits[:-1]) == number.digits[-1]
    )
