"""Checks how evidence becomes a score, and that the shipped weights fit the evidence."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.confidence import (
    WIDEST,
    Weights,
    confidence_signs,
    read_weights,
    scores,
    write_weights,
)
from knowledge_base.evidence import ASKED, FEATURES, Evidence

NEAREST = FEATURES.index("nearest")
MEANING = FEATURES.index("meaning")
NEAREST_IN_MEANING = 4 / 9  # a nearer wording raises the meaning too, by this or more
LEAD = len(FEATURES)
SHIPPED = read_weights()
share = st.floats(0, 1)


def evidence(
    *features: tuple[float, ...],
    topics: tuple[str, ...] = (),
    asked: tuple[float, ...] = (0.7, 0.65, 2.2),
) -> Evidence:
    return Evidence(
        np.arange(len(features)),
        np.array(features, dtype=np.float32).reshape(len(features), len(FEATURES)),
        np.array(asked, dtype=np.float32),
        topics or tuple(str(n) for n in range(len(features))),
    )


def rank_of(*weights: float) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.array([*weights, *[0.0] * (len(FEATURES) - len(weights))])


def test_weights_come_back_as_they_were_written(tmp_path: Path) -> None:
    weights = Weights("a model", (1.5, -2.0), (0.25, 3.0, -7.125))

    write_weights(weights, tmp_path / "weights.json")

    assert read_weights(tmp_path / "weights.json") == weights


def test_the_shipped_weights_fit_the_evidence() -> None:
    one_lead_one_advantage_one_constant = 3

    assert len(SHIPPED.rank) == len(FEATURES)
    assert len(SHIPPED.confidence) == (
        len(FEATURES) + len(ASKED) + one_lead_one_advantage_one_constant
    )
    assert SHIPPED.embedder


def test_signs_are_features_lead_what_is_asked_advantage_and_a_constant() -> None:
    signs = confidence_signs(
        evidence((0.9, 0.8, 0.7, 0.6, 1.0), (0.5, 0.4, 0.3, 0.2, 0.0)), rank_of(10.0)
    )

    first = [0.9, 0.8, 0.7, 0.6, 1.0, 4.0, 0.7, 0.65, 2.2, 0.2, 1.0]
    second = [0.5, 0.4, 0.3, 0.2, 0.0, -4.0, 0.7, 0.65, 2.2, 0.0, 1.0]
    assert signs[0].tolist() == pytest.approx(first, abs=1e-5)
    assert signs[1].tolist() == pytest.approx(second, abs=1e-5)


def test_a_lead_counts_only_over_another_matter() -> None:
    features = ((0.9, 0.0, 0.0, 0.0, 0.0), (0.8, 0.0, 0.0, 0.0, 0.0), (0.5, 0.0, 0.0, 0.0, 0.0))

    signs = confidence_signs(evidence(*features, topics=("甲", "甲", "乙")), rank_of(10.0))

    assert signs[:, LEAD].tolist() == pytest.approx([4.0, 3.0, -4.0], abs=1e-5)


@pytest.mark.parametrize("topics", [("甲", "乙"), ("甲", "甲")])
def test_a_lead_is_never_wider_than_what_it_says_and_alone_it_is_widest(
    topics: tuple[str, ...],
) -> None:
    features = ((1.0, 0.0, 0.0, 0.0, 0.0), (0.0, 0.0, 0.0, 0.0, 0.0))

    signs = confidence_signs(evidence(*features, topics=topics), rank_of(1000.0))

    expected = [WIDEST, -WIDEST] if topics == ("甲", "乙") else [WIDEST, WIDEST]
    assert signs[:, LEAD].tolist() == expected


def test_no_passages_have_no_scores() -> None:
    assert scores(evidence(), SHIPPED).tolist() == []


@given(rows=st.lists(st.tuples(share, share, share, share, share), min_size=1, max_size=8))
def test_every_score_is_a_probability(rows: list[tuple[float, ...]]) -> None:
    points = scores(evidence(*rows), SHIPPED)

    assert len(points) == len(rows)
    assert ((points >= 0) & (points <= 1)).all()


@given(row=st.tuples(share, share, share, share, share), nearer=share, other=share)
def test_a_passage_that_is_nearer_scores_no_lower_with_the_shipped_weights(
    row: tuple[float, ...], nearer: float, other: float
) -> None:
    rival = (other,) * len(FEATURES)
    closer = min(nearer, 1 - row[NEAREST], (1 - row[MEANING]) / NEAREST_IN_MEANING)
    near = (row[NEAREST] + closer, row[MEANING] + NEAREST_IN_MEANING * closer, *row[MEANING + 1 :])

    before = scores(evidence(row, rival), SHIPPED)
    after = scores(evidence(near, rival), SHIPPED)

    assert after[0] >= before[0] - 1e-6
    assert after[1] <= before[1] + 1e-6  # and its rival no higher


@given(row=st.tuples(share, share, share, share, share), nearer=share)
def test_the_nearer_an_uncovered_question_the_lower_the_score(
    row: tuple[float, ...], nearer: float
) -> None:
    far = evidence(row, asked=(0.4, 0.4, 2.2))
    near = replace(far, asked=np.array([0.4 + nearer / 2, 0.4 + nearer / 2, 2.2], np.float32))

    assert scores(near, SHIPPED)[0] <= scores(far, SHIPPED)[0] + 1e-6
