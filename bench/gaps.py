"""Measures from which likeness on two questions are about the same matter: python -m bench.gaps."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gateway.settings import Settings
from knowledge_base.documents import read_packs
from knowledge_base.embedder import SentenceEmbedder
from knowledge_base.test_questions import read_test_questions
from knowledge_base.written import unified

LINES = (0.80, 0.82, 0.84, 0.86, 0.88, 0.90, 0.92, 0.94)


def main() -> None:
    """Print, for each line, how many pairs of one entry and of different entries it joins."""
    settings = Settings()
    embedder = SentenceEmbedder(settings.models / settings.embedding_model)
    for name, asked in (("asked_as", _asked_as()), ("test questions", _test_questions())):
        print(f"{name}: {len(asked)} questions")
        vectors = embedder.embed([unified(question) for question, _, _ in asked])
        entries = np.array([entry for _, entry, _ in asked])
        regions = np.array([region for _, _, region in asked])
        alike = vectors @ vectors.T
        # As the queue does it: only questions of one region are ever compared.
        pairs = np.triu(regions[:, None] == regions[None, :], k=1)
        same = entries[:, None] == entries[None, :]
        for line in LINES:
            joined = pairs & (alike >= line)
            kin, strangers = (joined & same).sum(), (joined & ~same).sum()
            print(
                f"  {line:.2f}: joins {kin / (pairs & same).sum():6.1%} of kin, "
                f"{strangers / (pairs & ~same).sum():7.3%} of strangers; "
                f"{kin / max(1, kin + strangers):6.1%} of what it joins are kin; "
                f"gathered one by one: {_purity(alike, entries, regions, line)}"
            )


def _purity(
    alike: NDArray[np.float32], entries: NDArray[np.str_], regions: NDArray[np.str_], line: float
) -> str:
    """Gather questions in a fixed random order, as they would come in, and judge the gaps."""
    order = np.random.default_rng(1).permutation(len(entries))
    gaps: list[list[int]] = []
    for one in order.tolist():
        near = [(alike[one, gap[0]], gap) for gap in gaps if regions[gap[0]] == regions[one]]
        best = max(near, key=lambda found: found[0], default=None)
        if best is not None and best[0] >= line:
            best[1].append(one)
        else:
            gaps.append([one])
    right = sum(max(np.unique(entries[gap], return_counts=True)[1]) for gap in gaps)
    return f"{len(gaps)} gaps, {right / len(entries):.1%} of questions in a gap of their own matter"


def _asked_as() -> list[tuple[str, str, str]]:
    return [
        (question, entry.passage.document_id, entry.passage.region)
        for entry in read_packs()
        for question in entry.passage.asked_as
    ]


def _test_questions() -> list[tuple[str, str, str]]:
    return [(q.ask, q.answers[0], q.region or "") for q in read_test_questions()]


if __name__ == "__main__":
    main()
