"""Checks how words are weighed, against numbers worked out by hand."""

from __future__ import annotations

from math import log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.words_index import WordsIndex

PASSAGES = [["转移", "医保", "时限"], ["医保", "报销", "报销"], ["慢特病"], []]
# Four passages: a word of one weighs log(1 + 4/1), of two log(1 + 4/2), of none log(1 + 2*4).
RARE, COMMON, UNKNOWN = log(5), log(3), log(9)
EVERY = np.arange(4)


def test_coverage_is_the_share_of_the_weight_of_the_words_that_a_passage_has() -> None:
    shares = WordsIndex(PASSAGES).coverage(["转移", "医保", "慢特病"], EVERY)

    total = RARE + COMMON + RARE
    assert shares.tolist() == pytest.approx(
        [(RARE + COMMON) / total, COMMON / total, RARE / total, 0]
    )


def test_an_unknown_word_weighs_more_than_any_known_one_and_nobody_has_it() -> None:
    shares = WordsIndex(PASSAGES).coverage(["转移", "医保", "起付线"], EVERY)

    total = RARE + COMMON + UNKNOWN
    assert UNKNOWN > RARE
    assert shares.tolist() == pytest.approx([(RARE + COMMON) / total, COMMON / total, 0, 0])


def test_who_says_little_proves_little() -> None:
    shares = WordsIndex(PASSAGES).coverage(["医保"], EVERY)

    assert shares.tolist() == pytest.approx([COMMON / (1.4 * UNKNOWN)] * 2 + [0, 0])


def test_saying_a_word_twice_counts_once_and_the_order_of_passages_is_the_callers() -> None:
    index = WordsIndex(PASSAGES)
    words = ["转移", "医保", "慢特病"]

    shares = index.coverage([*words, *words], np.array([2, 0]))

    assert shares.tolist() == pytest.approx(index.coverage(words, EVERY)[[2, 0]].tolist())


def test_no_words_cover_nothing() -> None:
    assert WordsIndex(PASSAGES).coverage([], EVERY).tolist() == [0, 0, 0, 0]


def test_bm25_prefers_the_passage_with_the_word_and_the_one_that_says_it_often() -> None:
    scores = WordsIndex([["报销", "报销", "报销"], ["报销", "转移", "时限"], ["转移"]]).bm25(
        ["报销"]
    )

    assert scores[0] > scores[1] > 0
    assert scores[2] == 0


@pytest.mark.parametrize("words", [[], ["起付线"], ["起付线", "天气"]])
def test_bm25_of_unknown_words_is_nought(words: list[str]) -> None:
    assert WordsIndex(PASSAGES).bm25(words).tolist() == [0, 0, 0, 0]


def test_an_unknown_word_takes_nothing_from_bm25() -> None:
    index = WordsIndex(PASSAGES)

    assert index.bm25(["转移", "起付线"]).tolist() == index.bm25(["转移"]).tolist()


@pytest.mark.parametrize("passages", [[], [[], []]])
def test_an_index_without_words_answers_all_the_same(passages: list[list[str]]) -> None:
    index = WordsIndex(passages)

    assert index.bm25(["医保"]).tolist() == [0] * len(passages)
    assert index.coverage(["医保"], np.arange(len(passages))).tolist() == [0] * len(passages)


@given(
    passages=st.lists(st.lists(st.sampled_from("甲乙丙丁戊")), min_size=1, max_size=6),
    words=st.lists(st.sampled_from("甲乙丙丁戊己")),
)
def test_coverage_lies_between_nought_and_one_and_follows_what_is_had(
    passages: list[list[str]], words: list[str]
) -> None:
    shares = WordsIndex(passages).coverage(words, np.arange(len(passages)))

    for share, has in zip(shares.tolist(), passages, strict=True):
        assert 0 <= share <= 1.00001
        assert (share > 0) == bool(set(words) & set(has))
