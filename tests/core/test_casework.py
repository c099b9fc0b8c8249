"""Tests core.casework: what follows from what happens after a submission."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from core import follow_up_wording as say
from core.applications import Application, Phase
from core.casework import (
    ANSWER_WITHIN,
    Ask,
    Reminder,
    asked,
    decided,
    ended,
    is_late,
    papers_in,
    reminder,
    whole_phase,
)
from core.errors import InvalidContent, NotAllowedNow
from core.insured import CoreFiling, Decision
from core.working_days import WorkingCalendar

MONDAY = date(2026, 12, 21)
CALENDAR = WorkingCalendar(frozenset({date(2027, 1, 1)}), frozenset(), date(2026, 12, 31))
FILED = Application(
    "a1", "c1", "YB-SL-0101", Phase.IN_REVIEW, number="20261221000017", due=date(2026, 12, 25)
)
ASK = Ask(("户口簿", "发票", "户口簿 ", ""))


def ask_today(application: Application, ask: Ask = ASK, earlier: int = 0) -> Application:
    return asked(application, ask, earlier=earlier, today=MONDAY, calendar=CALENDAR)


def core_says(decision: Decision, *missing: str) -> CoreFiling:
    return CoreFiling("r1", decision, "说明", missing)


def test_all_missing_papers_are_asked_for_at_once_with_a_day() -> None:
    waiting = ask_today(FILED)

    assert waiting.phase is Phase.NEEDS_PAPERS
    assert waiting.missing == ("户口簿", "发票")
    assert waiting.answer_by == CALENDAR.after(MONDAY, ANSWER_WITHIN)


@pytest.mark.parametrize(
    ("ask", "earlier", "sentence"),
    [
        (Ask(()), 0, say.NO_MISSING),
        (Ask((" ",)), 0, say.NO_MISSING),
        (ASK, 1, say.SECOND_ASK),
        (replace(ASK, answer_by=MONDAY - timedelta(days=1)), 0, say.BAD_ANSWER_DAY),
    ],
)
def test_a_request_that_would_cost_a_second_trip_is_refused(
    ask: Ask, earlier: int, sentence: str
) -> None:
    with pytest.raises(InvalidContent) as refused:
        ask_today(FILED, ask, earlier)

    assert refused.value.args[1] == sentence


def test_a_second_request_with_a_reason_is_made() -> None:
    waiting = ask_today(FILED, replace(ASK, reason="发票看不清"), earlier=1)

    assert (waiting.phase, waiting.note) == (Phase.NEEDS_PAPERS, "发票看不清")


def test_what_waits_already_is_not_asked_again() -> None:
    with pytest.raises(NotAllowedNow):
        ask_today(ask_today(FILED), replace(ASK, reason="还要"), earlier=1)


@pytest.mark.parametrize(
    ("answered", "due"),
    [
        (MONDAY, date(2026, 12, 25)),  # the same day: nothing was waited
        (date(2026, 12, 23), date(2026, 12, 29)),  # two working days, over a weekend
        (date(2026, 12, 27), date(2026, 12, 31)),  # on a Sunday: four
        (date(2026, 12, 28), date(2027, 1, 4)),  # five, over New Year
    ],
)
def test_the_promised_day_moves_by_the_working_days_waited(answered: date, due: date) -> None:
    waiting = ask_today(FILED)

    resumed = papers_in(waiting, asked_on=MONDAY, today=answered, calendar=CALENDAR)

    assert (resumed.phase, resumed.due, resumed.answer_by) == (Phase.IN_REVIEW, due, None)
    assert resumed.missing == ("户口簿", "发票")


def test_papers_that_nobody_asked_for_move_nothing() -> None:
    with pytest.raises(NotAllowedNow):
        papers_in(FILED, asked_on=MONDAY, today=MONDAY, calendar=CALENDAR)


def test_a_rejection_says_why_and_an_end_comes_once() -> None:
    with pytest.raises(InvalidContent):
        ended(FILED, Phase.REJECTED, " ")
    rejected = ended(FILED, Phase.REJECTED, "不在参保地")
    assert rejected.note == "不在参保地"
    for phase in (Phase.REJECTED, Phase.APPROVED):
        with pytest.raises(NotAllowedNow):
            ended(rejected, phase, "再来")


S, R, P, A, X, C = (
    Phase.SUBMITTED,
    Phase.IN_REVIEW,
    Phase.NEEDS_PAPERS,
    Phase.APPROVED,
    Phase.REJECTED,
    Phase.CANCELLED,
)


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        ((S, S), S),
        ((S, R), R),
        ((S, P), R),
        ((A, S), R),
        ((A, A), A),
        ((A, C), A),
        ((A, X), X),
        ((X, S), R),
        ((C, C), C),
        ((C, S), S),
        ((S, Phase.PARKED), S),
        ((A, Phase.PARKED), R),
    ],
)
def test_a_composite_matter_follows_its_parts(parts: tuple[Phase, ...], whole: Phase) -> None:
    assert whole_phase(parts) is whole


@pytest.mark.parametrize(
    ("phase", "filing", "moved"),
    [
        (S, core_says(Decision.RECEIVED), None),
        (S, core_says(Decision.IN_REVIEW), R),
        (R, core_says(Decision.IN_REVIEW), None),
        (P, core_says(Decision.IN_REVIEW), None),
        (R, core_says(Decision.NEEDS_PAPERS, "户口簿"), P),
        (P, core_says(Decision.NEEDS_PAPERS, "户口簿"), None),
        (R, core_says(Decision.APPROVED), A),
        (P, core_says(Decision.APPROVED), A),
        (P, core_says(Decision.REJECTED), X),
    ],
)
def test_the_word_of_the_core_moves_the_application(
    phase: Phase, filing: CoreFiling, moved: Phase | None
) -> None:
    assert decided(replace(FILED, phase=phase), filing) is moved


def test_the_core_asks_for_the_same_papers_only_once() -> None:
    handed_in = replace(FILED, missing=("户口簿", "发票"))

    assert decided(handed_in, core_says(Decision.NEEDS_PAPERS, "户口簿")) is None
    assert decided(handed_in, core_says(Decision.NEEDS_PAPERS, "身份证")) is P


@pytest.mark.parametrize(
    ("phase", "today", "late"),
    [
        (R, date(2026, 12, 25), False),
        (R, date(2026, 12, 26), True),
        (S, date(2026, 12, 26), True),
        (P, date(2026, 12, 26), False),  # the clock stands
        (A, date(2026, 12, 26), False),
    ],
)
def test_late_is_what_runs_past_its_day(phase: Phase, today: date, late: bool) -> None:
    assert is_late(replace(FILED, phase=phase), today) is late


@pytest.mark.parametrize(
    ("today", "kind"),
    [
        (date(2026, 12, 24), None),  # four working days
        (date(2026, 12, 25), Reminder.PAPERS_SOON),
        (date(2026, 12, 28), Reminder.PAPERS_SOON),
        (date(2026, 12, 29), Reminder.PAPERS_TOMORROW),
        (date(2026, 12, 30), None),
        (date(2026, 12, 31), None),
    ],
)
def test_missing_papers_are_reminded_of_twice(today: date, kind: Reminder | None) -> None:
    waiting = replace(FILED, phase=P, answer_by=date(2026, 12, 30))

    assert reminder(waiting, today, CALENDAR) is kind


@pytest.mark.parametrize(
    ("today", "kind"),
    [
        (date(2026, 12, 23), None),
        (date(2026, 12, 24), Reminder.ENDING),
        (date(2026, 12, 31), Reminder.ENDING),
        (date(2027, 1, 1), None),
    ],
)
def test_a_filing_is_said_to_end_a_week_before(today: date, kind: Reminder | None) -> None:
    approved = replace(FILED, phase=A, fields={"end_date": "2026-12-31"})

    assert reminder(approved, today, CALENDAR) is kind
    assert reminder(replace(approved, fields={"end_date": "年底"}), today, CALENDAR) is None
