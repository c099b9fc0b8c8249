"""Counts wrong guesses by where they come from: a conversation is soon followed by another."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from core.store.database import Database, write_audit
from core.tables import audit, conversations

SUBJECT = "guesses:"  # of audit rows, before the mark of the address, the number or the account
# Behind one address may sit a community centre, and in a mobile network a thousand telephones.
MOST = 100
COUNT_FOR = timedelta(days=1)


class GuessStore:
    """Count what was said to prove something, and did not: codes, and tails of ID numbers."""

    def __init__(self, database: Database) -> None:
        """Take the database."""
        self._database = database

    async def enough(self, conversation_id: str, at: datetime) -> bool:
        """Tell whether so many came from where this conversation does that none proves anything."""
        async with self._database.reading() as connection:
            source = await _source(connection, conversation_id)
            return source is not None and await _count(connection, source, at) >= MOST

    async def note(self, conversation_id: str, at: datetime) -> None:
        """Count one more, unless nothing is believed from there anyway."""
        async with self._database.writing() as connection:
            source = await _source(connection, conversation_id)
            if source is None or await _count(connection, source, at) >= MOST:
                return
            await write_audit(
                connection,
                at=at,
                actor="citizen",
                subject=SUBJECT + source,
                action="wrong_guess",
                detail={},
            )


async def _source(connection: AsyncConnection, conversation_id: str) -> str | None:
    found = await connection.execute(
        select(conversations.c.source).where(conversations.c.id == conversation_id)
    )
    return found.scalar_one_or_none()


async def _count(connection: AsyncConnection, source: str, at: datetime) -> int:
    counted = await connection.execute(
        select(func.count()).where(audit.c.subject == SUBJECT + source, audit.c.at > at - COUNT_FOR)
    )
    return int(counted.scalar_one())
