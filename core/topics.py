"""Describes a topic (集成办专题): items and rules that people need at the same time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from core.catalogue import Catalogue
from core.contracts import Passage
from core.errors import NotFound


class LookingUp(StrEnum):
    """Name what can be looked up beside a topic."""

    DRUGS = "drugs"
    CONSUMABLES = "consumables"
    PLACES = "places"
    MINE = "mine"  # 我的医保


@dataclass(frozen=True, slots=True)
class Topic:
    """Be one topic; what it holds is named here and lives in catalogue and knowledge base."""

    code: str  # part of an address: small Latin letters and dashes
    name: str
    says: str  # what it is about, in one plain sentence
    items: tuple[str, ...]  # codes of service items, in the order in which they are shown
    words: tuple[str, ...]  # a policy entry with one of them in its topic belongs here
    look_ups: tuple[LookingUp, ...]

    def holds(self, passage: Passage, names: frozenset[str]) -> bool:
        """Tell whether a rule belongs here; `names` are all names of the topic's items.

        What bears on many items at the same time is about none of them: such a rule belongs
        only where its own topic is named.
        """
        own = passage.topic.split()
        if any(word in own for word in self.words):
            return True
        return bool(passage.items) and set(passage.items) <= names


def names_of(topic: Topic, catalogue: Catalogue) -> frozenset[str]:
    """Return the names and everyday names of a topic's items."""
    items = [catalogue.item(code) for code in topic.items]
    return frozenset(name for item in items for name in (item.name, *item.aliases))


def topic_coded(topics: Sequence[Topic], code: str) -> Topic:
    """Return the topic with that code, or raise NotFound."""
    for topic in topics:
        if topic.code == code:
            return topic
    raise NotFound(f"no topic {code}")


def complaints_about(topics: Sequence[Topic], catalogue: Catalogue) -> Iterator[str]:
    """Yield what is wrong with the topics, in English."""
    known = {item.code for item in catalogue.items}
    for attribute in ("code", "name"):
        values = [getattr(topic, attribute) for topic in topics]
        if len(set(values)) != len(values):
            yield f"two topics have one {attribute}"
    for topic in topics:
        if not topic.items or not topic.says.strip():
            yield f"{topic.code}: has no items, or does not say what it is about"
        for code in topic.items:
            if code not in known:
                yield f"{topic.code}: no service item {code}"
    for code in sorted(known - {code for topic in topics for code in topic.items}):
        yield f"{code}: stands in no topic"
