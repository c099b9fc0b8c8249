"""Writes applications into rows with their audit rows, and reads them back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import RowMapping, ScalarSelect, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from core.applications import Application, Phase
from core.casework import ENDS_ON
from core.sealed_columns import Private, held_map, private_json
from core.store.database import write_audit
from core.tables import applications, audit

CITIZEN = "citizen"
SUBJECT = "application:"  # of audit rows, and of what is decided about one


async def add_application(
    connection: AsyncConnection, application: Application, at: datetime
) -> None:
    """Insert a new application."""
    await connection.execute(
        insert(applications).values(
            **_columns(application),
            id=application.id,
            opened_at=at,
            version=1,
            conversation_id=application.conversation_id,
            item_code=application.item_code,
        )
    )


async def write_application(
    connection: AsyncConnection, application: Application, **further: str | None
) -> None:
    """Store every column that may change, and those named in `further`."""
    await connection.execute(
        update(applications)
        .where(applications.c.id == application.id)
        .values(**_columns(application), version=applications.c.version + 1, **further)
    )


async def audit_application(
    connection: AsyncConnection, application: Application, action: str, actor: str, at: datetime
) -> None:
    """Add the audit row of a change."""
    await write_audit(
        connection,
        at=at,
        actor=actor,
        subject=SUBJECT + application.id,
        action=action,
        detail={
            "phase": application.phase.value,
            "fields": sorted(application.fields),
            "awaiting": application.awaiting,
            "number": application.number,
        },
    )


def last_change() -> ScalarSelect[int]:
    """Return the number of an application's newest audit row: every change writes one."""
    mine = audit.c.subject == SUBJECT + applications.c.id
    return select(func.max(audit.c.id)).where(mine).scalar_subquery()


def application_from(row: RowMapping) -> Application:
    """Return the application of a row."""
    return Application(
        id=row["id"],
        conversation_id=row["conversation_id"],
        item_code=row["item_code"],
        phase=Phase(row["phase"]),
        fields=held_map(row["fields"], row["id"]),
        awaiting=row["awaiting"],
        order=tuple(row["answer_order"]),
        suggestion=row["suggestion"].of(row["id"]) if row["suggestion"] is not None else None,
        partial=row["partial"].of(row["id"]),
        tries=row["tries"],
        delegate=row["delegate"],
        number=row["number"],
        submitted_at=row["submitted_at"],
        due=row["due"],
        region=row["region"],
        parent_id=row["parent_id"],
        papers=row["papers"],
        owner=row["owner"],
        offered=held_map(row["offered"], row["id"]),
        note=row["note"],
        missing=tuple(row["missing"]),
        answer_by=row["answer_by"],
        core_reference=row["core_reference"],
        identity=row["identity"],
        delegation_id=row["delegation_id"],
    )


def _columns(application: Application) -> dict[str, object]:
    of, suggestion = application.id, application.suggestion
    return {
        "phase": application.phase.value,
        "fields": private_json(of, application.fields),
        "awaiting": application.awaiting,
        "answer_order": list(application.order),
        "suggestion": Private(of, suggestion) if suggestion is not None else None,
        "partial": Private(of, application.partial),
        "tries": application.tries,
        "delegate": application.delegate,
        "number": application.number,
        "submitted_at": application.submitted_at,
        "due": application.due,
        "region": application.region,
        "parent_id": application.parent_id,
        "papers": dict(application.papers),
        "owner": application.owner,
        "offered": private_json(of, application.offered),
        "ends": application.fields.get(ENDS_ON),
        "note": application.note,
        "missing": list(application.missing),
        "answer_by": application.answer_by,
        "core_reference": application.core_reference,
        "identity": application.identity,
        "delegation_id": application.delegation_id,
    }
