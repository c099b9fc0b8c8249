"""Builds the gateway around the fake office, and speaks to it as a browser does."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import time, timedelta
from pathlib import Path
from types import TracebackType
from typing import cast

import httpx
from argon2 import PasswordHasher
from fastapi import FastAPI
from starlette.types import Message as AsgiMessage

from bot.action_server import ActionServer
from core.store import EntryStore, LookupStore, PopularStore, ReleaseStore
from gateway.api import CitizenParts
from gateway.app import make_app
from gateway.editorial_side import editorial_side
from gateway.leaflet import Office as LeafletOffice
from gateway.parts import Parts
from gateway.policies_api import PolicyParts
from gateway.popular_api import PopularParts
from gateway.published_entries import PublishedEntries
from gateway.readiness import Readiness
from gateway.staff import StaffDoor
from gateway.staff_api import StaffParts
from integrations.listeners import Listeners
from integrations.web_chat import WebChat
from knowledge_base.importing.importer import Importer
from knowledge_base.importing.report_words import report_json
from knowledge_base.lookups.lookups import Lookups
from knowledge_base.serving import ServedKnowledge
from tests.fakes.office import CATALOGUE, HOTLINE, HOURS, POPULAR, REGIONS, Office
from tests.knowledge_base.ngram_embedder import NGRAM_WEIGHTS, NgramEmbedder
from video_desk.desk import VideoDesk

Json = dict[str, object]
SECRET = "only Rasa knows"
PASSWORD = "correct horse"
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)  # kibibytes
IMPORTER = Importer()  # shared: it loads a dictionary with the first file
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
    served: ServedKnowledge  # the real index of the editorial side

    async def citizen(self, **body: str) -> Citizen:
        """Open a conversation."""
        opened = (await self.http.post("/api/v1/conversations", json=body)).json()
        return Citizen(self, opened["conversation_id"], opened["token"])

    async def signed_in(
        self, name: str = "1001", display_name: str = "王工", duties: Iterable[str] = ("desk",)
    ) -> None:
        """Open an account, and let the browser sign in."""
        await self.parts.staff.door.add(name, display_name, PASSWORD, duties)
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


def open_front(office: Office, folder: Path) -> Front:
    """Join the parts as gateway.parts does, with the engines of the office.

    The index of the editorial side is a real one on an embedder of our own; it lies in `folder`.
    """
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

    embedder = NgramEmbedder()
    served = ServedKnowledge(
        embedder, folder, weights=NGRAM_WEIGHTS, today=lambda: office.clock().date()
    )

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
            regions=lambda: REGIONS,
        ),
        staff=StaffParts(
            door=door,
            desk=desk,
            listeners=staff_listeners,
            now=office.clock,
            secure_cookies=False,
        ),
        admin=editorial_side(
            office.database,
            door=door,
            served=served,
            retriever=served,
            embedder=embedder,
            reader=IMPORTER,
            report_json=report_json,
            now=office.clock,
        ),
        look_ups=Lookups(
            LookupStore(office.database),
            CATALOGUE,
            regions=lambda: REGIONS,
            now=office.clock,
            hotline=HOTLINE,
        ),
        policies=PolicyParts(
            entries=PublishedEntries(
                EntryStore(office.database),
                ReleaseStore(office.database),
                lambda: served.number,
            ),
            catalogue=CATALOGUE,
            press=None,
            office=LeafletOffice("医疗保障局（示例）", HOTLINE, HOURS),
            public_url="",
            now=office.clock,
        ),
        now=office.clock,
        popular=PopularParts(
            popular=PopularStore(office.database), chosen=POPULAR, now=office.clock
        ),
    )
    app = make_app(parts)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    http = httpx.AsyncClient(transport=transport, base_url="http://test")
    return Front(office, parts, app, http, served)
