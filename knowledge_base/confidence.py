"""Turns the evidence for the passages into scores that mean how surely each one answers."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge_base.evidence import FEATURES, Evidence

CONFIDENCE_LINE = 0.6
FITTED = Path(__file__).with_name("weights.json")
# A figure was asked for and the passage states none: however alike, it must stay below the line.
UNSTATED = 0.5
WIDEST = 6.0  # a lead in odds beyond this says nothing more

Scores = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Weights:
    """Hold what was fitted (see bench/knowledge.py): two linear models, one after the other."""

    embedder: str  # whose cosines they were fitted on
    rank: tuple[float, ...]  # one for each of evidence.FEATURES
    confidence: tuple[float, ...]  # FEATURES, lead, ASKED, advantage, then the constant


def read_weights(file: Path = FITTED) -> Weights:
    """Return the weights that come with the product."""
    read = json.loads(file.read_text("utf-8"))
    return Weights(str(read["embedder"]), tuple(read["rank"]), tuple(read["confidence"]))


def write_weights(weights: Weights, file: Path = FITTED) -> None:
    """Store weights that were fitted anew."""
    file.write_text(json.dumps(asdict(weights), indent=1) + "\n", "utf-8")


def scores(evidence: Evidence, weights: Weights) -> Scores:
    """Return the probability that each passage of the pool answers, 0..1."""
    signs = confidence_signs(evidence, np.array(weights.rank))
    answered: Scores = 1.0 / (1.0 + np.exp(-signs @ np.array(weights.confidence)))
    stated = evidence.features[:, FEATURES.index("stated")] > 0
    return answered * np.where(stated, 1.0, UNSTATED)


def confidence_signs(evidence: Evidence, rank: Scores) -> Scores:
    """Return the second model's inputs, one row per passage.

    The lead is how far, in the first model's odds, a passage is ahead of the best one on another
    matter; the advantage how much nearer it is than any question known to be uncovered.
    """
    count = len(evidence.passages)
    odds = evidence.features @ rank
    lead = np.array([odds[n] - _best_other(odds, evidence.topics, n) for n in range(count)])
    asked = np.repeat(evidence.asked[None, :], count, axis=0)
    advantage = np.maximum(evidence.features[:, 0] - evidence.asked[0], 0)
    signs: Scores = np.column_stack(
        [evidence.features, np.clip(lead, -WIDEST, WIDEST), asked, advantage, np.ones(count)]
    ).astype(np.float64)
    return signs


def _best_other(odds: Scores, topics: tuple[str, ...], n: int) -> float:
    """Return the best odds among the passages on another matter than the n-th."""
    others = [odd for odd, topic in zip(odds.tolist(), topics, strict=True) if topic != topics[n]]
    return max(others, default=float(odds[n]) - WIDEST)
