"""Measures how well and how fast the knowledge base finds: `python -m bench.knowledge`."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import bm25s
import numpy as np
import yaml
from numpy.typing import NDArray

from knowledge_base.confidence import CONFIDENCE_LINE
from knowledge_base.documents import read_packs
from knowledge_base.embedder import SentenceEmbedder
from knowledge_base.evidence import Evidence, Scales
from knowledge_base.index import Index, Scores, open_index, trade_words, wordings
from knowledge_base.places import NATIONAL, Places
from knowledge_base.search import KnowledgeBase
from knowledge_base.words import Cutter
from knowledge_base.written import unified

MODELS = Path(os.environ.get("YIBAO_MODELS", "~/.cache/yibao-desk/models")).expanduser()
OUT_OF_DOMAIN = Path(__file__).parent / "data" / "out_of_domain.yml"
Floats = NDArray[np.float64]

AT_HOME = "烟台市"  # where those who ask what nothing answers are insured

_QUESTIONS_START = 2  # a passage's first wordings are its official and its plain text


@dataclass(frozen=True, slots=True)
class Tools:
    """Hold what every measurement needs."""

    index: Index
    embedder: SentenceEmbedder
    cutter: Cutter
    places: Places
    scales: Scales
    bm25: bm25s.BM25


@dataclass(frozen=True, slots=True)
class Trial:
    """Be one question with the evidence for every passage; `answer` None: nothing answers it."""

    question: str
    answer: int | None
    allowed: NDArray[np.bool_]  # passages of the region, and national
    evidence: Evidence
    bm25: Scores
    fused: Scores


def prepare(*, eight_bit: bool = True) -> Tools:
    """Load the model and open the index."""
    entries = read_packs()
    embedder = SentenceEmbedder(MODELS / "m3e-small", eight_bit=eight_bit)
    cutter = Cutter(trade_words(entries))
    folder = Path(tempfile.gettempdir()) / "yibao-bench-index"
    index = open_index(entries, embedder, cutter, folder, _show)
    places = Places({entry.passage.region for entry in entries})
    bm25 = bm25s.BM25()
    bm25.index(index.tokens, show_progress=False)
    return Tools(index, embedder, cutter, places, Scales(index, embedder, cutter, places), bm25)


def trial(tools: Tools, question: str, answer: int | None, row: int | None) -> Trial:
    """Collect the evidence for one question, the wording `row` being left out of the index."""
    index = tools.index
    asked = unified(question)
    without = frozenset() if row is None else frozenset({row})
    regions = np.array([entry.passage.region for entry in index.entries])
    home = AT_HOME if answer is None else str(regions[answer])
    ruling = tools.places.asked_about(asked, insured_in=home) or home
    if answer is not None and regions[answer] not in {ruling, NATIONAL}:
        ruling = home  # the question names another region beside its own
    evidence = tools.scales.weigh(asked, ruling, without=without)
    words = tools.cutter.words(tools.places.without_places(asked))
    known = [word for word in words if word in tools.bm25.vocab_dict]
    keywords = tools.bm25.get_scores(known) if known else np.zeros(len(index.owners))
    keywords[list(without)] = 0.0
    return Trial(
        question,
        answer,
        (regions == ruling) | (regions == NATIONAL),
        evidence,
        np.maximum.reduceat(keywords, index.starts),
        np.array(evidence.scores(), dtype=np.float32),
    )


def left_out(tools: Tools) -> list[Trial]:
    """Ask each stored question with that very wording removed from the index."""
    texts = wordings(tools.index.entries)
    return [
        trial(tools, text, passage, row)
        for row, (passage, text) in enumerate(texts)
        if row - tools.index.starts[passage] >= _QUESTIONS_START
    ]


def out_of_domain(tools: Tools) -> list[Trial]:
    """Ask what no pack answers."""
    listed: dict[str, list[str]] = yaml.safe_load(OUT_OF_DOMAIN.read_text("utf-8"))
    return [trial(tools, question, None, None) for part in listed.values() for question in part]


def ranks(trials: list[Trial], score: Callable[[Trial], Scores]) -> Scores:
    """Return at which place each answer comes; equal scores share the middle place."""
    places = []
    for one in trials:
        assert one.answer is not None
        scores = score(one)
        rivals, own = scores[one.allowed], scores[one.answer]
        places.append(1 + (rivals > own).sum() + ((rivals == own).sum() - 1) / 2)
    return np.array(places, dtype=np.float32)


def report_ranking(trials: list[Trial]) -> None:
    """Print recall and MRR, each way of ranking beside the others."""
    ways: dict[str, Callable[[Trial], Scores]] = {
        "fused": lambda t: t.fused,
        "BM25 alone": lambda t: t.bm25,
        "vectors alone": lambda t: t.evidence.cosine,
    }
    print(f"{len(trials)} questions, each left out of the index in turn, region known")
    for name, way in ways.items():
        at = ranks(trials, way)
        print(
            f"  {name:14} recall@1 {np.mean(at <= 1):.3f}  recall@3 {np.mean(at <= 3):.3f}"
            f"  MRR {np.mean(1 / at):.3f}"
        )


def report_line(inside: list[Trial], outside: list[Trial]) -> None:
    """Print what the confidence line costs and keeps out, at and around its place."""
    sure_inside = np.array([t.fused[t.allowed].max() for t in inside])
    right = np.array([t.fused[t.allowed].max() == t.fused[t.answer] for t in inside])
    sure_outside = np.array([t.fused[t.allowed].max() for t in outside])
    print(f"{len(outside)} questions that no pack answers")
    for line in sorted({0.4, 0.5, 0.6, 0.7, 0.8, CONFIDENCE_LINE}):
        print(
            f"  line {line:.2f}  UNSURE outside {np.mean(sure_outside < line):.3f}"
            f"  UNSURE inside {np.mean(sure_inside < line):.3f}"
            f"  wrong passage first when sure {np.mean(~right[sure_inside >= line]):.3f}"
        )
    for one, score in zip(outside, sure_outside, strict=True):
        if score >= CONFIDENCE_LINE:
            print(f"  answered although nothing answers it: {one.question} {score:.2f}")


def report_speed(tools: Tools, questions: list[str]) -> None:
    """Print milliseconds per search, embedding included."""
    base = KnowledgeBase(tools.index, tools.embedder, tools.cutter)

    async def timed() -> Iterator[float]:
        taken = []
        for question in questions:
            tools.embedder.forget()
            start = time.perf_counter()
            await base.search(question, region=AT_HOME)
            taken.append((time.perf_counter() - start) * 1000)
        return iter(taken)

    taken = np.array(list(asyncio.run(timed()))[5:])
    p50, p95 = np.percentile(taken, [50, 95])
    print(f"{len(taken)} searches: p50 {p50:.1f} ms, p95 {p95:.1f} ms")


def report_fit(inside: list[Trial], outside: list[Trial]) -> None:
    """Print the weights that tell answered questions from unanswerable ones best."""
    rows, answered = [], []
    for one in [*inside, *outside]:
        possible = np.flatnonzero(one.allowed & (one.evidence.stated | (one.answer is not None)))
        if not len(possible):
            continue
        best = possible[np.argmax(one.fused[possible])]
        rows.append([one.evidence.meaning[best], one.evidence.words[best], 1.0])
        answered.append(one.answer is not None)
    meaning, words, bias = _logistic(np.array(rows), np.array(answered))
    print(f"MEANING = {meaning:.1f}, WORDS = {words:.1f}, BIAS = {bias:.1f}")


def _logistic(rows: Floats, labels: NDArray[np.bool_]) -> Floats:
    """Fit a logistic regression by Newton's method, both labels weighing the same."""
    weigh = np.where(labels, 0.5 / labels.mean(), 0.5 / (~labels).mean())
    weights = np.zeros(rows.shape[1])
    for _ in range(30):
        p = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (weigh * (labels - p)) - 0.03 * weights
        curve = (rows * (weigh * p * (1 - p))[:, None]).T @ rows + 0.03 * np.eye(len(weights))
        weights = weights + np.linalg.solve(curve, slope)
    return weights


def main() -> None:
    """Run every measurement."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--fit", action="store_true", help="also fit the weights anew")
    options.add_argument("--full", action="store_true", help="calculate in 32 bits, not in 8")
    chosen = options.parse_args()
    tools = prepare(eight_bit=not chosen.full)
    inside, outside = left_out(tools), out_of_domain(tools)
    report_ranking(inside)
    report_line(inside, outside)
    report_speed(tools, [t.question for t in inside[::5]])
    if chosen.fit:
        report_fit(inside, outside)


def _show(done: int, total: int) -> None:
    """Say how far the building of the index is."""
    print(f"\rindexing {done}/{total}", end="" if done < total else "\n", file=sys.stderr)


if __name__ == "__main__":
    main()
