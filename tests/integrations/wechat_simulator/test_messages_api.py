"""Tests customer messages and notices as the product sends them, over the API."""

from __future__ import annotations

import json

import pytest

from tests.integrations.wechat_simulator.played import (
    FIELDS,
    NOTICE,
    ONCE,
    TEMPLATE,
    Json,
    played,
)


def notice(openid: str, template: str, **more: object) -> Json:
    data = {name: {"value": "受理"} for name in FIELDS}
    return {"touser": openid, "template_id": template, "data": data, **more}


async def test_five_messages_follow_a_message_and_none_after_48_hours() -> None:
    wechat = played()
    openid = await wechat.follower()
    nothing_said = await wechat.say_to(openid)
    wechat.platform.acts.say(openid, "你好")

    codes = [await wechat.say_to(openid, f"第{n}条") for n in range(6)]
    wechat.platform.clock.put_forward(48 * 3600)
    late = await wechat.say_to(openid)

    assert (nothing_said, codes, late) == (45015, [0] * 5 + [45047], 45015)


async def test_who_has_left_is_not_reached_by_any_way() -> None:
    wechat = played()
    openid = await wechat.follower()
    wechat.platform.acts.say(openid, "你好")
    wechat.platform.acts.leave(openid)

    template = await wechat.call("/message/template/send", notice(openid, TEMPLATE))

    assert await wechat.say_to(openid) == 45015
    assert template["errcode"] == 43004


async def test_a_long_text_and_an_empty_one_are_refused_and_cost_nothing() -> None:
    wechat = played()
    openid = await wechat.follower()
    wechat.platform.acts.say(openid, "你好")

    long, empty = await wechat.say_to(openid, "长" * 683), await wechat.say_to(openid, " ")

    assert (long, empty) == (45002, 44004)
    assert [await wechat.say_to(openid) for _ in range(6)] == [0] * 5 + [45047]


async def test_tokens_are_refused_each_with_its_own_code() -> None:
    wechat = played()
    openid = await wechat.follower()
    old = await wechat.token()
    new = await wechat.token(force=True)

    codes = [await wechat.say_to(openid, token=token) for token in ("", "nonsense", old, new)]
    wechat.platform.clock.put_forward(7200)

    assert codes == [41001, 40014, 40001, 45015]
    assert await wechat.say_to(openid, token=new) == 42001


async def test_a_refusal_is_http_200_with_a_rid() -> None:
    told = await played().call("/message/custom/send", {}, "nonsense")

    assert told["status"] == 200
    assert "rid: " in str(told["errmsg"])


@pytest.mark.parametrize(
    "body",
    [
        {"touser": "o", "msgtype": "text", "text": {"content": "x"}, "client_msg_id": "1"},
        {"touser": "o", "msgtype": "text", "text": {"content": 5}},
        {"touser": "o", "msgtype": "text", "text": {"contents": "x"}},
        {"to_user": "o", "msgtype": "text", "text": {"content": "x"}},
    ],
)
async def test_fields_that_wechat_does_not_know_are_a_mistake_and_no_success(body: Json) -> None:
    wechat = played()

    told = await wechat.call("/message/custom/send", body)

    assert told["status"] == 400
    assert len(wechat.platform.faults.mistakes) == 1


async def test_an_unknown_kind_and_bodies_that_are_no_json_are_refused() -> None:
    wechat = played()
    token = {"access_token": await wechat.token()}
    path = "/cgi-bin/message/custom/send"

    unknown = await wechat.call("/message/custom/send", {"touser": "o", "msgtype": "markdown"})
    broken = (await wechat.api.post(path, params=token, content=b"{")).json()
    escaped = (
        await wechat.api.post(
            *(path,),
            params=token,
            content=json.dumps({"touser": "o", "msgtype": "text", "text": {"content": "好"}}),
        )
    ).json()

    assert [told["errcode"] for told in (unknown, broken, escaped)] == [40008, 47001, 40033]


async def test_a_template_message_with_the_same_client_id_arrives_once_in_ten_minutes() -> None:
    wechat = played()
    openid = await wechat.follower()
    body = notice(openid, TEMPLATE, client_msg_id="receipt-1")

    first = await wechat.call("/message/template/send", body)
    second = await wechat.call("/message/template/send", body)
    wechat.platform.clock.put_forward(601)
    third = await wechat.call("/message/template/send", body)
    await wechat.settled()

    ways = [one.way for one in wechat.platform.record.chat(openid) if one.side == "office"]
    assert first["msgid"] == second["msgid"] != third["msgid"]
    assert ways.count("template") == 2
    assert [one.kind for one in wechat.platform.record.pushed].count("TEMPLATESENDJOBFINISH") == 2


async def test_a_template_must_exist_and_have_all_its_fields_filled() -> None:
    wechat = played()
    openid = await wechat.follower()
    empty = notice(openid, TEMPLATE) | {"data": {name: {"value": ""} for name in FIELDS}}
    foreign = notice(openid, TEMPLATE) | {"data": {"thing9": {"value": "x"}}}
    long = notice(openid, TEMPLATE) | {"data": {name: {"value": "长" * 21} for name in FIELDS}}

    codes = [
        (await wechat.call("/message/template/send", body))["errcode"]
        for body in (notice(openid, "unknown"), empty, foreign, long)
    ]

    assert codes == [40037, 47003, 47003, 47003]


async def test_a_one_off_consent_is_used_up_and_a_long_term_one_is_not() -> None:
    wechat = played()
    openid = await wechat.follower()
    refused = await wechat.call("/message/subscribe/bizsend", notice(openid, NOTICE))
    for template in (NOTICE, ONCE):
        wechat.platform.acts.agree(openid, template)

    codes = [
        (await wechat.call("/message/subscribe/bizsend", notice(openid, template)))["errcode"]
        for template in (NOTICE, NOTICE, ONCE, ONCE)
    ]

    assert refused["errcode"] == 43101
    assert codes == [0, 0, 0, 43101]


async def test_typing_is_refused_late_twice_and_for_unknown_commands() -> None:
    wechat = played()
    openid = await wechat.follower()

    async def type_(command: str) -> object:
        body: Json = {"touser": openid, "command": command}
        return (await wechat.call("/message/custom/typing", body))["errcode"]

    late = await type_("Typing")
    wechat.platform.acts.say(openid, "你好")
    codes = [await type_(command) for command in ("Typing", "Typing", "CancelTyping", "Stop")]

    assert (late, codes) == (45080, [0, 45081, 0, 45072])
