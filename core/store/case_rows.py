"""Reads and writes the rows of a submitted application inside somebody's transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from core import follow_up_wording as say
from core.applications import Application
from core.errors import NotAllowedNow, NotFound
from core.store.application_rows import SUBJECT, application_from
from core.store.database import write_audit
from core.store.notices import Notice, add_notice
from core.tables import applications, audit, staff

ASKED, ASKED_AGAIN = "papers_asked", "papers_asked_again"  # actions of audit rows


@dataclass(frozen=True, slots=True)
class Case:
    """Be an application together with the number of its last change."""

    application: Application
    version: int


async def case_row(connection: AsyncConnection, number: str) -> Case:
    """Return the application with that receipt number, or raise NotFound."""
    found = await case_rows(connection, applications.c.number == number)
    if not found:
        raise NotFound(f"application {number}")
    return found[0]


async def case_rows(connection: AsyncConnection, condition: ColumnElement[bool]) -> list[Case]:
    """Return the applications that fulfil a condition, by number."""
    rows = await connection.execute(
        select(applications).where(condition).order_by(applications.c.number, applications.c.id)
    )
    return [Case(application_from(row), row["version"]) for row in rows.mappings()]


async def store_case(
    connection: AsyncConnection,
    case: Case,
    changed: Application,
    action: str,
    actor: str,
    at: datetime,
    detail: Mapping[str, object],
) -> None:
    """Write a change with its audit row; NotAllowedNow if somebody else was faster."""
    written = await connection.execute(
        update(applications)
        .where(applications.c.id == changed.id, applications.c.version == case.version)
        .values(
            phase=changed.phase.value,
            owner=changed.owner,
            note=changed.note,
            missing=list(changed.missing),
            papers=dict(changed.papers),
            answer_by=changed.answer_by,
            due=changed.due,
            core_reference=changed.core_reference,
            version=case.version + 1,
        )
        .returning(applications.c.id)
    )
    if written.scalar_one_or_none() is None:
        raise NotAllowedNow(f"{changed.number} was changed", say.CHANGED_MEANWHILE)
    await write_audit(
        connection,
        at=at,
        actor=actor,
        subject=SUBJECT + changed.id,
        action=action,
        detail={"phase": changed.phase.value, "number": changed.number, **detail},
    )


async def tell_citizen(
    connection: AsyncConnection, case: Case, kind: str, text: str, at: datetime
) -> None:
    """Put a notice about this change into the outbox."""
    application = case.application
    key = f"{kind}:{application.number}:{case.version}"
    await add_notice(
        connection, Notice(key, application.conversation_id, kind, text, application.number), at
    )


async def asks_of(connection: AsyncConnection, application_id: str) -> list[datetime]:
    """Return when papers were asked for, in order."""
    rows = await connection.execute(
        select(audit.c.at)
        .where(
            audit.c.subject == SUBJECT + application_id,
            audit.c.action.in_((ASKED, ASKED_AGAIN)),
        )
        .order_by(audit.c.id)
    )
    return list(rows.scalars())


async def called(connection: AsyncConnection, staff_name: str | None) -> str:
    """Return how a member of staff is called; NOBODY if there is none."""
    rows = await connection.execute(select(staff.c.display_name).where(staff.c.name == staff_name))
    return rows.scalar_one_or_none() or say.NOBODY
