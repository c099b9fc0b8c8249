"""Compares the words of a question with the words of every passage."""

from __future__ import annotations

from collections.abc import Sequence

import bm25s
import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]
Ids = NDArray[np.int32]

_LEAST_SAID = 1.4  # unknown words' worth; a question that says less proves little


class WordsIndex:
    """Know which words each passage has anywhere, and how telling each word is."""

    def __init__(self, passages: Sequence[Sequence[str]]) -> None:
        """Take the words of each passage, all its wordings together, repetitions included."""
        self._count = len(passages)
        self._ids: dict[str, int] = {}
        rows = [np.array([self._id(word) for word in words], np.int32) for words in passages]
        distinct = [np.unique(row) for row in rows]
        lengths = np.array([len(row) for row in distinct], np.int64)
        self._starts = np.concatenate([[0], np.cumsum(lengths)])
        self._has = np.concatenate([*distinct, np.array([], np.int32)])
        in_passages = np.bincount(self._has, minlength=len(self._ids))
        self._weights = np.log(1 + self._count / np.maximum(in_passages, 1)).astype(np.float32)
        self._unknown = float(np.log(1 + 2 * self._count))
        self._bm25 = bm25s.BM25()
        if self._ids:
            corpus = ([row.tolist() for row in rows], self._ids)
            self._bm25.index(corpus, create_empty_token=False, show_progress=False)

    def bm25(self, words: Sequence[str]) -> Scores:
        """Return the BM25 score (Lucene's variant) of every passage."""
        known = [self._ids[word] for word in words if word in self._ids]
        if not known:
            return np.zeros(self._count, dtype=np.float32)
        return np.asarray(self._bm25.get_scores(known), dtype=np.float32)

    def coverage(self, words: Sequence[str], passages: NDArray[np.int64]) -> Scores:
        """Return how much of the words' weight each of these passages has, 0..1."""
        asked = dict.fromkeys(words)
        known = np.array([self._ids[word] for word in asked if word in self._ids], np.int32)
        weights = self._weights[known]
        total = float(weights.sum()) + self._unknown * (len(asked) - len(known))
        total = max(total, _LEAST_SAID * self._unknown)
        counts = self._starts[passages + 1] - self._starts[passages]
        owners = np.repeat(np.arange(len(passages)), counts)
        within = np.arange(len(owners)) - np.repeat(np.cumsum(counts) - counts, counts)
        has = self._has[np.repeat(self._starts[passages], counts) + within]
        asked_weights = np.zeros(len(self._weights), dtype=np.float32)
        asked_weights[known] = weights
        shares = np.bincount(owners, asked_weights[has], minlength=len(passages)) / total
        return np.asarray(shares, dtype=np.float32)

    def _id(self, word: str) -> int:
        """Return the number of a word, a new one if it is new."""
        return self._ids.setdefault(word, len(self._ids))
