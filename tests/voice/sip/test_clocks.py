"""Tests what ends or refreshes a call by the clock."""

from __future__ import annotations

from tests.voice.sip.conftest import Open
from tests.voice.sip.raw_caller import header, media_port, status
from voice.line import HungUp


async def test_a_caller_whose_media_stops_is_hung_up(exchange: Open) -> None:
    desk = await exchange(media_silence=0.2)
    caller = await desk.caller()
    await caller.call()

    caller.answer(await caller.asked("BYE"), 200)

    assert await desk.board.hung_up() == HungUp(by_caller=False, why="media_silent")


async def test_a_call_on_hold_may_be_silent_but_not_for_ever(exchange: Open) -> None:
    desk = await exchange(media_silence=0.2, hold_limit=0.9)
    caller = await desk.caller()
    await caller.call(caller.sdp("8 101", 101, "inactive"))

    caller.answer(await caller.asked("BYE"), 200)

    assert (await desk.board.hung_up()).why == "held_too_long"


async def test_an_answer_says_how_long_the_session_lasts_and_who_refreshes(exchange: Open) -> None:
    desk = await exchange()
    caller = await desk.caller()

    answer = await caller.call(None, "Supported: timer", "Session-Expires: 600;refresher=uac")

    assert header(answer, "Session-Expires") == "600;refresher=uac"
    assert header(answer, "Require") == "timer"


async def test_too_short_a_session_is_refused_with_the_shortest_we_take(exchange: Open) -> None:
    desk = await exchange()
    caller = await desk.caller()

    answer = await caller.call(None, "Supported: timer", "Session-Expires: 30")

    assert (status(answer), header(answer, "Min-SE")) == (422, "90")
    assert desk.line.calls == 0


async def test_we_refresh_by_update_who_allows_it(exchange: Open) -> None:
    desk = await exchange(session_expires=2, min_session_expires=2)
    caller = await desk.caller()
    await caller.call(None, "Allow: INVITE, ACK, BYE, UPDATE")

    update = await caller.asked("UPDATE")
    caller.answer(update, 200)
    again = await caller.asked("UPDATE")
    caller.answer(again, 481)

    assert header(update, "Session-Expires") == "2;refresher=uac"
    caller.answer(await caller.asked("BYE"), 200)
    assert (await desk.board.hung_up()).why == "session_expired"


async def test_we_refresh_by_a_second_invite_who_knows_no_update(exchange: Open) -> None:
    desk = await exchange(session_expires=2, min_session_expires=2)
    caller = await desk.caller()
    port = media_port(await caller.call())

    invite = await caller.asked("INVITE")
    caller.answer(invite, 200, caller.sdp())
    ack = await caller.asked("ACK")

    assert f"m=audio {port} RTP/AVP 8 101" in invite
    assert header(ack, "CSeq").split()[0] == header(invite, "CSeq").split()[0]
    assert desk.line.calls == 1


async def test_a_session_that_its_own_side_forgot_to_refresh_is_ended(exchange: Open) -> None:
    desk = await exchange(min_session_expires=1)
    caller = await desk.caller()
    await caller.call(None, "Supported: timer", "Session-Expires: 1;refresher=uac")

    caller.answer(await caller.asked("BYE"), 200)

    assert (await desk.board.hung_up()).why == "session_expired"


async def test_their_refresh_keeps_the_session_alive(exchange: Open) -> None:
    desk = await exchange(min_session_expires=1)
    caller = await desk.caller()
    timer = ("Supported: timer", "Session-Expires: 2;refresher=uac")
    await caller.call(None, *timer)

    caller.send(caller.request("UPDATE", "", *timer))
    answer = await caller.final()

    assert status(answer) == 200
    assert header(answer, "Session-Expires") == "2;refresher=uac"
