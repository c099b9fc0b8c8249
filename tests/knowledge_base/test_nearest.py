"""Checks the search among vectors against comparing with every one of them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from knowledge_base.embedder import Matrix
from knowledge_base.nearest import EXACT_UP_TO, Mask, Nearest

MANY = EXACT_UP_TO + 2_000
DIMENSIONS = 12


def scattered(count: int, seed: int = 1, dimensions: int = DIMENSIONS) -> Matrix:
    rows = np.random.default_rng(seed).normal(size=(count, dimensions))
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def halves(rows: Matrix) -> NDArray[np.float16]:
    return rows.astype(np.float16)


def made(rows: Matrix) -> Nearest:
    return Nearest.empty().with_rows(rows, lambda: halves(rows[:0]))


def everything(count: int) -> Mask:
    return np.ones(count, dtype=np.bool_)


def brute(rows: Matrix, question: Matrix, most: int, allowed: Mask) -> list[int]:
    cosines = np.where(allowed, rows @ question, -9)
    order = np.argsort(-cosines, kind="stable")[: min(most, int(allowed.sum()))]
    return [int(row) for row in order]


def share_found(nearest: Nearest, rows: Matrix, allowed: Mask) -> float:
    """Return the share of the true ten nearest that are found, over a hundred questions."""
    questions = scattered(100, seed=99)
    found = nearest.search(questions, 10, allowed)[1]
    true = [brute(rows, question, 10, allowed) for question in questions]
    hits = [len(set(row.tolist()) & set(best)) / 10 for row, best in zip(found, true, strict=True)]
    return float(np.mean(hits))


@cache
def many() -> tuple[Nearest, Matrix]:
    """Return so many rows that not all of them are compared with."""
    rows = scattered(MANY)
    return made(rows), rows


@settings(deadline=None)
@given(
    count=st.integers(1, 60),
    seed=st.integers(0, 1000),
    most=st.integers(1, 80),
    forbidden=st.sets(st.integers(0, 59)),
)
def test_few_rows_are_found_exactly_and_masked_ones_never(
    count: int, seed: int, most: int, forbidden: set[int]
) -> None:
    rows, question = scattered(count, seed), scattered(1, seed + 5000)
    allowed = np.array([n not in forbidden for n in range(count)])

    cosines, found = made(rows).search(question, most, allowed)

    own = [row for row in found[0].tolist() if row >= 0]
    assert own == brute(rows, question[0], most, allowed)
    assert np.allclose(cosines[0][: len(own)], rows[own] @ question[0], atol=1e-5)
    assert set(found[0][len(own) :].tolist()) <= {-1}


def test_each_question_has_its_own_line() -> None:
    rows = scattered(30)

    cosines, found = made(rows).search(rows[[4, 17]], 3, everything(30))

    assert found[:, 0].tolist() == [4, 17]
    assert np.allclose(cosines[:, 0], 1, atol=1e-5)


def test_without_rows_nothing_is_found() -> None:
    cosines, found = Nearest.empty().search(scattered(2), 5, everything(0))

    assert (cosines.shape, found.shape) == ((2, 0), (2, 0))


def test_when_all_is_forbidden_nothing_is_found() -> None:
    _, found = made(scattered(20)).search(scattered(1, 3), 5, ~everything(20))

    assert found.tolist() == [[-1] * 5]


def test_no_fresh_rows_change_nothing() -> None:
    nearest = made(scattered(5))

    assert nearest.with_rows(scattered(5)[:0], lambda: halves(scattered(5))) is nearest


def test_few_rows_that_grow_keep_the_old_index_as_it_was() -> None:
    rows = scattered(50)
    old = made(rows[:20])

    grown = old.with_rows(rows[20:], lambda: halves(rows[:20]))

    assert grown.search(rows[40:41], 1, everything(50))[1].tolist() == [[40]]
    assert old.search(rows[40:41], 20, everything(20))[1].max() < 20
    assert old.index is not None
    assert old.index.ntotal == 20


def test_of_many_rows_nine_in_ten_of_the_nearest_are_found() -> None:
    nearest, rows = many()

    assert share_found(nearest, rows, everything(MANY)) >= 0.9


@settings(deadline=None, max_examples=30)
@given(seed=st.integers(0, 1000), share=st.floats(0.001, 0.9))
def test_of_many_rows_masked_ones_never_come_back(seed: int, share: float) -> None:
    nearest, _ = many()
    allowed = np.random.default_rng(seed).random(MANY) < share

    _, found = nearest.search(scattered(3, seed), 10, allowed)

    rows = found[found >= 0]
    assert allowed[rows].all()


def test_many_rows_grow_by_more_without_changing_the_old_index() -> None:
    old, rows = many()
    fresh = scattered(1_500, seed=2)
    question = scattered(1, seed=77)
    before = old.search(question, 10, everything(MANY))[1].tolist()

    grown = old.with_rows(fresh, lambda: halves(rows))

    together = np.concatenate([rows, fresh])
    assert share_found(grown, together, everything(len(together))) >= 0.9
    assert old.search(question, 10, everything(MANY))[1].tolist() == before
    assert old.index is not None
    assert old.index.ntotal == MANY


def test_few_rows_that_become_many_are_found_by_lists_the_old_ones_included() -> None:
    rows = scattered(MANY, seed=3)
    few = made(rows[:5_000])
    asked_for: list[int] = []

    def known() -> NDArray[np.float16]:
        asked_for.append(5_000)
        return halves(rows[:5_000])

    grown = few.with_rows(rows[5_000:], known)

    assert asked_for == [5_000]
    assert share_found(grown, rows, everything(MANY)) >= 0.9


def test_many_rows_are_stored_and_few_are_made_anew(tmp_path: Path) -> None:
    nearest, rows = many()
    made(rows[:50]).save(tmp_path / "few")
    nearest.save(tmp_path / "many")

    few = Nearest.load(tmp_path / "few", halves(rows[:50]))
    loaded = Nearest.load(tmp_path / "many", halves(rows))

    question = scattered(1, seed=5)
    expected = nearest.search(question, 10, everything(MANY))[1].tolist()
    assert not (tmp_path / "few").exists()
    assert few.search(rows[7:8], 1, everything(50))[1].tolist() == [[7]]
    assert loaded.search(question, 10, everything(MANY))[1].tolist() == expected
