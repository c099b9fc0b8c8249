"""Makes a platform and a tiny door that speak without sockets, on a clock that tests move."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from integrations.wechat_simulator.account import Account, Mode
from integrations.wechat_simulator.app import make_simulator
from integrations.wechat_simulator.clock import Clock
from integrations.wechat_simulator.faults import Fault, Planned
from integrations.wechat_simulator.platform import Platform, make_platform
from integrations.wechat_simulator.pusher import Manner
from integrations.wechat_simulator.record import Shown
from tests.integrations.wechat_simulator.tiny_door import Console, TinyDoor
from tests.integrations.wechat_simulator.tiny_sender import TinySender

APP_ID, SECRET, TOKEN = "wx0123456789abcdef", "c0ffee" * 5, "tok3n"
AES_KEY = "kWxPDDPNdVXtGQqUTXGOzTFmLQgAHbzOZtKqkmZwBq1"
NOON = 1_795_320_000.0
TEMPLATE, NOTICE, ONCE = "tmpl-result", "sub-result", "sub-once"
FIELDS = ("character_string1", "thing2")
API, OWNER = "http://api", {"grant_type": "client_credential", "appid": APP_ID, "secret": SECRET}

Json = dict[str, object]
Handler = Callable[[httpx.Request], Coroutine[None, None, httpx.Response]]


@dataclass(frozen=True, slots=True)
class Played:
    """Be the platform, with short ways to what tests do often."""

    platform: Platform
    api: httpx.AsyncClient
    door: TinyDoor | None = None
    headers: Mapping[str, str] = field(default_factory=lambda: {"X-Simulator-Secret": SECRET})

    async def follower(self, nickname: str = "王秀英") -> str:
        """Return the openid of somebody who follows; their minute for a greeting is over."""
        openid = self.platform.acts.citizen(nickname).openid
        self.platform.acts.follow(openid)
        await self.platform.pusher.settled()
        self.platform.clock.put_forward(61)
        return openid

    async def settled(self) -> None:
        """Wait until all is pushed, answered and sent."""
        await self.platform.pusher.settled()
        if self.door:
            await asyncio.gather(*self.door.sending)

    async def token(self, *, force: bool = False) -> str:
        """Return an access token."""
        body = OWNER | ({"force_refresh": True} if force else {})
        return str((await self.api.post("/cgi-bin/stable_token", json=body)).json()["access_token"])

    async def call(self, path: str, body: Json, token: str | None = None) -> Json:
        """Post JSON to the API, with a fresh token unless one is given."""
        query = {"access_token": await self.token() if token is None else token}
        answer = await self.api.post(f"/cgi-bin{path}", params=query, json=body)
        return {**answer.json(), "status": answer.status_code}

    async def say_to(self, openid: str, content: str = "您好", token: str | None = None) -> int:
        """Send a customer message; return the errcode."""
        body: Json = {"touser": openid, "msgtype": "text", "text": {"content": content}}
        return int(str((await self.call("/message/custom/send", body, token))["errcode"]))

    def heard(self, openid: str) -> list[str]:
        """Return the texts that a citizen saw, except their own and repetitions."""
        return [
            words_of(one)
            for one in self.platform.record.chat(openid)
            if one.side != "citizen" and not one.is_repeat
        ]

    def plan(self, fault: Fault, times: int = 1, *, code: int = -1, path: str = "") -> None:
        """Let the next calls or pushes meet a fault that takes no time."""
        self.platform.faults.plan(Planned(fault, times, 0.0, code, path))


def words_of(shown: Shown) -> str:
    """Return the text of a message."""
    text = shown.body["text"]
    assert isinstance(text, dict)
    return str(text["content"])


def account(mode: Mode = Mode.SAFE) -> Account:
    """Return the account that is played."""
    return Account(
        *(APP_ID, SECRET, TOKEN, AES_KEY),
        mode=mode,
        door="http://door/door",
        page_hosts=("pages.example",),
        templates={TEMPLATE: FIELDS},
        subscriptions={NOTICE: FIELDS, ONCE: FIELDS},
        long_term=frozenset({NOTICE}),
    )


def played(
    mode: Mode = Mode.SAFE, manner: Manner | None = None, kept: Path | None = None
) -> Played:
    """Return the platform with a tiny door behind it, which is always too late with 慢慢."""
    console = Console(APP_ID, TOKEN, AES_KEY, account().original_id, mode.value)
    sender = TinySender(API, APP_ID, SECRET)
    door = TinyDoor(console, sender, budget=0.3)
    door.slow = door.has_given_up.wait
    made = _made(httpx.ASGITransport(door.app), manner or Manner(), mode, kept)
    sender.client = httpx.AsyncClient(transport=made.api._transport)
    return Played(made.platform, made.api, door)


def played_before(handler: Handler, manner: Manner | None = None, mode: Mode = Mode.SAFE) -> Played:
    """Return the platform before a door that does what the handler does."""
    return _made(httpx.MockTransport(handler), manner or Manner(), mode)


async def no_time(seconds: float) -> None:
    """Wait for nothing: between two requests the door sees no difference."""
    assert seconds >= 0


def _made(
    door: httpx.AsyncBaseTransport, manner: Manner, mode: Mode, kept: Path | None = None
) -> Played:
    platform = make_platform(
        *(account(mode), httpx.AsyncClient(transport=door)),
        clock=Clock(lambda: NOON),
        manner=manner,
        sleep=no_time,
        kept=kept,
    )
    app = make_simulator(platform, ("api",))
    transport = httpx.ASGITransport(app)
    return Played(platform, httpx.AsyncClient(transport=transport, base_url=API))
