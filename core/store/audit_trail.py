"""Reads the audit trail from its beginning to its end, and notes who looked at what."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select

from core import follow_up_wording as say
from core.audit import Anchor, ChainCheck, Flaw, Head
from core.errors import NotAllowedNow
from core.store.audit_rows import head_of, row_from
from core.store.database import Database, write_audit
from core.tables import audit

UNMASKED = "unmasked"
MOST_AN_HOUR = 30  # values that one member of staff sees unmasked
AT_ONCE = 1000  # rows that are held in memory while the trail is read


class AuditTrail:
    """Answer whether the audit trail is as it was written."""

    def __init__(self, database: Database) -> None:
        """Take the database."""
        self._database = database

    async def first_flaw(self, anchors: list[Anchor]) -> tuple[int, Flaw | None]:
        """Return how many rows are as they were written, and what is wrong after them."""
        check = ChainCheck(anchors)
        async with self._database.streaming() as connection:
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

    async def note_unmasked(
        self, subject: str, field: str, reason: str, actor: str, at: datetime
    ) -> None:
        """Note that a value is shown unmasked; NotAllowedNow if it were too many in an hour."""
        async with self._database.writing() as connection:
            count = await connection.execute(
                select(func.count()).where(
                    audit.c.actor == actor,
                    audit.c.action == UNMASKED,
                    audit.c.at > at - timedelta(hours=1),
                )
            )
            if int(count.scalar_one()) >= MOST_AN_HOUR:
                raise NotAllowedNow("too many values unmasked", say.UNMASKED_ENOUGH)
            await write_audit(
                connection,
                at=at,
                actor=actor,
                subject=subject,
                action=UNMASKED,
                detail={"field": field, "reason": reason},
            )
