"""Stores accounts of administrators: what one asks for, another has to approve."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import RowMapping, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from core import account_wording as say
from core.administration import BY_CODE, BY_PASSWORD, OPEN, REOPEN
from core.errors import NotAllowedNow, NotFound, NotPermitted
from core.staff_tables import staff_approvals, staff_requests
from core.store.database import Database
from core.store.staff import check_second, forget_secret
from core.store.staff_sessions import audit_account, end_sessions
from core.tables import staff


@dataclass(frozen=True, slots=True)
class AccountRequest:
    """Be what an administrator asked for."""

    id: str
    kind: str
    name: str
    display_name: str
    duties: str  # as they are stored
    requested_by: str
    requested_at: datetime


class AdministrationStore:
    """Keep requests, and carry out what was approved, in one transaction."""

    def __init__(self, database: Database) -> None:
        """Take the database."""
        self._database = database

    async def ask(
        self, kind: str, name: str, display_name: str, duties: str, *, at: datetime, by: str
    ) -> str:
        """Keep a request; return its id."""
        request_id = str(uuid.uuid4())
        row = {
            "id": request_id,
            "kind": kind,
            "name": name,
            "display_name": display_name,
            "duties": duties,
            "requested_by": by,
            "requested_at": at,
        }
        async with self._database.writing() as connection:
            waiting = await connection.execute(
                select(staff_requests.c.id).where(
                    staff_requests.c.name == name, staff_requests.c.kind == kind
                )
            )
            if waiting.first() is not None:
                raise NotAllowedNow(f"{kind} {name}", say.REQUEST_WAITS)
            await connection.execute(insert(staff_requests).values(row))
            await audit_account(connection, at, by, name, f"{kind}_requested", {"duties": duties})
        return request_id

    async def requests(self) -> list[AccountRequest]:
        """Return what waits for a decision, oldest first."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(staff_requests).order_by(staff_requests.c.requested_at)
            )
            return [AccountRequest(**row) for row in rows.mappings()]

    async def refuse(self, request_id: str, *, at: datetime, by: str) -> None:
        """Drop a request; who asked may take it back, too."""
        async with self._database.writing() as connection:
            row = await _taken(connection, request_id)
            await audit_account(connection, at, by, row["name"], f"{row['kind']}_refused", {})

    async def approve(
        self, request_id: str, password_hash: str, *, at: datetime, by: str
    ) -> AccountRequest:
        """Do what was asked for; the password is a temporary one, used where one is due.

        NotPermitted: one asked for it oneself, it is about oneself, or of the two people neither
        is a security administrator.
        """
        async with self._database.writing() as connection:
            wanted = AccountRequest(**await _taken(connection, request_id))
            # Each refusal undoes the transaction: the request stays.
            if wanted.name == by:
                raise NotPermitted(f"{request_id} is about {by}", say.OWN_ACCOUNT)
            await check_second(connection, asked=wanted.requested_by, approves=by)
            await approved(connection, wanted, password_hash=password_hash, at=at, by=by)
            return wanted

    async def open_by_two(
        self, wanted: AccountRequest, password_hash: str, *, at: datetime, by: str
    ) -> None:
        """Open an account for which two people stand at the machine."""
        async with self._database.writing() as connection:
            await approved(connection, wanted, password_hash=password_hash, at=at, by=by)


async def approved(
    connection: AsyncConnection,
    wanted: AccountRequest,
    *,
    password_hash: str,
    at: datetime,
    by: str,
) -> None:
    """Store an approval and what follows from it, within a transaction.

    The database itself refuses an approval by who asked, and duties that were not approved.
    """
    row = {
        "id": wanted.id,
        "name": wanted.name,
        "duties": wanted.duties,
        "requested_by": wanted.requested_by,
        "approved_by": by,
        "at": at,
    }
    await connection.execute(insert(staff_approvals).values(row))
    values: dict[str, object] = {"duties": wanted.duties, "approval_id": wanted.id}
    if wanted.kind in BY_PASSWORD:
        values |= {"password_hash": password_hash, "password_since": at, "must_change": True}
    if wanted.kind in {OPEN, REOPEN}:
        values["closed_at"] = None
    if wanted.kind == OPEN:
        values["display_name"] = wanted.display_name
    known = await connection.execute(
        update(staff).where(staff.c.name == wanted.name).values(values)
    )
    if known.rowcount == 0:
        await connection.execute(insert(staff).values(name=wanted.name, **values))
    if wanted.kind in BY_CODE:
        await forget_secret(connection, wanted.name)
    await end_sessions(connection, wanted.name, "everywhere")
    detail: dict[str, object] = {"duties": wanted.duties, "requested_by": wanted.requested_by}
    await audit_account(connection, at, by, wanted.name, f"{wanted.kind}_approved", detail)


async def _taken(connection: AsyncConnection, request_id: str) -> RowMapping:
    """Return a request and delete it: it is decided once."""
    rows = await connection.execute(select(staff_requests).where(staff_requests.c.id == request_id))
    row = rows.mappings().one_or_none()
    if row is None:
        raise NotFound(f"request {request_id}")
    gone = await connection.execute(delete(staff_requests).where(staff_requests.c.id == request_id))
    if gone.rowcount == 0:  # a colleague was faster
        raise NotAllowedNow(f"request {request_id}", say.REQUEST_GONE)
    return row
