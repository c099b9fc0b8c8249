"""Calls every route as everybody, and finds open what the table opens and nothing else."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

import httpx
import pytest
from fastapi.routing import APIRoute, APIWebSocketRoute
from starlette.routing import Mount, Route

from core.administration import OPEN, written
from core.enterprise import Client
from core.identity import Person
from core.store.administration import AccountRequest
from gateway.staff_api import NOT_SIGNED_IN
from tests.gateway import role_matrix as who
from tests.gateway.browser_socket import BrowserSocket
from tests.gateway.citizen import Citizen
from tests.gateway.front import PASSWORD, PHONE_SECRET, SECRET, Front
from tests.gateway.role_matrix import EVERYBODY, ROUTES, STAFF

NEW = "Tulou-2026xk"
# A refusal for what somebody is. 403 not-verified is about what a citizen proved: 我的医保.
REFUSALS = {"not-authorised", "not-permitted", "account-owes"}


@dataclass(frozen=True, slots=True)
class Caller:
    """Be somebody, with what they show."""

    role: str
    http: httpx.AsyncClient
    own: Citizen  # whose conversation is named in paths
    headers: Mapping[str, str]

    async def refused(self, route: who.Route) -> bool:
        """Call a route; tell whether it is closed to this caller."""
        path = self.filled(route.path)
        if route.method in {"GET", "DELETE"}:
            answer = await self.http.request(route.method, path, headers=self.headers)
        else:
            answer = await self.http.request(
                route.method, path, headers=self.headers, json=route.body
            )
        assert answer.status_code < 500 or answer.status_code == 503, (route, answer.text)
        if answer.headers.get("content-type") != "application/problem+json":
            return False
        return answer.status_code in {401, 403} and answer.json()["title"] in REFUSALS

    def filled(self, path: str) -> str:
        """Return the path with the caller's conversation, and with names of nothing else."""
        path = path.replace("{conversation_id}", self.own.id)
        for name in ("ticket_id", "call_id", "key", "photo_id", "document_id", "name"):
            path = path.replace(f"{{{name}}}", "none")
        return path.replace("{version}", "v1").replace("{", "").replace("}", "")


async def caller(front: Front, role: str) -> Caller:
    """Let somebody come in that role."""
    own = await front.citizen()
    headers: dict[str, str] = {}
    if role == who.CITIZEN:
        headers = own.headers
        now = front.office.clock()
        proven = Person("王秀英", "110101195001014129", now, now + timedelta(hours=1), "示例")
        await front.office.stores.identity.prove(own.id, proven, now)
    elif role == who.OTHER:
        headers = (await front.citizen()).headers
    elif role == who.EMPLOYER:
        headers = {"Authorization": f"Bearer {await employer(front)}"}
    elif role == who.RASA:
        headers = {"X-Action-Secret": SECRET}
    elif role == who.PHONE:
        headers = {"X-Phone-Secret": PHONE_SECRET}
    elif role == who.OWING:
        await front.parts.staff.door.add("new", "新人", PASSWORD, (who.DESK,), must_change=True)
        await signed_in(front, "new", PASSWORD)
    elif role in STAFF:
        await open_account(front, role, role)
        await signed_in(front, role, NEW)
    return Caller(role, front.http, own, headers)


async def open_account(front: Front, name: str, duty: str) -> None:
    """Open an account with one duty, by two people where that takes two."""
    door, at = front.parts.staff.door, front.office.clock()
    wanted = AccountRequest(str(uuid.uuid4()), OPEN, name, name, written([duty]), "甲", at)
    await front.parts.staff.account.others.administration.open_by_two(
        wanted, await door.hash_of(PASSWORD), at=at, by="乙"
    )
    token = await door.sign_in(name, PASSWORD)
    await front.parts.staff.account.account.change_password(token, PASSWORD, NEW)


async def signed_in(front: Front, name: str, password: str) -> None:
    body = {"name": name, "password": password}
    answer = await front.http.post("/api/v1/staff/session", json=body)
    assert answer.status_code == 204


async def employer(front: Front) -> str:
    """Return the token of an employer's system."""
    clients, at = front.office.stores.clients, front.office.clock()
    await clients.add_client(Client("c1", "示例公司", "91370200MA00000000", sandbox=True), "", at)
    await clients.grant("c1", "a token", at, timedelta(hours=1))
    return "a token"


def last(route: who.Route) -> int:
    """Return a larger number for what ends what the caller showed."""
    ends = (
        ("DELETE", f"{who.TALK}/identity"),
        ("DELETE", "/api/v1/staff/sessions"),
        ("DELETE", "/api/v1/staff/session"),
    )
    return ends.index((route.method, route.path)) + 1 if (route.method, route.path) in ends else 0


def routes_of(front: Front) -> set[tuple[str, str]]:
    """Return what the application really serves."""
    served = set()
    for route in front.app.router.routes:
        if isinstance(route, APIWebSocketRoute):
            served.add(("WS", route.path))
        elif isinstance(route, APIRoute | Route):
            methods = set(route.methods or ()) - {"HEAD"}
            served |= {(method, route.path) for method in methods}
        else:
            assert isinstance(route, Mount), route
            assert route.path == "/static"
    return served


async def test_the_table_names_every_route_and_no_other(front: Front) -> None:
    listed = [(route.method, route.path) for route in ROUTES]

    assert len(listed) == len(set(listed))
    assert routes_of(front) == set(listed)


@pytest.mark.parametrize("role", sorted(EVERYBODY))
async def test_every_route_is_open_to_whom_the_table_names_and_to_nobody_else(
    front: Front, role: str
) -> None:
    comes = await caller(front, role)
    wrong = []
    for route in sorted(ROUTES, key=last):
        if route.method == "WS":
            continue
        if (await comes.refused(route)) is (role in route.who):
            wrong.append(f"{route.method} {route.path}")

    assert wrong == []


@pytest.mark.parametrize("role", sorted(EVERYBODY))
async def test_the_stream_of_staff_is_the_desks_alone(front: Front, role: str) -> None:
    comes = await caller(front, role)
    answer = await comes.http.post("/api/v1/staff/stream-ticket", headers=comes.headers)
    ticket = answer.json().get("ticket", "")
    (route,) = [route for route in ROUTES if route.path == "/api/v1/staff/stream"]

    async with front.socket(f"{route.path}?ticket={ticket}") as page:
        if role in route.who:
            assert (await page.receive())["type"] == "tickets"
        else:
            assert await page.closed() == NOT_SIGNED_IN


@pytest.mark.parametrize("role", sorted(EVERYBODY - {who.CITIZEN}))
@pytest.mark.parametrize("stream", ["stream", "voice"])
async def test_a_conversations_streams_open_to_its_own_token_alone(
    front: Front, role: str, stream: str
) -> None:
    comes = await caller(front, role)
    token = comes.headers.get("Authorization", "Bearer ").removeprefix("Bearer ")
    path = f"{comes.own.path}/{stream}"

    async with BrowserSocket(front.app, path, "") as page:
        await page.send({"type": "hello", "token": token, "last": 0})
        assert await page.closed() == NOT_SIGNED_IN
