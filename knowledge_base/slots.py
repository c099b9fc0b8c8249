"""Keeps the vectors and words of all wordings in slots, so that nothing is worked out twice."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from knowledge_base.embedder import Embedder, Matrix
from knowledge_base.nearest import Nearest
from knowledge_base.vectors import Progress, embedded
from knowledge_base.words import CUT_VERSION, Cutter

KEPT = 2  # snapshots on disk: the one in service and the one before
WASTE = 0.5  # share of slots nobody uses any more from which they are thrown away

Keys = NDArray[np.bytes_]
Halves = NDArray[np.float16]
Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Slots:
    """Hold one row per wording ever indexed; rows are added and never changed."""

    keys: Keys  # 16 hexadecimal digits of the SHA-256 of each wording
    vectors: Halves  # (slots, dimensions)
    texts: tuple[str, ...]  # each wording itself
    lines: tuple[str, ...]  # words of each wording, joined by blanks
    terms: frozenset[str]  # trade words that the cutter knew
    nearest: Nearest

    def __len__(self) -> int:
        """Return how many slots there are."""
        return len(self.keys)


class WithoutVectors:
    """Fulfil Embedder for slots whose vectors an engine keeps: their rows have no numbers."""

    def __init__(self, embedder: Embedder) -> None:
        """Take the embedder that the engine's vectors are of."""
        self._embedder = embedder

    @property
    def name(self) -> str:
        """Return a name of its own: such slots are of no use to who needs the vectors."""
        return f"{self._embedder.name} elsewhere"

    def embed(self, sentences: Sequence[str]) -> Matrix:
        """Return as many empty rows."""
        return np.zeros((len(sentences), 0), dtype=np.float32)


def no_slots() -> Slots:
    """Return slots that hold nothing."""
    empty = np.zeros((0, 0), dtype=np.float16)
    return Slots(np.array([], dtype="S16"), empty, (), (), frozenset(), Nearest.empty())


def with_texts(
    slots: Slots,
    wordings: Sequence[tuple[str, str]],
    embedder: Embedder,
    cutter: Cutter,
    report: Progress | None = None,
) -> tuple[Slots, Places]:
    """Return slots that hold these (entry's key, text) too, and the slot of each.

    Only unknown texts are embedded; only they, and those that hold a trade word which is new or
    gone, are cut into words.
    """
    texts = [text for _, text in wordings]
    keys = keys_of(wordings)
    order = np.argsort(slots.keys)
    fresh = np.unique(keys[~np.isin(keys, slots.keys)])
    if len(fresh) and len(slots) and len(np.unique(keys)) < WASTE * (len(slots) + len(fresh)):
        slots = _without_waste(slots, keys)
        order = np.argsort(slots.keys)
    first = {key: n for n, key in reversed(list(enumerate(keys.tolist())))}
    unknown = [texts[first[key]] for key in fresh.tolist()]
    changed = cutter.terms ^ slots.terms
    grown = replace(slots, lines=_cut_again(slots, changed, cutter), terms=cutter.terms)
    if unknown:
        vectors = embedded(unknown, embedder, report)
        halves = vectors.astype(np.float16)
        grown = replace(
            grown,
            keys=np.concatenate([slots.keys, fresh]),
            vectors=np.concatenate([slots.vectors, halves]) if len(slots) else halves,
            texts=(*slots.texts, *unknown),
            lines=(*grown.lines, *(" ".join(cutter.words(text)) for text in unknown)),
            nearest=slots.nearest.with_rows(vectors, lambda: slots.vectors),
        )
        order = np.argsort(grown.keys)
    return grown, order[np.searchsorted(grown.keys, keys, sorter=order)]


def keys_of(wordings: Sequence[tuple[str, str]]) -> Keys:
    """Return the key of each wording; two entries that are asked for alike have one each."""
    digests = [
        hashlib.sha256(f"{entry}\n{text}".encode()).hexdigest()[:16].encode()
        for entry, text in wordings
    ]
    return np.array(digests, dtype="S16")


