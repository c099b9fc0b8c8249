"""Stores the employers' systems that may call, and the tokens that let them in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, timedelta

from sqlalchemy import RowMapping, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from core.enterprise import Client
from core.enterprise_tables import enterprise_clients, enterprise_tokens
from core.errors import NotFound
from core.hashing import hashed
from core.sealed_columns import Held, Private
from core.store.database import Database, write_audit


class EnterpriseClientStore:
    """Answer which system calls, and store who may."""

    def __init__(self, database: Database) -> None:
        """Take the database."""
        self._database = database

    async def add_client(self, client: Client, secret_hash: str, at: datetime) -> None:
        """Store a new system that may call."""
        async with self._database.writing() as connection:
            secret = client.webhook_secret
            row = {
                **asdict(client),
                "webhook_secret": Private(client.id, secret) if secret is not None else None,
                "secret_hash": secret_hash,
                "made_at": at,
            }
            await connection.execute(insert(enterprise_clients).values(row))
            await audit_client(
                connection, client.id, "client_added", at, {"sandbox": client.sandbox}
            )

    async def secret_of(self, client_id: str) -> tuple[Client, str]:
        """Return a system with the hash of its secret, or raise NotFound."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(enterprise_clients).where(enterprise_clients.c.id == client_id)
            )
            row = rows.mappings().one_or_none()
        if row is None:
            raise NotFound(f"client {client_id}")
        return client_from(row), row["secret_hash"]

    async def grant(self, client_id: str, token: str, at: datetime, holds: timedelta) -> None:
        """Store a token that lets a system in for a while."""
        async with self._database.writing() as connection:
            row = {"token_hash": hashed(token), "client_id": client_id, "until": at + holds}
            await connection.execute(insert(enterprise_tokens).values(row))
            await audit_client(connection, client_id, "token_granted", at, {})

    async def client_of(self, token: str, now: datetime) -> Client | None:
        """Return the system that this token lets in now, or None."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(enterprise_clients)
                .join(enterprise_tokens, enterprise_tokens.c.client_id == enterprise_clients.c.id)
                .where(
                    enterprise_tokens.c.token_hash == hashed(token),
                    enterprise_tokens.c.until > now,
                )
            )
            row = rows.mappings().one_or_none()
        return None if row is None else client_from(row)


async def audit_client(
    connection: AsyncConnection,
    client_id: str,
    action: str,
    at: datetime,
    detail: Mapping[str, object],
) -> None:
    """Add an audit row about a system inside the caller's transaction."""
    subject = f"enterprise:{client_id}"
    await write_audit(
        connection, at=at, actor=subject, subject=subject, action=action, detail=detail
    )


def client_from(row: RowMapping) -> Client:
    """Return the system that a row holds."""
    secret: Held | None = row["webhook_secret"]
    return Client(
        id=row["id"],
        name=row["name"],
        credit_code=row["credit_code"],
        sandbox=row["sandbox"],
        webhook_url=row["webhook_url"],
        webhook_secret=secret.of(row["id"]) if secret is not None else None,
    )
