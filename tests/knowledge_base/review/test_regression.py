"""Tests knowledge_base.review.regression: when a release may be published."""

from __future__ import annotations

from dataclasses import replace

from core.contracts import Found, Verdict
from core.knowledge import EntryVersion, TestQuestion
from knowledge_base.documents import entry_of
from knowledge_base.review.regression import (
    Report,
    judged,
    no_longer_kept,
    outcome,
    questions_of,
    release_with,
)
from tests.fakes.entries import draft

OLD, OTHER = draft("d#a"), draft("d#b")
NEW = draft("d#a", 2)


def found(entry: EntryVersion, verdict: Verdict = Verdict.FOUND) -> Found:
    passage = replace(entry_of(entry).passage, score=0.9)
    return Found(verdict, (passage,), None)


def keeping(entry: EntryVersion, *tests: TestQuestion) -> EntryVersion:
    return replace(entry, content=replace(entry.content, tests=tests))


def report(
    before: Found, after: Found, candidate: str = "x#y@1", *, inherited: bool = False
) -> Report:
    questions = questions_of([keeping(OTHER, TestQuestion("问"))])
    kept_before = {question.identity for question in questions} if inherited else set()
    return judged(
        questions,
        [before],
        [after],
        candidates=[candidate],
        kept_before=frozenset(kept_before),
        dropped=(),
        seconds=0.1,
    )


def test_a_question_is_right_if_its_entry_is_found_first() -> None:
    (question,) = questions_of([keeping(OTHER, TestQuestion("问"))])

    assert outcome(question, found(OTHER)).right
    assert not outcome(question, found(OLD)).right
    assert not outcome(question, found(OTHER, Verdict.UNSURE)).right
    assert not outcome(question, Found(Verdict.UNSURE, (), None)).right


def test_another_entry_may_answer_as_rightly() -> None:
    (question,) = questions_of([keeping(OTHER, TestQuestion("问", None, ("d#a",)))])

    assert outcome(question, found(NEW)).right


def test_right_before_and_wrong_after_is_a_fall() -> None:
    fallen = report(found(OTHER), found(OLD))

    assert [miss.outcome.got for miss in fallen.falls] == ["d#a@1"]
    assert not fallen.passes
    assert (fallen.asked, fallen.right, fallen.before_right) == (1, 0, 1)


def test_a_right_answer_that_is_not_dared_any_more_is_no_fall_but_lowers_the_count() -> None:
    silent = report(found(OTHER), found(OTHER, Verdict.UNSURE))

    assert (silent.falls, len(silent.fainter)) == ((), 1)
    assert not silent.passes  # fewer right answers than before


def test_one_gained_makes_up_for_one_that_fell_silent() -> None:
    first, second = questions_of([keeping(OTHER, TestQuestion("问"), TestQuestion("再问"))])
    right, unsure = found(OTHER), found(OTHER, Verdict.UNSURE)

    even = judged(
        [first, second],
        [right, unsure],
        [unsure, right],
        candidates=[],
        kept_before=frozenset(),
        dropped=(),
        seconds=0.1,
    )

    assert (even.passes, len(even.fainter)) == (True, 1)


def test_wrong_before_and_after_is_no_fall() -> None:
    assert report(found(OLD), found(OLD)).passes


def test_a_question_that_failed_before_keeps_nobody_from_correcting_its_entry() -> None:
    assert report(found(OLD), found(OLD), OTHER.id, inherited=True).passes


def test_an_inherited_question_that_was_right_must_stay_right() -> None:
    fallen = report(found(OTHER), found(OLD), OTHER.id, inherited=True)

    assert (len(fallen.falls), fallen.own_failures, fallen.passes) == (1, (), False)


def test_a_new_question_of_the_entry_must_be_right() -> None:
    failed = report(found(OLD), found(OLD), OTHER.id)

    assert (failed.falls, len(failed.own_failures), failed.passes) == ((), 1, False)


def test_candidates_take_the_places_of_what_they_replace() -> None:
    release = release_with([OLD, OTHER], [NEW])

    assert {entry.id for entry in release} == {"d#a@2", "d#b@1"}


def test_an_entry_keeps_each_question_once() -> None:
    twice = keeping(OTHER, TestQuestion("问"), TestQuestion("问"), TestQuestion("问", "青岛市"))

    assert [(q.ask, q.region) for q in questions_of([twice])] == [("问", None), ("问", "青岛市")]


def test_questions_that_a_new_version_drops_are_named() -> None:
    old = keeping(OLD, TestQuestion("旧"), TestQuestion("留"))
    new = keeping(NEW, TestQuestion("留"), TestQuestion("新"))

    dropped = no_longer_kept([old, OTHER], [new])

    assert [(question.ask, question.entry) for question in dropped] == [("旧", "d#a@1")]
