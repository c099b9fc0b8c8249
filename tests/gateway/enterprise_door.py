"""Builds the enterprise door with an employer's system before it and a core behind it."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import httpx
import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI, Request, Response

from core.applications import Application
from core.enterprise import Client
from core.errors import EngineUnavailable, NotAllowedNow
from core.insured import CoreFiling, Decision, Summary
from core.store import Database
from core.store.enterprise import EnterpriseStore
from core.store.enterprise_clients import EnterpriseClientStore
from core.store.webhooks import WebhookStore
from gateway.enterprise_api import EnterpriseParts, enterprise_routes
from gateway.enterprise_filing import EnterpriseFiling
from gateway.problems import install
from integrations.webhooks import Webhooks
from tests.fakes.clock import StandingClock
from tests.fakes.keys import KEYS
from tests.fakes.office import CATALOGUE

SECRET = "only-for-this-test"
WOMAN, MAN = "370602199001011247", "370602198505054318"
WEBHOOK = "https://hr.example/yibao"
Json = dict[str, object]


@dataclass
class FakeCore:
    """Decide as a test says, and remember what was filed."""

    filed: list[Application] = field(default_factory=list)
    says: Decision = Decision.IN_REVIEW
    note: str = "工资低于下限"  # why it rejects
    is_down: bool = False
    refuses: str | None = None  # the receipt number of a row that it will not have

    async def summary(self, id_number: str) -> Summary | None:
        raise NotImplementedError(id_number)

    async def file(self, application: Application, item_name: str) -> CoreFiling:
        if self.is_down:
            raise EngineUnavailable("insurance core")
        if application.number == self.refuses:
            raise NotAllowedNow("refused")
        assert item_name
        self.filed.append(application)
        return CoreFiling(f"R{application.number}", self.says, "")

    async def withdraw(self, number: str) -> bool:
        """Take nothing back: employers do not."""
        raise EngineUnavailable(number)

    async def decision(self, reference: str) -> CoreFiling:
        return CoreFiling(reference, self.says, self.note if "REJ" in self.says.name else "")


@dataclass
class Employer:
    """Be an employer's system: calls the door and checks what it is told."""

    received: list[Json] = field(default_factory=list)
    faults: int = 0  # so many answers are 500
    refused: int = 0
    secret: str = ""

    async def app(self, request: Request) -> Response:
        body = await request.body()
        if self.faults:
            self.faults -= 1
            self.refused += 1
            return Response(status_code=500)
        signed = f"{request.headers['webhook-id']}.{request.headers['webhook-timestamp']}."
        key = base64.b64decode(self.secret.removeprefix("whsec_"))
        mine = base64.b64encode(hmac.new(key, signed.encode() + body, hashlib.sha256).digest())
        if request.headers["webhook-signature"] != f"v1,{mine.decode()}":
            return Response(status_code=401)
        self.received.append(json.loads(body))
        return Response(status_code=204)


@dataclass
class Door:
    """Hold the door with everything behind it."""

    http: httpx.AsyncClient
    clock: StandingClock
    core: FakeCore
    filing: EnterpriseFiling
    webhooks: Webhooks
    employer: Employer
    token: str = ""

    async def sign_in(self, client_id: str = "acme", secret: str = SECRET) -> httpx.Response:
        answer = await self.http.post(
            "/api/v1/enterprise/token",
            data={"grant_type": "client_credentials"},
            auth=(client_id, secret),
        )
        self.token = str(answer.json().get("access_token", ""))
        return answer

    async def report(
        self, *rows: Json, kind: str = "join", key: str = "k1", status: int = 201
    ) -> Json:
        answer = await self.http.post(
            "/api/v1/enterprise/batches",
            json={"kind": kind, "rows": list(rows)},
            headers={"Authorization": f"Bearer {self.token}", "Idempotency-Key": key},
        )
        assert answer.status_code == status, answer.text
        body: Json = answer.json()
        return body

    async def call(self, method: str, path: str, body: Json | None = None) -> httpx.Response:
        return await self.http.request(
            method,
            f"/api/v1/enterprise{path}",
            json=body,
            headers={"Authorization": f"Bearer {self.token}"},
        )


def joins(id_number: str = WOMAN, **changed: str) -> Json:
    row = {
        "name": "王秀英",
        "id_number": id_number,
        "day": "2026-11-02",
        "mobile": "13800138000",
        "wage": "6500.00",
    }
    return {**row, **changed}


def rows_of(batch: Json) -> list[Json]:
    rows = batch["rows"]
    assert isinstance(rows, list)
    return rows


@pytest.fixture
async def door(database_url: str) -> AsyncIterator[Door]:
    database, clock = Database(database_url, KEYS), StandingClock()
    await database.create_all()
    clients, store, hooks = (
        EnterpriseClientStore(database),
        EnterpriseStore(database),
        WebhookStore(database),
    )
    hashed = PasswordHasher().hash(SECRET)
    for name, sandbox in (("acme", False), ("other", False), ("sandbox", True)):
        client = Client(name, "示例公司", "91370600MA00000000", sandbox)
        await clients.add_client(client, hashed, clock())
    app = FastAPI()
    install(app)

    def find(url: str) -> str | None:
        return "203.0.113.7" if url == WEBHOOK else None

    def may_call(url: str) -> bool:
        return find(url) is not None

    app.include_router(enterprise_routes(EnterpriseParts(clients, store, hooks, may_call, clock)))
    employer, core = Employer(), FakeCore()
    outside = FastAPI()
    outside.add_api_route("/yibao", employer.app, methods=["POST"])
    async with (
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="https://desk") as http,
        httpx.AsyncClient(transport=httpx.ASGITransport(outside)) as to_employer,
    ):
        door = Door(
            http,
            clock,
            core,
            EnterpriseFiling(store, core, CATALOGUE, now=clock),
            Webhooks(hooks, to_employer, now=clock, timeout=5.0, find=find),
            employer,
        )
        await door.sign_in()
        yield door
    await database.close()
