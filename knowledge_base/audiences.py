"""Tells for which version of the service a passage was written, from its own words."""

from __future__ import annotations

import re

from core.contracts import Passage
from core.versions import Version

# What the passage is about stands in its topic and items, and in what citizens ask of it.
_SPEAKS_OF = {
    Version.ELDER: re.compile(r"老年|老人|敬老|长辈|高龄|退休"),
    Version.BIRTH: re.compile(r"生育|产检|产前|分娩|生孩子|孕妇|产妇|坐月子|出生|新生儿"),
    Version.CHILD: re.compile(r"新生儿|出生|儿童|少儿|未成年|孩子|婴儿|学生|娃"),
}
_OF_ITS_QUESTIONS = 3  # one in so many must speak of it, if topic and items do not


def audiences_of(passage: Passage) -> frozenset[Version]:
    """Return the versions whose readers a passage is for; empty: it is for everybody alike."""
    named = f"{passage.topic} {' '.join(passage.items)}"
    found = []
    for version, speaks_of in _SPEAKS_OF.items():
        asked = sum(speaks_of.search(question) is not None for question in passage.asked_as)
        often = asked * _OF_ITS_QUESTIONS >= len(passage.asked_as) > 0
        if speaks_of.search(named) or often:
            found.append(version)
    return frozenset(found)
