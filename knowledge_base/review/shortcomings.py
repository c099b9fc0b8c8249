"""Tells what must still be done to an entry before a colleague can review it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from core import editorial_wording as wording
from core.knowledge import EntryContent
from knowledge_base.documents import QUESTIONS_NEEDED
from knowledge_base.importing.importer import ALLOWED_HOSTS
from knowledge_base.importing.links import link_flags

TESTS_NEEDED = 2

_NEEDED = ("section", "topic", "text", "plain", "spoken")
_WORDINGS = ("text", "plain", "spoken", "brief")
_FIGURE = re.compile(r"\d+(?:\.\d+)?")
_INVISIBLE = frozenset({"Cf", "Co", "Cc"})  # formatting, private use, control
_SUPERSEDED = re.compile(r"[^#@\s]+#[^#@\s]+@[1-9]\d*")


def shortcomings(content: EntryContent) -> tuple[str, ...]:
    """Return Chinese sentences; empty if the entry can go to review."""
    return (
        *_left_by_the_import(content),
        *_missing(content),
        *_unsound(content),
        *_of_validity(content),
    )


def _left_by_the_import(content: EntryContent) -> Iterator[str]:
    if content.doubts:
        yield wording.DOUBTS_LEFT.format(count=len(content.doubts))
    if content.flags:
        yield wording.FLAGS_LEFT.format(count=len(content.flags))


def _missing(content: EntryContent) -> Iterator[str]:
    document = content.document
    for key, value in (
        ("title", document.title),
        ("issuer", document.issuer),
        ("region", document.region),
        *((key, getattr(content, key)) for key in _NEEDED),
    ):
        if not value.strip():
            yield wording.MISSING.format(field=wording.FIELDS[key])
    if document.issued is None:
        yield wording.MISSING.format(field=wording.FIELDS["date"])
    if content.in_force_from is None:
        yield wording.MISSING.format(field=wording.FIELDS["in_force_from"])
    ways = len(set(content.asked_as))
    if ways < QUESTIONS_NEEDED:
        yield wording.TOO_FEW_QUESTIONS.format(needed=QUESTIONS_NEEDED, count=ways)
    tests = len({test.ask for test in content.tests})
    if tests < TESTS_NEEDED:
        yield wording.TOO_FEW_TESTS.format(needed=TESTS_NEEDED, count=tests)


def _unsound(content: EntryContent) -> Iterator[str]:
    """Yield what a citizen must not be told."""
    stated = _figures(content.text)
    for key in _WORDINGS:
        value, name = getattr(content, key) or "", wording.FIELDS[key]
        if key != "text":
            for figure in sorted(_figures(value) - stated):
                yield wording.UNSTATED_FIGURE.format(field=name, figure=figure)
        if any(unicodedata.category(char) in _INVISIBLE and char not in "\n\t" for char in value):
            yield wording.INVISIBLE.format(field=name)
        for link in link_flags(value, (), ALLOWED_HOSTS):
            yield wording.FOREIGN_LINK.format(field=name, link=link.quote)


def _of_validity(content: EntryContent) -> Iterator[str]:
    since, until = content.in_force_from, content.in_force_until
    if since is not None and until is not None and until < since:
        yield wording.ENDS_BEFORE
    if until is not None and not content.expired_note:
        yield wording.NO_EXPIRED_NOTE
    if content.superseded_by is not None:
        if until is None:
            yield wording.NO_UNTIL
        if not _SUPERSEDED.fullmatch(content.superseded_by):
            yield wording.BAD_SUPERSEDED


def _figures(text: str) -> frozenset[str]:
    """Return the Arabic figures in a text."""
    return frozenset(_FIGURE.findall(unicodedata.normalize("NFKC", text)))
