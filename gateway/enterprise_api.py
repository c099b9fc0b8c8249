"""Serves employers' systems (政企直连): tokens, batches with errors row by row, webhooks."""

from __future__ import annotations

import asyncio
import base64
import binascii
import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal
from urllib.parse import parse_qs, unquote

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from fastapi import APIRouter, Header, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import Field

from core import enterprise_wording as say
from core.enterprise import MOST_ROWS, Change, ChangeKind, Client, JudgedRow, RowState, judged
from core.errors import NotAllowedNow, NotAuthorised, NotFound
from core.store.enterprise import Batch, EnterpriseStore
from core.store.enterprise_clients import EnterpriseClientStore
from core.store.webhooks import WebhookStore
from gateway.api import Body, Json
from gateway.problems import problem
from integrations.webhooks import new_secret

HOLDS = timedelta(hours=1)  # a token


class RowBody(Body):
    """Report one employee."""

    name: str = Field(default="", max_length=64)
    id_number: str = Field(default="", max_length=32)
    day: str = Field(default="", max_length=10, description="YYYY-MM-DD")
    mobile: str = Field(default="", max_length=20)
    wage: str = Field(default="", max_length=16, description="元/月，两位小数")


class BatchBody(Body):
    """Report employees who join (增员) or leave (减员)."""

    kind: Literal["join", "leave"]
    rows: list[RowBody]


class WebhookBody(Body):
    """Say where decisions are to be told; null: nowhere."""

    url: str | None = Field(max_length=500)


@dataclass(frozen=True, slots=True)
class EnterpriseParts:
    """Hold what the routes use."""

    clients: EnterpriseClientStore
    store: EnterpriseStore
    webhooks: WebhookStore
    may_call: Callable[[str], bool]  # judges a webhook's address; may look it up
    now: Callable[[], datetime]


