"""Builds the gateway around the fake office, and speaks to it as a browser does."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time, timedelta
from types import TracebackType
from typing import cast

import httpx
from argon2 import PasswordHasher
from fastapi import FastAPI
from starlette.types import Message as AsgiMessage

from bot.action_server import ActionServer
from gateway.api import CitizenParts
from gateway.app import make_app
from gateway.parts import Parts
from gateway.readiness import Readiness
from gateway.staff import StaffDoor
from gateway.staff_api import StaffParts
from integrations.listeners import Listeners
from integrations.web_chat import WebChat
from tests.fakes.office import CATALOGUE, REGIONS, Office
from video_desk.desk import VideoDesk

Json = dict[str, object]
SECRET = "only Rasa knows"
PASSWORD = "correct horse"
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)  # kibibytes
PATIENCE = 10.0  # seconds after which a frame that never comes fails the test


@dataclass(frozen=True, slots=True)
class Citizen:
    """Be somebody who opened a conversation over HTTP."""

    front: Front
    id: str
    token: str

    @property
    def headers(self) -> dict[str, str]:
        """Return what proves who they are."""
        return {"Authorization": f"Bearer {self.token}"}

    @property
    def path(self) -> str:
        """Return where the conversation lives."""
        return f"/api/v1/conversations/{self.id}"

    async def say(self, text: str, message_id: str | None = None) -> httpx.Response:
        """Send a message."""
        body = {"text": text} | ({"message_id": message_id} if message_id else {})
        return await self.front.http.post(f"{self.path}/messages", json=body, headers=self.headers)


@dataclass(frozen=True, slots=True)
class Front:
    """Hold the gateway and a browser."""

    office: Office
    parts: Parts
    app: FastAPI
    http: httpx.AsyncClient

    async def citizen(self, **body: str) -> Citizen:
        """Open a conversation."""
        opened = (await self.http.post("/api/v1/conversations", json=body)).json()
        return Citizen(self, opened["conversation_id"], opened["token"])

    async def signed_in(self, name: str = "1001", display_name: str = "王工") -> None:
        """Open an account, and let the browser sign in."""
        await self.parts.staff.door.add(name, display_name, PASSWORD)
        body = {"name": name, "password": PASSWORD}
        assert (await self.http.post("/api/v1/staff/session", json=body)).status_code == 204

    def socket(self, path: str) -> BrowserSocket:
        """Return a WebSocket of this browser, not yet connected."""
        cookie = "; ".join(f"{name}={value}" for name, value in self.http.cookies.items())
        return BrowserSocket(self.app, path, cookie)


class BrowserSocket:
    """Speak to one WebSocket route over ASGI, in the test's own event loop."""

    def __init__(self, app: FastAPI, path: str, cookie: str) -> None:
        self._app = app
        self._scope = {
            "type": "websocket",
            "asgi": {"version": "3.0"},
            "scheme": "ws",
            "path": path,
            "raw_path": path.encode(),
            "query_string": b"",
            "root_path": "",
            "headers": [(b"host", b"test"), (b"cookie", cookie.encode())],
            "subprotocols": [],
            "client": ("127.0.0.1", 1),
            "server": ("test", 80),
        }
        self._sent: asyncio.Queue[AsgiMessage] = asyncio.Queue()
        self._got: asyncio.Queue[AsgiMessage] = asyncio.Queue()
        self.task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> BrowserSocket:
        """Connect."""
        self._sent.put_nowait({"type": "websocket.connect"})
        self.task = asyncio.create_task(
            self._app(self._scope, self._sent.get, self._got.put), name="socket"
        )
        assert (await self._next())["type"] == "websocket.accept"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Leave; whatever went wrong at the other end comes out here."""
        self._sent.put_nowait({"type": "websocket.disconnect", "code": 1001})
        assert self.task is not None
        await asyncio.wait_for(self.task, PATIENCE)

    async def send(self, frame: Mapping[str, object] | str) -> None:
        """Send a frame."""
        text = frame if isinstance(frame, str) else json.dumps(frame)
        self._sent.put_nowait({"type": "websocket.receive", "text": text})

    async def send_bytes(self, data: bytes) -> None:
        """Send a frame that is no text."""
        self._sent.put_nowait({"type": "websocket.receive", "bytes": data})

    async def receive(self) -> Json:
        """Return the next frame."""
        message = await self._next()
        assert message["type"] == "websocket.send", message
        return cast(Json, json.loads(message["text"]))

    async def receive_until(self, kind: str) -> Json:
        """Return the next frame of that type."""
        while (frame := await self.receive())["type"] != kind:
            pass
        return frame

    async def closed(self) -> int:
        """Return the code with which the other end closes."""
        message = await self._next()
        assert message["type"] == "websocket.close", message
        return int(message["code"])

    async def _next(self) -> AsgiMessage:
        return await asyncio.wait_for(self._got.get(), PATIENCE)


def open_front(office: Office) -> Front:
    """Join the parts as gateway.parts does, with the engines of the office."""
    listeners, staff_listeners = Listeners(), Listeners()
    desk = VideoDesk(
        tickets=office.tickets,
        conversations=office.conversations,
        citizens=listeners,
        staff_pages=staff_listeners,
        now=office.clock,
        opens=time(8, 30),
        closes=time(17, 30),
    )
    assistant = office.assistant_with(desk)
    door = StaffDoor(office.staff, now=office.clock, session=timedelta(hours=8), hasher=CHEAP)

    async def load_index() -> None:
        return None

    parts = Parts(
        database=office.database,
        client=httpx.AsyncClient(transport=httpx.ASGITransport(FastAPI())),
        assistant=assistant,
        action_server=ActionServer(office.actions, SECRET),
        action_timeout=3.0,
        readiness=Readiness(
            dialogue=office.dialogue, load_index=load_index, database=office.database
        ),
        citizens=CitizenParts(
            assistant=assistant,
            conversations=office.conversations,
            applications=office.applications,
            remarks=office.remarks,
            retriever=office.retriever,
            catalogue=CATALOGUE,
            web_chat=WebChat(
                assistant=assistant,
                conversations=office.conversations,
                desk=desk,
                listeners=listeners,
            ),
            staff=door,
            now=office.clock,
            info={"name": "医疗保障局（示例）", "hotline": "12393", "hours": "工作日"},
            regions=REGIONS,
        ),
        staff=StaffParts(
            door=door,
            desk=desk,
            listeners=staff_listeners,
            now=office.clock,
            secure_cookies=False,
        ),
    )
    app = make_app(parts)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    return Front(office, parts, app, httpx.AsyncClient(transport=transport, base_url="http://test"))
