"""Plays one whole telephone call: a question, an application, a correction, the receipt."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from core.form_wording import OFFER_CHOICES
from tests.people import next_id_number
from tests.voice.mandarin_caller import Caller

QUESTION = "国家对跨省看病直接结算有什么要求"
WANTED = "我要办门诊统筹签约"
CORRECTION = "手机号错了"
NAME = "我叫王建国"
MOBILES = ("13800138000", "13912345678")  # the first is corrected
ANSWERS = 12  # to questions of the form; more would be asking things twice
TRIES = 3  # of one sentence; people, too, say it again when they were not understood
HEARD_ENOUGH = 3.0  # seconds of an answer that is then interrupted

Turn = Mapping[str, object]


async def whole_call(somebody: Caller, address: str) -> None:
    """Call, ask, interrupt the answer, apply, correct the number, confirm, hear the receipt."""
    turn = await applied_for(somebody, address)
    turn = await filled_in(somebody, turn)
    await somebody.listen()
    await say_until(somebody, CORRECTION, lambda turn: turn["awaiting"] == "mobile")
    await somebody.listen()
    turn = await _after(somebody, somebody.press(MOBILES[1]))
    turn = await filled_in(somebody, turn)
    await somebody.listen()
    await say_until(somebody, "确认", lambda turn: turn["state"] == "submitted")
    await somebody.listen()
    await somebody.say("没有了，再见")
    await somebody.listen()
    await somebody.hang_up()


async def applied_for(somebody: Caller, address: str) -> Turn:
    """Call, ask a question, and interrupt its answer with what is wanted."""
    await somebody.dial(address)
    await somebody.listen()
    await somebody.press("1")  # the call may be recorded
    await somebody.listen()
    await _after(somebody, somebody.say(QUESTION))
    await somebody.hear_for(HEARD_ENOUGH)
    return await say_until(somebody, WANTED, lambda turn: turn["state"] == "filling")


async def filled_in(somebody: Caller, turn: Turn) -> Turn:
    """Answer the form's questions until it is read back."""
    for _ in range(ANSWERS):
        if turn["state"] == "confirming":
            return turn
        await somebody.listen()
        turn = await _after(somebody, _answer(somebody, turn))
    raise AssertionError("the form asks and asks")


async def say_until(somebody: Caller, text: str, reached: Callable[[Turn], bool]) -> Turn:
    """Say a sentence until it has led where it should."""
    turn: Turn = {}
    for attempt in range(TRIES):
        if attempt:
            await somebody.listen()
        turn = await _after(somebody, somebody.say(text))
        if reached(turn):
            return turn
    raise AssertionError(f"{text} was not understood: {turn}")


async def _answer(somebody: Caller, turn: Turn) -> None:
    match turn["awaiting"]:
        case _ if _is_offered(somebody):
            await somebody.press("1")
        case "name":
            await somebody.say(NAME)
        case "id_number":
            await somebody.press(next_id_number().replace("X", "*"))  # as callers are told
        case "mobile":
            await somebody.press(MOBILES[0])
        case _:
            await somebody.press("1")  # yes, or the first that is offered


def _is_offered(somebody: Caller) -> bool:
    """Tell whether a value is offered: 用您来电的这个号码，可以吗？"""
    choices = somebody.answers()[-1]["reply"]["choices"]
    return isinstance(choices, list) and tuple(choices[:2]) == OFFER_CHOICES


async def _after(somebody: Caller, doing: Awaitable[None]) -> Turn:
    answers = len(somebody.answers())
    await doing
    return await somebody.until(answers + 1)
