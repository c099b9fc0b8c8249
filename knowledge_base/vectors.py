"""Keeps embedded texts on disk, so that a second start loads them in a moment."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import numpy as np

from knowledge_base.embedder import Embedder, Matrix

_BATCH = 256  # enough to sort by length, so that short sentences are not padded

Progress = Callable[[int, int], None]  # sentences done, sentences in all


def stored_vectors(
    texts: list[str], embedder: Embedder, folder: Path, report: Progress | None = None
) -> Matrix:
    """Return the vectors of the texts, from `folder` if these very texts were embedded before."""
    if not texts:
        return np.zeros((0, 0), dtype=np.float32)
    key = hashlib.sha256("\n".join([embedder.name, *texts]).encode()).hexdigest()[:16]
    file = folder / f"vectors-{key}.npy"
    if file.is_file():
        stored: Matrix = np.load(file)
        return stored
    vectors = embedded(texts, embedder, report)
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_suffix(".part")
    with unfinished.open("wb") as out:
        np.save(out, vectors)
    unfinished.replace(file)
    return vectors


def embedded(texts: list[str], embedder: Embedder, report: Progress | None) -> Matrix:
    """Return the vectors of many texts, telling how far it is."""
    parts: list[Matrix] = []
    for start in range(0, len(texts), _BATCH):
        parts.append(embedder.embed(texts[start : start + _BATCH]))
        if report is not None:
            report(min(start + _BATCH, len(texts)), len(texts))
    return np.concatenate(parts)
