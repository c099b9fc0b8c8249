"""Walks over every state of a call: a person, the keys and the voice work in each."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from core import phone_wording as say
from core import wording
from core.messages import State as Dialogue
from tests.voice.call_states import (
    EVERY_STATE,
    PEOPLE,
    SESSION,
    Driven,
    answering,
    booking,
    booking_number,
    choosing,
    keying,
    leaving,
    listening,
    queueing,
    ringing,
    said,
    thinking,
)
from voice import call_events as on
from voice.call_script import State
from voice.front import Said, Staged
from voice.spoken_text import YES_NO


def test_the_walk_reaches_every_state_there_is() -> None:
    reached = {make().flow.state for make in EVERY_STATE}

    assert reached == set(State) - {State.ENDED}


@pytest.mark.parametrize("make", EVERY_STATE)
@pytest.mark.parametrize("wish", ["0", "人工", "帮我转人工服务"])
def test_a_person_is_called_from_every_state_and_it_is_acknowledged(
    make: Callable[[], Driven], wish: str
) -> None:
    call = make()
    before = call.flow.state
    # Where a telephone number is keyed in, a first zero may be its area code.
    waits = 2.6 if make is booking_number and wish == "0" else 0.0

    done = list(call.take(on.Pressed("0")) if wish == "0" else call.hears(wish))
    if waits:
        done += call.take(on.Passed(), later=waits)

    assert said(done), "the caller must hear that it was understood"
    assert call.flow.state in PEOPLE
    if before not in PEOPLE:
        call.take(on.Opened(SESSION))
        assert any(isinstance(c, on.Send) and c.text == wording.HUMAN_CHOICE for c in call.commands)


@pytest.mark.parametrize("make", EVERY_STATE)
def test_no_state_hangs_up_on_silence(make: Callable[[], Driven]) -> None:
    call = make()
    if call.flow.state is State.GOODBYE or make is leaving:
        return  # who said goodbye and was asked whether there is anything else has left

    for _ in range(40):
        call.take(on.Silent(), later=8.0)
        call.quiet()

    assert not any(isinstance(c, on.HangUp) for c in call.commands)


@pytest.mark.parametrize("make", EVERY_STATE)
def test_every_state_survives_every_key(make: Callable[[], Driven]) -> None:
    for key in "123456789*#":
        call = make()
        call.take(on.Pressed(key))
        call.take(on.Passed(), later=5.0)

        call.take(on.Pressed("*"))
        call.take(on.Pressed("0"))
        call.take(on.Passed(), later=3.0)

        assert call.flow.state in PEOPLE, key


@pytest.mark.parametrize("make", EVERY_STATE)
def test_every_state_ends_when_the_caller_hangs_up(make: Callable[[], Driven]) -> None:
    call = make()

    call.take(on.Gone("bye"))

    assert call.flow.state is State.ENDED
    assert on.End("bye") in call.commands
    assert call.take(on.Pressed("0")) == ()


def test_the_caller_hears_nothing_from_us_while_speaking() -> None:
    call = thinking()
    call.take(on.Began())

    sent = [c for c in call.commands if isinstance(c, on.Send)][-1]
    during = call.take(on.Replied(sent.message_id, Said("先签约。")))
    after = call.take(on.Heard("嗯", "嗯", 0.9))

    assert said(during) == ""
    assert said(after) == "先签约。"


def test_a_late_answer_to_an_old_question_is_not_read_out() -> None:
    call = thinking()
    old = [c for c in call.commands if isinstance(c, on.Send)][-1]
    call.hears("我要签约")

    assert said(call.take(on.Replied(old.message_id, Said("先签约。")))) == ""


def test_no_two_messages_share_an_id() -> None:
    call = listening()
    for text in ("一", "政策", "签约"):
        call.hears(text)
        call.replies(Said("好。"))
        call.quiet()

    ids = [c.message_id for c in call.commands if isinstance(c, on.Send)]
    assert len(set(ids)) == len(ids) == 3


def test_a_person_asked_for_before_the_gateway_answers_is_asked_for_when_it_does() -> None:
    call = ringing()
    call.take(on.Pressed("0"))
    assert not any(isinstance(c, on.Send) for c in call.commands)

    call.take(on.Opened(SESSION))

    assert [c.text for c in call.commands if isinstance(c, on.Send)] == [wording.HUMAN_CHOICE]


def test_a_number_half_keyed_in_and_half_said_is_one_number() -> None:
    call = keying()
    for key in "370602":
        call.take(on.Pressed(key))

    call.hears("19550312 1234")

    sent = [c.text for c in call.commands if isinstance(c, on.Send)]
    assert sent[-1] == "370602，19550312 1234"


def test_coughs_cut_a_prompt_off_twice_at_most() -> None:
    call = answering()
    line = on.Line("先签约，再看病。")
    for _ in range(2):
        call.take(on.Began((line,)))
        call.take(on.Heard("", "", 0.0))

    says = [c for c in call.commands if isinstance(c, on.Say)]
    assert says[-1].lines == (on.Line("先签约，再看病。", barge_in=False),)


def test_the_gateway_failing_twice_brings_a_person() -> None:
    call = thinking()
    for _ in range(2):
        sent = [c for c in call.commands if isinstance(c, on.Send)][-1]
        call.take(on.NotReplied(sent.message_id))
        call.quiet()
        if call.flow.state is State.TALKING:
            call.hears("医保怎么报销")

    assert call.flow.state is State.QUEUEING
    assert say.FRONT_DOWN[0] in said(call.commands)
    assert say.FRONT_DOWN_PERSON[1] in said(call.commands)


def test_an_agent_who_comes_while_a_call_back_is_booked_gets_the_caller() -> None:
    call = booking()

    call.take(on.FromFront(Staged("agent", "小王")))

    assert call.flow.state is State.WITH_AGENT


def test_the_questions_of_a_number_are_heard_with_more_patience() -> None:
    assert keying().flow.listening.digits
    assert not choosing().flow.listening.digits
    assert choosing().flow.listening.hints == ("甲", "乙", "丙")


def test_nobody_is_asked_to_speak_while_waiting() -> None:
    assert not queueing().flow.listening.counting
    assert not thinking().flow.listening.counting
    assert listening().flow.listening.counting


def test_the_recogniser_s_words_are_put_right_as_a_yes_or_no_where_one_is_asked() -> None:
    offered = thinking()
    offered.replies(Said("对吗？", choices=("是的", "不是"), state=Dialogue.FILLING))

    assert offered.flow.listening.awaiting == YES_NO
    assert leaving().flow.listening.awaiting == YES_NO
    assert booking().flow.listening.awaiting is None
    assert choosing().flow.listening.awaiting is None
