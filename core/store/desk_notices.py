"""Stores the emergency notice (紧急通知) that everybody who waits is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from core.desk_tables import desk_notices
from core.store.database import Database, write_audit


@dataclass(frozen=True, slots=True)
class DeskNotice:
    """Be what all who wait are told."""

    id: int
    text: str
    staff: str  # who set it
    since: datetime  # UTC


class DeskNoticeStore:
    """Answer which notice is in force, and store a new one."""

    def __init__(self, database: Database) -> None:
        """Take the database."""
        self._database = database

    async def current(self) -> DeskNotice | None:
        """Return the notice in force, if any."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(desk_notices)
                .where(desk_notices.c.ended_at.is_(None))
                .order_by(desk_notices.c.id.desc())
                .limit(1)
            )
            row = rows.mappings().one_or_none()
        if row is None:
            return None
        return DeskNotice(row["id"], row["text"], row["staff"], row["since"])

    async def set(self, text: str, staff: str, at: datetime) -> None:
        """Put a notice in force; the one before ends."""
        async with self._database.writing() as connection:
            await _end(connection, at)
            await connection.execute(insert(desk_notices).values(text=text, staff=staff, since=at))
            await _audit(connection, "notice_set", staff, at)

    async def end(self, staff: str, at: datetime) -> None:
        """End the notice in force; without one nothing happens."""
        async with self._database.writing() as connection:
            if await _end(connection, at):
                await _audit(connection, "notice_ended", staff, at)


async def _end(connection: AsyncConnection, at: datetime) -> int:
    ended = await connection.execute(
        update(desk_notices).where(desk_notices.c.ended_at.is_(None)).values(ended_at=at)
    )
    return int(ended.rowcount)


async def _audit(connection: AsyncConnection, action: str, staff: str, at: datetime) -> None:
    await write_audit(
        connection, at=at, actor=f"staff:{staff}", subject="desk:notice", action=action, detail={}
    )
