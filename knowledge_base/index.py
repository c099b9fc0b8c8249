"""Keeps every wording of every passage findable, by meaning as by words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from core.knowledge import NATION
from knowledge_base.documents import Entry
from knowledge_base.embedder import Embedder, Matrix, as_stored
from knowledge_base.shelves import OwnShelf, Scores, Shelf
from knowledge_base.slots import Slots, WithoutVectors, keys_of, with_texts
from knowledge_base.vector_engine import ShelfRows, VectorEngine
from knowledge_base.vectors import Progress
from knowledge_base.words import Cutter
from knowledge_base.words_index import WordsIndex
from knowledge_base.written import unified

NEAR_WORDINGS = 160  # wordings fetched by meaning: about thirty passages
POOL = 40  # passages that are weighed in full
NO_ENTRY = "uncovered"  # instead of an entry's key: a question that none answers
ANSWERED = 0.95  # cosine to a wording from which a question counts as answered meanwhile
_RANK_OFFSET = 60  # of reciprocal rank fusion (Cormack, Clarke and Buettcher, SIGIR 2009)
_NEAREST = 3  # so many wordings speak for a passage beside the very nearest

Places = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Likeness:
    """Say how alike some passages are to a question; one place per passage."""

    nearest: Scores  # cosine of the nearest wording
    meaning: Scores  # middle of the nearest, the nearest three and all wordings


class Index:
    """Compare a question with the wordings of the passages that may answer it."""

    def __init__(
        self,
        entries: Sequence[Entry],
        wordings: Places,
        starts: Places,
        slots: Slots,
        uncovered: Places | None = None,
        shelf: Shelf | None = None,
    ) -> None:
        """Take the slots of all wordings, and of the questions that no entry answers.

        `starts` says where each passage's wordings begin, and at last where they end. `shelf` has
        the vectors; without one, the slots have them.
        """
        self.entries = entries
        self._wordings = wordings
        self._starts = starts
        self._slots = slots
        self._owners = np.full(len(slots), -1)
        self._owners[wordings] = np.repeat(np.arange(len(entries)), np.diff(starts))
        self._regions = np.array([entry.passage.region for entry in entries])
        self._from = np.array([e.passage.in_force_from.toordinal() for e in entries])
        self.words = WordsIndex(
            [
                [w for slot in wordings[a:b].tolist() for w in slots.lines[slot].split()]
                for a, b in zip(starts.tolist(), starts[1:].tolist(), strict=False)
            ]
        )
        self._allowed = lru_cache(maxsize=64)(self._work_out_allowed)
        self.shelf = shelf or OwnShelf(slots, lambda ruling, day: self._allowed(ruling, day)[1])
        self.still_uncovered = self._not_answered(
            uncovered if uncovered is not None else starts[:0]
        )
        self._uncovered = self.shelf.vectors(self.still_uncovered)

    def pool(self, vectors: Matrix, words: Sequence[str], ruling: str | None, day: date) -> Places:
        """Return the passages worth weighing: nearest by meaning fused with nearest by words.

        Only such as may speak for the region on that day: region and date come first.
        """
        passages, _ = self._allowed(ruling, day)
        fused = np.zeros(len(self.entries), dtype=np.float32)
        _, slots = self.shelf.nearest(vectors, NEAR_WORDINGS, ruling, day)
        for row in slots:
            owners = self._owners[row[row >= 0]]
            _, first = np.unique(owners, return_index=True)
            ranks = np.arange(len(first), dtype=np.float32)
            fused[owners[np.sort(first)]] += 1 / (_RANK_OFFSET + ranks)
        best = self._best_by_words(words, passages)
        ranks = np.arange(len(best), dtype=np.float32)
        fused[best] += 1 / (_RANK_OFFSET + ranks)
        found = np.flatnonzero(fused)
        return np.asarray(found[np.argsort(-fused[found], kind="stable")][:POOL])

    def likeness(self, vector: Matrix, passages: Places) -> Likeness:
        """Return how alike these passages are to one question's vector."""
        spans = [self._span(passage) for passage in passages.tolist()]
        if not spans:
            nothing = np.zeros(0, dtype=np.float32)
            return Likeness(nothing, nothing)
        cosines = self.shelf.cosines(vector, np.concatenate(spans))
        counts = np.array([len(span) for span in spans])
        starts = np.cumsum(counts) - counts
        # Each passage's own, likest first: one sort for all is quicker than one for each.
        likest = cosines[np.lexsort((-cosines, np.repeat(np.arange(len(spans)), counts)))]
        among = np.arange(len(likest)) - np.repeat(starts, counts) < _NEAREST
        nearest = likest[starts]
        near = np.add.reduceat(np.where(among, likest, 0), starts) / np.minimum(counts, _NEAREST)
        every = np.add.reduceat(likest, starts) / counts
        return Likeness(nearest, ((nearest + near + every) / 3).astype(np.float32))

    def uncovered_likeness(self, vector: Matrix) -> tuple[float, float]:
        """Return the cosines of the nearest uncovered question and of the nearest three.

        Both are 0 where none is known.
        """
        if not len(self._uncovered):
            return 0.0, 0.0
        nearest = np.sort(self._uncovered @ vector)[::-1][:_NEAREST]
        return float(nearest[0]), float(nearest.mean())

    def texts(self, passage: int) -> list[str]:
        """Return the wordings of a passage in unified writing."""
        return [self._slots.texts[slot] for slot in self._span(passage).tolist()]

    def _best_by_words(self, words: Sequence[str], allowed: Mask) -> Places:
        """Return the allowed passages with the best BM25 scores, best first."""
        keywords = np.where(allowed, self.words.bm25(words), 0)
        if len(keywords) > POOL:
            best = np.argpartition(-keywords, POOL - 1)[:POOL]
        else:
            best = np.arange(len(keywords))
        best = best[keywords[best] > 0]
        return np.asarray(best[np.argsort(-keywords[best], kind="stable")])

    def _span(self, passage: int) -> Places:
        """Return the slots of a passage's wordings."""
        return self._wordings[self._starts[passage] : self._starts[passage + 1]]

    def _work_out_allowed(self, ruling: str | None, day: date) -> tuple[Mask, Mask]:
        """Return which passages, and which slots, may speak for the region on that day."""
        passages = self._from <= day.toordinal()
        if ruling is not None:
            passages &= (self._regions == ruling) | (self._regions == NATION)
        if not len(passages):
            return passages, np.zeros(len(self._owners), dtype=np.bool_)
        return passages, (self._owners >= 0) & passages[self._owners]

    def _not_answered(self, uncovered: Places) -> Places:
        """Leave out the questions that somebody has written an entry for since."""
        if not len(uncovered) or not len(self._wordings):
            return uncovered
        vectors = self.shelf.vectors(uncovered)
        cosines, _ = self.shelf.nearest(vectors, 1, None, date.max)
        return uncovered[cosines[:, 0] < ANSWERED]


