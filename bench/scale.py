"""Measures how fast very many passages are searched, and what that takes.

Real wordings of the packs, each moved a little and given to a city of its own, stand for the
passages of a province: python -m bench.scale 10000 100000 1000000. With --embed the texts go
through the model as an import's would; without it their vectors are the originals' with noise.
With --pgvector the same passages are searched in PostgreSQL, too (YIBAO_PGVECTOR names the folder
of its programs), and it is said how much longer that takes and how often it finds the same.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import overload

import numpy as np

from bench._pgvector import compare
from bench._trials import TODAY
from knowledge_base.confidence import read_weights
from knowledge_base.documents import Entry, read_packs
from knowledge_base.embedder import SentenceEmbedder
from knowledge_base.index import Index, make_index, trade_words, wordings
from knowledge_base.nearest import Nearest
from knowledge_base.search import KnowledgeBase
from knowledge_base.slots import Slots, keys_of, no_slots, with_texts
from knowledge_base.test_questions import read_test_questions
from knowledge_base.words import Cutter

CITIES = 300
NOISE = 0.35  # length of the noise beside a vector of length one
ASKED = 200
MEGABYTE = 1 << 20


class Province(Sequence[Entry]):
    """Be many entries that are made when they are looked at."""

    def __init__(self, originals: Sequence[Entry], count: int) -> None:
        """Take the entries to vary, and how many there shall be."""
        self._originals = originals
        self._count = count

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, place: int) -> Entry: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Entry]: ...
    def __getitem__(self, place: int | slice) -> Entry | Sequence[Entry]:
        if isinstance(place, slice):
            return [self[n] for n in range(*place.indices(self._count))]
        if not 0 <= place < self._count:
            raise IndexError(place)
        original = self._originals[place % len(self._originals)]
        passage = replace(
            original.passage,
            document_id=f"province-{place}#entry@1",
            region=f"城市{place % CITIES}",
            in_force_from=date(2020, 1, 1),
            asked_as=(self.question(place),),
        )
        return replace(original, passage=passage, topic=f"{original.topic} {place}")

    def question(self, place: int) -> str:
        """Return the one wording that is indexed for an entry."""
        asked = self._originals[place % len(self._originals)].passage.asked_as
        return f"城市{place % CITIES}{asked[place // len(self._originals) % len(asked)]}"


def main() -> None:
    """Measure each size that is asked for."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("sizes", nargs="*", type=int, default=[10_000])
    options.add_argument("--embed", action="store_true", help="embed every text")
    options.add_argument("--pgvector", action="store_true", help="search in PostgreSQL, too")
    chosen = options.parse_args()
    models = Path(os.environ.get("YIBAO_MODELS", Path.home() / ".cache/yibao-desk/models"))
    embedder = SentenceEmbedder(
        models / os.environ.get("YIBAO_EMBEDDING_MODEL", "multilingual-e5-small")
    )
    embedder.load()
    originals = read_packs()
    cutter = Cutter(trade_words(originals))
    print("| passages | indexed in s | index MiB | region | p50 ms | p95 ms |")
    print("| --- | --- | --- | --- | --- | --- |")
    for size in chosen.sizes:
        before, started = _memory(), time.monotonic()
        province = Province(originals, size)
        index = (
            _embedded(province, embedder, cutter)
            if chosen.embed
            else _made(province, originals, embedder, cutter)
        )
        taken = time.monotonic() - started
        base = KnowledgeBase(index, embedder, cutter, weights=read_weights())
        memory = (_memory() - before) / MEGABYTE
        for name, region in (("one city", "城市7"), ("not known", None)):
            p50, p95 = _timed(base, embedder, region)
            print(f"| {size} | {taken:.0f} | {memory:.0f} | {name} | {p50:.1f} | {p95:.1f} |")
        if chosen.pgvector:
            compare(base, embedder, cutter, province, questions())


def _embedded(province: Province, embedder: SentenceEmbedder, cutter: Cutter) -> Index:
    """Return an index of three wordings each, worked out in full."""
    return make_index(list(province), no_slots(), embedder, cutter)[0]


def _made(
    province: Province, originals: Sequence[Entry], embedder: SentenceEmbedder, cutter: Cutter
) -> Index:
    """Return an index of one wording each, with noise instead of embedding."""
    every = [text for entry in originals for text in wordings(entry)]
    real, places = with_texts(no_slots(), [("", text) for text in every], embedder, cutter)
    drawn, chance = np.random.default_rng(7), random.Random(7)
    size = len(province)
    rows = places[drawn.integers(0, len(places), size)]
    vectors = np.empty((size, real.vectors.shape[1]), dtype=np.float16)
    for start in range(0, size, 50_000):
        part = real.vectors[rows[start : start + 50_000]].astype(np.float32)
        noise = drawn.standard_normal(part.shape, dtype=np.float32)
        part += NOISE * noise / np.linalg.norm(noise, axis=1, keepdims=True)
        vectors[start : start + 50_000] = part / np.linalg.norm(part, axis=1, keepdims=True)
    keys = keys_of([(str(n), "") for n in range(size)])
    texts = tuple(province.question(n) for n in range(size))
    lines = tuple(f"{real.lines[n]} 词{chance.randrange(20_000)}" for n in rows.tolist())
    nearest = Nearest.empty().with_rows(vectors.astype(np.float32), lambda: vectors[:0])
    slots = Slots(keys, vectors, texts, lines, cutter.terms, nearest)
    return Index(province, np.arange(size), np.arange(size + 1), slots)


def _timed(
    base: KnowledgeBase, embedder: SentenceEmbedder, region: str | None
) -> tuple[float, float]:
    """Return the median and the 95th percentile of a search, embedding included, in ms."""
    taken = []
    for question in questions():
        embedder.forget()
        started = time.perf_counter()
        base.found(question, region, 3, TODAY)
        taken.append((time.perf_counter() - started) * 1000)
    p50, p95 = np.percentile(taken[5:], [50, 95])
    return float(p50), float(p95)


def questions() -> list[str]:
    """Return the questions that each size is asked; the first five are not counted."""
    return random.Random(7).sample([q.ask for q in read_test_questions()], ASKED + 5)


def _memory() -> int:
    """Return the bytes that this process holds now."""
    with Path("/proc/self/statm").open() as file:
        return int(file.read().split()[1]) * resource.getpagesize()


if __name__ == "__main__":
    main()
