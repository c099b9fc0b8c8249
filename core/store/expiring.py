"""Erases by age what is left beside conversations: messages, proofs, numbers, authorisations."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Delete, Update, and_, delete, exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from core.delegation_tables import delegations
from core.delegations import Standing
from core.enterprise import RowState
from core.enterprise_tables import enterprise_batches, enterprise_rows
from core.happenings import Erased, Tell, nobody
from core.identity_tables import identities, identity_challenges
from core.rating_tables import remark_replies
from core.store.database import Database, write_audit
from core.tables import applications
from core.wechat_messages import State
from core.wechat_tables import wechat_outbox

RETENTION = "retention"  # actor of audit rows; with the day: their subject
ROWS = 200  # of one batch
NEVER_MADE = (Standing.DRAFT.value, Standing.DECLINED.value)
# What is under way, or may still be sent, is not in it.
OVER = (State.SENT, State.GIVEN_UP, State.UNSURE, State.PARKED)


class ExpiringStore:
    """Erase a batch with each call; return how many rows, 0: none are left."""

    def __init__(self, database: Database, tell: Tell = nobody) -> None:
        """Take the database, and who counts."""
        self._database = database
        self._tell = tell

    async def erase_messages(self, before: datetime, at: datetime) -> int:
        """Erase messages to WeChat that were made before a moment, sent or never taken."""
        due = (
            select(wechat_outbox.c.id)
            .where(wechat_outbox.c.made_at < before, wechat_outbox.c.state.in_(OVER))
            .limit(ROWS)
        )
        gone = delete(wechat_outbox).where(wechat_outbox.c.id.in_(due.scalar_subquery()))
        return await self._erase("message", gone, at)

    async def erase_numbers(self, before: datetime, at: datetime) -> int:
        """Erase telephone numbers that were left for an answer given before a moment."""
        due = (
            select(remark_replies.c.number)
            .where(remark_replies.c.answered_at < before, remark_replies.c.phone.is_not(None))
            .limit(ROWS)
        )
        here = remark_replies.c.number.in_(due.scalar_subquery())
        return await self._erase(
            "number", update(remark_replies).where(here).values(phone=None), at
        )

    async def erase_authorisations(self, before: datetime, at: datetime) -> int:
        """Empty authorisations over before a moment, or never made; not those used for filing."""
        own = delegations.c
        over = or_(
            and_(own.standing.in_(NEVER_MADE), own.made_at < before),
            and_(own.standing == Standing.OFFERED.value, own.code_until < before),
            own.ended_at < before,
            own.until < before,
        )
        filed = exists().where(
            applications.c.delegation_id == own.id, applications.c.number.is_not(None)
        )
        due = select(own.id).where(over, ~filed, own.principal_name != "").limit(ROWS)
        emptied = (
            update(delegations)
            .where(own.id.in_(due.scalar_subquery()))
            .values(
                principal_name="",
                principal_id_number="",
                principal=None,
                agent_name=None,
                agent_id_number=None,
                agent=None,
                code_hash=None,
                stop_hash=None,
            )
        )
        return await self._erase("authorisation", emptied, at)

    async def erase_refused(self, before: datetime, at: datetime) -> int:
        """Empty what employers reported before a moment and we did not accept."""
        row = enterprise_rows.c
        due = (
            select(row.batch_id, row.n)
            .join(enterprise_batches, enterprise_batches.c.id == row.batch_id)
            .where(
                row.state == RowState.REFUSED.value,
                row.change != "",
                enterprise_batches.c.received_at < before,
            )
            .limit(ROWS)
        )
        async with self._database.writing() as connection:
            found = (await connection.execute(due)).all()
            for batch_id, n in found:
                await connection.execute(
                    update(enterprise_rows)
                    .where(row.batch_id == batch_id, row.n == n)
                    .values(change="")
                )
            return await self._noted(connection, "refused row", len(found), at)

    async def erase_proofs(self, at: datetime) -> int:
        """Erase who was proven to speak where that is over, and attempts at it."""
        async with self._database.writing() as connection:
            await connection.execute(
                delete(identity_challenges).where(identity_challenges.c.until <= at)
            )
            gone = await connection.execute(delete(identities).where(identities.c.until <= at))
            return await self._noted(connection, "proof", gone.rowcount, at)

    async def _erase(self, what: str, statement: Delete | Update, at: datetime) -> int:
        async with self._database.writing() as connection:
            gone = await connection.execute(statement)
            return await self._noted(connection, what, gone.rowcount, at)

    async def _noted(self, connection: AsyncConnection, what: str, count: int, at: datetime) -> int:
        if count:
            await note_retention(connection, "erased", {"what": what, "count": count}, at)
            self._tell(Erased(what, count))
        return count


async def note_retention(
    connection: AsyncConnection, action: str, detail: dict[str, object], at: datetime
) -> None:
    """Write down within a transaction what was erased, or that all of a day was."""
    await write_audit(
        connection,
        at=at,
        actor=RETENTION,
        subject=retention_of(at.date()),
        action=action,
        detail=detail,
    )


def retention_of(day: date) -> str:
    """Return the subject of the audit rows about a day's erasing."""
    return f"{RETENTION}:{day.isoformat()}"
