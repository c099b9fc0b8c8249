"""Tests WeChat's routes as WeChat and browsers see them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from fastapi import FastAPI

from core import wechat_wording as say
from core.hashing import hashed
from gateway.headers import Headers
from gateway.problems import BodyLimit, install
from gateway.wechat_api import wechat_routes
from gateway.wechat_pages import wechat_pages
from integrations.wechat.signing import signature
from tests.fakes.office import Office
from tests.integrations.wechat.wechat_office import (
    TOKEN,
    WeChatOffice,
    open_wechat,
    shown,
    text_xml,
)


@dataclass(frozen=True, slots=True)
class Door:
    """Hold the channel and an HTTP client in front of it."""

    desk: WeChatOffice
    http: httpx.AsyncClient

    async def push(self, xml: str) -> httpx.Response:
        query, body = self.desk.dressed(xml)
        headers = {"content-type": "text/xml"}
        return await self.http.post("/wechat", params=query, content=body, headers=headers)


@pytest.fixture
async def door(office: Office) -> AsyncIterator[Door]:
    desk = open_wechat(office)
    app = FastAPI()
    install(app)
    app.add_middleware(BodyLimit)
    app.add_middleware(Headers)
    app.include_router(wechat_routes(desk.channel))
    app.include_router(
        wechat_pages(desk.channel, public_url="https://yibao.test", secure_cookies=True)
    )
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="https://yibao.test") as http:
        yield Door(desk, http)
    await desk.channel.close()


async def test_the_check_of_our_address_gets_its_text_back_and_nothing_around_it(
    door: Door,
) -> None:
    query = {
        "timestamp": "1",
        "nonce": "2",
        "echostr": "4375120948345356249",
        "signature": signature(TOKEN, "1", "2"),
    }

    answer = await door.http.get("/wechat", params=query)

    assert (answer.status_code, answer.text) == (200, "4375120948345356249")
    assert answer.headers["content-type"].startswith("text/plain")


async def test_a_check_that_is_none_is_refused_and_reflects_nothing(door: Door) -> None:
    query = {"timestamp": "1", "nonce": "2", "echostr": "<script>", "signature": "0"}

    answer = await door.http.get("/wechat", params=query)

    assert (answer.status_code, answer.content) == (403, b"")


async def test_a_push_is_answered_with_encrypted_xml_and_counts_as_delivered(door: Door) -> None:
    answer = await door.push(text_xml("你好"))

    assert answer.status_code == 200
    assert "知道了。" in shown(answer.text)
    door.desk.office.clock.pass_by(timedelta(minutes=5))
    await door.desk.again()
    assert door.desk.wechat.sent == []


async def test_a_forged_push_is_refused_without_a_word(door: Door) -> None:
    query, body = door.desk.dressed(text_xml("你好"))
    query["msg_signature"] = query["signature"]

    answer = await door.http.post("/wechat", params=query, content=body)

    assert (answer.status_code, answer.content) == (403, b"")
    assert door.desk.office.dialogue.heard == []


async def test_a_push_that_is_too_long_is_refused(door: Door) -> None:
    query, _ = door.desk.dressed(text_xml("你好"))

    answer = await door.http.post("/wechat", params=query, content=b"x" * 70_000)

    assert answer.status_code == 413


async def test_a_browser_is_led_to_wechat_and_back_into_its_own_conversation(door: Door) -> None:
    await door.push(text_xml("你好", "o7"))
    door.desk.wechat.openids["c1"] = {"openid": "o7"}

    left = await door.http.get("/wechat/go", params={"to": "/call"})
    state = _state(left)
    back = await door.http.get("/wechat/back", params={"code": "c1", "state": state})

    assert (left.status_code, back.status_code) == (303, 303)
    address = urlsplit(back.headers["location"])
    kept = parse_qs(address.fragment)
    assert (address.path, address.query) == ("/static/wechat/enter.html", "")
    assert kept["to"] == ["/call"]
    opened = await door.desk.office.conversations.conversation_of(
        kept["id"][0], hashed(kept["token"][0])
    )
    assert opened.channel == "wechat"


async def test_the_state_s_cookie_is_seen_by_nobody_else(door: Door) -> None:
    left = await door.http.get("/wechat/go")

    cookie = left.headers["set-cookie"]
    assert all(word in cookie for word in ("HttpOnly", "Secure", "SameSite=lax", "Path=/wechat"))
    assert len(_state(left)) <= 128


async def test_a_browser_that_was_not_sent_out_is_not_let_in(door: Door) -> None:
    door.desk.wechat.openids["c1"] = {"openid": "o7"}
    state = _state(await door.http.get("/wechat/go"))
    door.http.cookies.clear()

    back = await door.http.get("/wechat/back", params={"code": "c1", "state": state})

    assert back.status_code == 403
    assert say.SIGN_IN_OVER in back.text
    assert "c1" in door.desk.wechat.openids  # WeChat was not even asked


@pytest.mark.parametrize("state", ["", "x", "other.call"])
async def test_another_state_is_refused(door: Door, state: str) -> None:
    door.desk.wechat.openids["c1"] = {"openid": "o7"}
    await door.http.get("/wechat/go")

    back = await door.http.get("/wechat/back", params={"code": "c1", "state": state})

    assert back.status_code == 403
    assert "c1" in door.desk.wechat.openids


async def test_coming_back_twice_is_refused(door: Door) -> None:
    door.desk.wechat.openids["c1"] = {"openid": "o7"}
    query = {"code": "c1", "state": _state(await door.http.get("/wechat/go"))}
    await door.http.get("/wechat/back", params=query)

    again = await door.http.get("/wechat/back", params=query)

    assert again.status_code == 403


async def test_a_code_that_was_used_elsewhere_is_refused_in_words(door: Door) -> None:
    query = {"code": "used", "state": _state(await door.http.get("/wechat/go"))}

    back = await door.http.get("/wechat/back", params=query)

    assert (back.status_code, say.SIGN_IN_OVER in back.text) == (403, True)


async def test_who_refuses_is_told_how_to_go_on(door: Door) -> None:
    query = {"state": _state(await door.http.get("/wechat/go"))}

    back = await door.http.get("/wechat/back", params=query)

    assert (back.status_code, say.SIGN_IN_REFUSED in back.text) == (403, True)


async def test_a_preview_page_lets_nobody_in_and_says_what_to_press(door: Door) -> None:
    door.desk.wechat.openids["c1"] = {"openid": "virtual", "is_snapshotuser": 1}
    query = {"code": "c1", "state": _state(await door.http.get("/wechat/go"))}

    back = await door.http.get("/wechat/back", params=query)

    assert back.status_code == 403
    assert "使用完整服务" in back.text
    assert "location" not in back.headers


async def test_nobody_is_led_to_a_page_that_is_not_ours(door: Door) -> None:
    door.desk.wechat.openids["c1"] = {"openid": "o7"}
    left = await door.http.get("/wechat/go", params={"to": "https://evil.example/"})
    query = {"code": "c1", "state": _state(left)}

    back = await door.http.get("/wechat/back", params=query)

    assert parse_qs(urlsplit(back.headers["location"]).fragment)["to"] == ["/chat"]


async def test_our_pages_get_their_signature_and_others_do_not(door: Door) -> None:
    ours = await door.http.get("/api/v1/wechat/js-sdk", params={"url": "https://yibao.test/call"})
    other = await door.http.get("/api/v1/wechat/js-sdk", params={"url": "https://evil.test/"})

    assert set(ours.json()) == {"appId", "timestamp", "nonceStr", "signature"}
    assert other.status_code == 403


async def test_what_wechat_s_call_says_is_in_no_log(
    door: Door, caplog: pytest.LogCaptureFixture
) -> None:
    for ours in ("core", "gateway", "integrations"):
        caplog.set_level("DEBUG", ours)

    await door.push(text_xml("我叫王秀英", "o_secret"))
    await door.desk.again()

    assert "王秀英" not in caplog.text
    assert "o_secret" not in caplog.text


def _state(left: httpx.Response) -> str:
    return parse_qs(urlsplit(left.headers["location"]).query)["state"][0]
