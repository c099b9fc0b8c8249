"""Weighs what speaks for each passage as the answer to a question."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from core.knowledge import NATION
from knowledge_base import quantities
from knowledge_base.embedder import Embedder, Matrix
from knowledge_base.index import Index, Places
from knowledge_base.places import Places as Gazetteer
from knowledge_base.places import short_name
from knowledge_base.shelves import Scores
from knowledge_base.words import Cutter

# What speaks for one passage.
FEATURES = ("nearest", "meaning", "words", "written", "stated")
# What is told by the question alone: likeness to questions that nothing answers, and its length.
ASKED = ("uncovered", "uncovered_three", "length")
READY = 4096  # passages whose figures are kept


@dataclass(frozen=True, slots=True)
class Evidence:
    """Say what speaks for each passage in the pool; one row per passage."""

    passages: Places  # their numbers in the index
    features: NDArray[np.float32]  # (passages, FEATURES), each 0..1
    asked: NDArray[np.float32]  # (ASKED,)
    topics: tuple[str, ...]  # of the passages


class Scales:
    """Compare a question with the passages that may answer it, as its asker means it."""

    def __init__(self, index: Index, embedder: Embedder, cutter: Cutter, places: Gazetteer) -> None:
        """Take the index and what it was made with."""
        self._index = index
        self._embedder = embedder
        self._cutter = cutter
        self._places = places
        self._figures = lru_cache(maxsize=READY)(self._figures_of)

    def spoken(self, asked: str, ruling: str | None) -> list[str]:
        """Return the sentences to embed for a question: as asked, local, and without any place.

        Local wordings name their city and citizens who told us theirs do not: it is said for them.
        Questions known to be uncovered name none.
        """
        bare = self._places.without_places(asked) or asked
        if ruling is None or ruling == NATION or short_name(ruling) in asked:
            return [asked, asked, bare]
        return [asked, short_name(ruling) + asked, bare]

    def words(self, asked: str) -> list[str]:
        """Return the words of a unified question that carry its matter; places do not."""
        return self._cutter.words(self._places.without_places(asked))

    def weigh(
        self, asked: str, ruling: str | None, day: date, vectors: Matrix | None = None
    ) -> Evidence:
        """Weigh the pool for a unified question; `vectors` are those of `spoken`, if known."""
        if vectors is None:
            vectors = self._embedder.embed(self.spoken(asked, ruling))
        bare = self._places.without_places(asked)
        words = self.words(asked)
        pool = self._index.pool(vectors[:2], words, ruling, day)
        plain = self._index.likeness(vectors[0], pool)
        local = self._index.likeness(vectors[1], pool)
        entries = [self._index.entries[n] for n in pool.tolist()]
        national = np.array([e.passage.region == NATION for e in entries], dtype=np.bool_)
        wanted = quantities.asked_for(asked)
        stated = [
            quantities.states(e.passage.text + e.passage.plain, asked, wanted, self._figures(n))
            for n, e in zip(pool.tolist(), entries, strict=True)
        ]
        features = np.column_stack(
            [
                np.where(national, plain.nearest, local.nearest),
                np.where(national, plain.meaning, local.meaning),
                self._index.words.coverage(words, pool),
                self._written(bare, pool),
                np.array(stated, dtype=np.float32),
            ]
        ).astype(np.float32)
        told = (*self._index.uncovered_likeness(vectors[2]), math.log(1 + len(asked)))
        topics = tuple(entry.topic for entry in entries)
        return Evidence(pool, features, np.array(told, dtype=np.float32), topics)

    def _figures_of(self, place: int) -> frozenset[quantities.Quantity]:
        """Return the kinds of figure that a passage states."""
        passage = self._index.entries[place].passage
        return quantities.kinds_in(passage.text + passage.plain)

    def _written(self, asked: str, pool: Places) -> Scores:
        """Return how alike the question is, letter by letter, to each passage's likest wording."""
        own = [self._index.texts(n) for n in pool.tolist()]
        if not own:
            return np.zeros(0, dtype=np.float32)
        every = [wording for said in own for wording in said]
        alike = process.cdist([asked], every, scorer=fuzz.ratio, dtype=np.float32)[0] / 100
        starts = np.cumsum([0, *(len(said) for said in own[:-1])])
        return np.asarray(np.maximum.reduceat(alike, starts), dtype=np.float32)
