"""Serves staff's accounts beside an OpenID provider, with a browser that knows both."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta

import httpx
import pytest
from fastapi import FastAPI
from pydantic import SecretStr

from core.one_time_codes import code_of, step_at
from core.tables import audit
from gateway.account_api import AccountParts, account_routes
from gateway.limits import Buckets, LimitRate, Limits
from gateway.openid_api import OPENID, RETURN, openid_routes
from gateway.openid_settings import OpenIdSettings
from gateway.problems import install
from gateway.settings import Settings
from gateway.staff import StaffDoor
from gateway.staff_side import account_parts
from integrations.listeners import Listeners
from tests.fakes.office import Office
from tests.fakes.openid_provider import CLIENT, ISSUER, SECRET, FakeProvider
from tests.gateway.case_desk import CHEAP

OURS = "http://test"
PASSWORD = "Tulou-2026xk"


class Away(httpx.AsyncBaseTransport):
    """Be a provider's house without anybody in it, when it is told to."""

    def __init__(self, provider: FakeProvider) -> None:
        """Take who lives there."""
        self.inside = httpx.ASGITransport(provider.app)
        self.is_away = False

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer, or do not."""
        if self.is_away:
            raise httpx.ConnectError("nobody is there")
        return await self.inside.handle_async_request(request)


@dataclass(frozen=True, slots=True)
class Desk:
    """Hold the routes, the provider beside them, and a browser that knows both."""

    office: Office
    parts: AccountParts
    provider: FakeProvider
    house: Away
    http: httpx.AsyncClient  # the browser at our pages
    elsewhere: httpx.AsyncClient  # the browser at the provider's

    async def begin(self, back: str = "/desk") -> str:
        """Press the button, and return the provider's page."""
        return str((await self.http.post(OPENID, json={"back": back})).json()["url"])

    async def sent_back(self, page: str) -> str:
        """Sign in at the provider, and return where it sends the browser."""
        return str((await self.elsewhere.get(page)).headers["location"])

    async def come(self, back: str = "/desk") -> httpx.Response:
        """Go the whole way."""
        return await self.http.get(await self.sent_back(await self.begin(back)))

    async def acts(self) -> list[tuple[str, str, str]]:
        """Return what the audit trail has of signing in: subject, action, why or how."""
        wanted = {"signed_in": "factors", "openid_refused": "why", "signed_out": ""}
        return [
            (row["subject"], row["action"], str(row["detail"].get(wanted[row["action"]], "")))
            for row in await self.office.rows(audit)
            if row["action"] in wanted
        ]

    async def bind(self) -> str:
        """Bind a phone to the account, and return its secret."""
        own = self.parts.account
        token = await self.parts.door.sign_in("1001", PASSWORD)
        offer = await own.offer_code(token, PASSWORD)
        await own.bind_code(token, code_of(offer.secret, step_at(self.office.clock())))
        self.office.clock.pass_by(timedelta(seconds=30))
        return offer.secret


def app_of(parts: AccountParts) -> FastAPI:
    """Serve the routes of accounts, and nothing else."""
    app = FastAPI()
    install(app)
    app.add_middleware(LimitRate, limits=Limits(Buckets(lambda: 0.0).take), hotline="12393")
    app.include_router(account_routes(parts))
    app.include_router(openid_routes(parts))
    return app


def browser(app: FastAPI) -> httpx.AsyncClient:
    """Be a browser in a network of its own."""
    transport = httpx.ASGITransport(app, client=("203.0.113.9", 1))
    return httpx.AsyncClient(transport=transport, base_url=OURS)


@pytest.fixture
async def desk(office: Office) -> AsyncIterator[Desk]:
    """Be a desk with one account, whose bureau has a provider."""
    provider = FakeProvider(office.clock, OURS + RETURN)
    house = Away(provider)
    openid = OpenIdSettings(
        issuer=ISSUER,
        client_id=CLIENT,
        client_secret=SecretStr(SECRET),
        several_factors="mfa, urn:bureau:loa3",
    )
    settings = Settings(public_url=OURS, openid=openid)
    door = StaffDoor(office.staff, now=office.clock, session=timedelta(hours=8), hasher=CHEAP)
    await door.add("1001", "王工", PASSWORD)
    async with (
        httpx.AsyncClient(transport=house) as client,
        httpx.AsyncClient(transport=httpx.ASGITransport(provider.app)) as elsewhere,
    ):
        parts = account_parts(settings, office.database, door, Listeners(), client)
        async with browser(app_of(parts)) as http:
            yield Desk(office, parts, provider, house, http, elsewhere)
