"""Serves the routes of the phone and of call-backs on the fake office."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import httpx
import pytest
from fastapi import FastAPI
from pydantic import SecretStr

from core.ownership import Ownership
from gateway.headers import Headers
from gateway.limits import Buckets
from gateway.phone_side import PhoneSide, phone_side
from gateway.problems import install
from gateway.queue_side import waiting_room
from gateway.settings import Settings
from gateway.staff import StaffDoor
from tests.fakes.engines import FakeServed
from tests.fakes.office import CALENDAR, CATALOGUE, HOTLINE, REGIONS, Office
from tests.gateway.front import CHEAP, PASSWORD

SECRET = "only the phone knows"
NUMBER = "13800138000"
AGENT = "sip:1001@pbx.local"
Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class Owner:
    """Be a citizen with a conversation, and what proves it."""

    id: str
    headers: dict[str, str]

    @property
    def path(self) -> str:
        """Return where their call-backs live."""
        return f"/api/v1/conversations/{self.id}/call-backs"


@dataclass(frozen=True, slots=True)
class PhoneDesk:
    """Hold the routes, a browser, and what they are stored in."""

    office: Office
    side: PhoneSide
    served: FakeServed
    app: FastAPI
    http: httpx.AsyncClient
    door: StaffDoor

    async def owner(self, channel: str = "web") -> Owner:
        """Open a conversation."""
        conversation, token, _ = await self.office.assistant.open(channel)
        return Owner(conversation.id, {"Authorization": f"Bearer {token}"})

    async def signed_in(self, name: str = "1001", duty: str = "desk") -> None:
        """Open an account, and let the browser sign in."""
        await self.door.add(name, "王工", PASSWORD, (duty,))
        await self.back_at_work(name)

    async def back_at_work(self, name: str = "1001") -> None:
        """Let the browser sign in."""
        self.http.cookies.set("yibao_staff", await self.door.sign_in(name, PASSWORD))

    async def slots(self) -> list[str]:
        """Return the beginnings of the free slots."""
        answer = (await self.http.get("/api/v1/call-back-slots")).json()
        return [slot["starts"] for slot in answer["slots"]]

    async def book(
        self, owner: Owner, starts: str | None = None, phone: str = NUMBER, topic: str = ""
    ) -> httpx.Response:
        """Ask for a call-back, in the first free slot unless another is named."""
        body = {"phone": phone, "starts": starts or (await self.slots())[0], "topic": topic}
        return await self.http.post(owner.path, json=body, headers=owner.headers)

    async def due(self, phone: str = NUMBER) -> str:
        """Book a call-back and let the time come; return its reference."""
        booked = (await self.book(await self.owner(), phone=phone)).json()
        self.office.clock.at = max(self.office.clock.at, datetime.fromisoformat(booked["starts"]))
        return str(booked["number"])

    async def call(
        self,
        caller: str = NUMBER,
        secret: str = SECRET,
        address: str = "127.0.0.1",
        called: str = "12393",
    ) -> httpx.Response:
        """Tell of a call as the phone process does."""
        return await self.phone(
            "POST", "", {"caller": caller, "called": called}, secret=secret, address=address
        )

    async def phone(
        self,
        method: str,
        path: str,
        body: Json | None = None,
        *,
        secret: str = SECRET,
        address: str = "127.0.0.1",
    ) -> httpx.Response:
        """Ask a route of the phone."""
        transport = httpx.ASGITransport(
            self.app, raise_app_exceptions=False, client=(address, 40000)
        )
        headers = {"X-Phone-Secret": secret} if secret else {}
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as http:
            return await http.request(method, f"/phone/calls{path}", json=body, headers=headers)


def open_phone_side(
    office: Office,
    door: StaffDoor,
    secret: str = SECRET,
    recording: bool = True,
    served: FakeServed | None = None,
) -> PhoneSide:
    """Join the parts as the gateway does."""
    settings = Settings(
        phone_secret=SecretStr(secret),
        phone_extensions=f"1001={AGENT}, 1002=sip:1002@pbx.local",
        phone_recording=recording,
        call_backs_per_slot=2,
    )
    return phone_side(
        office.database,
        office.stores,
        settings=settings,
        calendar=CALENDAR,
        hotline=HOTLINE,
        assistant=office.assistant_with(office.video_desk),
        ownership=Ownership(office.applications, CATALOGUE),
        staff_pages=office.staff_pages,
        regions=lambda: REGIONS,
        door=door,
        waiting=waiting_room(
            office.database,
            office.stores,
            desk=office.video_desk,
            ownership=Ownership(office.applications, CATALOGUE),
            citizens=office.channel,
            now=office.clock,
        ),
        served=served or FakeServed(),
        now=office.clock,
        take=Buckets(lambda: office.clock().timestamp()).take,
    )


@pytest.fixture
async def phone_desk(office: Office) -> AsyncIterator[PhoneDesk]:
    """Be the routes as a browser and the phone process see them."""
    door = StaffDoor(office.stores.staff, now=office.clock, session=timedelta(days=8), hasher=CHEAP)
    served = FakeServed()
    side = open_phone_side(office, door, served=served)
    app = FastAPI()
    install(app)
    app.add_middleware(Headers)
    for routes in side.routes():
        app.include_router(routes)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as http:
        yield PhoneDesk(office, side, served, app, http, door)
