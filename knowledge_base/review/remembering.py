"""Remembers the vectors of sentences that are asked again and again, such as test questions."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from knowledge_base.embedder import Embedder, Matrix, as_stored

MOST = 8192  # sentences: 16 MB of vectors with 512 numbers each


class RememberingEmbedder:
    """Fulfil Embedder; a regression asks the same questions before, after and next time."""

    def __init__(self, embedder: Embedder, most: int = MOST) -> None:
        """Take the embedder that does the work, and how many sentences to remember."""
        self._embedder = embedder
        self._most = most
        self._rows: OrderedDict[str, NDArray[np.float32]] = OrderedDict()
        self._guard = threading.Lock()

    @property
    def name(self) -> str:
        """Return the name of the embedder that does the work: its vectors are the same."""
        return self._embedder.name

    def embed_stored(self, sentences: Sequence[str]) -> Matrix:
        """Return one row per wording; the index keeps those itself."""
        return as_stored(self._embedder).embed(sentences)

    def embed(self, sentences: Sequence[str]) -> Matrix:
        """Return one row per sentence; only the fresh ones cost time."""
        if not sentences:
            return self._embedder.embed(sentences)
        with self._guard:
            known = {s: self._rows[s] for s in sentences if s in self._rows}
        fresh = [sentence for sentence in dict.fromkeys(sentences) if sentence not in known]
        if fresh:
            known.update(zip(fresh, self._embedder.embed(fresh), strict=True))
        with self._guard:
            for sentence in sentences:
                self._rows[sentence] = known[sentence]
                self._rows.move_to_end(sentence)
            while len(self._rows) > self._most:
                self._rows.popitem(last=False)
        return np.stack([known[sentence] for sentence in sentences])
