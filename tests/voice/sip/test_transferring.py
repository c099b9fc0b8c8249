"""Tests transfers over real sockets."""

from __future__ import annotations

import asyncio

from tests.voice.sip.conftest import Exchange, Open
from tests.voice.sip.raw_caller import RawCaller, header, status
from voice.line import HungUp, TransferFailed

CONTEXT = {"subject": "人工", "conversation": "c-1"}


async def on_a_call(exchange: Open, **changes: object) -> tuple[Exchange, RawCaller]:
    desk = await exchange(transfer_targets=("80",), **changes)
    caller = await desk.caller()
    await caller.call()
    await desk.board.until(lambda: len(desk.board.lines) == 1)
    return desk, caller


async def referred(desk: Exchange, caller: RawCaller, code: int = 202) -> tuple[str, bool]:
    asking = asyncio.create_task(desk.board.lines[0].transfer("8001", CONTEXT))
    refer = await caller.asked("REFER")
    caller.answer(refer, code)
    return refer, await asking


def notify(caller: RawCaller, fragment: str, state: str) -> str:
    return caller.request(
        "NOTIFY",
        f"{fragment}\r\n",
        "Event: refer",
        f"Subscription-State: {state}",
        kind="message/sipfrag;version=2.0",
    )


async def test_a_caller_is_handed_over_with_the_context_and_then_let_go(exchange: Open) -> None:
    desk, caller = await on_a_call(exchange)

    refer, accepted = await referred(desk, caller)
    caller.send(notify(caller, "SIP/2.0 180 Ringing", "active;expires=60"))
    ringing = await caller.final()
    caller.send(notify(caller, "SIP/2.0 200 OK", "terminated;reason=noresource"))
    caller.answer(await caller.asked("BYE"), 200)

    assert accepted
    assert status(ringing) == 200
    assert header(refer, "Refer-To").startswith("<sip:8001@127.0.0.1?")
    assert header(refer, "Referred-By").startswith("<sip:127.0.0.1:")
    assert header(refer, "Subject") == "人工"
    assert header(refer, "User-to-User").endswith(";encoding=hex")
    assert await desk.board.hung_up() == HungUp(by_caller=False, why="transferred")


async def test_a_target_that_is_busy_gives_the_caller_back(exchange: Open) -> None:
    desk, caller = await on_a_call(exchange)

    await referred(desk, caller)
    caller.send(notify(caller, "SIP/2.0 486 Busy Here", "terminated"))
    await caller.final()
    await desk.board.until(lambda: TransferFailed(486) in desk.board.events)
    _, second = await referred(desk, caller)

    assert desk.line.calls == 1
    assert second  # another one may be tried


async def test_a_refused_refer_is_said_at_once(exchange: Open) -> None:
    desk, caller = await on_a_call(exchange)

    _, accepted = await referred(desk, caller, code=603)

    assert not accepted
    assert desk.board.events == []


async def test_a_target_that_is_not_listed_is_never_asked_for(exchange: Open) -> None:
    desk, caller = await on_a_call(exchange)

    accepted = await desk.board.lines[0].transfer("00862012345", CONTEXT)

    assert not accepted
    assert caller.wire.came.empty()


async def test_a_transfer_of_which_nothing_is_heard_has_failed(exchange: Open) -> None:
    desk, caller = await on_a_call(exchange, transfer_seconds=0.2)

    await referred(desk, caller)

    await desk.board.until(lambda: TransferFailed(408) in desk.board.events)


async def test_an_exchange_that_hangs_up_after_accepting_has_transferred(exchange: Open) -> None:
    desk, caller = await on_a_call(exchange)

    await referred(desk, caller)
    caller.send(caller.request("BYE"))

    assert await desk.board.hung_up() == HungUp(by_caller=False, why="transferred")


async def test_a_notify_about_anything_else_is_a_bad_event(exchange: Open) -> None:
    _, caller = await on_a_call(exchange)

    caller.send(caller.request("NOTIFY", "x", "Event: presence", kind="text/plain"))

    assert status(await caller.final()) == 489
