"""Tests calls over real sockets: answering, repeating, ending."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable

from tests.voice.sip.conftest import Open
from tests.voice.sip.raw_caller import header, status
from voice.line import HungUp


async def test_a_call_is_answered_and_ends_when_the_caller_hangs_up(exchange: Open) -> None:
    desk = await exchange()
    caller = await desk.caller()

    answer = await caller.call()
    caller.send(caller.request("BYE"))
    goodbye = await caller.final()

    assert status(answer) == 200
    assert "m=audio" in answer
    assert status(goodbye) == 200
    assert await desk.board.hung_up() == HungUp(by_caller=True, why="bye")
    line = desk.board.lines[0]
    assert (line.caller, line.called) == ("13800000000", "12393")
    assert desk.line.calls == 0


async def test_an_invite_that_is_repeated_is_one_call_with_one_answer(exchange: Open) -> None:
    desk = await exchange()
    caller = await desk.caller()
    invite = caller.request("INVITE", caller.sdp())

    for _ in range(3):
        caller.send(invite)
    first = await caller.final()
    caller.send(invite)  # as if the 200 had been lost
    second = await caller.final()

    assert first == second
    assert len(desk.board.lines) == 1
    assert desk.line.counts.repeated == 3


async def test_an_invite_by_two_ways_is_a_loop(exchange: Open) -> None:
    desk = await exchange(ring_seconds=0.3)
    caller = await desk.caller()
    invite = caller.request("INVITE", caller.sdp())

    caller.send(invite)
    caller.send(invite.replace("branch=z9hG4bK", "branch=z9hG4bKother"))

    assert status(await caller.final()) == 482
    assert status(await caller.final()) == 200


async def test_an_answer_is_repeated_until_it_is_acknowledged(exchange: Open) -> None:
    desk = await exchange()
    caller = await desk.caller()
    caller.send(caller.request("INVITE", caller.sdp()))

    answers = [await caller.final(), await caller.final()]
    caller.took(answers[0])
    caller.acknowledge()

    assert answers[0] == answers[1]


async def test_our_bye_is_repeated_until_it_is_answered(exchange: Open) -> None:
    desk = await exchange()
    caller = await desk.caller()
    await caller.call()
    await desk.board.until(lambda: len(desk.board.lines) == 1)

    await desk.board.lines[0].hang_up()
    first = await caller.asked("BYE")
    second = await caller.asked("BYE")  # the first one was lost
    caller.answer(second, 200)

    assert first == second
    assert await desk.board.hung_up() == HungUp(by_caller=False, why="hang_up")


async def test_hanging_up_twice_is_one_bye(exchange: Open) -> None:
    desk = await exchange()
    caller = await desk.caller()
    await caller.call()
    await desk.board.until(lambda: len(desk.board.lines) == 1)

    await desk.board.lines[0].hang_up()
    await desk.board.lines[0].hang_up()
    caller.answer(await caller.asked("BYE"), 200)
    await desk.board.hung_up()

    assert [each for each in desk.board.events if isinstance(each, HungUp)] == [
        HungUp(by_caller=False, why="hang_up")
    ]


async def test_a_call_whose_dialogue_returns_is_hung_up(exchange: Open) -> None:
    desk = await exchange()
    desk.board.returns_at_once = True
    caller = await desk.caller()

    await caller.call()

    caller.answer(await caller.asked("BYE"), 200)


async def test_a_forged_bye_does_not_end_a_call(exchange: Open) -> None:
    desk = await exchange()
    caller, forger = await desk.caller(), await desk.caller()
    await caller.call()
    forger.call_id = caller.call_id

    forger.send(forger.request("BYE", to_tag="guessed", number=2))
    refused = await forger.final()
    caller.send(caller.request("BYE"))

    assert status(refused) == 481
    assert status(await caller.final()) == 200


async def test_a_bye_that_is_older_than_the_invite_does_not_end_a_call(exchange: Open) -> None:
    desk = await exchange()
    caller = await desk.caller()
    await caller.call()

    caller.send(caller.request("BYE", number=1))

    assert status(await caller.final()) == 500
    assert desk.line.calls == 1


async def test_a_caller_who_gives_up_while_it_rings_is_let_go(exchange: Open) -> None:
    desk = await exchange(ring_seconds=30.0)
    caller = await desk.caller()
    caller.send(caller.request("INVITE", caller.sdp(), branch="z9hG4bKc1"))
    assert [status(await caller.next()) for _ in range(2)] == [100, 180]

    caller.send(caller.request("CANCEL", branch="z9hG4bKc1", number=caller.number))
    answers = {
        header(text, "CSeq").split()[1]: status(text)
        for text in [await caller.final(), await caller.final()]
    }

    assert answers == {"CANCEL": 200, "INVITE": 487}
    assert desk.board.lines == []
    assert (desk.line.calls, desk.line.counts.cancelled) == (0, 1)


async def test_a_cancel_of_no_call_is_said_to_be_one(exchange: Open) -> None:
    desk = await exchange()
    caller = await desk.caller()

    caller.send(caller.request("CANCEL", number=1))

    assert status(await caller.final()) == 481


async def test_a_refusal_is_repeated_until_it_is_acknowledged(exchange: Open) -> None:
    desk = await exchange()
    caller = await desk.caller()
    caller.send(caller.request("INVITE", caller.sdp(), "Require: foo", branch="z9hG4bKr1"))

    first, second = await caller.final(), await caller.final()
    caller.took(first)
    caller.send(caller.request("ACK", branch="z9hG4bKr1", number=caller.number))

    assert (status(first), header(first, "Unsupported")) == (420, "foo")
    assert first == second
    await asyncio.sleep(0)


async def test_a_caller_who_leaves_the_offering_to_us_is_heard(exchange: Open) -> None:
    desk = await exchange()
    caller = await desk.caller()
    caller.send(caller.request("INVITE"))
    answer = await caller.final()
    caller.took(answer)
    offered = re.search(r"m=audio (\d+) RTP/AVP 8 0 101", answer)
    assert offered is not None

    caller.acknowledge(caller.sdp())
    heard = await caller.sound.next()
    for _ in range(6):
        caller.sound.send(int(offered.group(1)))
    await desk.board.until(lambda: len(desk.board.audio) >= 4)

    assert len(heard) == 172


async def test_a_caller_who_never_answers_our_offer_is_hung_up(exchange: Open) -> None:
    desk = await exchange()
    caller = await desk.caller()
    caller.send(caller.request("INVITE"))
    caller.took(await caller.final())

    caller.acknowledge()

    caller.answer(await caller.asked("BYE"), 200)
    assert (await desk.board.hung_up()).why == "no_media"


async def test_malformed_and_impossible_offers_are_not_acceptable(exchange: Open) -> None:
    desk = await exchange()

    for body in (
        "v=0\r\nm=audio x RTP/AVP 8\r\n",
        "complete nonsense",
        "v=0\r\nc=IN IP4 127.0.0.1\r\nm=audio 4000 RTP/AVP 18\r\n",
        "v=0\r\nc=IN IP4 203.0.113.1\r\nm=audio 4000 RTP/AVP 8\r\n",
    ):
        caller = await desk.caller()
        assert status(await caller.call(body)) == 488

    assert desk.line.counts.not_acceptable == 4
    assert desk.board.lines == []


async def test_requests_that_cannot_be_served_are_refused_as_the_rfc_wants(exchange: Open) -> None:
    desk = await exchange()
    wanted = {
        "REGISTER": 405,
        "SUBSCRIBE": 405,
        "MESSAGE": 405,
        "FOO": 405,
        "REFER": 405,
        "INFO": 481,
        "UPDATE": 481,
        "NOTIFY": 481,
        "BYE": 481,
        "OPTIONS": 200,
    }

    got = {}
    for method in wanted:
        caller = await desk.caller()
        caller.send(caller.request(method))
        got[method] = status(await caller.final())

    assert got == wanted


async def test_invites_that_must_not_be_served_are_refused_as_the_rfc_wants(exchange: Open) -> None:
    desk = await exchange()
    got = {}
    spoils: dict[str, Callable[[str], str]] = {
        "hops": lambda text: text.replace("Max-Forwards: 70", "Max-Forwards: 0"),
        "tag": lambda text: text.replace("To: <sip:12393@127.0.0.1>", "To: <sip:1@a>;tag=x"),
        "require": lambda text: text.replace("CSeq", "Require: 100rel\r\nCSeq"),
        "scheme": lambda text: text.replace("INVITE sip:", "INVITE nobodyKnows:"),
        "type": lambda text: text.replace("application/sdp", "text/plain"),
    }

    for name, spoil in spoils.items():
        caller = await desk.caller()
        caller.send(spoil(caller.request("INVITE", caller.sdp())))
        got[name] = status(await caller.final())

    assert got == {"hops": 483, "tag": 481, "require": 420, "scheme": 416, "type": 415}


async def test_a_line_that_is_shut_down_says_goodbye_to_everyone(exchange: Open) -> None:
    desk = await exchange()
    caller = await desk.caller()
    await caller.call()
    await desk.board.until(lambda: len(desk.board.lines) == 1)

    stopping = asyncio.create_task(desk.line.stop())
    caller.answer(await caller.asked("BYE"), 200)
    await stopping

    assert desk.line.calls == 0
