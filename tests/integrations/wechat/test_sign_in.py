"""Tests the ways from WeChat to our pages: sign-in, signatures, menu, six-digit code."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from core.errors import NotPermitted
from core.hashing import hashed
from core.tables import conversations
from integrations.wechat.faults import ApiRefused
from integrations.wechat.menu import LONGEST_BELOW, LONGEST_KEY, LONGEST_TOP, menu
from integrations.wechat.sign_in import PreviewOnly
from integrations.wechat.signing import js_sdk_signature
from tests.integrations.wechat.scripted_wechat import APPID, refuses
from tests.integrations.wechat.wechat_office import WeChatOffice


def test_the_address_has_what_wechat_wants_in_its_order(desk: WeChatOffice) -> None:
    address = desk.channel.sign_in.address("https://yibao.test/wechat/back", "abc.call")

    assert address == (
        f"http://pages.test/connect/oauth2/authorize?appid={APPID}"
        "&redirect_uri=https%3A%2F%2Fyibao.test%2Fwechat%2Fback&response_type=code"
        "&scope=snsapi_base&state=abc.call#wechat_redirect"
    )


async def test_a_code_names_its_citizen_once(desk: WeChatOffice) -> None:
    desk.wechat.openids["c1"] = {"openid": "o7", "scope": "snsapi_base", "access_token": "web"}

    assert await desk.channel.sign_in.openid("c1") == "o7"
    with pytest.raises(ApiRefused) as refused:
        await desk.channel.sign_in.openid("c1")
    assert refused.value.code == 40163


async def test_who_looks_at_a_preview_is_nobody(desk: WeChatOffice) -> None:
    desk.wechat.openids["c1"] = {"openid": "virtual", "is_snapshotuser": 1}

    with pytest.raises(PreviewOnly):
        await desk.channel.sign_in.openid("c1")


async def test_who_signs_in_comes_into_the_conversation_of_the_chat(desk: WeChatOffice) -> None:
    await desk.say("你好", "o7")

    first = await desk.channel.conversation_of("o7")
    second = await desk.channel.conversation_of("o7")

    assert first == second  # a second page does not sign the first one out
    rows = await desk.office.rows(conversations)
    assert [row["token_hash"] for row in rows] == [hashed(first[1])]
    assert rows[0]["channel"] == "wechat"


async def test_who_never_wrote_can_sign_in_and_gets_nothing_pushed(desk: WeChatOffice) -> None:
    conversation, token = await desk.channel.conversation_of("o8")

    opened = await desk.office.conversations.conversation_of(conversation.id, hashed(token))
    await desk.again()
    assert opened.id == conversation.id
    assert desk.wechat.sent == []


async def test_only_our_own_pages_are_signed(desk: WeChatOffice) -> None:
    for url in (
        "https://yibao.test.evil.example/",
        "http://yibao.test/",
        "https://yibao.test@evil.example/",
        "https://evil.example/?https://yibao.test/",
        "not an address",
        "https://[::1",
    ):
        with pytest.raises(NotPermitted):
            await desk.channel.tickets.signed(url)


async def test_a_page_is_signed_with_its_query_and_without_its_hash(desk: WeChatOffice) -> None:
    signed = await desk.channel.tickets.signed("https://yibao.test/call?a=1#token")

    assert signed["signature"] == js_sdk_signature(
        ticket="a ticket",
        nonce=str(signed["nonceStr"]),
        timestamp=int(str(signed["timestamp"])),
        url="https://yibao.test/call?a=1",
    )


async def test_the_ticket_is_fetched_once_and_renewed_before_it_ends(desk: WeChatOffice) -> None:
    page = "https://yibao.test/"
    await desk.channel.tickets.signed(page)
    desk.wechat.fail("getticket", refuses(-1))
    await desk.channel.tickets.signed(page)
    assert desk.wechat.faults_used == 0
    desk.office.clock.pass_by(timedelta(minutes=116))
    with pytest.raises(ApiRefused):
        await desk.channel.tickets.signed(page)

    await desk.channel.tickets.signed(page)


def test_the_menu_keeps_to_wechat_s_limits() -> None:
    tops = menu()["button"]
    assert isinstance(tops, list)

    assert len(tops) == 3
    for top in tops:
        assert len(top["name"].encode()) <= LONGEST_TOP
        assert 1 <= len(top["sub_button"]) <= 5
        for entry in top["sub_button"]:
            assert len(entry["name"].encode()) <= LONGEST_BELOW
            assert len(entry["key"].encode()) <= LONGEST_KEY


async def test_the_menu_is_set_once_and_in_chinese(desk: WeChatOffice) -> None:
    assert await desk.channel.menu.step()
    assert not await desk.channel.menu.step()

    (sent,) = desk.wechat.menus
    assert "办事" in sent
    assert "\\u" not in sent
    assert json.loads(sent) == menu()


async def test_a_menu_that_was_not_taken_is_tried_again(desk: WeChatOffice) -> None:
    desk.wechat.fail("create", refuses(-1))

    assert not await desk.channel.menu.step()
    assert await desk.channel.menu.step()


async def test_a_six_digit_code_is_passed_on_as_it_was_typed(desk: WeChatOffice) -> None:
    await desk.say("接续码 204811")
    await desk.say("204811")

    assert [m.text for m in desk.office.dialogue.heard] == ["接续码 204811", "204811"]
