"""Serves the routes of ratings, complaints and rectification on the fake office."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import httpx
import pytest
from fastapi import FastAPI

from core.applications import Application, Phase
from core.store import StaffStore
from core.store.rectifications import RectificationStore
from core.working_days import WorkingCalendar
from gateway.limits import Buckets
from gateway.problems import install
from gateway.rating_side import Promises, rating_side
from gateway.staff import StaffDoor
from tests.fakes.office import CATALOGUE, CONTRACT, HOTLINE, Office
from tests.gateway.front import CHEAP, PASSWORD

NEW_YEAR = WorkingCalendar(frozenset({date(2027, 1, 1)}), frozenset(), date(2027, 12, 31))
DUE = "2027-01-12"  # fifteen working days after 21 December 2026
MOBILE = "13800138000"


@dataclass
class FakeNotices:
    """Remember what citizens were told."""

    told: dict[str, tuple[str, str, str]] = field(default_factory=dict)  # by key

    async def add(
        self, *, key: str, conversation_id: str, kind: str, text: str, at: datetime
    ) -> bool:
        """Store a notice; the same key is delivered once."""
        fresh = key not in self.told
        self.told.setdefault(key, (conversation_id, kind, text))
        return fresh


@dataclass(frozen=True, slots=True)
class Owner:
    """Be a citizen who opened a conversation, with what proves it."""

    id: str
    headers: dict[str, str]


@dataclass(frozen=True, slots=True)
class RatingDesk:
    """Hold the routes, a browser, and what they are stored in."""

    office: Office
    http: httpx.AsyncClient
    door: StaffDoor
    notices: FakeNotices
    rectifications: RectificationStore

    async def owner(self, channel: str = "web") -> Owner:
        """Open a conversation."""
        conversation, token, _ = await self.office.assistant.open(channel)
        return Owner(conversation.id, {"Authorization": f"Bearer {token}"})

    async def filed(self, owner: Owner, code: str = CONTRACT) -> str:
        """File an application in their conversation; return its receipt number."""
        ready = Application(
            str(uuid.uuid4()), owner.id, code, Phase.CONFIRMING, fields={"mobile": MOBILE}
        )
        clock = self.office.clock
        await self.office.applications.open_application(ready, clock())
        done = await self.office.applications.submit(ready, clock(), clock().date(), None)
        return done.number or ""

    async def rated(self, level: int, comment: str = "", channel: str = "web") -> str:
        """Let somebody rate an application of theirs; return its receipt number."""
        owner = await self.owner(channel)
        number = await self.filed(owner)
        body = {"level": level, "comment": comment}
        path = f"/api/v1/applications/{number}/rating"
        assert (await self.http.post(path, json=body, headers=owner.headers)).status_code == 200
        return number

    async def signed_in(self, name: str = "1001", duty: str = "desk") -> None:
        """Open an account, and let the browser sign in."""
        await self.door.add(name, "王工", PASSWORD, (duty,))
        await self.back_at_work(name)

    async def back_at_work(self, name: str = "1001") -> None:
        """Let the browser sign in."""
        self.http.cookies.set("yibao_staff", await self.door.sign_in(name, PASSWORD))


@pytest.fixture
async def rating_desk(office: Office) -> AsyncIterator[RatingDesk]:
    """Be the routes as a browser sees them."""
    door = StaffDoor(
        StaffStore(office.database), now=office.clock, session=timedelta(hours=8), hasher=CHEAP
    )
    notices = FakeNotices()
    side = rating_side(
        office.stores,
        catalogue=CATALOGUE,
        calendar=NEW_YEAR,
        door=door,
        notices=notices,
        now=office.clock,
        hotline=HOTLINE,
        promises=Promises(),
        take=Buckets(lambda: office.clock().timestamp()).take,
    )
    app = FastAPI()
    install(app)
    for routes in side.routes():
        app.include_router(routes)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as http:
        yield RatingDesk(office, http, door, notices, side.rectifications.rectifications)
