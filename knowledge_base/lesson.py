"""Says what a sentence model is trained on: never on a held-out question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.knowledge import NATION
from knowledge_base.documents import Entry
from knowledge_base.places import short_name
from knowledge_base.test_questions import TestQuestion, is_held_out
from knowledge_base.written import unified


@dataclass(frozen=True, slots=True)
class Pair:
    """Be a question and the place of the entry that answers it."""

    asked: str
    entry: int
    said: str  # the question without a city put in front: not to be found by itself


@dataclass(frozen=True, slots=True)
class Lesson:
    """Hold everything that is trained on."""

    wordings: Sequence[tuple[int, str]]  # (entry, text): what the index stores
    pairs: Sequence[Pair]
    alike: NDArray[np.bool_]  # which entries may answer the same question
    strangers: Sequence[str]  # sentences that no entry answers


def lesson(
    entries: Sequence[Entry], questions: Sequence[TestQuestion], strangers: Sequence[str]
) -> Lesson:
    """Return what may be trained on: nothing of the held-out third."""
    trainable = [question for question in questions if not is_held_out(question.ask)]
    kept_secret = {unified(question.ask) for question in questions if is_held_out(question.ask)}
    places = {entry.passage.key: n for n, entry in enumerate(entries)}
    asked = [(ask, n) for n, entry in enumerate(entries) for ask in entry.passage.asked_as]
    asked += [(question.ask, places[question.answers[0]]) for question in trainable]
    pairs = [
        pair
        for ask, n in asked
        for pair in _both_ways(unified(ask), n, entries[n].passage.region)
        if unified(ask) not in kept_secret
    ]
    return Lesson(
        [(n, text) for n, entry in enumerate(entries) for text in _stored(entry)],
        list(dict.fromkeys(pairs)),
        _alike(entries, [[places[answer] for answer in q.answers] for q in trainable]),
        sorted({unified(stranger) for stranger in strangers if not is_held_out(stranger)}),
    )


def _both_ways(asked: str, entry: int, region: str) -> list[Pair]:
    """Return the question, and with its city in front, as the search asks it too."""
    named = region == NATION or short_name(region) in asked
    plain = Pair(asked, entry, asked)
    return [plain] if named else [plain, Pair(short_name(region) + asked, entry, asked)]


def _stored(entry: Entry) -> list[str]:
    """Return everything that the index stores of an entry."""
    passage = entry.passage
    return [unified(text) for text in (passage.text, passage.plain, *passage.asked_as)]


def _alike(entries: Sequence[Entry], answered: Sequence[Sequence[int]]) -> NDArray[np.bool_]:
    """Return which entries may answer the same question: they are never each other's negatives."""
    topics = [set(entry.topic.split()) for entry in entries]
    alike = np.array([[bool(one & other) for other in topics] for one in topics])
    for together in answered:
        alike[np.ix_(together, together)] = True
    return alike
