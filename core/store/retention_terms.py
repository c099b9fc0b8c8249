"""Stores for how long personal data are kept: what one asks for, another has to approve."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import RowMapping, delete, func, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from core import account_wording as say
from core.errors import NotAllowedNow, NotFound
from core.retention_tables import CLASSES, retention_requests, retention_terms
from core.retention_terms import Kept
from core.store.database import Database, write_audit
from core.store.staff import check_second

SUBJECT = "retention:terms"  # of audit rows
SETTINGS, MIGRATE = "settings", "migrate"  # who decided before anybody could


@dataclass(frozen=True, slots=True)
class Term:
    """Be what is in force, and who decided on it."""

    kept: Kept
    requested_by: str
    approved_by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TermRequest:
    """Be what an administrator asked for."""

    id: str
    kept: Kept
    requested_by: str
    requested_at: datetime


class RetentionTermStore:
    """Keep the terms; each change is a row, approved by somebody else than who asked."""

    def __init__(self, database: Database) -> None:
        """Take the database."""
        self._database = database

    async def in_force(self) -> Term | None:
        """Return the newest term; None: nobody has decided, and not even `migrate` ran."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(retention_terms).order_by(retention_terms.c.number.desc()).limit(1)
            )
            row = rows.mappings().one_or_none()
        if row is None:
            return None
        return Term(_kept(row), row["requested_by"], row["approved_by"], row["at"])

    async def begin(self, kept: Kept, at: datetime) -> Term:
        """Put into force what the settings name, unless something is; return what is in force."""
        known = await self.in_force()
        if known is not None:
            return known
        async with self._database.writing() as connection:
            await _add(connection, kept, SETTINGS, MIGRATE, at)
            await _audit(connection, at, MIGRATE, "terms_begun", kept.days)
        return Term(kept, SETTINGS, MIGRATE, at)

    async def ask(self, kept: Kept, *, at: datetime, by: str) -> TermRequest:
        """Keep a request; NotAllowedNow while another waits."""
        wanted = TermRequest(str(uuid.uuid4()), kept, by, at)
        async with self._database.writing() as connection:
            waiting = await connection.execute(select(retention_requests.c.id))
            if waiting.first() is not None:
                raise NotAllowedNow("a request waits", say.TERMS_WAIT)
            row = {"id": wanted.id, "requested_by": by, "requested_at": at, **kept.days}
            await connection.execute(insert(retention_requests).values(row))
            await _audit(connection, at, f"staff:{by}", "terms_requested", kept.days)
        return wanted

    async def request(self) -> TermRequest | None:
        """Return what waits for a second administrator, if anything does."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(retention_requests).order_by(retention_requests.c.requested_at)
            )
            row = rows.mappings().first()
        return _request(row) if row is not None else None

    async def refuse(self, request_id: str, *, at: datetime, by: str) -> None:
        """Drop a request; who asked may take it back, too."""
        async with self._database.writing() as connection:
            await _taken(connection, request_id)
            await _audit(connection, at, f"staff:{by}", "terms_refused", {})

    async def approve(self, request_id: str, *, at: datetime, by: str) -> Kept:
        """Put a request into force.

        NotPermitted: one asked for it oneself, or neither of the two is a security administrator.
        """
        try:
            async with self._database.writing() as connection:
                wanted = await _taken(connection, request_id)
                # Each refusal undoes the transaction: the request stays.
                await check_second(connection, asked=wanted.requested_by, approves=by)
                await _add(connection, wanted.kept, wanted.requested_by, by, at)
                detail = {**wanted.kept.days, "requested_by": wanted.requested_by}
                await _audit(connection, at, f"staff:{by}", "terms_approved", detail)
        except IntegrityError as error:  # a colleague was faster
            raise NotAllowedNow(f"request {request_id}", say.REQUEST_GONE) from error
        return wanted.kept


async def _add(
    connection: AsyncConnection, kept: Kept, requested_by: str, approved_by: str, at: datetime
) -> None:
    """Add a term; the database itself refuses one that a single person decided on."""
    last = await connection.execute(select(func.max(retention_terms.c.number)))
    row = {
        "number": int(last.scalar_one() or 0) + 1,
        "requested_by": requested_by,
        "approved_by": approved_by,
        "at": at,
        **kept.days,
    }
    await connection.execute(insert(retention_terms).values(row))


async def _taken(connection: AsyncConnection, request_id: str) -> TermRequest:
    """Return a request and delete it: it is decided once."""
    rows = await connection.execute(
        delete(retention_requests)
        .where(retention_requests.c.id == request_id)
        .returning(retention_requests)
    )
    row = rows.mappings().one_or_none()
    if row is None:
        raise NotFound(f"request {request_id}")
    return _request(row)


async def _audit(
    connection: AsyncConnection,
    at: datetime,
    actor: str,
    action: str,
    detail: Mapping[str, object],
) -> None:
    await write_audit(connection, at=at, actor=actor, subject=SUBJECT, action=action, detail=detail)


def _request(row: RowMapping) -> TermRequest:
    return TermRequest(row["id"], _kept(row), row["requested_by"], row["requested_at"])


def _kept(row: RowMapping) -> Kept:
    return Kept(**{name: row[name] for name in CLASSES})
