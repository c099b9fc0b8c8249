"""Stores what employers' systems are told, until they say that they have it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import RowMapping, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from core.enterprise_tables import enterprise_clients, webhook_events
from core.sealed_columns import Private
from core.store.database import Database, write_audit


@dataclass(frozen=True, slots=True)
class Event:
    """Be something that an employer's system is to be told."""

    id: str
    client_id: str
    kind: str
    payload: Mapping[str, object]
    made_at: datetime
    attempts: int
    url: str
    secret: str  # whsec_...


class WebhookStore:
    """Answer what has to be told, and store what became of each attempt."""

    def __init__(self, database: Database) -> None:
        """Take the database."""
        self._database = database

    async def set_webhook(self, client_id: str, url: str | None, secret: str, at: datetime) -> None:
        """Store where a system wants to be told, with the secret that proves that it is us."""
        async with self._database.writing() as connection:
            await connection.execute(
                update(enterprise_clients)
                .where(enterprise_clients.c.id == client_id)
                .values(webhook_url=url, webhook_secret=Private(client_id, secret) if url else None)
            )
            await write_audit(
                connection,
                at=at,
                actor=f"enterprise:{client_id}",
                subject=f"enterprise:{client_id}",
                action="webhook_set",
                detail={"on": url is not None},
            )

    async def due(self, now: datetime, limit: int) -> list[Event]:
        """Return what has to be told now, oldest first."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(
                    webhook_events,
                    enterprise_clients.c.webhook_url,
                    enterprise_clients.c.webhook_secret,
                )
                .join(enterprise_clients, enterprise_clients.c.id == webhook_events.c.client_id)
                .where(
                    webhook_events.c.next_at <= now, enterprise_clients.c.webhook_url.is_not(None)
                )
                .order_by(webhook_events.c.next_at)
                .limit(limit)
            )
            return [_event(row) for row in rows.mappings()]

    async def told(
        self, event: Event, status: int | None, next_at: datetime | None, at: datetime
    ) -> None:
        """Store one attempt: the HTTP status, None for no answer; no `next_at`: it is over."""
        delivered = status is not None and 200 <= status < 300
        async with self._database.writing() as connection:
            await connection.execute(
                update(webhook_events)
                .where(webhook_events.c.id == event.id)
                .values(
                    attempts=event.attempts + 1,
                    last_status=status,
                    next_at=next_at,
                    delivered_at=at if delivered else None,
                )
            )

    async def deliveries(self, client_id: str, limit: int) -> Sequence[RowMapping]:
        """Return the latest events of a system, newest first."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(webhook_events)
                .where(webhook_events.c.client_id == client_id)
                .order_by(webhook_events.c.made_at.desc(), webhook_events.c.id)
                .limit(limit)
            )
            return rows.mappings().all()


async def add_event(
    connection: AsyncConnection,
    client_id: str,
    kind: str,
    payload: Mapping[str, object],
    at: datetime,
) -> None:
    """Store an event inside the transaction of what it tells of."""
    await connection.execute(
        insert(webhook_events).values(
            id=str(uuid.uuid4()),
            client_id=client_id,
            kind=kind,
            payload=dict(payload),
            made_at=at,
            attempts=0,
            next_at=at,
        )
    )


def _event(row: RowMapping) -> Event:
    return Event(
        id=row["id"],
        client_id=row["client_id"],
        kind=row["kind"],
        payload=row["payload"],
        made_at=row["made_at"],
        attempts=row["attempts"],
        url=row["webhook_url"],
        secret=row["webhook_secret"].of(row["client_id"]),
    )
