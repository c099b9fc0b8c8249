"""Weighs what speaks for each passage as the answer to a question."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge_base import quantities
from knowledge_base.confidence import confidence
from knowledge_base.embedder import Embedder
from knowledge_base.index import Index, Scores
from knowledge_base.places import NATIONAL, Places, short_name
from knowledge_base.words import Cutter
from knowledge_base.written import unified


@dataclass(frozen=True, slots=True)
class Evidence:
    """Say what speaks for each passage; one place per passage."""

    cosine: Scores  # of the nearest wording
    meaning: Scores
    words: Scores
    stated: NDArray[np.bool_]  # whether it states such a figure as the question wants

    def scores(self) -> list[float]:
        """Return how surely each passage answers, 0..1."""
        rows = zip(self.meaning, self.words, self.stated, strict=True)
        return [confidence(float(m), float(w), states_figure=bool(s)) for m, w, s in rows]


class Scales:
    """Compare a question with every passage, as somebody from a certain region means it."""

    def __init__(self, index: Index, embedder: Embedder, cutter: Cutter, places: Places) -> None:
        """Take the index and what it was made with."""
        self._index = index
        self._embedder = embedder
        self._cutter = cutter
        self._places = places
        self._national = np.array([e.passage.region == NATIONAL for e in index.entries])
        self._wordings = [unified(e.passage.text + e.passage.plain) for e in index.entries]

    def weigh(
        self, asked: str, ruling: str | None, *, without: frozenset[int] = frozenset()
    ) -> Evidence:
        """Weigh every passage for a unified question, leaving out some wordings if told to."""
        words = self._cutter.words(self._places.without_places(asked))
        spoken = [asked]
        # Local wordings name their city and citizens who told us theirs do not: say it for them.
        if ruling is not None and ruling != NATIONAL and short_name(ruling) not in asked:
            spoken.append(short_name(ruling) + asked)
        vectors = self._embedder.embed(spoken)
        plain = self._index.likeness(vectors[:1], words, without=without)
        local = self._index.likeness(vectors[-1:], words, without=without)
        wanted = quantities.asked_for(asked)
        return Evidence(
            np.where(self._national, plain.cosine, local.cosine),
            np.where(self._national, plain.meaning, local.meaning),
            plain.words,
            np.array([quantities.states(text, asked, wanted) for text in self._wordings]),
        )
