"""Tests that the judge of the fault runs finds what is broken, and faults that were none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from bench.faults.evidence import Answered, Chats, Evidence, Hit, Kept, Told
from bench.faults.judge import Findings, due, judged, p95
from bench.faults.plan import CLASSES, CLOCK, chosen
from bench.faults.report import Run
from core.wechat_wording import RECOVERING

NUMBER = "20261123000017"
LINES = {("c1", "m1", "citizen"): 1, ("c1", "m1", "assistant"): 1}
USED = Hit("SIGKILL", "gateway", 100.0, 104.0, used=True, proof="its process was gone")


def answer(
    state: str = "idle", number: str | None = None, text: str = "您好", **fields: str
) -> Answered:
    return Answered(text, "answered", state, None, fields, number)


def told(message_id: str = "m1", **more: object) -> Told:
    one = Told("c1", message_id, 101.0, confirms=False, answered=102.0, answer=answer(), attempts=1)
    for name, value in more.items():
        setattr(one, name, value)
    return one


def kept(
    lines: Mapping[tuple[str, str, str], int] = LINES,
    filings: Mapping[str, Mapping[str, int]] | None = None,
) -> Kept:
    return Kept(lines, filings or {})


GOOD = Evidence(
    name="F1",
    what="gateways killed",
    seconds=9.0,
    told=(told(),),
    hits=(USED,),
    kept=kept(),
    chats=Chats(messages=2, words=frozenset({"请稍等"})),
    canaries={},
    audit_flaw=None,
)


def verdict(evidence: Evidence) -> Findings:
    return judged(evidence, {RECOVERING}, {"Traceback"})


def broken(evidence: Evidence) -> set[str]:
    return set(verdict(evidence).broken)


def test_a_run_in_which_everything_held_is_good() -> None:
    assert broken(GOOD) == set()
    assert verdict(GOOD).messages == 3


def test_an_answer_without_its_rows_is_lost() -> None:
    without_answer = kept({("c1", "m1", "citizen"): 1})

    assert broken(replace(GOOD, kept=without_answer)) == {"lost"}
    assert broken(replace(GOOD, kept=kept({}))) == {"lost"}


def test_a_receipt_that_was_told_and_does_not_exist_is_lost() -> None:
    filed = told(answer=answer("submitted", NUMBER), confirms=True)

    assert broken(replace(GOOD, told=(filed,))) == {"lost"}
    there = kept(filings={"c1": {NUMBER: 1}})
    assert broken(replace(GOOD, told=(filed,), kept=there)) == set()


@pytest.mark.parametrize(
    "filings", [{NUMBER: 2}, {NUMBER: 1, "20261123000025": 1}, {NUMBER: 0}], ids=str
)
def test_what_was_filed_otherwise_than_once_is_doubled(filings: Mapping[str, int]) -> None:
    filed = told(answer=answer("submitted", NUMBER), confirms=True)

    assert broken(replace(GOOD, told=(filed,), kept=kept(filings={"c1": filings}))) == {"doubled"}


def test_an_application_that_nobody_confirmed_is_doubled() -> None:
    assert broken(replace(GOOD, kept=kept(filings={"c1": {NUMBER: 1}}))) == {"doubled"}


def test_a_message_that_was_recorded_twice_is_doubled() -> None:
    twice = kept({**LINES, ("c1", "m1", "citizen"): 2})

    assert broken(replace(GOOD, kept=twice)) == {"doubled"}


def test_a_message_without_an_answer_is_unanswered() -> None:
    assert broken(replace(GOOD, told=(told(answered=None, answer=None),))) == {"unanswered"}


def test_an_answer_has_a_minute_from_the_recovery_on() -> None:
    late = told(said=101.0, answered=165.0)

    assert broken(replace(GOOD, told=(late,))) == {"unanswered"}
    slow = replace(USED, component="rasa", recovered=110.0)
    assert broken(replace(GOOD, told=(late,), hits=(slow,))) == set()


def test_a_fault_after_the_message_gives_more_time_only_while_it_is_still_unanswered() -> None:
    second = replace(USED, began=150.0, recovered=190.0)
    far = replace(USED, began=400.0, recovered=410.0)

    assert due(101.0, [USED]) == 164.0
    assert due(101.0, [USED, second, far]) == 250.0
    assert due(105.0, [USED]) == 165.0


def test_a_turn_that_forgets_what_was_filled_in_did_not_resume() -> None:
    rows = {("c1", f"m{n}", who): 1 for n in (1, 2) for who in ("citizen", "assistant")}
    first = told(answer=answer("filling", name="王秀英"))
    evidence = replace(GOOD, kept=kept(rows))

    forgot = told("m2", answer=answer("filling"))
    changed = told("m2", answer=answer("filling", name="李"))
    went_on = told("m2", answer=answer("filling", name="王秀英", mobile="1"))
    assert broken(replace(evidence, told=(first, forgot))) == {"not resumed"}
    assert broken(replace(evidence, told=(first, changed))) == {"not resumed"}
    assert broken(replace(evidence, told=(first, went_on))) == set()


def test_a_form_that_was_filed_though_nobody_heard_it_has_nothing_to_keep() -> None:
    rows = {("c1", f"m{n}", who): 1 for n in (1, 2) for who in ("citizen", "assistant")}
    told_twice = (
        told(answer=answer("confirming", name="王秀英"), confirms=True),
        told("m2", answer=answer("idle")),
    )
    evidence = replace(GOOD, told=told_twice)

    assert broken(replace(evidence, kept=kept(rows, {"c1": {NUMBER: 1}}))) == set()
    assert broken(replace(evidence, kept=kept(rows))) == {"not resumed"}


def test_only_listed_sentences_may_stand_for_an_answer() -> None:
    english = told(refusals=["503 Service Unavailable"])
    trace = told(answer=answer(text="出错了 Traceback (most recent call last)"))

    assert broken(replace(GOOD, told=(english,))) == {"unlisted"}
    assert broken(replace(GOOD, told=(trace,))) == {"unlisted"}
    assert broken(replace(GOOD, chats=Chats(messages=2, words=frozenset({"OK"})))) == {"unlisted"}
    assert broken(replace(GOOD, told=(told(refusals=[f"503 {RECOVERING}"]),))) == set()


def test_what_wechat_lost_doubled_or_left_unanswered_counts() -> None:
    for column, chats in (
        ("lost", Chats(messages=2, lost=1)),
        ("unanswered", Chats(messages=2, unanswered=1)),
        ("doubled", Chats(messages=2, doubled=1)),
    ):
        assert broken(replace(GOOD, chats=chats)) == {column}
    assert broken(replace(GOOD, chats=Chats(messages=20, answered_twice=1))) == set()
    assert broken(replace(GOOD, chats=Chats(messages=20, answered_twice=2))) == {"doubled"}


def test_what_wechat_could_not_bring_counts_unless_nothing_came_through_for_long() -> None:
    refused = replace(GOOD, chats=Chats(messages=2, lost=1))

    assert broken(replace(refused, hits=(replace(USED, away=3.0),))) == {"lost"}
    assert broken(replace(refused, hits=(replace(USED, away=15.0),))) == set()


def test_a_fault_that_met_nothing_makes_the_run_fail() -> None:
    assert broken(replace(GOOD, hits=(replace(USED, used=False),))) == {"unused"}
    assert broken(replace(GOOD, hits=())) == {"unused"}


def test_what_a_class_itself_saw_counts() -> None:
    harmful = replace(USED, harm=("3 times 500",))

    assert verdict(replace(GOOD, hits=(harmful,))).broken == {"harmed": ("SIGKILL: 3 times 500",)}


def test_a_recovery_beyond_its_limit_or_without_an_end_is_slow() -> None:
    late = replace(USED, recovered=110.5)

    assert broken(replace(GOOD, hits=(late,))) == {"slow"}
    assert broken(replace(GOOD, hits=(replace(USED, recovered=None),))) == {"slow"}
    assert broken(replace(GOOD, hits=(replace(late, component="rasa"),))) == set()


def test_readable_numbers_and_an_altered_audit_trail_make_the_run_fail() -> None:
    assert broken(replace(GOOD, canaries={"log/gateway-1.log": ["1"]})) == {"canaries"}
    assert broken(replace(GOOD, audit_flaw="第 7 条")) == {"audit"}


def test_a_run_is_good_only_if_enough_was_said() -> None:
    run = Run(7, [GOOD], [verdict(GOOD)], wanted=3)

    assert run.is_good
    assert not replace(run, wanted=4).is_good
    assert not Run(7, [], [], wanted=0).is_good
    unused = replace(GOOD, hits=())
    assert not Run(7, [unused], [verdict(unused)], wanted=0).is_good


def test_the_p95_of_a_few_values_is_the_largest() -> None:
    assert p95([3.0, 1.0, 2.0]) == 3.0
    assert p95([float(n) for n in range(1, 101)]) == 95.0


def test_classes_are_chosen_by_name() -> None:
    assert [one.name for one in chosen("f4, F2")] == ["F4", "F2"]
    assert [one.name for one in chosen("F15,F2")] == ["F2", CLOCK]  # its rows are of the future
    assert tuple(chosen("")) == CLASSES
    with pytest.raises(ValueError, match="F99"):
        chosen("F99")
