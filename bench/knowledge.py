"""Measures how well the knowledge base answers, on questions that nothing was set by."""

from __future__ import annotations

import argparse
import asyncio
import os
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from bench._fit import fitted
from bench._trials import TODAY, Bench, Trial, prepare, trusted
from core.contracts import Found, Verdict
from core.versions import Version
from knowledge_base.confidence import (
    CONFIDENCE_LINE,
    FITTED,
    Weights,
    read_weights,
    scores,
    write_weights,
)
from knowledge_base.embedder import SentenceEmbedder
from knowledge_base.evidence import ASKED, FEATURES
from knowledge_base.search import WORTH_OFFERING

CACHE = Path(os.environ.get("YIBAO_BENCH_INDEX", "/tmp/yibao-bench-index"))
LINES = (0.4, 0.5, 0.6, 0.7, 0.8)
OFFERED = 3  # nearest questions at most, where there is no answer
SPOKEN = ("elderly", "colloquial")


def main() -> None:
    """Run every measurement."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--fit", action="store_true", help="fit the weights anew and store them")
    options.add_argument("--model", default="", help="folder of another embedding model")
    options.add_argument("--misses", action="store_true", help="list the held-out misses")
    chosen = options.parse_args()
    models = Path(os.environ.get("YIBAO_MODELS", Path.home() / ".cache/yibao-desk/models"))
    folder = models / (
        chosen.model or os.environ.get("YIBAO_EMBEDDING_MODEL", "multilingual-e5-small")
    )
    embedder = SentenceEmbedder(folder)
    bench = prepare(embedder, CACHE, read_weights() if FITTED.is_file() else _nothing_fitted())
    weights = read_weights() if not chosen.fit else fitted(bench.trials, embedder.name)
    if chosen.fit:
        write_weights(weights)
    print(f"embedding model {embedder.name}; weights fitted on {weights.embedder}")
    held_out = [trial for trial in bench.trials if trial.held_out]
    report_ranking([t for t in held_out if t.kind == "answerable"], weights)
    report_answers(held_out, weights)
    report_styles([t for t in held_out if t.kind == "answerable"], weights)
    report_versions(bench, [t for t in held_out if t.kind == "answerable"])
    report_speed(bench)
    if chosen.misses:
        report_misses(bench, held_out, weights)


def report_ranking(trials: list[Trial], weights: Weights) -> None:
    """Print recall and MRR, each way of ranking beside the others."""
    ways = {
        "hybrid": np.array([_hybrid_rank(trial, weights) for trial in trials]),
        "BM25 alone": np.array([trial.bm25_rank for trial in trials]),
        "dense alone": np.array([trial.dense_rank for trial in trials]),
    }
    print(f"\n{len(trials)} held-out questions that an entry answers\n")
    print("| way | recall@1 | recall@5 | MRR@10 |\n| --- | --- | --- | --- |")
    for name, ranks in ways.items():
        reciprocal = np.where(ranks <= 10, 1 / ranks, 0)
        print(
            f"| {name} | {np.mean(ranks <= 1):.3f} | {np.mean(ranks <= 5):.3f} "
            f"| {reciprocal.mean():.3f} |"
        )


def report_answers(trials: list[Trial], weights: Weights) -> None:
    """Print what the confidence line costs and keeps out, at and around its place."""
    sure = np.array([trusted(trial, weights) for trial in trials])
    right = np.array([_is_right(trial, weights) for trial in trials])
    inside = np.array([trial.kind == "answerable" for trial in trials])
    near = np.array([trial.kind == "near" for trial in trials])
    print(f"\nthe same, and {int((~inside).sum())} held-out questions that nothing answers\n")
    print(
        "| line | answered right % | answered wrong % | refused % "
        "| unanswerable declined % | of them near % | far and chat % |"
    )
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for line in sorted({*LINES, CONFIDENCE_LINE}):
        said = sure >= line
        mark = " (in use)" if line == CONFIDENCE_LINE else ""
        figures = (
            np.mean((said & right)[inside]),
            np.mean((said & ~right)[inside]),
            np.mean(~said[inside]),
            np.mean(~said[~inside]),
            np.mean(~said[near]),
            np.mean(~said[~inside & ~near]),
        )
        print(f"| {line:.2f}{mark} | " + " | ".join(f"{100 * f:.1f}" for f in figures) + " |")
    refused = [t for t, s in zip(trials, sure, strict=True) if s < CONFIDENCE_LINE]
    print("\n| refused | questions | offered on average | the right one among them % |")
    print("| --- | --- | --- | --- |")
    for kind in dict.fromkeys(t.kind for t in refused):
        offered = [_offered(t, weights) for t in refused if t.kind == kind]
        right_too = f"{100 * np.mean([any(o) for o in offered]):.0f}"
        shown = right_too if kind == "answerable" else "-"
        print(f"| {kind} | {len(offered)} | {np.mean([len(o) for o in offered]):.2f} | {shown} |")


def report_styles(trials: list[Trial], weights: Weights) -> None:
    """Print how each kind of asker fares."""
    by_style: dict[str, list[Trial]] = defaultdict(list)
    for trial in trials:
        by_style[trial.question.style].append(trial)
        if trial.question.style in SPOKEN:
            by_style["elderly and colloquial"].append(trial)
    print("\n| style | questions | right passage first % | answered right % | answered wrong % |")
    print("| --- | --- | --- | --- | --- |")
    for style, own in sorted(by_style.items()):
        first = [_is_right(trial, weights) for trial in own]
        said = [trusted(trial, weights) >= CONFIDENCE_LINE for trial in own]
        answered = [f and s for f, s in zip(first, said, strict=True)]
        wrong = [s and not f for f, s in zip(first, said, strict=True)]
        print(
            f"| {style} | {len(own)} | {100 * np.mean(first):.1f} "
            f"| {100 * np.mean(answered):.1f} | {100 * np.mean(wrong):.1f} |"
        )


def report_versions(bench: Bench, trials: list[Trial]) -> None:
    """Print what the preference of each version for its readers' passages costs."""
    asked = [(trial.question.ask, trial.question.region) for trial in trials]
    firsts = {
        version: bench.base.found_all(asked, TODAY, limit=1, version=version) for version in Version
    }
    print("\n| version | questions | answered right % | another passage first than in 标准 |")
    print("| --- | --- | --- | --- |")
    for version, found in firsts.items():
        keys = _first_keys(found)
        right = [
            one.verdict is Verdict.FOUND and key in trial.question.answers
            for one, key, trial in zip(found, keys, trials, strict=True)
        ]
        usual = _first_keys(firsts[Version.STANDARD])
        other = sum(key != before for key, before in zip(keys, usual, strict=True))
        print(f"| {version} | {len(trials)} | {100 * np.mean(right):.1f} | {other} |")


