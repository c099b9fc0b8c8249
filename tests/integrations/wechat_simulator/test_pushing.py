"""Tests how messages reach a door: dress, retries, strictness, and what the citizen sees."""

from __future__ import annotations

import asyncio
from xml.sax.saxutils import escape

import httpx
import pytest

from integrations.wechat_simulator.account import Mode
from integrations.wechat_simulator.mark_fail import MarkFail
from integrations.wechat_simulator.pusher import Manner
from integrations.wechat_simulator.record import BUSY
from tests.integrations.wechat_simulator.played import (
    APP_ID,
    NOON,
    Played,
    account,
    played,
    played_before,
)

TRICKY = "结束符 ]]> 与 </Content><MsgType>image</MsgType> &amp; 😀"


@pytest.mark.parametrize("mode", list(Mode))
async def test_what_is_said_reaches_the_door_and_its_answer_the_citizen(mode: Mode) -> None:
    wechat = played(mode)
    openid = await wechat.follower()

    wechat.platform.acts.say(openid, TRICKY)
    await wechat.settled()

    assert wechat.door is not None
    assert wechat.door.pushes[-1]["Content"] == TRICKY
    assert wechat.heard(openid)[-1] == f"您说的是：{TRICKY}"


async def test_the_plain_part_of_the_compatible_mode_comes_with_the_cipher() -> None:
    bodies: list[str] = []

    async def door(request: httpx.Request) -> httpx.Response:
        bodies.append(request.content.decode())
        return httpx.Response(200, text="success")

    wechat = played_before(door, mode=Mode.COMPATIBLE)
    wechat.platform.acts.say(wechat.platform.acts.citizen("王秀英").openid, "你好")
    await wechat.settled()

    assert "<Content><![CDATA[你好]]></Content>" in bodies[0]
    assert "<Encrypt><![CDATA[" in bodies[0]


async def test_a_slow_door_is_asked_three_times_with_the_same_id_in_a_new_dress() -> None:
    requests: list[httpx.Request] = []

    async def door(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        await asyncio.Event().wait()
        raise AssertionError

    wechat = played_before(door, Manner(pace=0.004))
    openid = wechat.platform.acts.citizen("王秀英").openid
    pushed = wechat.platform.acts.say(openid, "你好")
    await wechat.settled()

    assert [(one.cause, one.outcome) for one in pushed.attempts] == [
        ("first", "timeout"),
        ("retry", "timeout"),
        ("retry", "timeout"),
    ]
    assert len({request.url.params["msg_signature"] for request in requests}) == 3
    assert all(one.milliseconds >= 20 for one in pushed.attempts)
    assert wechat.heard(openid) == [BUSY]


async def test_a_door_may_come_back_for_the_last_attempt() -> None:
    calls = 0

    async def door(request: httpx.Request) -> httpx.Response:
        nonlocal calls
        calls += 1
        if calls < 4:
            raise httpx.ConnectError("refused", request=request)
        return httpx.Response(200, text="success")

    wechat = played_before(door, Manner(requests=4))
    pushed = wechat.platform.acts.say(wechat.platform.acts.citizen("王秀英").openid, "你好")
    await wechat.settled()

    assert [one.outcome for one in pushed.attempts] == ["broken"] * 3 + ["acknowledged"]


async def said_by(answer: httpx.Response, mode: Mode = Mode.PLAIN) -> Played:
    """Return the platform after a door gave this answer to 你好."""

    async def door(request: httpx.Request) -> httpx.Response:
        del request
        return answer

    wechat = played_before(door, mode=mode)
    wechat.platform.acts.say(wechat.platform.acts.citizen("王秀英").openid, "你好")
    await wechat.settled()
    return wechat


def reply(
    openid: str, *, more: str = "", content: str = "好", to: str = "", kind: str = "text"
) -> str:
    inside = f"<Content>{escape(content)}</Content>" if kind == "text" else ""
    return (
        f"<xml><ToUserName>{to or openid}</ToUserName>"
        f"<FromUserName>{account().original_id}</FromUserName>"
        f"<CreateTime>1</CreateTime><MsgType>{kind}</MsgType>{inside}{more}</xml>"
    )


WANG = played().platform.acts.citizen("王秀英").openid


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ('{"errcode": 0}', "not XML"),
        ("Error 500", "not XML"),
        ("<!DOCTYPE xml><xml/>", "a document type"),
        ("<html/>", "the root is not xml"),
        ("<xml><Encrypt>x</Encrypt></xml>", "a cipher in the plain mode"),
        ("<xml><MsgType>text</MsgType></xml>", "CreateTime, FromUserName, ToUserName missing"),
        (reply(WANG, to="gh_simulated0001"), "ToUserName and FromUserName are not swapped"),
        (reply(WANG, content=" "), "Content is empty"),
        (reply(WANG, content="长" * 683), "Content is longer than 2048 bytes"),
        (reply(WANG, more="<Content>x</Content>"), "Content twice"),
        (reply(WANG, more="<MediaId>x</MediaId>"), "MediaId: missing or not known"),
        (reply(WANG, kind="hologram"), "MsgType is not known"),
        (
            reply(WANG, kind="image", more="<Image><MediaId>x</MediaId></Image>"),
            "MediaId is not known",
        ),
    ],
)
async def test_a_reply_that_wechat_cannot_show_becomes_its_error_line(body: str, why: str) -> None:
    wechat = await said_by(httpx.Response(200, text=body))

    assert wechat.platform.record.pushed[0].attempts[0].why == why
    assert wechat.heard(WANG) == [BUSY]


