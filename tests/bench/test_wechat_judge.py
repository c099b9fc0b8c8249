"""Tests that the judge of the WeChat runs finds what was lost, doubled and left unanswered."""

from __future__ import annotations

from datetime import date

from bench._wechat_judge import Attempt, Pushed, Shown, chat_around, judged
from core.receipt import receipt_number
from core.wechat_wording import MAYBE_SEEN

FIRST, SECOND = (receipt_number(date(2026, 11, 22), counter) for counter in (1, 2))


def pushed(number: int, outcome: str = "reply", words: str = "您好", who: str = "o1") -> Pushed:
    attempts = (Attempt("first", "timeout" if outcome == "busy" else outcome, 12.0),)
    return Pushed(number, who, "text", words, outcome, f"{number}", attempts)


def said(number: int, about: int, who: str = "o1") -> Shown:
    return Shown(number, who, "citizen", "said", "您好", about, is_repeat=False)


def told(number: int, about: int = 0, words: str = "好的", *, is_repeat: bool = False) -> Shown:
    way = "passive" if about else "customer"
    return Shown(number, "o1", "office", way, words, about, is_repeat)


def submits(words: str) -> bool:
    return words == "确认"


def test_an_answered_message_is_neither_lost_nor_unanswered() -> None:
    verdict = judged([pushed(1)], [said(1, 1), told(2, 1)], submits)

    assert (verdict.messages, verdict.lost, verdict.unanswered, verdict.twice) == (1, [], [], 0)


def test_an_acknowledged_message_needs_an_answer_of_its_own() -> None:
    messages = [pushed(1, "acknowledged"), pushed(2)]

    late = judged(messages, [said(1, 1), told(2), said(3, 2), told(4, 2)], submits)
    never = judged(messages, [said(1, 1), said(2, 2), told(3, 2)], submits)

    assert (late.unanswered, never.unanswered) == ([], [1])


def test_an_answer_that_comes_again_with_the_next_and_says_so_is_an_answer() -> None:
    messages = [pushed(1, "acknowledged"), pushed(2)]
    again = f"{MAYBE_SEEN}\n好的\n\n好的"

    passive = judged(messages, [said(1, 1), said(2, 2), told(3, 2, again)], submits)
    written = judged(messages, [said(1, 1), said(2, 2), told(3, words=again)], submits)
    one_of_two = judged(
        [*messages, pushed(3)], [said(1, 1), said(2, 2), said(3, 3), told(4, 3, again)], submits
    )

    assert (passive.unanswered, written.unanswered) == ([], [])
    assert (one_of_two.unanswered, one_of_two.lost) == ([2], [])


def test_what_is_new_in_the_reply_to_a_late_copy_answers_what_was_said_last() -> None:
    pushes = [pushed(1), pushed(2, outcome="acknowledged", words="13800138000")]
    before = [said(1, 1), told(2, about=1, words="请留手机号"), said(3, 2)]

    rode = judged(pushes, [*before, told(4, about=1, words="记下了")], submits)
    repeated = judged(pushes, [*before, told(4, about=1, words="请留手机号")], submits)

    assert rode.unanswered == []
    assert repeated.unanswered == [2]


def test_a_message_that_nobody_accepted_is_lost_unless_it_is_answered_all_the_same() -> None:
    assert judged([pushed(1, "busy")], [said(1, 1)], submits).lost == [1]
    assert judged([pushed(1, "busy")], [said(1, 1), told(2)], submits).lost == []


def test_two_receipts_for_one_application_are_one_too_many() -> None:
    messages = [pushed(1, words="确认")]
    shown = [said(1, 1), told(2, 1, f"受理编号 {FIRST}"), told(3, words=f"受理编号 {SECOND}")]

    verdict = judged(messages, shown, submits)

    assert (verdict.doubled, verdict.applications) == (1, 2)


def test_the_same_receipt_may_be_read_many_times() -> None:
    messages = [pushed(1, words="确认"), pushed(2, words="查进度")]
    shown = [said(1, 1), told(2, 1, f"编号 {FIRST}"), said(3, 2), told(4, 2, f"{FIRST} 在办")]

    assert judged(messages, shown, submits).doubled == 0


def test_an_answer_by_two_ways_is_counted_and_a_repeated_one_is_not() -> None:
    both = judged([pushed(1)], [said(1, 1), told(2, 1), told(3)], submits)
    repeated = judged([pushed(1)], [said(1, 1), told(2, 1), told(3, 1, is_repeat=True)], submits)
    changed = judged(
        [pushed(1)], [said(1, 1), told(2, 1), told(3, 1, "别的", is_repeat=True)], submits
    )

    assert (both.twice, repeated.twice, repeated.changed, changed.changed) == (1, 0, 0, 1)


def test_the_chat_around_a_message_is_that_of_its_citizen() -> None:
    shown = [said(n, n) for n in range(1, 30)] + [said(30, 15, who="o2")]

    around = chat_around(shown, pushed(15))

    assert len(around) == 12
    assert "citizen said 15: '您好'" in around[6]
