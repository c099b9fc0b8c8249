"""Fits the two models of knowledge_base/confidence.py on the questions that are not held out."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bench._trials import Floats, Trial
from knowledge_base.confidence import Weights, confidence_signs

PASSAGES_TAUGHT = 3  # of each question, the best: whether each answers
STEPS = 400
ADVANTAGE = -2  # column of confidence_signs


def fitted(trials: list[Trial], embedder: str) -> Weights:
    """Return weights learnt from trials that are not held out."""
    learnt_from = [trial for trial in trials if not trial.held_out]
    rank = _rank(learnt_from)
    signs, answers = [], []
    for trial in learnt_from:
        rows = confidence_signs(trial.evidence, rank)
        for n in np.argsort(-(trial.evidence.features @ rank))[:PASSAGES_TAUGHT]:
            signs.append(rows[n])
            answers.append(trial.right[n])
    rows, labels = np.array(signs), np.array(answers)
    confidence = _logistic(rows, labels)
    if confidence[ADVANTAGE] < 0:  # being nearer must never count against a passage
        rows[:, ADVANTAGE] = 0.0
        confidence = _logistic(rows, labels)
    return Weights(embedder, _rounded(rank), _rounded(confidence))


def _rank(trials: list[Trial]) -> Floats:
    """Fit a linear model whose highest odds are a right passage's (softmax, Adam)."""
    taught = [t for t in trials if t.right.any()]
    every = np.vstack([t.evidence.features for t in taught]).astype(np.float64)
    middle, spread = every.mean(0), every.std(0) + 1e-9
    rows = [(t.evidence.features - middle) / spread for t in taught]
    weights = np.zeros(every.shape[1])
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, STEPS + 1):
        slope = np.zeros_like(weights)
        for row, trial in zip(rows, taught, strict=True):
            odds = row @ weights
            chance = np.exp(odds - odds.max())
            chance /= chance.sum()
            wanted = chance * trial.right
            slope += row.T @ (wanted / wanted.sum() - chance)
        slope = (slope - 0.5 * weights) / len(rows)
        mean, square = 0.9 * mean + 0.1 * slope, 0.99 * square + 0.01 * slope**2
        move = (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
        weights = weights + 0.1 * move
    return np.asarray(weights / spread)


def _logistic(rows: Floats, labels: NDArray[np.bool_]) -> Floats:
    """Fit a logistic regression by Newton's method."""
    middle, spread = rows.mean(0), rows.std(0) + 1e-9
    middle[-1], spread[-1] = 0.0, 1.0  # the constant
    scaled = (rows - middle) / spread
    weights = np.zeros(rows.shape[1])
    for _ in range(40):
        chance = 1 / (1 + np.exp(-scaled @ weights))
        slope = scaled.T @ (labels - chance) - weights
        curve = (scaled * (chance * (1 - chance))[:, None]).T @ scaled + np.eye(len(weights))
        weights = weights + np.linalg.solve(curve, slope)
    plain = weights / spread
    plain[-1] = weights[-1] - (weights[:-1] / spread[:-1]) @ middle[:-1]
    return np.asarray(plain)


def _rounded(values: Floats) -> tuple[float, ...]:
    return tuple(round(float(value), 4) for value in values)