def wordings(entry: Entry) -> list[str]:
    """Return the official text, the plain one and each question, in unified writing."""
    passage = entry.passage
    return [unified(text) for text in (passage.text, passage.plain, *passage.asked_as)]


def trade_words(entries: Iterable[Entry]) -> frozenset[str]:
    """Return the terms that topics and items are named by."""
    named = (word for e in entries for word in (*e.topic.split(), *e.passage.items))
    return frozenset(unified(word) for word in named if 2 <= len(word) <= 8 and "（" not in word)


def make_index(
    entries: Sequence[Entry],
    slots: Slots,
    embedder: Embedder,
    cutter: Cutter,
    report: Progress | None = None,
    uncovered: Sequence[str] = (),
    engine: VectorEngine | None = None,
) -> tuple[Index, Slots]:
    """Return an index of these entries, and the slots with what it had to work out.

    With an engine the vectors are there, and the slots have none.
    """
    texts = [wordings(entry) for entry in entries]
    starts = np.cumsum([0, *(len(own) for own in texts)])
    keyed = [(e.passage.key, t) for e, own in zip(entries, texts, strict=True) for t in own]
    keyed += [(NO_ENTRY, question) for question in uncovered]
    stored = as_stored(embedder)
    holder = stored if engine is None else WithoutVectors(embedder)
    grown, places = with_texts(slots, keyed, holder, cutter, report)
    count = int(starts[-1])
    shelf = None
    if engine is not None:
        speaking = [entry.passage for entry, own in zip(entries, texts, strict=True) for _ in own]
        nobody = [None] * len(uncovered)
        rows = ShelfRows(
            keys_of(keyed),
            places,
            [text for _, text in keyed],
            [*(passage.region for passage in speaking), *nobody],
            [*(passage.in_force_from for passage in speaking), *nobody],
        )
        shelf = engine.shelved(rows, stored, report)
    return Index(entries, places[:count], starts, grown, places[count:], shelf), grown
