"""Reads the audit trail from its beginning to its end, and notes who looked at what."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from core.audit import Anchor, ChainCheck, Flaw, Head
from core.store.audit_rows import head_of, row_from
from core.store.database import Database, write_audit
from core.tables import audit

AT_ONCE = 1000  # rows that are held in memory while the trail is read


class AuditTrail:
    """Answer whether the audit trail is as it was written."""

    def __init__(self, database: Database) -> None:
        """Take the database."""
        self._database = database

    async def first_flaw(self, anchors: list[Anchor]) -> tuple[int, Flaw | None]:
        """Return how many rows are as they were written, and what is wrong after them."""
        check = ChainCheck(anchors)
        async with self._database.reading() as connection:
            head = await head_of(connection)
            rows = await connection.stream(
                select(audit).order_by(audit.c.id).execution_options(yield_per=AT_ONCE)
            )
            async for row in rows.mappings():
                flaw = check.next(row_from(row))
                if flaw is not None:
                    return check.rows, flaw
                if check.rows == head.number:  # what was added meanwhile is for the next time
                    break
        return check.rows, check.end(head)

    async def head(self) -> Head:
        """Return the end of the trail."""
        async with self._database.reading() as connection:
            return await head_of(connection)

    async def note(
        self, subject: str, action: str, actor: str, at: datetime, **detail: str
    ) -> None:
        """Note that somebody saw something; `detail` holds keys and states, nothing personal."""
        async with self._database.writing() as connection:
            await write_audit(
                connection, at=at, actor=actor, subject=subject, action=action, detail=detail
            )
