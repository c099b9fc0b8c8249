"""Tests that every fault is injected as ordered, and counted only if it really happened."""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter

import httpx
import pytest

from integrations.wechat_simulator.faults import OF_API, OF_PUSHES, Chances, Fault, Faults
from integrations.wechat_simulator.pusher import Manner
from tests.integrations.wechat_simulator.played import Played, played, played_before


async def pushed_with(fault: Fault, wechat: Played, text: str = "你好") -> str:
    """Let somebody say something that meets a fault; return their openid."""
    openid = await wechat.follower()
    wechat.plan(fault)
    wechat.platform.acts.say(openid, text)
    await wechat.settled()
    return openid


def outcomes(wechat: Played) -> list[tuple[str, str]]:
    """Return the causes and outcomes of all requests for what was said last."""
    return [(one.cause, one.outcome) for one in wechat.platform.record.pushed[-1].attempts]


async def test_a_duplicate_comes_after_the_answer_and_is_marked_as_a_repetition() -> None:
    wechat = played()
    openid = await pushed_with(Fault.DUPLICATE, wechat)

    shown = [one for one in wechat.platform.record.chat(openid) if one.about == 2]
    assert outcomes(wechat) == [("first", "reply"), ("duplicate", "reply")]
    assert [(one.way, one.is_repeat) for one in shown] == [
        *(("said", False), ("passive", False), ("passive", True)),
    ]
    assert wechat.platform.faults.used == {Fault.DUPLICATE: 1}


async def test_a_late_repetition_comes_by_itself() -> None:
    wechat = played()
    await pushed_with(Fault.LATE, wechat)

    assert outcomes(wechat) == [("first", "reply"), ("late", "reply")]
    assert wechat.platform.faults.used == {Fault.LATE: 1}


async def test_a_reply_that_is_cut_off_is_asked_for_again() -> None:
    wechat = played()
    openid = await pushed_with(Fault.CUT, wechat)

    assert outcomes(wechat) == [("first", "cut"), ("retry", "reply")]
    assert wechat.heard(openid)[-1] == "您说的是：你好"
    assert wechat.platform.faults.used == {Fault.CUT: 1}


async def test_an_overlapping_request_comes_while_the_first_is_worked_on() -> None:
    both = asyncio.Event()
    at_work = 0

    async def door(request: httpx.Request) -> httpx.Response:
        nonlocal at_work
        del request
        at_work += 1
        if at_work == 2:
            both.set()
        await both.wait()
        return httpx.Response(200, text="success")

    wechat = played_before(door)
    wechat.plan(Fault.OVERLAP)
    wechat.platform.acts.say(wechat.platform.acts.citizen("王秀英").openid, "你好")
    await wechat.settled()

    assert sorted(outcomes(wechat)) == [("first", "acknowledged"), ("overlap", "acknowledged")]
    assert wechat.platform.faults.used == {Fault.OVERLAP: 1}


async def test_a_door_that_is_too_quick_to_be_overlapped_is_not_counted() -> None:
    wechat = played(manner=Manner(overlap_after=60.0))
    await pushed_with(Fault.OVERLAP, wechat)

    assert wechat.platform.faults.drawn == {Fault.OVERLAP: 1}
    assert wechat.platform.faults.used == {}


async def test_somebody_elses_later_message_overtakes() -> None:
    wechat = played()
    first, second = await wechat.follower("王秀英"), await wechat.follower("李建国")
    wechat.plan(Fault.REORDER)

    wechat.platform.acts.say(first, "先")
    await asyncio.sleep(0)
    wechat.platform.acts.say(second, "后")
    await wechat.settled()

    assert wechat.door is not None
    assert [push.get("Content") for push in wechat.door.pushes[-2:]] == ["后", "先"]
    assert wechat.platform.faults.used == {Fault.REORDER: 1}


async def test_with_nobody_else_there_nothing_is_reordered_and_nothing_counted() -> None:
    wechat = played(manner=Manner(hold=0.01))
    await pushed_with(Fault.REORDER, wechat)

    assert wechat.platform.faults.used == {}


@pytest.mark.parametrize("fault", [Fault.BUSY, Fault.BAD_GATEWAY, Fault.TOKEN_LOSS])
async def test_a_slow_answer_arrives_once_though_the_api_fails(fault: Fault) -> None:
    wechat = played()
    openid = await wechat.follower()
    wechat.plan(fault, path="/cgi-bin/message/custom/send")

    wechat.platform.acts.say(openid, "慢慢说")
    await wechat.settled()

    assert wechat.heard(openid).count("您说的是：慢慢说") == 1
    assert wechat.platform.faults.used == {fault: 1}


@pytest.mark.parametrize("fault", [Fault.LOST_REPLY, Fault.HANG])
async def test_a_call_of_which_nobody_hears_has_had_its_effect(fault: Fault) -> None:
    wechat = played()
    openid = await wechat.follower()
    wechat.platform.acts.say(openid, "你好")
    await wechat.settled()
    token = await wechat.token()
    wechat.plan(fault)

    with contextlib.suppress(httpx.HTTPError, ValueError, AssertionError):
        await wechat.say_to(openid, "在吗", token)

    assert wechat.heard(openid)[-1] == "在吗"
    assert wechat.platform.faults.used == {fault: 1}


async def test_a_refusal_is_never_lost_and_not_counted() -> None:
    wechat = played()
    openid = await wechat.follower()
    token = await wechat.token()
    wechat.plan(Fault.LOST_REPLY)

    heard = await wechat.say_to(openid, "在吗", token)

    assert heard == 45015
    assert wechat.platform.faults.refusals == {"45015": 1}
    assert wechat.platform.faults.used == {}


async def test_without_a_token_none_can_be_lost() -> None:
    wechat = played()
    wechat.plan(Fault.TOKEN_LOSS)

    await wechat.token()

    assert (wechat.platform.faults.drawn, wechat.platform.faults.used) == ({"token_loss": 1}, {})


def test_the_same_seed_draws_the_same_faults() -> None:
    def drawn(seed: int) -> list[str]:
        faults = Faults(Chances(seed, api=0.3, pushes=0.3))
        calls = [faults.for_call("/cgi-bin/media/get") for _ in range(200)]
        pushes = [faults.for_push(number) for number in range(200)]
        return [*(str(c.fault if c else "") for c in calls), *(str(p or "") for p in pushes)]

    assert drawn(7) == drawn(7) != drawn(8)


def test_every_fault_is_drawn_in_its_share() -> None:
    faults = Faults(Chances(7, api=0.5, pushes=0.5))
    for number in range(2000):
        faults.for_call("/cgi-bin/media/get")
        faults.for_push(number)

    counted = Counter(faults.drawn)
    assert set(counted) == {*OF_API, *OF_PUSHES}
    assert 1850 < counted.total() < 2150


async def test_the_report_says_what_was_planned_and_what_was_used() -> None:
    wechat = played()
    order = {"fault": "duplicate", "times": 2}
    closed = await wechat.api.post("/faults", json=order)
    await wechat.api.post("/faults", json=order, headers=dict(wechat.headers))
    wechat.platform.acts.say(await wechat.follower(), "你好")
    await wechat.settled()

    report = (await wechat.api.get("/faults")).json()

    assert closed.status_code == 401
    assert (report["used"], report["planned"]) == ({"duplicate": 2}, [])
    assert (report["pushed"], report["pending"], report["mistakes"]) == (2, 0, [])
