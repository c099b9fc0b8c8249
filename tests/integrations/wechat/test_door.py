"""Tests who gets through the door: signatures, modes, keys, accounts, and XML that is none."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.wechat_tables import wechat_inbox
from integrations.wechat.ciphers import MessageCipher
from integrations.wechat.door import Door, Mode
from integrations.wechat.faults import PushRefused
from integrations.wechat.signing import signature
from tests.fakes.office import Office
from tests.integrations.wechat.scripted_wechat import APPID
from tests.integrations.wechat.wechat_office import (
    CIPHER,
    GH,
    KEY,
    TOKEN,
    WeChatOffice,
    event_xml,
    open_wechat,
    shown,
    text_xml,
)

OLD_KEY = "Z" * 43


def check(echo: str, token: str = TOKEN) -> dict[str, str]:
    return {
        "timestamp": "1797818400",
        "nonce": "12345",
        "echostr": echo,
        "signature": signature(token, "1797818400", "12345"),
    }


def test_the_check_of_our_address_gets_its_own_text_back(desk: WeChatOffice) -> None:
    assert desk.channel.echo(check("4375120948345356249")) == "4375120948345356249"


def test_a_check_with_another_token_is_refused(desk: WeChatOffice) -> None:
    with pytest.raises(PushRefused):
        desk.channel.echo(check("4375120948345356249", "wrong"))


def test_a_check_never_reflects_html(desk: WeChatOffice) -> None:
    with pytest.raises(PushRefused):
        desk.channel.echo(check("<script>alert(1)</script>"))


def test_an_encrypted_check_is_opened(desk: WeChatOffice) -> None:
    sealed = CIPHER.sealed(b"987654321")
    query = check(sealed) | {"msg_signature": signature(TOKEN, "1797818400", "12345", sealed)}

    assert desk.channel.echo(query) == "987654321"


async def test_the_signature_of_the_query_is_not_enough_in_safe_mode(desk: WeChatOffice) -> None:
    query, body = desk.dressed(text_xml("你好"))
    query["msg_signature"] = query["signature"]

    with pytest.raises(PushRefused):
        await desk.channel.push(query, body, _waits)


async def test_plain_text_is_refused_where_encryption_was_agreed(desk: WeChatOffice) -> None:
    for mode in ("raw", ""):
        query, body = desk.dressed(text_xml("你好"), mode="plain")
        query["encrypt_type"] = mode
        with pytest.raises(PushRefused):
            await desk.channel.push(query, body, _waits)


@pytest.mark.parametrize(
    "cipher", [MessageCipher([KEY], "wxother"), MessageCipher([OLD_KEY], APPID)]
)
async def test_another_account_or_another_key_is_refused(
    desk: WeChatOffice, cipher: MessageCipher
) -> None:
    with pytest.raises(PushRefused):
        await desk.push(text_xml("你好"), cipher=cipher)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b"\xff\xfe",
        b"<xml>",
        b"<html></html>",
        b"<xml><Encrypt>a</Encrypt><Encrypt>b</Encrypt></xml>",
        b'<xml><Encrypt a="b">c</Encrypt></xml>',
        b"<xml><Encrypt>&a;</Encrypt></xml>",
        b'<!DOCTYPE x [<!ENTITY a "aaaa">]><xml><Encrypt>&a;</Encrypt></xml>',
        b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><xml><Encrypt>a</Encrypt></xml>',
        b"<?xml-stylesheet href='x'?><xml><Encrypt>a</Encrypt></xml>",
        b"<xml>" + b"<a>" * 6 + b"x" + b"</a>" * 6 + b"</xml>",
        b"<xml>" + b"".join(b"<a%d>x</a%d>" % (n, n) for n in range(80)) + b"</xml>",
    ],
)
async def test_what_is_no_plain_xml_is_refused_before_it_can_do_anything(
    desk: WeChatOffice, body: bytes
) -> None:
    query, _ = desk.dressed(text_xml("你好"))

    with pytest.raises(PushRefused) as refused:
        await desk.channel.push(query, body, _waits)

    assert refused.value.status == 403


async def test_what_is_too_long_is_refused_unread(desk: WeChatOffice) -> None:
    query, _ = desk.dressed(text_xml("你好"))

    with pytest.raises(PushRefused) as refused:
        await desk.channel.push(query, b"x" * 70_000, _waits)

    assert refused.value.status == 413


async def test_words_that_look_like_a_document_type_are_words(desk: WeChatOffice) -> None:
    await desk.push(text_xml("<!DOCTYPE x [<!ENTITY a>]> <?php"))

    assert desk.office.dialogue.heard[0].text == "<!DOCTYPE x [<!ENTITY a>]> <?php"


async def test_a_message_to_another_account_is_acknowledged_and_not_kept(
    desk: WeChatOffice,
) -> None:
    given = await desk.push(text_xml("给别的号", account="gh_other"))

    assert given.body == "success"
    assert await desk.office.rows(wechat_inbox) == []


async def test_a_genuine_type_that_nobody_knows_is_acknowledged(desk: WeChatOffice) -> None:
    xml = text_xml("x").replace("<![CDATA[text]]>", "<![CDATA[hologram]]>")

    assert (await desk.push(xml)).body == "success"


@pytest.mark.parametrize("missing", ["FromUserName", "MsgId", "CreateTime", "MsgType"])
async def test_a_push_that_lacks_what_every_push_has_is_refused(
    desk: WeChatOffice, missing: str
) -> None:
    with pytest.raises(PushRefused):
        await desk.push(text_xml("x").replace(missing, "Other"))


async def test_the_previous_key_gets_in_and_is_answered_with_itself(office: Office) -> None:
    desk = open_wechat(office, previous_aes_key=OLD_KEY)
    old = MessageCipher([OLD_KEY], APPID)

    given = await desk.push(text_xml("你好"), cipher=old)

    assert "知道了。" in shown(given.body, old)
    await desk.channel.close()


async def test_a_clock_that_is_ten_minutes_wrong_is_no_reason_to_refuse(
    desk: WeChatOffice,
) -> None:
    query, body = desk.dressed(text_xml("你好"))
    desk.office.clock.pass_by(timedelta(minutes=10))

    given = await desk.channel.push(query, body, _waits)

    assert "知道了。" in shown(given.body)


async def test_a_push_of_last_month_is_refused(desk: WeChatOffice) -> None:
    query, body = desk.dressed(text_xml("你好"))
    desk.office.clock.pass_by(timedelta(days=20))

    with pytest.raises(PushRefused):
        await desk.channel.push(query, body, _waits)


async def test_in_compatible_mode_only_the_encrypted_part_counts(office: Office) -> None:
    desk = open_wechat(office, mode="compatible")
    query, body = desk.dressed(text_xml("真的"), mode="compatible")
    forged = body.replace(
        "<Content><![CDATA[真的]]>".encode(), "<Content><![CDATA[假的]]>".encode()
    )
    assert forged != body

    given = await desk.channel.push(query, forged, _waits)

    assert [m.text for m in office.dialogue.heard] == ["真的"]
    assert "知道了。" in shown(given.body)
    await desk.channel.close()


async def test_plain_mode_is_answered_in_plain_xml(office: Office) -> None:
    desk = open_wechat(office, mode="plain", aes_key="")

    given = await desk.push(text_xml("你好"), mode="plain")

    assert given.body.startswith("<xml><ToUserName><![CDATA[o1]]>")
    assert "知道了。" in given.body
    await desk.channel.close()


async def test_a_plain_push_with_another_token_is_refused(office: Office) -> None:
    desk = open_wechat(office, mode="plain", aes_key="")
    query, body = desk.dressed(text_xml("你好"), mode="plain")

    with pytest.raises(PushRefused):
        await desk.channel.push(query | {"signature": "0" * 40}, body, _waits)
    await desk.channel.close()


def test_a_door_without_a_key_cannot_be_safe() -> None:
    with pytest.raises(ValueError, match="EncodingAESKey"):
        Door(token=TOKEN, mode=Mode.SAFE, account=GH, cipher=None)


async def test_where_somebody_is_all_day_is_not_kept(desk: WeChatOffice) -> None:
    xml = event_xml("LOCATION").replace("</xml>", "<Latitude>36.06</Latitude></xml>")

    assert (await desk.push(xml)).body == "success"

    rows = await desk.office.rows(wechat_inbox)
    assert [dict(row["content"]) for row in rows] == [{"Event": "LOCATION"}]


async def _waits() -> bool:
    return False