def report_speed(bench: Bench) -> None:
    """Print milliseconds per search, embedding included."""

    async def timed() -> Iterator[float]:
        taken = []
        for trial in bench.trials[::7]:
            bench.embedder.forget()
            start = time.perf_counter()
            await bench.base.search(trial.question.ask, region=trial.question.region)
            taken.append((time.perf_counter() - start) * 1000)
        return iter(taken)

    taken = np.array(list(asyncio.run(timed()))[5:])
    p50, p95 = np.percentile(taken, [50, 95])
    print(f"\n{len(taken)} searches: p50 {p50:.1f} ms, p95 {p95:.1f} ms")


def report_misses(bench: Bench, trials: list[Trial], weights: Weights) -> None:
    """List what was answered wrongly or refused, for a person to read."""
    for trial in trials:
        score, right = trusted(trial, weights), _is_right(trial, weights)
        said = score >= CONFIDENCE_LINE
        if (trial.kind == "answerable" and not (said and right)) or (
            trial.kind != "answerable" and said
        ):
            first = bench.entries[trial.evidence.passages[_first(trial, weights)]].passage.key
            print(
                f"{score:.2f} {'wrong' if not right else 'refused'} [{trial.kind}, "
                f"{trial.question.style}, {trial.question.region}] {trial.question.ask} "
                f"-> {first}; wanted {', '.join(trial.question.answers) or 'none'}"
            )


def _first_keys(found: Sequence[Found]) -> list[str]:
    return [one.passages[0].key if one.passages else "" for one in found]


def _first(trial: Trial, weights: Weights) -> int:
    return trial.best(np.array(weights.rank))


def _is_right(trial: Trial, weights: Weights) -> bool:
    return bool(trial.right[_first(trial, weights)])


def _offered(trial: Trial, weights: Weights) -> list[bool]:
    """Return for each question that is offered whether it is the right one."""
    points, evidence = scores(trial.evidence, weights), trial.evidence
    best = np.argsort(-points)[:OFFERED].tolist()
    near = [n for n in best if evidence.features[n, 0] >= evidence.asked[0]]
    return [bool(trial.right[n]) for n in near if points[n] >= WORTH_OFFERING]


def _hybrid_rank(trial: Trial, weights: Weights) -> float:
    odds = trial.evidence.features @ np.array(weights.rank)
    if not trial.right.any():
        return float("inf")
    return float(1 + (odds[~trial.right] > odds[trial.right].max()).sum())


def _nothing_fitted() -> Weights:
    return Weights("nothing", (1.0,) * len(FEATURES), (0.0,) * (len(FEATURES) + len(ASKED) + 3))


if __name__ == "__main__":
    main()
