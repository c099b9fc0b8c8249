"""Checks the tuning of a sentence model, with sentences whose vectors are drawn by chance."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from knowledge_base.documents import read_packs
from knowledge_base.embedder import Matrix
from knowledge_base.lesson import Lesson, lesson

PACKS = Path(__file__).parents[1] / "data" / "packs"
SIZE = 16

pytestmark = [
    pytest.mark.engine,
    pytest.mark.skipif(importlib.util.find_spec("torch") is None, reason="torch is not installed"),
]


@pytest.fixture
def taught() -> Lesson:
    return lesson(read_packs(PACKS), [], ["今天天气真好", "给我唱首歌"])


def scattered(entries: list[int], seed: int) -> Matrix:
    """Return vectors in which a few numbers tell the entry and many say nothing."""
    drawn = np.random.default_rng(seed)
    rows = drawn.normal(size=(len(entries), SIZE))
    rows[:, :3] = np.random.default_rng(0).normal(size=(50, 3))[entries]
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def found(asked: Matrix, wordings: Matrix, taught: Lesson) -> float:
    """Return how many questions have a wording of their own entry nearest, but themselves."""
    right = 0
    for pair, row in zip(taught.pairs, asked @ wordings.T, strict=True):
        others = [
            -2.0 if t == pair.said else c for c, (_, t) in zip(row, taught.wordings, strict=True)
        ]
        right += taught.wordings[int(np.argmax(others))][0] == pair.entry
    return right / len(taught.pairs)


def test_the_layer_learns_what_tells_entries_apart_and_the_same_each_time(taught: Lesson) -> None:
    from knowledge_base.training import Embedded, Recipe, trained

    wordings = scattered([n for n, _ in taught.wordings], seed=1)
    asked = scattered([pair.entry for pair in taught.pairs], seed=2)
    vectors = Embedded(wordings, asked, scattered([40, 41], seed=3))
    recipe = Recipe(steps=200, rate=1e-2, batch=32, strangers=2)

    head, again = (trained(taught, vectors, recipe, print) for _ in range(2))

    before = found(asked, wordings, taught)
    after = found(head.applied(asked), head.applied(wordings), taught)
    assert before < 0.7
    assert after > 0.95
    np.testing.assert_array_equal(head.weight, again.weight)
    np.testing.assert_allclose(np.linalg.norm(head.applied(asked), axis=1), 1.0, atol=1e-6)


def test_without_a_step_the_layer_changes_nothing(taught: Lesson) -> None:
    from knowledge_base.training import Embedded, Recipe, trained

    wordings = scattered([n for n, _ in taught.wordings], seed=1)
    asked = scattered([pair.entry for pair in taught.pairs], seed=2)
    vectors = Embedded(wordings, asked, np.zeros((0, SIZE), dtype=np.float32))

    untouched = trained(taught, vectors, Recipe(steps=1, rate=0.0), print)

    np.testing.assert_allclose(untouched.applied(asked), asked, atol=1e-6)
