"""Gathers questions without a good answer into gaps, as they come in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from core.store.gaps import Gap, Unanswered
from knowledge_base.embedder import Matrix

# Cosine from which two questions are taken for the same matter; of m3e-small, measured with
# `python -m bench.gaps` (another model needs another line). Of the 1,504 asked_as,
# whose 137 matters lie close together, 81 % come into a gap of their own matter, of 1,311
# test questions 97 %; at 0.86 it is 72 % and 93 %, at 0.90 there are a quarter more gaps.
SAME_MATTER = 0.88
Vectors = Mapping[str, Matrix]  # of texts, each of length one


@dataclass(frozen=True, slots=True)
class Gathered:
    """Say where each question went."""

    opened: tuple[Gap, ...]
    placed: tuple[tuple[str, Unanswered], ...]  # (gap id, question)


def gathered(
    asked: Sequence[Unanswered],
    gaps: Sequence[Gap],
    vectors: Vectors,
    new_ids: Sequence[str],
    line: float = SAME_MATTER,
) -> Gathered:
    """Put each question into the nearest gap of its region, or open a new one for it.

    `vectors` hold every question and every gap's most typical one; `new_ids` holds as many ids
    as there may be new gaps. A dismissed gap keeps taking its questions, so that nobody has to
    dismiss the same matter twice; an answered one does not, because its answer did not help.
    """
    running = [gap for gap in gaps if gap.state != "answered"]
    opened: list[Gap] = []
    placed: list[tuple[str, Unanswered]] = []
    free = iter(new_ids)
    for question in asked:
        gap = _nearest(question, running, vectors, line)
        if gap is None:
            gap = Gap(
                id=next(free),
                question=question.question,
                region=question.region,
                state="open",
                owner=None,
                entry_key=None,
                opened_at=question.at,
                last_at=question.at,
            )
            running.append(gap)
            opened.append(gap)
        placed.append((gap.id, question))
    return Gathered(tuple(opened), tuple(placed))


def most_typical(questions: Sequence[str], vectors: Vectors) -> str:
    """Return the question that is nearest to all the others; the first of equals."""
    rows = np.stack([vectors[question] for question in questions])
    return questions[int(np.argmax((rows @ rows.T).sum(axis=1).round(6)))]


def _nearest(
    question: Unanswered, gaps: Sequence[Gap], vectors: Vectors, line: float
) -> Gap | None:
    """Return the gap that a question belongs to, if any."""
    near = [gap for gap in gaps if gap.region == question.region]
    if not near:
        return None
    likeness = np.stack([vectors[gap.question] for gap in near]) @ vectors[question.question]
    best = int(np.argmax(likeness))
    return near[best] if likeness[best] >= line else None
