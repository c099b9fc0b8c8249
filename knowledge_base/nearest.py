"""Finds the vectors nearest to a question's among very many."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from knowledge_base.embedder import Matrix

EXACT_UP_TO = 8_000  # rows; comparing with all of them takes 2 ms on one core
LISTS_PER_ROOT = 4  # lists = 4 * sqrt(rows): the usual rule (FAISS wiki, "Guidelines")
PROBED = 24  # lists looked into
TRAINED_WITH = 40  # rows per list, at the least and at the most

Rows = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Nearest:
    """Compare with every row while they are few, with the likeliest lists when they are many."""

    index: faiss.Index | None  # never changed once it serves: adding makes a copy

    @classmethod
    def empty(cls) -> Nearest:
        """Return an index without rows."""
        return cls(None)

    @classmethod
    def load(cls, file: Path, vectors: NDArray[np.float16]) -> Nearest:
        """Return the stored index of these vectors."""
        if file.is_file():
            return cls(faiss.read_index(str(file)))
        return cls.empty().with_rows(vectors.astype(np.float32), lambda: vectors[:0])

    def save(self, file: Path) -> None:
        """Write the index, if making it anew would take long."""
        if self.index is not None and isinstance(self.index, faiss.IndexIVF):
            faiss.write_index(self.index, str(file))

    def with_rows(self, fresh: Matrix, known: Callable[[], NDArray[np.float16]]) -> Nearest:
        """Return an index that has `fresh` after the rows it has; `known` gives those again."""
        if not fresh.size:  # no rows, or rows without numbers
            return self
        before = 0 if self.index is None else self.index.ntotal
        total = before + len(fresh)
        if isinstance(self.index, faiss.IndexIVF) or (
            self.index is not None and total <= EXACT_UP_TO
        ):
            grown = faiss.clone_index(self.index)
            grown.add(fresh)
            return Nearest(grown)
        if before:
            fresh = np.concatenate([known().astype(np.float32), fresh])
        return Nearest(_made(fresh))

    def search(self, questions: Matrix, most: int, allowed: Mask) -> tuple[Matrix, Rows]:
        """Return cosines and rows, best first, one line per question; -1 where there is none."""
        if self.index is None:
            nothing = np.zeros((len(questions), 0), dtype=np.float32)
            return nothing, nothing.astype(np.int64)
        bits = np.packbits(allowed, bitorder="little")
        selector = faiss.IDSelectorBitmap(len(bits), faiss.swig_ptr(bits))
        chosen = faiss.SearchParameters()
        if isinstance(self.index, faiss.IndexIVF):
            chosen = faiss.SearchParametersIVF()
            chosen.nprobe = PROBED
        chosen.sel = selector
        cosines, rows = self.index.search(
            np.ascontiguousarray(questions), min(most, self.index.ntotal), params=chosen
        )
        return cosines, rows


def _made(vectors: Matrix) -> faiss.Index:
    """Return a new index of these vectors."""
    count, dimensions = vectors.shape
    if count <= EXACT_UP_TO:
        exact = faiss.IndexFlatIP(dimensions)
        exact.add(vectors)
        return exact
    lists = min(int(LISTS_PER_ROOT * count**0.5), count // TRAINED_WITH)
    listed = faiss.index_factory(dimensions, f"IVF{lists},SQ8", faiss.METRIC_INNER_PRODUCT)
    chosen = np.random.default_rng(7).permutation(count)[: lists * TRAINED_WITH]
    listed.train(vectors[np.sort(chosen)])
    listed.add(vectors)
    return listed
