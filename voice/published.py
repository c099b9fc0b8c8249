"""Finds the clauses in which published answers are spoken, those that are heard first in front."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from voice.clauses import clauses
from voice.front import Said
from voice.portions import told
from voice.speakable import speakable

BEGINNING = 4  # clauses: while they are heard, those behind them can be rendered


@dataclass(frozen=True, slots=True)
class Published:
    """Be all that can be answered from the release in service."""

    version: str  # changes with the release and the day
    said: tuple[Said, ...]  # as a telephone call is told it
    aloud: tuple[str, ...]  # as a page reads it out


@dataclass(frozen=True, slots=True)
class Spoken:
    """Be the clauses of many answers, each once."""

    beginnings: tuple[str, ...]  # of all answers
    rest: tuple[str, ...]


def spoken(published: Published) -> Spoken:
    """Return what a synthesiser will be asked for; the same code speaks and answers."""
    beginnings: dict[str, None] = {}
    rest: dict[str, None] = {}
    for answer in _answers(published):
        words = [clause.text for text in answer for clause in clauses(speakable(text))]
        beginnings |= dict.fromkeys(words[:BEGINNING])
        rest |= dict.fromkeys(words[BEGINNING:])
    return Spoken(tuple(beginnings), tuple(clause for clause in rest if clause not in beginnings))


def _answers(published: Published) -> Iterator[Iterable[str]]:
    """Yield each answer as the texts that are spoken one by one."""
    for said in published.said:
        # Kinds of numbers are explained only where one is asked: no answer does.
        portions = told(said, frozenset()).portions
        yield [sentence for portion in portions for sentence in portion]
    for text in published.aloud:
        yield [text]
