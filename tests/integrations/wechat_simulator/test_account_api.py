"""Tests media, the menu, tickets and users over the API, and what is no endpoint at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from integrations.wechat_simulator.faults import Fault
from tests.integrations.wechat_simulator.played import Json, Played, played

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20
BUTTON: Json = {"type": "click", "name": "办事", "key": "APPLY"}


async def upload(wechat: Played, kind: str, content: bytes, part: str = "media") -> Json:
    query = {"access_token": await wechat.token(), "type": kind}
    files = {part: ("a.png", content)}
    answer = await wechat.api.post("/cgi-bin/media/upload", params=query, files=files)
    return dict(answer.json())


async def test_an_uploaded_picture_can_be_fetched_for_three_days() -> None:
    wechat = played()
    media_id = str((await upload(wechat, "image", PNG))["media_id"])

    async def fetched() -> tuple[str, bytes]:
        query = {"access_token": await wechat.token(), "media_id": media_id}
        answer = await wechat.api.get("/cgi-bin/media/get", params=query)
        return answer.headers["content-type"].partition(";")[0], answer.content

    soon = await fetched()
    wechat.platform.clock.put_forward(3 * 86_400)
    late = await fetched()

    assert soon == ("image/png", PNG)
    assert late[0] == "text/plain"  # though it is JSON
    assert b'"errcode":40007' in late[1]


@pytest.mark.parametrize(
    ("kind", "content", "code"),
    [
        ("picture", PNG, 40004),
        ("image", b"", 44001),
        ("image", b"<svg/>", 40005),
        ("image", PNG + b"0" * (10 << 20), 40006),
        ("voice", b"#!AMR\n" + b"0" * (2 << 20), 40006),
        ("thumb", b"\xff\xd8\xff" + b"0" * (64 << 10), 40006),
    ],
)
async def test_media_of_a_wrong_kind_size_or_nature_are_refused(
    kind: str, content: bytes, code: int
) -> None:
    assert (await upload(played(), kind, content))["errcode"] == code


async def test_a_part_of_another_name_is_no_media() -> None:
    assert (await upload(played(), "image", PNG, "file"))["errcode"] == 41005


@pytest.mark.parametrize(
    ("button", "code"),
    [
        ([], 40016),
        ([BUTTON] * 4, 40016),
        ([BUTTON | {"name": "办事大厅服务"}], 40018),
        ([BUTTON | {"type": "press"}], 40017),
        ([BUTTON | {"key": "k" * 129}], 40019),
        ([{"type": "view", "name": "办事", "url": "no address"}], 40020),
        ([{"name": "办事", "sub_button": [BUTTON] * 6}], 40023),
        ([{"name": "办事", "sub_button": [BUTTON | {"name": "长" * 21}]}], 40025),
        ([{"name": "办事", "sub_button": [BUTTON | {"key": ""}]}], 40026),
        ([{"name": "办事", "sub_button": [BUTTON] * 5}, BUTTON, BUTTON], 0),
    ],
)
async def test_a_menu_has_its_limits(button: list[Json], code: int) -> None:
    assert (await played().call("/menu/create", {"button": button}))["errcode"] == code


async def test_a_menu_can_be_read_again_and_taken_away() -> None:
    wechat = played()
    await wechat.call("/menu/create", {"button": [BUTTON]})
    query = {"access_token": await wechat.token()}

    told = (await wechat.api.get("/cgi-bin/menu/get", params=query)).json()
    await wechat.api.get("/cgi-bin/menu/delete", params=query)
    gone = (await wechat.api.get("/cgi-bin/menu/get", params=query)).json()

    assert told == {"menu": {"button": [BUTTON]}}
    assert gone["errcode"] == 46003


async def test_a_restart_changes_neither_the_menu_nor_who_follows(tmp_path: Path) -> None:
    file = tmp_path / "kept.json"
    before = played(kept=file)
    openid = before.platform.acts.citizen("王秀英").openid
    follows = {"openid": openid, "follows": True}
    await before.api.post("/phone/follow", json=follows, headers={"X-Phone": "1"})
    await before.call("/menu/create", {"button": [BUTTON]})

    after = played(kept=file).platform

    assert after.board.menu == before.platform.board.menu
    assert after.citizens.known(openid).follows


async def test_the_ticket_is_the_same_for_two_hours() -> None:
    wechat = played()

    async def ticket() -> str:
        query = {"access_token": await wechat.token(), "type": "jsapi"}
        return str(
            (await wechat.api.get("/cgi-bin/ticket/getticket", params=query)).json()["ticket"]
        )

    first, same = await ticket(), await ticket()
    wechat.platform.clock.put_forward(7200)

    assert first == same != await ticket()


async def test_of_a_citizen_no_more_is_told_than_whether_they_follow() -> None:
    wechat = played()
    openid = await wechat.follower()

    async def info(who: str) -> Json:
        query = {"access_token": await wechat.token(), "openid": who, "lang": "zh_CN"}
        return dict((await wechat.api.get("/cgi-bin/user/info", params=query)).json())

    told, unknown = await info(openid), await info("o-nobody")
    wechat.platform.acts.leave(openid)

    assert told["subscribe"] == 1
    assert "nickname" not in told
    assert unknown["errcode"] == 40003
    assert await info(openid) == {"subscribe": 0, "openid": openid}


async def test_the_door_is_asked_to_echo_when_the_address_is_checked() -> None:
    wechat = played()

    told = await wechat.call("/callback/check", {"action": "all", "check_operator": "DEFAULT"})

    assert told["answered"] is True


@pytest.mark.parametrize("path", ["/cgi-bin/message/mass/send", "/sns/jscode2session", "/wxa/x"])
async def test_an_endpoint_that_is_not_there_is_a_mistake(path: str) -> None:
    wechat = played()

    answer = await wechat.api.get(path)

    assert answer.status_code == 404
    assert wechat.platform.faults.mistakes == [f"no such endpoint: {path}"]


async def test_a_parameter_that_is_not_there_is_a_mistake() -> None:
    wechat = played()

    answer = await wechat.api.get("/cgi-bin/media/get?access_token=x&mediaid=1")

    assert answer.status_code == 400
    assert wechat.platform.faults.mistakes == ["/cgi-bin/media/get: no parameter mediaid"]


async def test_the_wrong_method_is_refused_as_wechat_does_it() -> None:
    wechat = played()

    told = (await wechat.api.get("/cgi-bin/stable_token")).json()

    assert told["errcode"] == 43002
    assert wechat.platform.faults.mistakes == ["/cgi-bin/stable_token: not by GET"]


async def test_any_errcode_can_be_ordered_for_one_path() -> None:
    wechat = played()
    order = {"fault": "refusal", "code": 48001, "path": "/cgi-bin/menu"}
    await wechat.api.post("/faults", json=order, headers=dict(wechat.headers))

    first = await wechat.call("/menu/create", {"button": [BUTTON]})
    second = await wechat.call("/menu/create", {"button": [BUTTON]})

    assert (first["errcode"], second["errcode"]) == (48001, 0)
    assert wechat.platform.faults.used == {Fault.REFUSAL: 1}
