"""Checks that tuning sees what it may see, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge_base.documents import Entry, read_packs
from knowledge_base.lesson import Pair, lesson
from knowledge_base.test_questions import TestQuestion, is_held_out

PACKS = Path(__file__).parents[1] / "data" / "packs"
TRAINABLE, HELD_OUT = "六统一", "转移接续时限"


@pytest.fixture(scope="module")
def entries() -> tuple[Entry, ...]:
    return read_packs(PACKS)


def place(entries: tuple[Entry, ...], key: str) -> int:
    """Return where an entry stands."""
    return [entry.passage.key for entry in entries].index(key)


def about(ask: str, *answers: str) -> TestQuestion:
    """Return a test question."""
    return TestQuestion(ask, "plain", None, answers)


def test_two_thirds_of_the_test_questions_are_trained_on(entries: tuple[Entry, ...]) -> None:
    questions = [about(TRAINABLE, "yantai#transfer"), about(HELD_OUT, "yantai#transfer")]

    taught = lesson(entries, questions, [])

    asked = [pair.asked for pair in taught.pairs]
    assert Pair(TRAINABLE, place(entries, "yantai#transfer"), TRAINABLE) in taught.pairs
    assert HELD_OUT not in asked


def test_a_held_out_question_is_not_even_learned_from_a_pack(entries: tuple[Entry, ...]) -> None:
    borrowed = next(ask for entry in entries for ask in entry.passage.asked_as if is_held_out(ask))

    taught = lesson(entries, [about(borrowed, "nation#card")], [borrowed])

    assert borrowed not in [pair.asked for pair in taught.pairs]
    assert borrowed not in taught.strangers


def test_entries_that_answer_one_question_are_never_each_others_negatives(
    entries: tuple[Entry, ...],
) -> None:
    one, other = place(entries, "yantai#reimbursement"), place(entries, "qingdao#video")

    apart = lesson(entries, [], []).alike
    together = lesson(
        entries, [about(TRAINABLE, "yantai#reimbursement", "qingdao#video")], []
    ).alike

    assert not apart[one, other]
    assert together[one, other]
    assert together[other, one]


def test_a_held_out_question_does_not_say_which_entries_are_alike(
    entries: tuple[Entry, ...],
) -> None:
    told = [about(HELD_OUT, "yantai#reimbursement", "qingdao#video")]

    assert (lesson(entries, told, []).alike == lesson(entries, [], []).alike).all()


def test_a_question_is_also_learned_with_its_city_in_front(entries: tuple[Entry, ...]) -> None:
    taught = lesson(entries, [about(TRAINABLE, "yantai#transfer")], [])

    own = place(entries, "yantai#transfer")
    assert Pair("烟台" + TRAINABLE, own, TRAINABLE) in taught.pairs


def test_a_national_question_gets_no_city(entries: tuple[Entry, ...]) -> None:
    taught = lesson(entries, [about(TRAINABLE, "nation#transfer")], [])

    assert [pair.asked for pair in taught.pairs if pair.said == TRAINABLE] == [TRAINABLE]


def test_the_wordings_are_what_the_index_stores(entries: tuple[Entry, ...]) -> None:
    taught = lesson(entries, [], [])

    for n, entry in enumerate(entries):
        stored = [text for owner, text in taught.wordings if owner == n]
        assert len(stored) == 2 + len(entry.passage.asked_as)
