"""Lends the routes of the desk over a bureau, with a browser that can sign in."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from typing import cast

import httpx
import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI

from core.catalogue import Catalogue
from core.store.audit_trail import AuditTrail
from gateway.account_api import COOKIE
from gateway.cases_api import CaseParts, case_routes
from gateway.problems import install
from gateway.staff import StaffDoor
from gateway.unmasking_api import unmasking_routes
from tests.fakes.bureau import CALENDAR, CATALOGUE, Bureau

Json = dict[str, object]
ANNA, BEN = "2001", "2002"
PASSWORD = "correct horse"
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)  # kibibytes
DESK = "/api/v1/desk/applications"


@dataclass(frozen=True, slots=True)
class Desk:
    """Hold the routes, a browser, and the door."""

    bureau: Bureau
    http: httpx.AsyncClient
    door: StaffDoor

    async def sign_in(self, name: str = ANNA, duties: tuple[str, ...] = ("desk",)) -> None:
        """Open an account if there is none, and sign in with it."""
        if await self.bureau.staff.member(name) is None:
            await self.door.add(name, f"员{name}", PASSWORD, duties)
        self.http.cookies.set(COOKIE, await self.door.sign_in(name, PASSWORD))

    async def get(self, path: str = "", **query: str) -> Json:
        """Return what a route says."""
        response = await self.http.get(DESK + path, params=query)
        assert response.status_code == 200, response.text
        return cast(Json, response.json())

    async def post(self, number: str | None, act: str, **body: object) -> httpx.Response:
        """Do something with an application."""
        return await self.http.post(f"{DESK}/{number}/{act}", json=body)


def case_parts(bureau: Bureau, door: StaffDoor, catalogue: Catalogue) -> CaseParts:
    """Return what the routes of the desk work with in tests."""
    return CaseParts(
        casework=bureau.casework,
        conversations=bureau.conversations,
        catalogue=catalogue,
        calendar=CALENDAR,
        staff=bureau.staff,
        trail=AuditTrail(bureau.database),
        door=door,
        now=bureau.clock,
    )


@pytest.fixture
async def desk(bureau: Bureau) -> AsyncIterator[Desk]:
    """Be the routes over a bureau."""
    door = StaffDoor(bureau.staff, now=bureau.clock, session=timedelta(hours=8), hasher=CHEAP)
    app = FastAPI()
    install(app)
    parts = case_parts(bureau, door, CATALOGUE)
    app.include_router(case_routes(parts))
    app.include_router(unmasking_routes(parts))
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as http:
        yield Desk(bureau, http, door)
