"""Tests the caller of the fault runs on a real line: sound arrives, and is timed."""

from __future__ import annotations

from time import monotonic

from bench.faults.caller import Caller
from tests.voice.sip.conftest import Exchange, Open, exchange
from voice.line import HungUp, Key

__all__ = ["exchange"]  # pytest finds the fixture by its name here

TONE = b"\x00\x20\x00\xe0" * 2000  # half a second


async def on_the_line(desk: Exchange) -> Caller:
    caller = await Caller.dialled(desk.line.ports["udp"])
    assert caller is not None
    await desk.board.until(lambda: len(desk.board.lines) == 1)
    return caller


async def test_a_caller_speaks_presses_a_key_hears_and_hangs_up(exchange: Open) -> None:
    desk = await exchange()
    caller = await on_the_line(desk)

    over = await caller.says(bytes(1600) + TONE[:3200] + bytes(3200))
    caller.press("1")
    await desk.board.until(lambda: any(isinstance(event, Key) for event in desk.board.events))
    desk.board.lines[0].play(TONE)
    heard = await caller.sound_after(over, 4.0)
    await caller.quiet(0.3, 4.0)
    await caller.hang_up()

    assert heard is not None
    assert over < heard < monotonic()
    assert 0.4 < caller.heard.loud_at - heard < 0.8
    assert await desk.board.hung_up() == HungUp(by_caller=True, why="bye")
    assert caller.said_goodbye


async def test_a_call_that_the_other_side_ends_is_dead(exchange: Open) -> None:
    desk = await exchange()
    caller = await on_the_line(desk)

    await desk.board.lines[0].hang_up()
    heard = await caller.sound_after(monotonic(), 5.0)

    assert heard is None
    assert caller.is_dead
    await caller.hang_up()
