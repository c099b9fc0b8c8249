"""Describes what was found of one field in what a citizen said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.spoken_numbers import Number

FEWEST_DIGITS = 4  # fewer are not an attempt at a number
DENIED = re.compile(r"(?:不是|别用|不要|原来是?|以前是?|老号码?是?|旧号码?是?)[:：,，]?$")
DEAD = re.compile(r"^[,，]?(?:不对|错了|不用了|停机|打不通|作废|不要了|那个不)")
MEASURE = re.compile(r"^\s*(?:年|块|元|岁|万|多|月|天)")


@dataclass(frozen=True, slots=True)
class Reading:
    """Be what was found of one field in what a citizen said."""

    value: str | None  # normalised; None: nothing that may be taken without asking back
    suggestions: tuple[str, ...] = ()  # up to three values that may be meant
    nearly: str | None = None  # a sentence saying what was heard and what is wrong with it


NOTHING = Reading(None)


def meant(found: Sequence[Number], text: str) -> tuple[Number, ...]:
    """Return the numbers that the citizen does not call wrong; all if none is left."""
    left = tuple(
        n for n in found if not DENIED.search(text[: n.start]) and not DEAD.match(text[n.end :])
    )
    return left or tuple(found)


def distinct(found: Sequence[Number]) -> list[str]:
    """Return the digits of the numbers, each once."""
    return list(dict.fromkeys(n.digits for n in found))


def longest(found: Sequence[Number], text: str) -> Number | None:
    """Return the longest attempt at a number, or None if there is none."""
    attempts = [
        n for n in found if len(n.digits) >= FEWEST_DIGITS and not MEASURE.match(text[n.end :])
    ]
    return max(attempts, key=lambda n: len(n.digits), default=None)
