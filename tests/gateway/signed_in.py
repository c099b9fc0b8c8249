"""Serves the routes of identity and 我的医保 alone, in front of the simulator."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

import httpx
import pytest
from fastapi import FastAPI

from core.contracts import InsuranceCore
from core.store.identity import IdentityStore
from gateway.identity_api import IdentityParts, identity_routes
from gateway.me_api import MeParts, me_routes
from gateway.problems import install
from integrations.insurance_simulator.people import Invented
from tests.fakes.insurance_simulator import Simulator, proven, simulator
from tests.fakes.office import Office

OURS = "http://test"


@dataclass(frozen=True, slots=True)
class Browser:
    """Be a browser that opened a conversation."""

    http: httpx.AsyncClient
    id: str
    token: str

    @property
    def headers(self) -> dict[str, str]:
        """Return what proves that the conversation is theirs."""
        return {"Authorization": f"Bearer {self.token}"}

    @property
    def identity(self) -> str:
        """Return the path of the conversation's identity."""
        return f"/api/v1/conversations/{self.id}/identity"

    async def begin(self, back: str = "chat") -> str:
        """Ask for the provider's page and return its address."""
        params = {"back": back}
        asked = await self.http.post(self.identity, headers=self.headers, params=params)
        return str(asked.json()["url"])

    async def looks(self) -> httpx.Response:
        """Ask when one's data was shown."""
        path = f"/api/v1/conversations/{self.id}/me/looks"
        return await self.http.get(path, headers=self.headers)

    async def level(self) -> dict[str, object]:
        """Return how far the service knows the citizen."""
        body: dict[str, object] = (await self.http.get(self.identity, headers=self.headers)).json()
        return body

    async def me(self, part: str = "all") -> httpx.Response:
        """Ask for 我的医保."""
        path = f"/api/v1/conversations/{self.id}/me"
        return await self.http.get(path, headers=self.headers, params={"part": part})


@dataclass(frozen=True, slots=True)
class Door:
    """Hold the served routes, the office behind them, and the simulator beside it."""

    office: Office
    played: Simulator
    store: IdentityStore
    app: FastAPI

    async def browser(self) -> Browser:
        """Open a conversation in a browser with no cookies yet."""
        conversation, token, _ = await self.office.assistant.open("web")
        return Browser(self.window(), conversation.id, token)

    def window(self) -> httpx.AsyncClient:
        """Return somebody's browser."""
        return httpx.AsyncClient(transport=httpx.ASGITransport(self.app), base_url=OURS)

    async def prove(self, browser: Browser, person: Invented) -> None:
        """Prove who speaks, without any page."""
        now = self.office.clock()
        await self.store.prove(browser.id, proven(person, now), now)


def open_door(office: Office, played: Simulator, core: InsuranceCore | None = None) -> Door:
    """Serve the routes."""
    app, store = FastAPI(), IdentityStore(office.database)
    install(app)
    app.include_router(
        identity_routes(
            IdentityParts(
                conversations=office.conversations,
                applications=office.applications,
                identity=store,
                versions=office.stores.versions,
                provider=played.provider(),
                channel=office.channel,
                public_url=OURS,
                now=office.clock,
                secure_cookies=False,
            )
        )
    )
    me = MeParts(
        conversations=office.conversations,
        identity=store,
        core=core or played.core(),
        now=office.clock,
    )
    app.include_router(me_routes(me))
    return Door(office, played, store, app)


@pytest.fixture
async def door(office: Office) -> AsyncIterator[Door]:
    """Be the door for the time of a test."""
    played = simulator(office.clock)
    yield open_door(office, played)
    await played.client.aclose()