async def test_plain_text_in_the_safe_mode_becomes_the_error_line() -> None:
    wechat = await said_by(httpx.Response(200, text=reply(WANG)), Mode.SAFE)

    assert wechat.platform.record.pushed[0].attempts[0].why == "plain text in the safe mode"


async def test_a_good_reply_of_2048_bytes_is_shown() -> None:
    wechat = await said_by(httpx.Response(200, text=reply(WANG, content="长" * 682)))

    assert wechat.heard(WANG) == ["长" * 682]


@pytest.mark.parametrize("body", ["", "success"])
async def test_an_acknowledgement_shows_nothing(body: str) -> None:
    wechat = await said_by(httpx.Response(200, text=body))

    assert wechat.platform.record.pushed[0].outcome == "acknowledged"
    assert wechat.heard(WANG) == []


async def test_an_error_of_the_door_is_shown_at_once() -> None:
    wechat = await said_by(httpx.Response(500, text="success"))

    assert [one.why for one in wechat.platform.record.pushed[0].attempts] == ["HTTP 500"]
    assert wechat.heard(WANG) == [BUSY]


async def test_two_events_of_one_second_are_two_and_have_no_id() -> None:
    wechat = played()
    openid = wechat.platform.acts.citizen("王秀英").openid

    wechat.platform.acts.follow(openid)
    wechat.platform.acts.tap(openid, "APPLY", "办事")
    await wechat.settled()

    assert wechat.door is not None
    told = [(p["Event"], p["EventKey"], p["CreateTime"]) for p in wechat.door.pushes]
    assert told == [("subscribe", "", str(int(NOON))), ("CLICK", "APPLY", str(int(NOON)))]
    assert not any("MsgId" in push for push in wechat.door.pushes)


async def test_two_citizens_may_have_the_same_message_id() -> None:
    wechat = played()
    acts = wechat.platform.acts
    both = [acts.citizen(name).openid for name in ("王秀英", "李建国")]

    for openid, text in zip(both, ("甲", "乙"), strict=True):
        acts.say(openid, text, message_id="24000000000000001")
    await wechat.settled()

    assert [wechat.heard(openid) for openid in both] == [["您说的是：甲"], ["您说的是：乙"]]


async def test_a_door_that_fails_often_hears_nothing_for_a_minute() -> None:
    async def door(request: httpx.Request) -> httpx.Response:
        del request
        return httpx.Response(500)

    wechat = played_before(door)
    acts, pusher = wechat.platform.acts, wechat.platform.pusher
    pusher.mark_fail = MarkFail(most=2)
    openid = acts.citizen("王秀英").openid

    pushed = []
    for _ in range(3):
        pushed.append(acts.say(openid, "你好"))
        await wechat.settled()
    wechat.platform.clock.put_forward(61)
    pushed.append(acts.say(openid, "你好"))
    await wechat.settled()

    assert [len(one.attempts) for one in pushed] == [1, 1, 0, 1]
    assert wechat.heard(openid) == [BUSY] * 4


async def test_the_answer_of_a_slow_door_follows_once_as_a_customer_message() -> None:
    wechat = played()
    openid = await wechat.follower()

    wechat.platform.acts.say(openid, "慢慢说")
    await wechat.settled()

    ways = [one.way for one in wechat.platform.record.chat(openid) if one.side == "office"]
    assert wechat.heard(openid)[-1] == "您说的是：慢慢说"
    assert ways[-1] == "customer"
    assert wechat.platform.account.app_id == APP_ID
