"""Keeps every wording of every passage findable, by meaning as by words."""

from __future__ import annotations

import hashlib
import json
import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from knowledge_base.documents import Entry
from knowledge_base.embedder import Embedder, Matrix
from knowledge_base.vectors import Progress, stored_vectors
from knowledge_base.words import Cutter
from knowledge_base.written import unified

CUT_VERSION = "1"  # raise it when words.py changes, and stored tokens are made anew
_NEAREST = 3  # so many wordings speak for a passage beside the very nearest
_LEAST_SAID = 1.4  # unknown words' worth; a question that says less proves little

Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Likeness:
    """Say how alike each passage is to a question; one place per passage."""

    cosine: Scores  # of the nearest wording
    meaning: Scores  # middle of the nearest, the nearest three and all wordings
    words: Scores  # weight of the question's words that the passage has, 0..1


class Index:
    """Compare a question with every wording of every passage."""

    def __init__(
        self, entries: tuple[Entry, ...], vectors: Matrix, tokens: list[list[str]]
    ) -> None:
        """Take the vectors and tokens of `wordings`, in that order."""
        self.entries = entries
        self.tokens = tokens
        self.owners = np.array([n for n, _ in wordings(entries)])
        self.starts = np.searchsorted(self.owners, np.arange(len(entries)))
        self._vectors = faiss.IndexFlatIP(vectors.shape[1])
        self._vectors.add(vectors)
        self._places = _places(self.owners, self.starts)
        self._vocabulary = [self._words_of(n, frozenset()) for n in range(len(entries))]
        in_passages = Counter(word for words in self._vocabulary for word in words)
        self._weight = {w: math.log(1 + len(entries) / n) for w, n in in_passages.items()}
        self._unknown = math.log(1 + 2 * len(entries))
        self._alike = _kinship(vectors, self.starts)

    def likeness(
        self, vector: Matrix, words: list[str], *, without: frozenset[int] = frozenset()
    ) -> Likeness:
        """Return how alike each passage is, leaving out some wordings (for a benchmark)."""
        found, rows = self._vectors.search(vector, len(self.owners))
        cosines = np.full(len(self.owners) + 1, np.nan, dtype=np.float32)  # last: no wording
        cosines[rows[0]] = found[0]
        cosines[list(without)] = np.nan
        table = -np.sort(-cosines[self._places], axis=1)  # best first, missing ones last
        nearest = table[:, 0]
        meaning = (
            nearest + np.nanmean(table[:, :_NEAREST], axis=1) + np.nanmean(table, axis=1)
        ) / 3
        return Likeness(nearest, meaning, self._shared(frozenset(words), without))

    def kinship(self, one: int, other: int) -> float:
        """Return how alike two passages are, 0..1."""
        return float(self._alike[one, other])

    def _shared(self, words: frozenset[str], without: frozenset[int]) -> Scores:
        """Return how much of the words' weight each passage has anywhere; rare words weigh more."""
        weights = {word: self._weight.get(word, self._unknown) for word in words}
        total = max(sum(weights.values()), _LEAST_SAID * self._unknown)
        vocabulary = self._vocabulary
        if without:
            vocabulary = list(vocabulary)
            for passage in {int(self.owners[row]) for row in without}:
                vocabulary[passage] = self._words_of(passage, without)
        return np.array(
            [sum(weights[word] for word in words & has) / total for has in vocabulary],
            dtype=np.float32,
        )

    def _words_of(self, passage: int, without: frozenset[int]) -> frozenset[str]:
        """Return all words of a passage's wordings."""
        rows = np.flatnonzero(self.owners == passage)
        return frozenset(w for row in rows if int(row) not in without for w in self.tokens[row])


def wordings(entries: Iterable[Entry]) -> list[tuple[int, str]]:
    """Return (passage, wording) for the official text, the plain one and each question."""
    return [
        (n, unified(wording))
        for n, entry in enumerate(entries)
        for wording in (entry.passage.text, entry.passage.plain, *entry.passage.asked_as)
    ]


def trade_words(entries: Iterable[Entry]) -> frozenset[str]:
    """Return the terms that topics and items are named by."""
    named = (word for e in entries for word in (*e.topic.split(), *e.passage.items))
    return frozenset(unified(word) for word in named if 2 <= len(word) <= 8 and "（" not in word)


def open_index(
    entries: tuple[Entry, ...],
    embedder: Embedder,
    cutter: Cutter,
    folder: Path,
    report: Progress | None = None,
) -> Index:
    """Open the index of these packs, built and stored in `folder` if it is not there yet."""
    texts = [text for _, text in wordings(entries)]
    vectors = stored_vectors(texts, embedder, folder, report)
    return Index(entries, vectors, _stored_tokens(texts, trade_words(entries), cutter, folder))


def _stored_tokens(
    texts: list[str], terms: frozenset[str], cutter: Cutter, folder: Path
) -> list[list[str]]:
    """Return the words of the texts, from `folder` if these very texts were cut before."""
    parts = [CUT_VERSION, *sorted(terms), *texts]
    key = hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
    file = folder / f"tokens-{key}.json"
    if file.is_file():
        stored: list[list[str]] = json.loads(file.read_text("utf-8"))
        return stored
    tokens = [cutter.words(text) for text in texts]
    unfinished = file.with_suffix(".part")
    unfinished.write_text(json.dumps(tokens, ensure_ascii=False), "utf-8")
    unfinished.replace(file)
    return tokens


def _places(owners: NDArray[np.int64], starts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return a table of each passage's wordings; the place after the last means none."""
    counts = np.diff([*starts, len(owners)])
    table = np.full((len(starts), counts.max()), len(owners))
    for passage, (start, count) in enumerate(zip(starts, counts, strict=True)):
        table[passage, :count] = np.arange(start, start + count)
    return table


def _kinship(vectors: Matrix, starts: NDArray[np.int64]) -> Matrix:
    """Return how alike the passages are, each taken as the middle of its wordings."""
    sums = np.add.reduceat(vectors, starts, axis=0)
    middle: Matrix = sums / np.linalg.norm(sums, axis=1, keepdims=True)
    return np.asarray(middle @ middle.T, dtype=np.float32)
