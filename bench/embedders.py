"""Compares sentence models on the held-out test questions: `python -m bench.embedders [MODEL]`."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench._figures import show_load, show_table
from bench._memory import resident
from bench._unanswerable import UnanswerableQuestion, read_unanswerable
from core.knowledge import NATION
from knowledge_base.documents import Entry, read_packs
from knowledge_base.embedder import Embedder, SentenceEmbedder, as_stored
from knowledge_base.places import short_name
from knowledge_base.test_questions import TestQuestion, is_held_out, read_test_questions
from knowledge_base.written import unified

MODELS = Path(os.environ.get("YIBAO_MODELS", "~/.cache/yibao-desk/models")).expanduser()
DATA = Path(__file__).parent / "data"
COMPARED = ("m3e-small", "multilingual-e5-small")
WARMING = 5  # questions that are not timed

Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Results:
    """Hold how one model did: ranks of the answers, and best scores without an answer."""

    ranks: Scores
    answerable: Scores
    unanswerable: Scores


class Shelf:
    """Hold the vectors of all wordings, and say how near each passage is to a question."""

    def __init__(self, entries: Sequence[Entry], embedder: Embedder) -> None:
        """Embed every wording of every entry."""
        texts = [[e.passage.text, e.passage.plain, *e.passage.asked_as] for e in entries]
        self._embedder = embedder
        self._stored = as_stored(embedder).embed([unified(t) for part in texts for t in part])
        self._starts = np.cumsum([0, *(len(part) for part in texts)])[:-1]
        self._regions = np.array([entry.passage.region for entry in entries])

    def scores(self, asked: Sequence[tuple[str, str | None]]) -> Scores:
        """Return for each (question, region) how near each passage is, -1 where it rules not."""
        plain = self._nearness([unified(ask) for ask, _ in asked])
        local = self._nearness([_with_city(unified(ask), region) for ask, region in asked])
        found = np.where(self._regions == NATION, plain, local)
        for row, (_, region) in enumerate(asked):
            if region is not None:
                found[row, (self._regions != region) & (self._regions != NATION)] = -1.0
        return found

    def _nearness(self, questions: list[str]) -> Scores:
        """Return for each question the cosine of each passage's nearest wording."""
        cosines = self._embedder.embed(questions) @ self._stored.T
        return np.asarray(np.maximum.reduceat(cosines, self._starts, axis=1), dtype=np.float32)


def ranks(scores: Scores, answers: Sequence[set[int]]) -> Scores:
    """Return at which place the first answer of each question comes; equals share the middle."""
    places = []
    for row, right in zip(scores, answers, strict=True):
        best = max(row[n] for n in right)
        others = np.delete(row, list(right))
        places.append(1 + (others > best).sum() + (others == best).sum() / 2)
    return np.array(places, dtype=np.float32)


def auroc(answerable: Scores, unanswerable: Scores) -> float:
    """Return how often an answerable question's best score is above an unanswerable one's."""
    above = answerable[:, None] > unanswerable[None, :]
    equal = answerable[:, None] == unanswerable[None, :]
    return float(np.mean(above + equal / 2))


def measured(
    embedder: Embedder,
    entries: Sequence[Entry],
    questions: Sequence[TestQuestion],
    declined: Sequence[UnanswerableQuestion],
) -> Results:
    """Ask everything of the vectors alone: no words, no reranking, region known as in the chat."""
    places = {entry.passage.key: n for n, entry in enumerate(entries)}
    shelf = Shelf(entries, embedder)
    scores = shelf.scores([(question.ask, question.region) for question in questions])
    outside = shelf.scores([(question.ask, question.region) for question in declined])
    answers = [{places[answer] for answer in question.answers} for question in questions]
    return Results(ranks(scores, answers), scores.max(axis=1), outside.max(axis=1))


def compare(names: Sequence[str]) -> None:
    """Print how the models do, beside each other."""
    entries = read_packs()
    questions = [q for q in read_test_questions() if is_held_out(q.ask)]
    declined = [q for q in read_unanswerable(_unanswerable_files()) if is_held_out(q.ask)]
    results = {
        name: measured(SentenceEmbedder(MODELS / name), entries, questions, declined)
        for name in names
    }
    near = np.array([question.kind == "near" for question in declined])
    show_table(
        f"{len(questions)} held-out questions, {len(declined)} that nothing answers, vectors alone",
        ("model", "recall@1", "recall@5", "MRR@10", "AUROC near", "AUROC far", "ms", "MB"),
        [_row(name, one, near) for name, one in results.items()],
    )
    styles = sorted({question.style for question in questions})
    of_style = {style: np.array([q.style == style for q in questions]) for style in styles}
    show_table(
        "recall@1 by style",
        ("model", *(f"{style} ({of_style[style].sum()})" for style in styles)),
        [
            (name, *(f"{np.mean(one.ranks[of_style[style]] <= 1):.3f}" for style in styles))
            for name, one in results.items()
        ],
    )
    show_load("at the end")


def time_one(name: str) -> None:
    """Print the milliseconds of a question and the MB that this process grew by."""
    before = resident(os.getpid())
    embedder = SentenceEmbedder(MODELS / name)
    embedder.load()
    taken = []
    for question in [q for q in read_test_questions() if is_held_out(q.ask)]:
        start = time.perf_counter()
        embedder.embed([question.ask])
        taken.append((time.perf_counter() - start) * 1000)
    grown = (resident(os.getpid()) - before) * 1024
    print(f"{np.median(taken[WARMING:]):.1f} {grown:.0f}")


def _row(name: str, results: Results, near: NDArray[np.bool_]) -> tuple[object, ...]:
    """Return a model's line of the table."""
    at = results.ranks
    command = [sys.executable, "-m", "bench.embedders", "--time", name]
    timed = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return (
        name,
        f"{np.mean(at <= 1):.3f}",
        f"{np.mean(at <= 5):.3f}",
        f"{np.mean(np.where(at <= 10, 1 / at, 0)):.3f}",
        f"{auroc(results.answerable, results.unanswerable[near]):.3f}",
        f"{auroc(results.answerable, results.unanswerable[~near]):.3f}",
        *timed[-2:],
    )


def _with_city(question: str, region: str | None) -> str:
    """Return the question with the citizen's city in front, as the search also asks it."""
    if region is None or region == NATION or short_name(region) in question:
        return question
    return short_name(region) + question


def _unanswerable_files() -> list[Path]:
    """Return the files with questions that nothing answers."""
    return sorted(DATA.glob("unanswerable_*.yml"))


def main() -> None:
    """Compare the models named on the command line, or those that are there."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("models", nargs="*", help="folders below the models' folder")
    options.add_argument("--time", help="only time this model, in this process")
    chosen = options.parse_args()
    if chosen.time:
        time_one(chosen.time)
        return
    tuned = sorted(path.name for path in MODELS.glob("*-tuned-????????????"))
    compare(chosen.models or [*(name for name in COMPARED if (MODELS / name).is_dir()), *tuned])


if __name__ == "__main__":
    main()
