"""Comes to the product's doors over sockets, streams and as WeChat, with whatever is sent."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from time import time

import httpx
from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

from integrations.wechat.ciphers import MessageCipher
from integrations.wechat.passive import sealed_reply
from integrations.wechat.signing import signature
from launch.wechat import ACCOUNT, APP_ID

LOOPBACK = "127.0.0.1"
HEARS = 5.0  # seconds that an answer to rubbish is waited for
FIRST_SERVER_ERROR, AWAY = 500, 503
BROKE = 1011  # close code of a server that met an error of its own (RFC 6455 7.4.1)
Counted = Counter[str]


def label_of(status: int, content: bytes) -> str:
    """Return under which name an answer is counted.

    "2xx" to "4xx"; "503 told" if a sentence of ours says what is away; else the number.
    """
    if status < FIRST_SERVER_ERROR:
        return f"{status // 100}xx"
    try:
        detail = str(json.loads(content)["detail"])
    except (ValueError, KeyError, TypeError):
        return str(status)
    is_told = status == AWAY and any("一" <= char <= "鿿" for char in detail)
    return f"{status} told" if is_told else str(status)


async def raw(port: int, content: bytes) -> str:
    """Send bytes to a port; return how it was answered: as label_of, "closed" or "silent"."""
    try:
        async with asyncio.timeout(HEARS):
            reader, writer = await asyncio.open_connection(LOOPBACK, port)
            try:
                writer.write(content)
                await writer.drain()
                line = await reader.readline()
                rest = await reader.read(65_536)
            finally:
                writer.transport.abort()
    except TimeoutError:
        return "silent"
    except (OSError, ValueError):
        return "closed"
    words = line.split()
    if len(words) > 1 and words[0].startswith(b"HTTP/") and words[1].isdigit():
        return label_of(int(words[1]), rest.partition(b"\r\n\r\n")[2])
    return "closed"


@asynccontextmanager
async def half_sent(port: int, begun: Iterable[bytes]) -> AsyncIterator[list[asyncio.StreamReader]]:
    """Hold connections on which a request was begun and does not go on; yield their other ends."""
    readers, writers = [], []
    try:
        for content in begun:
            reader, writer = await asyncio.open_connection(LOOPBACK, port)
            writers.append(writer)
            readers.append(reader)
            writer.write(content)
        yield readers
    finally:
        for writer in writers:
            writer.transport.abort()


async def is_let_go(reader: asyncio.StreamReader) -> bool:
    """Tell whether the other end has answered or gone."""
    try:
        async with asyncio.timeout(0.1):
            await reader.read(1)
    except TimeoutError:
        return False
    except OSError:
        return True
    return True


async def stream(address: str, hello: str | None, frame: str | bytes) -> str:
    """Send a frame on a stream, after `hello` if it is given; return how that went."""
    try:
        async with asyncio.timeout(HEARS):
            async with connect(address, proxy=None, max_size=None, ping_interval=None) as socket:
                if hello is not None:
                    await socket.send(hello)
                    await socket.recv()
                await socket.send(frame)
                await socket.recv()
                return "2xx"
    except TimeoutError:
        return "silent"
    except WebSocketException as error:
        code = getattr(getattr(error, "rcvd", None), "code", None)
        if code == BROKE:
            return str(code)
        return f"ws {code}" if code else "closed"
    except OSError:
        return "closed"


class Platform:
    """Come to WeChat's door as WeChat does: signed and encrypted, whatever is inside."""

    def __init__(self, url: str, settings: Mapping[str, str], client: httpx.AsyncClient) -> None:
        """Take the door and the account's secrets."""
        self._url = f"{url}/wechat"
        self._client = client
        self._api = settings["YIBAO_WECHAT_API"]
        self._secret = settings["YIBAO_WECHAT_SECRET"]
        self._token = settings["YIBAO_WECHAT_TOKEN"]
        self._cipher = MessageCipher([settings["YIBAO_WECHAT_AES_KEY"]], APP_ID)

    async def push(self, content: bytes) -> str:
        """Push what is sealed as it has to be; return how it was answered."""
        at, nonce, encrypted = str(int(time())), secrets.token_hex(8), self._cipher.sealed(content)
        signed = signature(self._token, at, nonce, encrypted)
        body = sealed_reply(encrypted=encrypted, signature=signed, timestamp=at, nonce=nonce)
        query = {"msg_signature": signed, "timestamp": at, "nonce": nonce, "encrypt_type": "aes"}
        return await self.post(query, body.encode())

    async def post(self, query: Mapping[str, str], body: bytes) -> str:
        """Post anything to the door; return how it was answered."""
        try:
            answer = await self._client.post(self._url, params=dict(query), content=body)
        except httpx.HTTPError:
            return "closed"
        return label_of(answer.status_code, answer.content)

    async def say_aloud(self, openid: str, recording: bytes, number: int) -> str:
        """Let a citizen send a recording, which the platform keeps as it is."""
        media_id = await self._kept(recording)
        letter = (
            f"<xml><ToUserName><![CDATA[{ACCOUNT}]]></ToUserName>"
            f"<FromUserName><![CDATA[{openid}]]></FromUserName><CreateTime>{int(time())}"
            "</CreateTime><MsgType><![CDATA[voice]]></MsgType>"
            f"<MediaId><![CDATA[{media_id}]]></MediaId><Format><![CDATA[amr]]></Format>"
            f"<MsgId>{number}</MsgId></xml>"
        )
        return await self.push(letter.encode())

    async def show(self, openid: str, picture: bytes) -> None:
        """Let a citizen send a picture; WeChat's simulator pushes it itself."""
        await self._client.post(
            f"{self._api}/phone/picture",
            params={"openid": openid},
            content=picture,
            headers={"X-Phone": "1"},
        )

    async def _kept(self, recording: bytes) -> str:
        wanted = {"grant_type": "client_credential", "appid": APP_ID, "secret": self._secret}
        token = (await self._client.post(f"{self._api}/cgi-bin/stable_token", json=wanted)).json()
        answer = await self._client.post(
            f"{self._api}/cgi-bin/media/upload",
            params={"access_token": token["access_token"], "type": "voice"},
            files={"media": ("voice.amr", recording, "audio/amr")},
        )
        told = answer.json()
        assert "media_id" in told, f"WeChat's simulator did not take a recording: {told}"
        return str(told["media_id"])
