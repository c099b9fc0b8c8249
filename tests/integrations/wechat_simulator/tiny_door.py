"""Answers for a 服务号 in the fewest lines that keep WeChat's rules; it shares no code with ours.

Tests and the benchmark push to it: python -m tests.integrations.wechat_simulator.tiny_door.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date
from xml.sax.saxutils import escape

import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import PlainTextResponse, Response
from lxml import etree

from core.receipt import receipt_number
from tests.integrations.wechat_simulator.door_cipher import closed, opened, sha1
from tests.integrations.wechat_simulator.tiny_sender import TinySender

BUDGET = 4.0  # seconds until "success" is said instead of the answer
SLOW = 5.0  # seconds that a question with 慢慢 in it takes


@dataclass(frozen=True, slots=True)
class Console:
    """Be what was set in WeChat's console."""

    app_id: str
    token: str
    aes_key: str
    account: str
    mode: str  # plain, compatible, safe


class TinyDoor:
    """Answer each message once, however often it comes."""

    def __init__(
        self,
        console: Console,
        sender: TinySender,
        answer: Callable[[str], str] | None = None,
        budget: float = BUDGET,
    ) -> None:
        self.console, self.sender, self.budget = console, sender, budget
        self.has_given_up = asyncio.Event()
        self.slow: Callable[[], Awaitable[object]] = lambda: asyncio.sleep(SLOW)
        self.answer = answer or (lambda text: f"您说的是：{text}")
        self.pushes: list[dict[str, str]] = []  # all that came, repetitions too
        self.work: dict[str, asyncio.Task[str]] = {}
        self.applications: dict[str, str] = {}  # key of the message -> receipt number
        self.overdue: set[str] = set()  # whose answer is sent afterwards
        self.sending: set[asyncio.Task[None]] = set()
        self.app = FastAPI(openapi_url=None)
        self.app.get("/door")(self.check)
        self.app.post("/door")(self.take)

    async def check(self, request: Request) -> Response:
        """Echo to who knows the token."""
        told = request.query_params
        good = told["signature"] == sha1(self.console.token, told["timestamp"], told["nonce"])
        return PlainTextResponse(told["echostr"] if good else "", 200 if good else 403)

    async def take(self, request: Request) -> Response:
        """Answer a push."""
        told, root = request.query_params, etree.fromstring(await request.body())
        moment, nonce, console = told["timestamp"], told["nonce"], self.console
        if console.mode != "plain":
            encrypted = root.findtext("Encrypt") or ""
            if told["msg_signature"] != sha1(console.token, moment, nonce, encrypted):
                return PlainTextResponse("", 403)
            message, app_id = opened(console.aes_key, encrypted)
            assert app_id == console.app_id
            root = etree.fromstring(message)
        elif told["signature"] != sha1(console.token, moment, nonce):
            return PlainTextResponse("", 403)
        fields = {str(child.tag): child.text or "" for child in root}
        self.pushes.append(fields)
        words = await self._words(fields)
        if words is None:
            return PlainTextResponse("success")
        return Response(self._reply(fields, words), media_type="text/xml")

    async def _words(self, fields: Mapping[str, str]) -> str | None:
        """Return the answer, if it is there in time; all attempts wait for the same work."""
        openid, parts = fields["FromUserName"], ("CreateTime", "Event", "EventKey")
        key = f"{openid}|{fields.get('MsgId') or '|'.join(fields.get(p, '') for p in parts)}"
        if fields["MsgType"] == "event" and fields["Event"] not in {"CLICK", "subscribe", "SCAN"}:
            return None
        self.sender.acted(openid)
        if key not in self.work:
            self.work[key] = asyncio.create_task(self._think(key, fields))
        if key in self.overdue:
            return None
        done, _ = await asyncio.wait({self.work[key]}, timeout=self.budget)
        if done:
            return self.sender.with_parked(openid, self.work[key].result())
        if key not in self.overdue:
            self.overdue.add(key)
            self.has_given_up.set()
            task = asyncio.create_task(self._later(key, openid))
            self.sending.add(task)
            task.add_done_callback(self.sending.discard)
        return None

    async def _think(self, key: str, fields: Mapping[str, str]) -> str:
        text = fields.get("Content") or fields.get("EventKey") or fields["MsgType"]
        if "慢慢" in text:
            await self.slow()
        if text.startswith("办理"):
            number = receipt_number(date(2026, 11, 22), len(self.applications) + 1)
            return f"已受理，受理编号 {self.applications.setdefault(key, number)}"
        return self.answer(text)

    async def _later(self, key: str, openid: str) -> None:
        await self.sender.send(openid, await self.work[key])

    def _reply(self, fields: Mapping[str, str], words: str) -> str:
        plain = (
            f"<xml><ToUserName>{fields['FromUserName']}</ToUserName>"
            f"<FromUserName>{fields['ToUserName']}</FromUserName>"
            f"<CreateTime>{int(time.time())}</CreateTime><MsgType>text</MsgType>"
            f"<Content>{escape(words)}</Content></xml>"
        )
        if self.console.mode == "plain":
            return plain
        moment, nonce, console = str(int(time.time())), "17", self.console
        encrypted = closed(console.aes_key, plain.encode(), console.app_id)
        signed = sha1(console.token, moment, nonce, encrypted)
        return (
            f"<xml><Encrypt>{encrypted}</Encrypt><MsgSignature>{signed}</MsgSignature>"
            f"<TimeStamp>{moment}</TimeStamp><Nonce>{nonce}</Nonce></xml>"
        )


def main() -> None:
    """Serve until somebody stops it."""
    parser = argparse.ArgumentParser(description="a tiny door, for tests of the simulator")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--api", required=True, help="address of WeChat's API")
    given = parser.parse_args()
    told = {name: os.environ[f"YIBAO_WECHAT_{name}"] for name in ("APP_ID", "SECRET", "TOKEN")}
    console = Console(
        told["APP_ID"],
        told["TOKEN"],
        os.environ["YIBAO_WECHAT_AES_KEY"],
        os.environ["YIBAO_WECHAT_ACCOUNT"],
        os.environ.get("YIBAO_WECHAT_MODE", "safe"),
    )
    door = TinyDoor(console, TinySender(given.api, told["APP_ID"], told["SECRET"]))
    uvicorn.run(door.app, host="127.0.0.1", port=given.port, log_level="warning", access_log=False)


if __name__ == "__main__":
    main()
