"""Greets on festivals and solar terms (节日、节气), reckoned here without asking anybody."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import chinese_calendar

from core import season_wording as say

# Names of the library, of the holidays on which one wishes the other well. 清明 is a solar term,
# and no day for good wishes; what else it knows are single historic days.
FESTIVALS = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "Mid-autumn Festival": "中秋节",
    "National Day": "国庆节",
}
KNOWN = range(1900, 2100)  # years of which the library's formula for solar terms holds


@lru_cache(maxsize=8)
def season_greeting(day: date) -> str:
    """Return the sentence for a day in China; "" on most days. A festival goes before a term.

    Days off are those of the State Council's notices; while next year's is not out, only its
    solar terms are greeted. Takes microseconds.
    """
    festival = festival_on(day)
    if festival is not None:
        return say.FESTIVALS[festival]
    term = term_on(day)
    return say.TERMS[term] if term is not None else ""


def festival_on(day: date) -> str | None:
    """Return the festival whose days off a day belongs to; None: none, or nobody knows yet."""
    try:
        is_off, name = chinese_calendar.get_holiday_detail(day)
    except NotImplementedError:  # the notice for that year is not out, or not in the library
        return None
    return FESTIVALS.get(str(name)) if is_off and name is not None else None


def term_on(day: date) -> str | None:
    """Return the solar term that begins on a day (Beijing time); None: none does."""
    if day.year not in KNOWN:
        return None
    return next((str(name) for _, name in chinese_calendar.get_solar_terms(day, day)), None)