def load_slots(folder: Path, embedder: Embedder) -> Slots:
    """Return the newest snapshot of this embedder's slots, empty if there is none."""
    for snapshot in reversed(_snapshots(folder, embedder)):
        made_by = json.loads((snapshot / "made_by.json").read_text("utf-8"))
        if made_by["cut"] != CUT_VERSION:
            continue
        vectors = np.load(snapshot / "vectors.npy")
        return Slots(
            keys=np.load(snapshot / "keys.npy"),
            vectors=vectors,
            texts=tuple((snapshot / "texts.txt").read_text("utf-8").split("\n")),
            lines=tuple((snapshot / "words.txt").read_text("utf-8").split("\n")),
            terms=frozenset(made_by["terms"]),
            nearest=Nearest.load(snapshot / "nearest.faiss", vectors),
        )
    return no_slots()


def save_slots(slots: Slots, folder: Path, embedder: Embedder) -> None:
    """Write a new snapshot in one step, unless nothing is new, and drop the oldest ones."""
    snapshots = _snapshots(folder, embedder)
    if not len(slots) or (snapshots and _holds(snapshots[-1], slots)):
        return
    number = int(snapshots[-1].name) + 1 if snapshots else 1
    target = folder / _safe(embedder.name) / f"{number:06d}"
    unfinished = target.with_suffix(".part")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    np.save(unfinished / "keys.npy", slots.keys)
    np.save(unfinished / "vectors.npy", slots.vectors)
    (unfinished / "texts.txt").write_text("\n".join(slots.texts), "utf-8")
    (unfinished / "words.txt").write_text("\n".join(slots.lines), "utf-8")
    slots.nearest.save(unfinished / "nearest.faiss")
    made_by = {"cut": CUT_VERSION, "terms": sorted(slots.terms), "faiss": faiss.__version__}
    (unfinished / "made_by.json").write_text(json.dumps(made_by, ensure_ascii=False), "utf-8")
    unfinished.replace(target)
    for old in snapshots[: max(0, len(snapshots) + 1 - KEPT)]:
        shutil.rmtree(old, ignore_errors=True)


def _snapshots(folder: Path, embedder: Embedder) -> list[Path]:
    """Return the finished snapshots, oldest first."""
    return sorted(p for p in (folder / _safe(embedder.name)).glob("*") if p.name.isdigit())


def _holds(snapshot: Path, slots: Slots) -> bool:
    """Tell whether a snapshot holds just these slots."""
    made_by = json.loads((snapshot / "made_by.json").read_text("utf-8"))
    same_words = made_by["cut"] == CUT_VERSION and made_by["terms"] == sorted(slots.terms)
    return same_words and np.array_equal(np.load(snapshot / "keys.npy"), slots.keys)


def _safe(name: str) -> str:
    """Return a name that may be a folder's."""
    return "".join(c if c.isalnum() or c in "-_." else "_" for c in name)


def _without_waste(slots: Slots, wanted: Keys) -> Slots:
    """Return only the slots that are still wanted, moved together."""
    kept = np.flatnonzero(np.isin(slots.keys, wanted))
    vectors = slots.vectors[kept]
    return replace(
        slots,
        keys=slots.keys[kept],
        vectors=vectors,
        texts=tuple(slots.texts[n] for n in kept.tolist()),
        lines=tuple(slots.lines[n] for n in kept.tolist()),
        nearest=Nearest.empty().with_rows(vectors.astype(np.float32), lambda: vectors[:0]),
    )


def _cut_again(slots: Slots, changed: frozenset[str], cutter: Cutter) -> tuple[str, ...]:
    """Return the words anew where a changed trade word stands in the text.

    Also those that nobody uses today: an entry may be put into service again.
    """
    if not changed:
        return slots.lines
    return tuple(
        " ".join(cutter.words(text)) if any(term in text for term in changed) else line
        for text, line in zip(slots.texts, slots.lines, strict=True)
    )
