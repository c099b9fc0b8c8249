"""Tests 网页授权: silent, asked, refused, on a 快照页, and everything that must not work."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from integrations.wechat_simulator.sign_in_api import COOKIE, authorize_address
from tests.integrations.wechat_simulator.played import APP_ID, SECRET, Json, Played, played

BACK = "https://pages.example/wechat/back"


async def asked(wechat: Played, scope: str, openid: str, **changed: str) -> str:
    """Open the address that asks; return where the browser is sent, or nothing."""
    told = {"app_id": APP_ID, "redirect": BACK, "scope": scope, "state": "abc123"} | changed
    address = authorize_address("", **told).partition("#")[0]
    answer = await wechat.api.get(address, headers={"Cookie": f"{COOKIE}={openid}"})
    return str(answer.headers.get("location", ""))


async def answered(wechat: Played, openid: str, answer: str) -> dict[str, list[str]]:
    """Press a button of the page that asks; return what the page behind is told."""
    address = authorize_address("", APP_ID, BACK, "snsapi_userinfo", "abc123").partition("#")[0]
    headers = {"Cookie": f"{COOKIE}={openid}"}
    told = await wechat.api.post(address, data={"answer": answer}, headers=headers)
    return parse_qs(urlsplit(told.headers["location"]).query)


async def exchanged(wechat: Played, code: str) -> Json:
    query = {"appid": APP_ID, "secret": SECRET, "code": code, "grant_type": "authorization_code"}
    return dict((await wechat.api.get("/sns/oauth2/access_token", params=query)).json())


async def userinfo(wechat: Played, told: Json) -> Json:
    query = {"access_token": str(told["access_token"]), "openid": str(told["openid"])}
    return dict((await wechat.api.get("/sns/userinfo", params=query | {"lang": "zh_CN"})).json())


async def test_the_base_scope_tells_the_openid_without_asking_and_nothing_else() -> None:
    wechat = played()
    openid = await wechat.follower()

    sent = urlsplit(await asked(wechat, "snsapi_base", openid))
    told = await exchanged(wechat, parse_qs(sent.query)["code"][0])

    assert (sent.hostname, parse_qs(sent.query)["state"]) == ("pages.example", ["abc123"])
    assert (told["openid"], told["scope"]) == (openid, "snsapi_base")
    assert (await userinfo(wechat, told))["errcode"] == 48001


async def test_a_name_is_told_only_after_a_tap() -> None:
    wechat = played()
    openid = await wechat.follower("陈玉梅")

    silent = await asked(wechat, "snsapi_userinfo", openid)
    told = await exchanged(wechat, (await answered(wechat, openid, "allow"))["code"][0])

    assert silent == ""
    assert (await userinfo(wechat, told))["nickname"] == "陈玉梅"
    assert "is_snapshotuser" not in told


async def test_who_refuses_comes_back_with_a_state_and_no_code() -> None:
    wechat = played()
    openid = await wechat.follower()

    assert await answered(wechat, openid, "refuse") == {"state": ["abc123"]}


async def test_on_a_snapshot_page_nobody_is_who_they_are() -> None:
    wechat = played()
    openid = await wechat.follower()

    told = await exchanged(wechat, (await answered(wechat, openid, "snapshot"))["code"][0])

    assert told["is_snapshotuser"] == 1
    assert told["openid"] != openid


async def test_a_code_works_once_and_for_five_minutes() -> None:
    wechat = played()
    openid = await wechat.follower()
    codes = [
        parse_qs(urlsplit(await asked(wechat, "snsapi_base", openid)).query)["code"][0]
        for _ in range(2)
    ]

    first, again = await exchanged(wechat, codes[0]), await exchanged(wechat, codes[0])
    wechat.platform.clock.put_forward(300)
    late, invented = await exchanged(wechat, codes[1]), await exchanged(wechat, "invented")

    assert first["openid"] == openid
    assert [told["errcode"] for told in (again, late, invented)] == [40163, 42003, 40029]


async def test_a_token_of_a_page_is_refreshed_for_thirty_days_and_is_none_of_the_api() -> None:
    wechat = played()
    openid = await wechat.follower()
    sent = urlsplit(await asked(wechat, "snsapi_base", openid))
    told = await exchanged(wechat, parse_qs(sent.query)["code"][0])
    query = {"appid": APP_ID, "grant_type": "refresh_token"}
    query |= {"refresh_token": str(told["refresh_token"])}

    fresh = (await wechat.api.get("/sns/oauth2/refresh_token", params=query)).json()
    wechat.platform.clock.put_forward(30 * 86_400)
    late = (await wechat.api.get("/sns/oauth2/refresh_token", params=query)).json()

    assert fresh["openid"] == openid
    assert late["errcode"] == 42002
    assert await wechat.say_to(openid, token=str(told["access_token"])) == 40001


@pytest.mark.parametrize(
    "changed",
    [
        {"redirect": "https://elsewhere.example/back"},
        {"redirect": "https://pages.example.evil.example/back"},
        {"app_id": "wx0000000000000000"},
        {"scope": "snsapi_login"},
        {"state": "x" * 129},
        {"state": "a-b"},
    ],
)
async def test_an_address_that_wechat_would_not_open_leads_nowhere(changed: dict[str, str]) -> None:
    wechat = played()
    openid = await wechat.follower()
    scope = changed.pop("scope", "snsapi_base")

    assert await asked(wechat, scope, openid, **changed) == ""
    assert len(wechat.platform.faults.mistakes) == 1


async def test_parameters_in_another_order_are_a_mistake() -> None:
    wechat = played()
    query = (
        "redirect_uri=https%3A%2F%2Fpages.example%2F&appid=wx&response_type=code&scope=x&state=1"
    )

    assert (await wechat.api.get(f"/connect/oauth2/authorize?{query}")).status_code == 400


async def test_outside_of_the_phone_nobody_is_signed_in() -> None:
    assert await asked(played(), "snsapi_base", "oNobody") == ""
