"""Tests whether the line keeps within what it can carry."""

from __future__ import annotations

from voice.sip.admission import Admission, Verdict


def admission(**changes: int) -> Admission:
    settings = {"max_calls": 2, "max_announcements": 1, "retry_after": 60} | changes
    return Admission(
        max_calls=settings["max_calls"],
        max_announcements=settings["max_announcements"],
        max_setups=float(settings.get("max_setups", 100)),
        retry_after=settings["retry_after"],
    )


def test_a_free_line_is_answered() -> None:
    decision = admission().decide(0.0, "1", talking=1, announcing=0)

    assert decision.verdict is Verdict.ANSWER


def test_who_finds_all_lines_taken_hears_it() -> None:
    decision = admission().decide(0.0, "1", talking=2, announcing=0)

    assert decision.verdict is Verdict.ANNOUNCE
    assert (decision.status, decision.retry_after) == (486, 60)


def test_when_even_announcing_is_too_much_the_call_is_refused_with_a_time() -> None:
    decision = admission().decide(0.0, "1", talking=2, announcing=1)

    assert decision.verdict is Verdict.REFUSE
    assert (decision.status, decision.retry_after) == (486, 60)


def test_more_set_ups_a_second_than_allowed_are_refused_until_a_second_has_passed() -> None:
    line = admission(max_setups=2, max_calls=100)

    verdicts = [line.decide(10.0, "1", talking=0, announcing=0).status for _ in range(3)]
    later = line.decide(11.0, "1", talking=0, announcing=0).status

    assert verdicts == [200, 200, 503]
    assert later == 200


def test_a_line_that_shuts_down_admits_nobody() -> None:
    line = admission()

    line.close()

    assert line.decide(0.0, "1", talking=0, announcing=0).status == 503


def test_who_calls_often_leaves_a_quarter_of_the_lines_to_others() -> None:
    line = admission(max_calls=20)
    for _ in range(3):
        line.decide(0.0, "often", talking=0, announcing=0)

    with_room = line.decide(1.0, "often", talking=14, announcing=0)
    scarce = line.decide(2.0, "often", talking=15, announcing=0)
    another = line.decide(3.0, "seldom", talking=19, announcing=0)
    later = line.decide(1000.0, "often", talking=19, announcing=0)

    assert with_room.verdict is Verdict.ANSWER
    assert scarce.verdict is Verdict.ANNOUNCE
    assert another.verdict is Verdict.ANSWER
    assert later.verdict is Verdict.ANSWER


def test_withheld_numbers_count_as_one() -> None:
    line = admission(max_calls=20)

    verdicts = [line.decide(0.0, "", talking=15, announcing=0).verdict for _ in range(4)]

    assert verdicts == [*[Verdict.ANSWER] * 3, Verdict.ANNOUNCE]


def test_a_small_line_keeps_none_for_others() -> None:
    line = admission(max_calls=2)

    verdicts = {line.decide(0.0, "often", talking=1, announcing=0).verdict for _ in range(9)}

    assert verdicts == {Verdict.ANSWER}
