"""Tests knowledge_base.review.remembering: the same vectors, for less work."""

from __future__ import annotations

import numpy as np

from knowledge_base.embedder import Embedder
from knowledge_base.review.remembering import RememberingEmbedder
from tests.knowledge_base.ngram_embedder import NgramEmbedder


def test_it_gives_what_the_embedder_gives_in_the_order_asked() -> None:
    plain, remembering = NgramEmbedder(), RememberingEmbedder(NgramEmbedder())
    remembering.embed(["乙", "甲"])

    rows = remembering.embed(["甲", "丙", "甲", "乙"])

    np.testing.assert_array_equal(rows, plain.embed(["甲", "丙", "甲", "乙"]))


def test_it_asks_only_for_what_it_does_not_know() -> None:
    inner = NgramEmbedder()
    remembering: Embedder = RememberingEmbedder(inner)

    remembering.embed(["甲", "乙", "甲"])
    remembering.embed(["乙", "丙"])

    assert inner.asked == ["甲", "乙", "丙"]
    assert remembering.name == inner.name


def test_it_forgets_what_was_not_asked_for_longest() -> None:
    inner = NgramEmbedder()
    remembering = RememberingEmbedder(inner, most=2)

    for sentence in ("甲", "乙", "甲", "丙", "甲", "乙"):
        remembering.embed([sentence])

    assert inner.asked == ["甲", "乙", "丙", "乙"]
