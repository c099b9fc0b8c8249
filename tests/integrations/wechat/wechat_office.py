"""Builds the WeChat channel of the fake office, and writes to it as WeChat does."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from lxml import etree
from pydantic import SecretStr

from core.errors import EngineUnavailable
from core.messages import Reply
from core.ownership import Ownership
from core.photo_taking import PhotoTaking
from gateway.limits import Buckets
from gateway.settings import Settings
from gateway.wechat_settings import WeChatSettings
from gateway.wechat_side import Shared, wechat_channel
from integrations.wechat.channel import Given, WeChat
from integrations.wechat.ciphers import MessageCipher
from integrations.wechat.signing import signature
from tests.fakes.office import CATALOGUE, Office
from tests.fakes.office import office as office
from tests.fakes.photographs import FakeKeeper, FakeReader, FakeTaker
from tests.integrations.wechat.scripted_wechat import APPID, SECRET, ScriptedWeChat

TOKEN, KEY, GH = "atoken", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", "gh_0123456789ab"
CIPHER = MessageCipher([KEY], APPID)
WRITTEN = 1797818400  # CreateTime of what is written when it is pushed
_numbers = itertools.count(23_000_000_000_000_000)


@dataclass
class FakeHearing:
    """Hear the words it is told to, or nothing."""

    says: str = ""
    broken: bool = False
    heard: list[int] = field(default_factory=list)  # bytes

    async def words(self, pcm: bytes, rate: int) -> str:
        self.heard.append(len(pcm))
        if self.broken:
            raise EngineUnavailable("speech")
        return self.says


@dataclass
class FakeSpeaking:
    """Speak three bytes, or nothing."""

    broken: bool = False
    spoken: list[str] = field(default_factory=list)

    async def mp3(self, text: str) -> bytes:
        if self.broken:
            raise EngineUnavailable("speech")
        self.spoken.append(text)
        return b"ID3"


@dataclass
class FakePlaces:
    """Know one place, or none."""

    reply: Reply | None = None
    asked: list[tuple[float, float, str]] = field(default_factory=list)

    async def near(
        self, latitude: float, longitude: float, label: str, region: str | None
    ) -> Reply | None:
        self.asked.append((latitude, longitude, label))
        return self.reply


@dataclass
class WeChatOffice:
    """Hold the channel, the office behind it, and the WeChat before it."""

    office: Office
    channel: WeChat
    wechat: ScriptedWeChat
    hearing: FakeHearing
    speaking: FakeSpeaking
    places: FakePlaces
    taker: FakeTaker

    async def push(self, xml: str, *, cipher: MessageCipher = CIPHER, mode: str = "safe") -> Given:
        """Bring a push to the door, as one attempt of WeChat."""
        query, body = self.dressed(xml, cipher=cipher, mode=mode)
        return await self.channel.push(query, body, not_gone)

    def dressed(
        self, xml: str, *, cipher: MessageCipher = CIPHER, mode: str = "safe"
    ) -> tuple[dict[str, str], bytes]:
        """Return the query and the body of a push."""
        timestamp, nonce = str(int(self.office.clock().timestamp())), str(next(_numbers))
        xml = xml.replace(f">{WRITTEN}<", f">{timestamp}<")
        query = {
            "timestamp": timestamp,
            "nonce": nonce,
            "signature": signature(TOKEN, timestamp, nonce),
        }
        if mode == "plain":
            return query, xml.encode()
        sealed = cipher.sealed(xml.encode())
        query |= {
            "encrypt_type": "aes",
            "msg_signature": signature(TOKEN, timestamp, nonce, sealed),
        }
        encrypt = f"<Encrypt><![CDATA[{sealed}]]></Encrypt>"
        if mode == "compatible":
            return query, xml.replace("</xml>", f"{encrypt}</xml>").encode()
        return query, f"<xml><ToUserName><![CDATA[{GH}]]></ToUserName>{encrypt}</xml>".encode()

    async def say(self, text: str, openid: str = "o1", number: int | None = None) -> str:
        """Send a text and see the passive reply through; "" if there is only "success"."""
        return await self.see(await self.push(text_xml(text, openid, number)))

    async def see(self, given: Given, seconds: float = 0.1) -> str:
        """Return the text that the citizen sees, written after so many seconds."""
        if given.written is not None:
            await given.written(seconds)
        return "" if given.body == "success" else shown(given.body)

    async def again(self) -> None:
        """Let the background do one round."""
        await self.channel.step()
        await self.channel.settled()


async def not_gone() -> bool:
    """Tell that WeChat still waits."""
    return False


def shown(body: str, cipher: MessageCipher = CIPHER) -> str:
    """Return the text of an encrypted reply, as strictly as WeChat reads it."""
    outer = {child.tag: child.text or "" for child in etree.fromstring(body)}
    assert set(outer) == {"Encrypt", "MsgSignature", "TimeStamp", "Nonce"}
    sealed = outer["Encrypt"]
    assert outer["MsgSignature"] == signature(TOKEN, outer["TimeStamp"], outer["Nonce"], sealed)
    inner = etree.fromstring(cipher.opened(sealed).message)
    tags = [child.tag for child in inner]
    assert tags == ["ToUserName", "FromUserName", "CreateTime", "MsgType", "Content"]
    fields = {str(child.tag): child.text or "" for child in inner}
    assert fields["FromUserName"] == GH
    assert fields["MsgType"] == "text"
    assert 0 < len(fields["Content"].encode()) <= 2048
    return fields["Content"]


def text_xml(text: str, openid: str = "o1", number: int | None = None, account: str = GH) -> str:
    """Return the XML of a text message."""
    content = text.replace("]]>", "]]]]><![CDATA[>")
    return message_xml("text", f"<Content><![CDATA[{content}]]></Content>", openid, number, account)


def message_xml(
    sort: str, inside: str, openid: str = "o1", number: int | None = None, account: str = GH
) -> str:
    """Return the XML of a message."""
    number = next(_numbers) if number is None else number
    return (
        f"<xml><ToUserName><![CDATA[{account}]]></ToUserName>"
        f"<FromUserName><![CDATA[{openid}]]></FromUserName><CreateTime>{WRITTEN}</CreateTime>"
        f"<MsgType><![CDATA[{sort}]]></MsgType>{inside}<MsgId>{number}</MsgId></xml>"
    )


def event_xml(event: str, key: str = "", openid: str = "o1", created: int = 1797818400) -> str:
    """Return the XML of an event."""
    return (
        f"<xml><ToUserName><![CDATA[{GH}]]></ToUserName>"
        f"<FromUserName><![CDATA[{openid}]]></FromUserName><CreateTime>{created}</CreateTime>"
        f"<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[{event}]]></Event>"
        f"<EventKey><![CDATA[{key}]]></EventKey></xml>"
    )


def wechat_settings(**others: object) -> WeChatSettings:
    """Return the settings of the account that the scripted WeChat knows."""
    given: dict[str, object] = {
        "app_id": APPID,
        "secret": SecretStr(SECRET),
        "token": SecretStr(TOKEN),
        "aes_key": SecretStr(KEY),
        "account": GH,
        "api": "http://wechat.test",
        "pages": "http://pages.test",
        "budget": 120.0,  # a slow machine must not look like a slow dialogue
        **others,
    }
    return WeChatSettings.model_validate(given)


def open_wechat(
    office: Office, wechat: ScriptedWeChat | None = None, **others: object
) -> WeChatOffice:
    """Join the channel with the office."""
    wechat = wechat or ScriptedWeChat()
    hearing, speaking, places, taker = FakeHearing(), FakeSpeaking(), FakePlaces(), FakeTaker()
    shared = Shared(
        database=office.database,
        stores=office.stores,
        settings=Settings(public_url="https://yibao.test"),
        wechat=wechat_settings(**others),
        client=wechat.client,
        assistant=office.assistant,
        recorder=office.recorder,
        taking=PhotoTaking(
            conversations=office.conversations,
            photos=office.stores.photos,
            pictures=FakeKeeper(),
            reader=FakeReader(),
            taker=taker,
            desk=office.desk,
            ownership=Ownership(office.applications, CATALOGUE),
            recorder=office.recorder,
            now=office.clock,
        ),
        catalogue=CATALOGUE,
        take=Buckets(lambda: office.clock().timestamp()).take,
        now=office.clock,
    )
    channel = wechat_channel(shared, hears=hearing, speaks=speaking, places=places)
    return WeChatOffice(office, channel, wechat, hearing, speaking, places, taker)


@pytest.fixture
async def desk(office: Office, tmp_path: Path) -> AsyncIterator[WeChatOffice]:
    """Be a WeChat channel in safe mode."""
    desk = open_wechat(office)
    yield desk
    await desk.channel.close()
