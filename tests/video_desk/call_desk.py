"""Builds the video desk with a fake engine and a fake form, and plays the people at it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI

from core.calls import Call
from core.contracts import Ticket
from core.conversation import Conversation
from core.hashing import hashed
from core.office_hours import OfficeHours
from core.ownership import Ownership
from core.photo_taking import PhotoTaking
from core.store import Line
from core.store.calls import CallStore
from core.store.evidence import EvidenceStore
from gateway.calls_api import CallParts
from gateway.carriage import Carriage
from gateway.problems import install
from gateway.settings import Settings
from gateway.staff import StaffDoor
from gateway.video_side import VideoSide, video_side
from integrations.listeners import Listeners
from integrations.photographs.files import PhotoFiles
from tests.fakes.media_engine import FakeEngine, FakeForms, FakeTransfers
from tests.fakes.office import CALENDAR, CATALOGUE, Office
from tests.fakes.photographs import FakeReader
from tests.gateway.browser_socket import BrowserSocket, Json
from video_desk.caption_writing import Ears
from video_desk.desk import VideoDesk
from video_desk.exhibits import Exhibits
from video_desk.turn import TurnServer

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)  # kibibytes
TOKEN = "of the citizen's chat page"


@dataclass
class CallDesk:
    """Hold the desk and everything at its edges."""

    office: Office
    side: VideoSide
    desk: VideoDesk
    engine: FakeEngine
    forms: FakeForms
    transfers: FakeTransfers
    door: StaffDoor
    exhibits: Exhibits
    evidence: EvidenceStore
    consents: CallStore
    citizens: Listeners
    staff_pages: Listeners
    app: FastAPI
    http: httpx.AsyncClient
    cookies: dict[str, str]

    @property
    def parts(self) -> CallParts:
        """Return what the routes use."""
        return self.side.parts

    async def staff(self, name: str = "1001", shown: str = "王工", *duties: str) -> None:
        """Open an account and sign in; `cookies` keeps the session by name."""
        await self.door.add(name, shown, "secret", duties or ("desk",))
        self.cookies[name] = await self.door.sign_in(name, "secret")

    def cookie(self, name: str = "1001") -> dict[str, str]:
        """Return the header that proves who a member of staff is."""
        return {"Cookie": f"yibao_staff={self.cookies[name]}"}

    async def waiting(self, channel: str = "video") -> Conversation:
        """Let a citizen wait for a person; the chat page holds TOKEN."""
        conversation = Conversation("c1", "web", self.office.clock())
        greeting = Line(0, self.office.clock(), "assistant", "您好")
        await self.office.conversations.open_conversation(conversation, hashed(TOKEN), greeting)
        await self.desk.enqueue(Ticket("t1", "c1", channel, None, {}, self.office.clock()))
        return conversation

    async def opened(self) -> Call:
        """Let 1001 accept the citizen and open the call."""
        await self.staff()
        await self.waiting()
        await self.desk.accept("t1", "1001", "王工")
        return await self.reopened()

    async def reopened(self) -> Call:
        """Let 1001 ask for the call of the ticket."""
        answer = await self.http.post("/api/v1/staff/tickets/t1/call", headers=self.cookie())
        assert answer.status_code == 200, answer.text
        return await self.parts.calls.call(answer.json()["call_id"])

    async def link(self) -> str:
        """Return the token of a fresh link, as after a click on the chat page."""
        headers = {"Authorization": f"Bearer {TOKEN}"}
        answer = await self.http.post("/api/v1/conversations/c1/call", headers=headers)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["url"]).removeprefix("/call#")

    async def session(self) -> str:
        """Let the citizen enter by a fresh link."""
        answer = await self.http.post("/api/v1/calls/enter", json={"token": await self.link()})
        assert answer.status_code == 200, answer.text
        return str(answer.json()["session"])

    @asynccontextmanager
    async def page(
        self, call: Call, *, session: str | None = None, staff: str | None = None, last: int = 0
    ) -> AsyncIterator[BrowserSocket]:
        """Be a call page that said hello; the welcome is still to be received."""
        cookie = f"yibao_staff={self.cookies[staff]}" if staff is not None else ""
        path = f"/api/v1/calls/{call.id}/stream"
        async with BrowserSocket(self.app, path, cookie) as socket:
            hello: Json = {"type": "hello", "last": last}
            await socket.send(hello | ({"session": session} if session is not None else {}))
            yield socket

    @asynccontextmanager
    async def both(self, call: Call) -> AsyncIterator[tuple[BrowserSocket, BrowserSocket]]:
        """Be the citizen's page and the agent's, both welcomed, with nothing unread."""
        session = await self.session()
        async with self.page(call, session=session) as citizen:
            await citizen.receive_until("welcome")
            async with self.page(call, staff="1001") as agent:
                await agent.receive_until("welcome")
                await citizen.receive_until("recording")
                await citizen.receive_until("seats")
                yield citizen, agent


@pytest.fixture
async def call_desk(office: Office, tmp_path: Path) -> AsyncIterator[CallDesk]:
    """Be a video desk at which nobody waits."""
    async with open_call_desk(office, tmp_path) as desk:
        yield desk


@asynccontextmanager
async def open_call_desk(
    office: Office, folder: Path, carriage: Carriage | None = None, ears: Ears | None = None
) -> AsyncIterator[CallDesk]:
    """Join the parts as gateway.parts does; without a carriage the fake engine carries."""
    usual = Settings()
    citizens, staff_pages = Listeners(), Listeners()
    desk = VideoDesk(
        tickets=office.tickets,
        conversations=office.conversations,
        citizens=citizens,
        staff_pages=staff_pages,
        now=office.clock,
        hours=OfficeHours(CALENDAR, usual.opens, usual.closes),
    )
    engine, forms = FakeEngine(folder / "recordings"), FakeForms()
    transfers = FakeTransfers()
    door = StaffDoor(office.staff, now=office.clock, session=timedelta(hours=8), hasher=CHEAP)

    async def nothing() -> None:
        return None

    side = video_side(
        office.database,
        office.stores,
        evidence=folder / "evidence",
        recordings=folder / "recordings",
        assistant=office.assistant_with(desk),
        desk=desk,
        transfers=transfers,
        citizens=citizens,
        staff_pages=staff_pages,
        forms=lambda tell: forms,
        taking=PhotoTaking(
            conversations=office.conversations,
            photos=office.stores.photos,
            pictures=PhotoFiles(folder / "photos"),
            reader=FakeReader(),
            taker=office.bot.photographs,
            desk=desk,
            ownership=Ownership(office.applications, CATALOGUE),
            recorder=office.recorder,
            now=office.clock,
        ),
        door=door,
        now=office.clock,
        carriage=carriage or Carriage(engine, engine, None, nothing),
        turn=TurnServer(("turns:turn.example:443",), "shared"),
        ears=ears,
        captions_at_once=1,
        pauses=(),
    )
    app = FastAPI()
    install(app)
    for routes in side.routes():
        app.include_router(routes)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as http:
        yield CallDesk(
            office=office,
            side=side,
            desk=desk,
            engine=engine,
            forms=forms,
            transfers=transfers,
            door=door,
            exhibits=Exhibits(folder / "evidence"),
            evidence=EvidenceStore(office.database),
            consents=CallStore(office.database),
            citizens=citizens,
            staff_pages=staff_pages,
            app=app,
            http=http,
            cookies={},
        )