def enterprise_routes(parts: EnterpriseParts) -> APIRouter:
    """Return the routes."""
    api = APIRouter(prefix="/api/v1/enterprise", tags=["enterprise"])
    hasher = PasswordHasher()

    async def caller(authorization: str) -> Client:
        scheme, _, token = authorization.partition(" ")
        client = await parts.clients.client_of(token.strip(), parts.now())
        if scheme.lower() != "bearer" or client is None:
            raise NotAuthorised("no token", say.NOT_SIGNED_IN)
        return client

    @api.post("/token")
    async def token(request: Request, authorization: Annotated[str, Header()] = "") -> Response:
        """Give a token for client credentials (OAuth 2.0, RFC 6749 sections 2.3.1 and 4.4)."""
        form = parse_qs((await request.body()).decode("utf-8", "replace"))
        if form.get("grant_type") != ["client_credentials"]:
            return _oauth_error(400, "unsupported_grant_type")
        client_id, secret = _credentials(authorization, form)
        try:
            client, secret_hash = await parts.clients.secret_of(client_id)
            await asyncio.to_thread(hasher.verify, secret_hash, secret)
        except (NotFound, VerificationError):
            return _oauth_error(401, "invalid_client")
        made = secrets.token_urlsafe(32)
        await parts.clients.grant(client.id, made, parts.now(), HOLDS)
        body = {
            "access_token": made,
            "token_type": "Bearer",
            "expires_in": int(HOLDS.total_seconds()),
        }
        return JSONResponse(body, headers={"Cache-Control": "no-store", "Pragma": "no-cache"})

    @api.post("/batches", status_code=201)
    async def take(
        body: BatchBody,
        response: Response,
        authorization: Annotated[str, Header()] = "",
        idempotency_key: Annotated[str, Header(max_length=64)] = "",
    ) -> Json:
        """Take a batch: each row is accepted with a receipt number, or refused with reasons."""
        client = await caller(authorization)
        if not idempotency_key.strip():
            raise NotAllowedNow("no idempotency key", say.KEY_MISSING)
        if not body.rows:
            raise NotAllowedNow("empty batch", say.BATCH_EMPTY)
        if len(body.rows) > MOST_ROWS:
            raise NotAllowedNow("long batch", say.BATCH_TOO_LONG.format(most=MOST_ROWS))
        kind, now = ChangeKind(body.kind), parts.now()
        changes = [Change(**row.model_dump()) for row in body.rows]
        try:
            batch, is_new = await parts.store.take_batch(
                client,
                idempotency_key,
                hashlib.sha256(body.model_dump_json().encode()).hexdigest(),
                kind,
                lambda under_way: judged(kind, changes, under_way, now.date()),
                now,
                now.date(),
            )
        except NotAllowedNow as error:
            raise NotAllowedNow(str(error), say.KEY_REUSED) from error
        if not is_new:
            response.status_code = 200
        return _batch_json(batch, client)

    @api.get("/batches/{batch_id}")
    async def batch(
        batch_id: str,
        authorization: Annotated[str, Header()] = "",
        state: Annotated[RowState | None, Query()] = None,
    ) -> Json:
        """Return a batch of one's own; `state` keeps only rows in that state."""
        client = await caller(authorization)
        return _batch_json(await parts.store.batch(client.id, batch_id), client, state)

    @api.put("/webhook")
    async def set_webhook(
        body: WebhookBody, authorization: Annotated[str, Header()] = ""
    ) -> Response:
        """Say where decisions are told; the secret is shown this once (Standard Webhooks)."""
        client = await caller(authorization)
        if body.url is not None and not await asyncio.to_thread(parts.may_call, body.url):
            return problem(422, "webhook-address", say.WEBHOOK_ADDRESS)
        secret = new_secret()
        await parts.webhooks.set_webhook(client.id, body.url, secret, parts.now())
        return JSONResponse({"url": body.url, "secret": secret if body.url else None})

    @api.get("/deliveries")
    async def deliveries(
        authorization: Annotated[str, Header()] = "",
        limit: Annotated[int, Query(ge=1, le=100)] = 20,
    ) -> Json:
        """Return what was told lately, and how it went."""
        client = await caller(authorization)
        rows = await parts.webhooks.deliveries(client.id, limit)
        return {
            "deliveries": [
                {
                    "id": row["id"],
                    "type": row["kind"],
                    "data": row["payload"],
                    "attempts": row["attempts"],
                    "delivered": row["delivered_at"] is not None,
                    "gave_up": row["delivered_at"] is None and row["next_at"] is None,
                    "last_status": row["last_status"],
                }
                for row in rows
            ]
        }

    return api


def _credentials(authorization: str, form: dict[str, list[str]]) -> tuple[str, str]:
    """Return id and secret from HTTP Basic, else from the form."""
    scheme, _, encoded = authorization.partition(" ")
    if scheme.lower() == "basic":
        try:
            user, _, secret = base64.b64decode(encoded, validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            return "", ""
        return unquote(user), unquote(secret)
    return form.get("client_id", [""])[0], form.get("client_secret", [""])[0]


def _oauth_error(status: int, code: str) -> JSONResponse:
    headers = {"Cache-Control": "no-store"}
    if status == 401:
        headers["WWW-Authenticate"] = "Basic"
    return JSONResponse({"error": code}, status_code=status, headers=headers)


def _batch_json(batch: Batch, client: Client, only: RowState | None = None) -> Json:
    counts = {state.value: sum(r.state is state for r in batch.rows) for state in RowState}
    return {
        "batch_id": batch.id,
        "kind": batch.kind.value,
        "sandbox": client.sandbox,
        "received_at": batch.received_at.astimezone(UTC).isoformat(),
        "counts": counts,
        "rows": [_row_json(row) for row in batch.rows if only is None or row.state is only],
    }


def _row_json(row: JudgedRow) -> Json:
    return {
        "row": row.n,
        "state": row.state.value,
        "number": row.number,
        "note": row.note,
        "errors": [
            {"field": one.field, "code": one.code, "detail": one.detail} for one in row.problems
        ],
    }
