"""Builds entries with as little in them as the index needs, and an embedder of random vectors."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from datetime import date

import numpy as np

from core.contracts import Passage
from knowledge_base.documents import Entry
from knowledge_base.embedder import Matrix

LONG_AGO = date(2020, 1, 1)


def entry(
    key: str,
    text: str,
    *asked_as: str,
    region: str = "烟台市",
    topic: str = "转移接续",
    begins: date = LONG_AGO,
    ends: date | None = None,
) -> Entry:
    """Return an entry whose official and plain text are the same."""
    passage = Passage(
        document_id=f"{key}@1",
        text=text,
        plain=text,
        spoken=text,
        title="方案",
        issuer="医疗保障局",
        number=None,
        issued=LONG_AGO,
        region=region,
        section="一",
        in_force_from=begins,
        in_force_until=ends,
        expired_note=None,
        asked_as=asked_as,
        items=(),
        topic=topic,
    )
    return Entry(passage, topic, None)


class ScatteringEmbedder:
    """Fulfil Embedder with a direction of few dimensions for each text, at random but fixed."""

    def __init__(self, dimensions: int = 8) -> None:
        self.asked: list[str] = []
        self._dimensions = dimensions

    @property
    def name(self) -> str:
        """Return the name that stored vectors carry."""
        return "scattered"

    def embed(self, sentences: Sequence[str]) -> Matrix:
        """Return one row of length one per sentence."""
        self.asked += sentences
        rows = np.stack([self._row(sentence) for sentence in sentences])
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)

    def _row(self, sentence: str) -> Matrix:
        dice = np.random.default_rng(zlib.crc32(sentence.encode()))
        return dice.normal(size=self._dimensions).astype(np.float32)
