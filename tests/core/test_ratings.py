"""Tests core.ratings, core.rectifications and core.remark_subjects: what may happen, and when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from core import rating_wording as say
from core.errors import NotAllowedNow
from core.ratings import FEWEST, Counted, Level, Rating, tally
from core.rectifications import (
    ALLOWED_MOVES,
    MOST_ATTEMPTS,
    CallBack,
    CaseState,
    Rectification,
)
from core.remark_subjects import Subject, only_a_wish, reports_fraud, subject_of
from tests.fakes.clock import MONDAY_MORNING as NOW

DUE, LATER = date(2027, 1, 12), date(2027, 2, 2)
RATING = Rating("20261221000017", "a1", "c1", "YB-SL-0101", "web", Level.SATISFIED, NOW)
CASE = Rectification("Z202612210001", NOW, DUE, rating_number=RATING.number)


def call(*, reached: bool, accepts: bool | None = None, minutes: int = 0) -> CallBack:
    return CallBack(NOW + timedelta(minutes=minutes), "1001", reached, accepts, "已说明")


def in_state(state: CaseState) -> Rectification:
    return replace(CASE, state=state, owner="1001", fixed_at=NOW)


def test_the_five_levels_are_named_best_first_and_two_of_them_are_bad() -> None:
    assert say.MARKS == ("非常满意", "满意", "基本满意", "不满意", "非常不满意")
    assert [level for level in Level if level.bad] == [Level.DISSATISFIED, Level.VERY_DISSATISFIED]
    assert [level.value for level in say.LEVELS] == [5, 4, 3, 2, 1]


@pytest.mark.parametrize("minutes", [0, 5, 10])
def test_a_rating_can_be_changed_within_ten_minutes(minutes: int) -> None:
    now = NOW + timedelta(minutes=minutes)

    changed = RATING.changed_to(replace(RATING, level=Level.DISSATISFIED), now)

    assert (changed.level, changed.changed_at, changed.rated_at) == (Level.DISSATISFIED, now, NOW)


def test_after_ten_minutes_a_rating_stands() -> None:
    now = NOW + timedelta(minutes=10, seconds=1)

    with pytest.raises(NotAllowedNow):
        RATING.changed_to(replace(RATING, level=Level.DISSATISFIED), now)


def test_changing_the_level_keeps_what_was_said() -> None:
    before = replace(RATING, comment="排队久", aspects={"办事效率": Level.DISSATISFIED})
    after = replace(RATING, comment="还要跑两趟", aspects={"方便程度": Level.SATISFIED})

    changed = before.changed_to(after, NOW)

    assert changed.comment == "排队久\n还要跑两趟"
    assert changed.aspects == {"办事效率": 2, "方便程度": 4}


def test_the_share_counts_only_ratings_that_were_given() -> None:
    counted = [
        Counted("a", "web", Level.VERY_SATISFIED, 7),
        Counted("a", "phone", Level.SATISFIED, 2),
        Counted("b", "web", Level.VERY_DISSATISFIED, 1),
    ]

    assert tally(counted).very_satisfied == 0.7
    assert tally([]).very_satisfied is None


def test_a_group_so_small_that_people_could_be_guessed_is_not_split() -> None:
    few = [Counted("a", "web", Level.VERY_SATISFIED, FEWEST - 1)]
    enough = [*few, Counted("a", "web", Level.DISSATISFIED, 1)]

    assert (tally(few, fewest=FEWEST).levels, tally(few, fewest=FEWEST).count) == (None, FEWEST - 1)
    assert tally(enough, fewest=FEWEST).very_satisfied == (FEWEST - 1) / FEWEST


@pytest.mark.parametrize("state", list(CaseState))
@pytest.mark.parametrize("to", list(CaseState))
def test_a_case_moves_only_where_it_may(state: CaseState, to: CaseState) -> None:
    case = in_state(state)

    if to is state or to in ALLOWED_MOVES[state]:
        assert case.moved_to(to).state is to
    else:
        with pytest.raises(NotAllowedNow):
            case.moved_to(to)


def test_a_case_is_taken_fixed_called_and_closed() -> None:
    taken = CASE.taken_by("1001")
    fixed = taken.fixed("已向窗口说明", NOW)
    called = fixed.called(call(reached=True, accepts=True), LATER)
    closed = called.closed(date(2026, 12, 23))

    assert [c.state.value for c in (taken, fixed, called, closed)] == [
        *("in_hand", "fixed", "called_back", "closed")
    ]
    assert (closed.owner, closed.outcome, closed.due) == ("1001", "已向窗口说明", DUE)
    assert closed.on_time(date(2027, 6, 1)) is True


def test_a_colleague_cannot_take_what_somebody_works_on() -> None:
    with pytest.raises(NotAllowedNow) as refused:
        CASE.taken_by("1001").taken_by("1002")

    assert refused.value.args[1] == say.CASE_TAKEN


def test_no_case_is_closed_without_a_call() -> None:
    with pytest.raises(NotAllowedNow) as refused:
        in_state(CaseState.FIXED).closed(DUE)

    assert refused.value.args[1] == say.CASE_NOT_CALLED


def test_a_call_that_nobody_answers_is_tried_again_before_the_case_may_be_closed() -> None:
    case = in_state(CaseState.FIXED)
    states = []

    for attempt in range(MOST_ATTEMPTS):
        case = case.called(call(reached=False, minutes=attempt), LATER)
        states.append(case.state)

    assert states == [*[CaseState.FIXED] * (MOST_ATTEMPTS - 1), CaseState.CALLED_BACK]


def test_calls_before_the_last_fix_do_not_count_as_attempts() -> None:
    earlier = tuple(call(reached=False, minutes=n) for n in range(MOST_ATTEMPTS))
    case = replace(in_state(CaseState.FIXED), calls=earlier, fixed_at=NOW + timedelta(hours=1))

    after = case.called(call(reached=False, minutes=90), LATER)

    assert after.state is CaseState.FIXED


def test_a_citizen_who_is_still_unhappy_opens_the_case_again_with_a_new_date() -> None:
    case = in_state(CaseState.FIXED).called(call(reached=True, accepts=False), LATER)

    assert (case.state, case.owner, case.due, case.reopened) == (
        CaseState.IN_HAND,
        "1001",
        LATER,
        1,
    )


def test_a_case_that_is_over_its_day_is_late_until_it_is_closed() -> None:
    assert not CASE.overdue(DUE)
    assert CASE.overdue(DUE + timedelta(days=1))
    assert CASE.on_time(DUE) is None
    assert CASE.on_time(DUE + timedelta(days=1)) is False
    late = replace(CASE, state=CaseState.CLOSED, closed_on=DUE + timedelta(days=3))
    assert (late.overdue(LATER), late.on_time(LATER)) == (False, False)


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("慢特病的报销比例太低了，政策能不能改改", Subject.POLICY),
        ("材料太多，跑了三趟", Subject.PROCESS),
        ("窗口那个姑娘态度差，甩脸子", Subject.MANNER),
        ("网页上的字太小，按钮点不了", Subject.SYSTEM),
        ("希望越办越好", None),
        ("系统老卡，排队也久", None),
    ],
)
def test_a_suggestion_is_sorted_by_its_words_or_asked_about(
    text: str, subject: Subject | None
) -> None:
    assert subject_of(text) is subject


@pytest.mark.parametrize(
    ("text", "fraud"),
    [
        ("举报，我们镇卫生院拿别人卡开药", True),
        ("药店将非药品刷入我的医保账户", True),
        ("有人倒卖医保药", True),
        ("窗口的人态度太差，我要投诉", False),
        ("我建议多开一个窗口", False),
    ],
)
def test_a_report_of_fraud_is_told_from_a_complaint(text: str, fraud: bool) -> None:
    assert reports_fraud(text) is fraud


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("我要投诉", True),
        ("我给你们提个建议", True),
        ("我想反映一件事", True),
        ("我要投诉窗口态度", False),
        ("建议周末也上班", False),
    ],
)
def test_the_mere_wish_to_complain_says_nothing_yet(text: str, bare: bool) -> None:
    assert only_a_wish(text) is bare
