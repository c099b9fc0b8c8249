"""Tests when a caller begins, pauses and has finished."""

from __future__ import annotations

import pytest

from voice.turn_taking import Patience, TurnEvent, TurnTaking

WINDOW = 0.032
BEGAN, PAUSED, RESUMED = TurnEvent.SPEECH_BEGAN, TurnEvent.PAUSED, TurnEvent.RESUMED
OVER, NOTHING, TOO_LONG = TurnEvent.UTTERANCE_OVER, TurnEvent.NOTHING_HEARD, TurnEvent.TOO_LONG


def turns(*, playing: bool = False, digits: bool = False) -> TurnTaking:
    taking = TurnTaking(Patience())
    taking.expect(playing=playing, digits=digits, counting=True)
    return taking


def after(taking: TurnTaking, probability: float, seconds: float) -> list[tuple[float, TurnEvent]]:
    """Return what was noticed in so many seconds, and when."""
    found, at = [], 0.0
    while at < seconds - 1e-9:
        at += WINDOW
        found += [(round(at, 3), event) for event in taking.heard(probability, WINDOW)]
    return found


def test_speech_begins_after_three_windows_and_over_a_prompt_after_four() -> None:
    assert after(turns(), 0.9, 0.2) == [(0.096, BEGAN)]
    assert after(turns(playing=True), 0.9, 0.2) == [(0.128, BEGAN)]


def test_a_click_is_no_speech() -> None:
    taking = turns()

    assert after(taking, 0.9, 0.064) == []
    assert after(taking, 0.0, 0.064) == []
    assert after(taking, 0.9, 0.064) == []


def test_a_pause_is_told_at_once_and_the_end_only_after_a_patient_silence() -> None:
    taking = turns()
    after(taking, 0.9, 0.5)

    assert after(taking, 0.0, 2.0) == [(0.224, PAUSED), (1.216, OVER)]


def test_digits_are_waited_for_two_seconds() -> None:
    taking = turns(digits=True)
    after(taking, 0.9, 0.5)

    assert after(taking, 0.0, 2.1)[-1] == (2.016, OVER)
    assert taking.ended_by == pytest.approx(2.016)


def test_who_goes_on_after_a_pause_is_not_cut_off() -> None:
    taking = turns()
    after(taking, 0.9, 0.5)
    after(taking, 0.0, 1.1)

    assert after(taking, 0.9, 0.1) == [(0.032, RESUMED)]
    assert after(taking, 0.0, 1.1) == [(0.224, PAUSED)]


def test_soft_speech_goes_on_with_an_utterance_but_does_not_begin_one() -> None:
    taking = turns()
    assert after(taking, 0.4, 1.0) == []
    after(taking, 0.9, 0.2)

    assert after(taking, 0.4, 3.0) == []


def test_silence_counts_from_the_end_of_the_prompt_and_again_after_it_was_told() -> None:
    taking = turns(playing=True)
    assert after(taking, 0.0, 20) == []
    taking.expect(playing=False, digits=False, counting=True)

    assert [round(at) for at, event in after(taking, 0.0, 20) if event is NOTHING] == [8, 16]


def test_a_key_is_a_sign_of_life() -> None:
    taking = turns()
    after(taking, 0.0, 7.9)
    taking.noticed()

    assert after(taking, 0.0, 7.9) == []


def test_nobody_is_hurried_while_nothing_is_asked() -> None:
    taking = TurnTaking(Patience())
    taking.expect(playing=False, digits=False, counting=False)

    assert after(taking, 0.0, 60) == []


def test_an_endless_utterance_is_taken_after_a_minute() -> None:
    events = after(turns(), 0.9, 61)

    assert [event for _, event in events][:2] == [BEGAN, TOO_LONG]
    assert 59.9 <= events[1][0] <= 60.1


def test_the_caller_can_end_the_utterance() -> None:
    taking = turns()
    assert taking.finish() == ()
    after(taking, 0.9, 0.5)

    assert taking.finish() == (OVER,)
    assert not taking.speaking
