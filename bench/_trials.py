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
from knowledge_base.documents import Entry, read_packs
from knowledge_base.embedder import SentenceEmbedder
from knowledge_base.evidence import Evidence, Scales
from knowledge_base.index import Index, open_index, trade_words
from knowledge_base.places import Places
from knowledge_base.search import KnowledgeBase
from knowledge_base.sounds import Sounds
from knowledge_base.test_questions import TestQuestion, is_held_out, read_test_questions
from knowledge_base.uncovered import read_uncovered
from knowledge_base.words import Cutter
from knowledge_base.written import unified

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
    index: Index
    embedder: SentenceEmbedder
    cutter: Cutter
    base: KnowledgeBase
    trials: list[Trial]


def prepare(embedder: SentenceEmbedder, folder: Path, weights: Weights) -> Bench:
    """Index the packs and ask every question."""
    entries = read_packs()
    terms = trade_words(entries)
    cutter, places, sounds = Cutter(terms), _places(entries), Sounds(terms)
    index = open_index(entries, embedder, cutter, folder, uncovered=read_uncovered())
    scales = Scales(index, embedder, cutter, places)
    questions = [(q, "answerable") for q in read_test_questions()] + list(unanswerable())
    asked = [sounds.repaired(unified(q.ask)) for q, _ in questions]
    ruling = [
        _ruling(places, text, q.region) for text, (q, _) in zip(asked, questions, strict=True)
    ]
    spoken = [scales.spoken(text, region) for text, region in zip(asked, ruling, strict=True)]
    vectors = embedder.embed([sentence for own in spoken for sentence in own])
    ends = np.cumsum([len(own) for own in spoken]).tolist()
    keys = np.array([entry.passage.key for entry in entries])
    trials = []
    for n, (question, kind) in enumerate(questions):
        own = vectors[ends[n] - len(spoken[n]) : ends[n]]
        evidence = scales.weigh(asked[n], ruling[n], TODAY, own)
        right = np.isin(keys, question.answers)
        allowed = np.array([_speaks_for(e, ruling[n]) for e in entries])
        words = cutter.words(places.without_places(asked[n]))
        everything = np.arange(len(entries))
        dense = index.likeness(own[1], everything).nearest
        trials.append(
            Trial(
                question,
                kind,
                is_held_out(question.ask),
                evidence,
                right[evidence.passages],
                _rank(index.words.bm25(words), right, allowed),
                _rank(dense, right, allowed),
            )
        )
    base = KnowledgeBase(index, embedder, cutter, weights=weights)
    return Bench(entries, index, embedder, cutter, base, trials)


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


def _places(entries: tuple[Entry, ...]) -> Places:
    return Places({entry.passage.region for entry in entries})


def _ruling(places: Places, text: str, region: str | None) -> str | None:
    insured_in = places.canonical(region)
    return places.asked_about(text, insured_in=insured_in) or insured_in


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
