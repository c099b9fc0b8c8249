"""Reads and writes the rows of call-backs inside somebody's transaction."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, RowMapping, select
from sqlalchemy.ext.asyncio import AsyncConnection

from core.call_back_tables import call_backs
from core.call_backs import CallBack, Standing
from core.errors import NotFound
from core.sealed_columns import Private
from core.store.database import write_audit


async def one_call_back(
    connection: AsyncConnection, *conditions: ColumnElement[bool], lock: bool = False
) -> CallBack | None:
    """Return the call-back that fulfils the conditions, if any."""
    query = select(call_backs).where(*conditions)
    rows = await connection.execute(query.with_for_update() if lock else query)
    row = rows.mappings().first()
    return None if row is None else call_back_from(row)


async def found_call_back(
    connection: AsyncConnection, number: str, *, lock: bool = False
) -> CallBack:
    """Return the call-back of that number, or raise NotFound; `lock` keeps others waiting."""
    found = await one_call_back(connection, call_backs.c.number == number, lock=lock)
    if found is None:
        raise NotFound(f"call-back {number}")
    return found


async def audit_call_back(
    connection: AsyncConnection, call_back: CallBack, actor: str, action: str, at: datetime
) -> None:
    """Add the audit row of a change; never the phone number."""
    await write_audit(
        connection,
        at=at,
        actor=actor,
        subject=f"call_back:{call_back.number}",
        action=action,
        detail={
            "standing": call_back.standing.value,
            "starts": call_back.starts.isoformat(),
            "tried": len(call_back.tried),
        },
    )


def columns_of(call_back: CallBack) -> dict[str, object]:
    """Return what of a call-back may change, by column."""
    return {
        "phone": Private(call_back.number, call_back.phone),
        "line": call_back.phone,
        "starts": call_back.starts,
        "topic": call_back.topic,
        "standing": call_back.standing.value,
        "staff": call_back.staff,
        "taken_at": call_back.taken_at,
        "tried": [moment.isoformat() for moment in call_back.tried],
        "note": call_back.note,
        "ended_at": call_back.ended_at,
    }


def call_back_from(row: RowMapping) -> CallBack:
    """Return the call-back that a row holds."""
    return CallBack(
        number=row["number"],
        conversation_id=row["conversation_id"],
        phone=row["phone"].of(row["number"]),
        starts=row["starts"],
        booked_at=row["booked_at"],
        topic=row["topic"],
        standing=Standing(row["standing"]),
        staff=row["staff"],
        taken_at=row["taken_at"],
        tried=tuple(datetime.fromisoformat(moment) for moment in row["tried"]),
        note=row["note"],
        ended_at=row["ended_at"],
    )
