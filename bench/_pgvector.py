"""Compares the search in PostgreSQL (pgvector) with FAISS, question by question."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bench._trials import TODAY
from core.store.vectors import VectorStore
from knowledge_base.confidence import read_weights
from knowledge_base.documents import Entry
from knowledge_base.embedder import Embedder, Matrix, SentenceEmbedder
from knowledge_base.index import Index
from knowledge_base.search import KnowledgeBase
from knowledge_base.shelves import OwnShelf
from knowledge_base.vector_engine import ShelfRows, VectorEngine
from knowledge_base.words import Cutter
from tests.postgresql import running_vector_server


class _Drawn:
    """Fulfil Embedder with vectors that are there already, given out in their order."""

    name = "drawn"

    def __init__(self, vectors: Matrix) -> None:
        self._vectors = vectors
        self._next = 0

    def embed(self, sentences: Sequence[str]) -> Matrix:
        """Return the next rows; who asks for one only wants to know its length."""
        if len(sentences) == 1:
            return self._vectors[:1]
        start, self._next = self._next, self._next + len(sentences)
        return self._vectors[start : self._next]


def compare(
    here: KnowledgeBase,
    embedder: SentenceEmbedder,
    cutter: Cutter,
    entries: Sequence[Entry],
    asked: Sequence[str],
) -> None:
    """Put the passages of an index into PostgreSQL, and ask both the same questions in turn."""
    # As a small server would be set: a shelf's index is made in memory.
    room = ("shared_buffers=512MB", "maintenance_work_mem=512MB")
    with running_vector_server(Path(os.environ["YIBAO_PGVECTOR"]), *room) as server:
        engine = VectorEngine(VectorStore(server.url(server.create())), seconds=60.0)
        try:
            started = time.monotonic()
            there = _moved(here, engine, embedder, cutter, entries)
            print(f"| {len(entries)} | {time.monotonic() - started:.0f} to fill pgvector | | | | |")
            print("| passages | region | FAISS p50, p95 ms | pgvector p50, p95 ms | ratio | same |")
            for name, region in (("one city", "城市7"), ("not known", None)):
                print(
                    f"| {len(entries)} | {name} | {_asked(here, there, embedder, region, asked)} |"
                )
        finally:
            engine.close()


def _moved(
    here: KnowledgeBase,
    engine: VectorEngine,
    embedder: Embedder,
    cutter: Cutter,
    entries: Sequence[Entry],
) -> KnowledgeBase:
    """Return the same knowledge base, with its vectors in the engine."""
    assert isinstance(here.index.shelf, OwnShelf)
    slots = here.index.shelf.slots
    every = np.arange(len(entries))
    passages = [entry.passage for entry in entries]
    rows = ShelfRows(
        slots.keys,
        every,
        slots.texts,
        [passage.region for passage in passages],
        [passage.in_force_from for passage in passages],
    )
    drawn = _Drawn(slots.vectors[rows.slots].astype(np.float32))
    shelf = engine.shelved(rows, drawn)
    index = Index(entries, every, np.arange(len(entries) + 1), slots, shelf=shelf)
    return KnowledgeBase(index, embedder, cutter, weights=read_weights())


def _asked(
    here: KnowledgeBase,
    there: KnowledgeBase,
    embedder: SentenceEmbedder,
    region: str | None,
    asked: Sequence[str],
) -> str:
    """Return medians, 95th percentiles, their ratio and how often the best passage is the same."""
    taken: list[list[float]] = [[], []]
    same = 0
    for question in asked:
        best = []
        for base, times in zip((here, there), taken, strict=True):
            embedder.forget()
            started = time.perf_counter()
            found = base.found(question, region, 3, TODAY)
            times.append((time.perf_counter() - started) * 1000)
            best.append([passage.document_id for passage in found.passages[:1]])
        same += best[0] == best[1]
    (p50, p95), (q50, q95) = (np.percentile(one[5:], [50, 95]) for one in taken)
    share = same / len(asked)
    return f"{p50:.1f}, {p95:.1f} | {q50:.1f}, {q95:.1f} | {q50 / p50:.2f} | {share:.0%}"
