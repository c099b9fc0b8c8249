"""Asks the knowledge base every test question and keeps what spoke for each passage."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray

from bench._unanswerable import read_unanswerable
from core.knowledge import NATION
from knowledge_base.confidence import Weights, scores
from knowledge_base.documents import Entry
from knowledge_base.embedder import SentenceEmbedder
from knowledge_base.evidence import Evidence
from knowledge_base.search import KnowledgeBase, open_knowledge_base
from knowledge_base.test_questions import TestQuestion, is_held_out, read_test_questions
from knowledge_base.uncovered import read_uncovered

DATA = Path(__file__).with_name("data")
UNANSWERABLE = ("unanswerable_a.yml", "unanswerable_b.yml")
OUT_OF_DOMAIN = "out_of_domain.yml"
TODAY = date(2026, 11, 22)

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Trial:
    """Be one question with its right answers and the evidence found."""

    question: TestQuestion  # no answers: nothing answers it
    kind: str  # answerable, or why not: near, far, chat
    held_out: bool
    evidence: Evidence
    right: NDArray[np.bool_]  # which passages of the pool answer
    bm25_rank: float  # of the best right passage, among all allowed; inf: none
    dense_rank: float

    def best(self, rank: Floats) -> int:
        """Return which passage of the pool comes first."""
        return int(np.argmax(self.evidence.features @ rank))


@dataclass(frozen=True, slots=True)
class Bench:
    """Hold what the measurements share."""

    entries: tuple[Entry, ...]
    embedder: SentenceEmbedder
    base: KnowledgeBase
    trials: list[Trial]


def prepare(embedder: SentenceEmbedder, folder: Path, weights: Weights) -> Bench:
    """Index the packs and ask every question."""
    base = open_knowledge_base(embedder, folder, uncovered=read_uncovered(), weights=weights)
    index, entries = base.index, tuple(base.index.entries)
    questions = [(q, "answerable") for q in read_test_questions()] + list(unanswerable())
    asked = [base.understood(question.ask, question.region) for question, _ in questions]
    keys = np.array([entry.passage.key for entry in entries])
    everything = np.arange(len(entries))
    trials = []
    for (question, kind), one, own in zip(questions, asked, base.vectors(asked), strict=True):
        evidence = base.scales.weigh(one.text, one.ruling, TODAY, own)
        right = np.isin(keys, question.answers)
        allowed = np.array([_speaks_for(entry, one.ruling) for entry in entries])
        trials.append(
            Trial(
                question,
                kind,
                is_held_out(question.ask),
                evidence,
                right[evidence.passages],
                _rank(index.words.bm25(base.scales.words(one.text)), right, allowed),
                _rank(index.likeness(own[1], everything).nearest, right, allowed),
            )
        )
    return Bench(entries, embedder, base, trials)


def unanswerable() -> Iterator[tuple[TestQuestion, str]]:
    """Return what no pack answers, and of which kind it is."""
    for one in read_unanswerable(DATA / file for file in UNANSWERABLE):
        yield TestQuestion(one.ask, one.style, one.region, ()), one.kind
    listed: dict[str, list[str]] = yaml.safe_load((DATA / OUT_OF_DOMAIN).read_text("utf-8"))
    for kind, questions in listed.items():
        for ask in questions:
            yield TestQuestion(ask, "plain", None, ()), kind


def trusted(trial: Trial, weights: Weights) -> float:
    """Return the score of the passage that comes first."""
    return float(scores(trial.evidence, weights).max(initial=0.0))


def _speaks_for(entry: Entry, region: str | None) -> bool:
    return region is None or entry.passage.region in {region, NATION}


def _rank(
    points: NDArray[np.float32], right: NDArray[np.bool_], allowed: NDArray[np.bool_]
) -> float:
    """Return at which place the best right passage comes; equal ones share the middle place."""
    if not (right & allowed).any():
        return float("inf")
    own = points[right & allowed].max()
    rivals = points[allowed & ~right]
    return float(1 + (rivals > own).sum() + (rivals == own).sum() / 2)
