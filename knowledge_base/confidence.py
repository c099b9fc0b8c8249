"""Turns the evidence for a passage into one calibrated score."""

from __future__ import annotations

import math

# Fitted by `python -m bench.knowledge --fit` on questions left out of the index, against
# questions that no pack answers: log-odds that the passage really answers.
MEANING = 34.4
WORDS = 8.3
BIAS = -31.2
# A figure was asked for and the passage states none: however alike, it must stay below the line.
UNSTATED = 0.3

CONFIDENCE_LINE = 0.7


def confidence(meaning: float, words: float, *, states_figure: bool) -> float:
    """Return how surely a passage answers, 0..1."""
    odds = MEANING * meaning + WORDS * words + BIAS
    return (1.0 if states_figure else UNSTATED) / (1.0 + math.exp(-odds))
