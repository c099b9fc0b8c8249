"""Finds which of the matters that were offered last somebody means: 第二个, 长期的那个; pure."""

from __future__ import annotations

import re

from bot.spoken_choices import ORDINAL, STOPS, choice_in
from core import wording
from core.service_items import Option

OPTION = re.compile(r"(?:^|；)\d\. (.+?)(?=；\d\. |[。\n]|$)")
LONGEST_NAMING = 10  # characters; a longer sentence says something else
SHORTEST_PARTS = 3  # characters of 长期住, each of which stands in 异地长期居住人员备案
ASKS = re.compile(r"[?？]|吗$|呢$|怎么|咋|多少|几|什么|啥")


def chosen(last_reply: str | None, text: str) -> str:
    """Return the choice that a text means, in the words of its button, or the text as it is.

    Of the questions asked most one is chosen by its number only.
    """
    said = STOPS.sub("", text)
    items = _offered(last_reply or "", wording.ASK_WHICH_ITEM)
    options = items or _offered(last_reply or "", wording.POPULAR)
    if not options:
        return text
    if ORDINAL.fullmatch(said):
        return choice_in(options, said).value or text
    if not items or len(said) > LONGEST_NAMING or ASKS.search(text):
        return text
    return choice_in(items, said).value or _in_parts(items, said) or text


def items_offered(last_reply: str | None) -> tuple[str, ...]:
    """Return the matters of which it was asked last which is meant."""
    return tuple(option.value for option in _offered(last_reply or "", wording.ASK_WHICH_ITEM))


def _offered(reply: str, question: str) -> tuple[Option, ...]:
    """Return the numbered options that follow a question."""
    _, found, listed = reply.partition(question)
    start = listed.find("1. ") if found else -1
    return tuple(Option(name) for name in OPTION.findall(listed[start:])) if start >= 0 else ()


def _in_parts(options: tuple[Option, ...], said: str) -> str | None:
    """Return the only option in which every character of a text stands, in its order."""
    if len(said) < SHORTEST_PARTS:
        return None
    parts = re.compile(".*".join(map(re.escape, said)))
    found = [option.value for option in options if parts.search(option.value)]
    return found[0] if len(found) == 1 else None
