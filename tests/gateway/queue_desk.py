"""Serves the routes of the queue and of staff on duty on the fake office."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import time, timedelta

import httpx
import pytest
from fastapi import FastAPI

from core.call_backs import CallBack
from core.calling_back import CallingBack
from core.office_hours import OfficeHours
from core.ownership import Ownership
from core.store.call_backs import CallBackStore
from core.store.teams import TeamStore
from gateway.headers import Headers
from gateway.limits import Buckets
from gateway.problems import install
from gateway.queue_side import QueueSide, queue_side, waiting_room
from gateway.staff import StaffDoor
from tests.fakes.office import CALENDAR, CATALOGUE, HOTLINE, REGIONS, Office
from tests.gateway.front import CHEAP, PASSWORD
from video_desk.desk import VideoDesk

BUREAU = OfficeHours(CALENDAR, time(8, 30), time(17, 30))
Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class Waiter:
    """Be a citizen with a conversation, and what proves it."""

    id: str
    headers: dict[str, str]

    @property
    def path(self) -> str:
        """Return where their place in the queue lives."""
        return f"/api/v1/conversations/{self.id}/queue"


@dataclass(frozen=True, slots=True)
class QueueDesk:
    """Hold the routes, a browser, and what they are stored in."""

    office: Office
    side: QueueSide
    http: httpx.AsyncClient
    door: StaffDoor
    call_backs: CallBackStore

    async def waiter(self, **wish: object) -> Waiter:
        """Open a conversation, and wait."""
        waiter = await self.stranger()
        answer = await self.http.post(waiter.path, json=wish, headers=waiter.headers)
        assert answer.status_code == 200
        return waiter

    async def stranger(self) -> Waiter:
        """Open a conversation that waits for nobody."""
        conversation, token, _ = await self.office.assistant.open("web")
        return Waiter(conversation.id, {"Authorization": f"Bearer {token}"})

    async def ticket_of(self, waiter: Waiter) -> str:
        """Return the id of the open ticket of a citizen."""
        ticket = await self.office.tickets.open_ticket_of(waiter.id)
        assert ticket is not None
        return ticket.id

    async def signed_in(self, name: str = "1001", *duties: str) -> None:
        """Open an account if there is none, and let the browser sign in."""
        if await self.office.staff.member(name) is None:
            await self.door.add(name, f"{name}号", PASSWORD, duties or ("desk",))
        self.http.cookies.set("yibao_staff", await self.door.sign_in(name, PASSWORD))

    async def on_duty(self, state: str = "on") -> httpx.Response:
        """Say how it is with who is signed in."""
        return await self.http.put("/api/v1/staff/presence", json={"state": state})

    async def booked(self, waiter: Waiter) -> list[CallBack]:
        """Return the call-backs of a citizen."""
        return await self.call_backs.of_conversation(waiter.id)


@pytest.fixture
async def queue_desk(office: Office) -> AsyncIterator[QueueDesk]:
    """Be the routes as browsers see them."""
    door = StaffDoor(office.stores.staff, now=office.clock, session=timedelta(days=8), hasher=CHEAP)
    ownership = Ownership(office.applications, CATALOGUE)
    call_backs = CallBackStore(office.database, places=1, hotline=HOTLINE)

    async def changed() -> None:
        return None

    desk = VideoDesk(
        tickets=office.tickets,
        conversations=office.conversations,
        citizens=office.channel,
        staff_pages=office.staff_pages,
        now=office.clock,
        hours=BUREAU,
        teams=TeamStore(office.database),
    )
    side = queue_side(
        office.database,
        office.stores,
        desk=desk,
        catalogue=CATALOGUE,
        waiting=waiting_room(
            office.database,
            office.stores,
            desk=desk,
            ownership=ownership,
            citizens=office.channel,
            now=office.clock,
        ),
        calling_back=CallingBack(
            store=call_backs,
            conversations=office.conversations,
            ownership=ownership,
            hours=BUREAU,
            changed=changed,
            now=office.clock,
        ),
        citizens=office.channel,
        staff_pages=office.staff_pages,
        door=door,
        regions=lambda: REGIONS,
        overflow=timedelta(minutes=8),
        hotline=HOTLINE,
        now=office.clock,
        take=Buckets(lambda: office.clock().timestamp()).take,
    )
    app = FastAPI()
    install(app)
    app.add_middleware(Headers)
    for routes in side.routes():
        app.include_router(routes)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as http:
        yield QueueDesk(office, side, http, door, call_backs)
