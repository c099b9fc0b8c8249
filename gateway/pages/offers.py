"""Says which matters the home page offers in each version, and all that can be applied for."""

from __future__ import annotations

from dataclasses import dataclass

from core import page_wording as words
from core.catalogue import Catalogue
from core.errors import NotFound

EVERYBODY, ELDER, BIRTH, CHILD = "standard", "elder", "birth", "child"
# The first ones of each version; a bureau whose catalogue lacks one shows the others.
FIRST = {
    EVERYBODY: ("0101", "0201", "0202", "0301", "0602", "0501", "0507", "0402"),
    ELDER: ("0101", "0202", "0301", "0602"),
    BIRTH: ("0902", "0403", "0402", "0401", "0502", "0101"),
    CHILD: ("0502", "0501", "0101", "0602", "0301", "0901"),
}
CODE = "YB-SL-"


@dataclass(frozen=True, slots=True)
class Offer:
    """Be one matter as a citizen sees it before it has begun."""

    code: str
    plain: str  # what it is about, in everyday words
    name: str  # as the catalogue calls it
    say: str  # what begins it in a conversation


@dataclass(frozen=True, slots=True)
class Topic:
    """Be one topic with what can be applied for in it."""

    name: str
    offers: tuple[Offer, ...]


@dataclass(frozen=True, slots=True)
class Offers:
    """Hold what can be applied for here."""

    first: dict[str, tuple[Offer, ...]]  # by version
    topics: tuple[Topic, ...]


def offers_of(catalogue: Catalogue) -> Offers:
    """Return what this catalogue lets citizens apply for in a conversation."""
    by_topic: dict[str, list[Offer]] = {}
    for item in catalogue.items:
        if item.fields:
            by_topic.setdefault(item.topic, []).append(_offer(item.code, item.name))
    return Offers(
        {version: _first(catalogue, codes) for version, codes in FIRST.items()},
        tuple(Topic(name, tuple(found)) for name, found in by_topic.items()),
    )


def _first(catalogue: Catalogue, numbers: tuple[str, ...]) -> tuple[Offer, ...]:
    found = []
    for number in numbers:
        try:
            item = catalogue.item(CODE + number)
        except NotFound:
            continue
        if item.fields:
            found.append(_offer(item.code, item.name))
    return tuple(found)


def _offer(code: str, name: str) -> Offer:
    plain = words.PLAIN.get(code.removeprefix(CODE), name)
    return Offer(code, plain, name, words.I_WANT.format(name=name))
