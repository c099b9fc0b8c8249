"""Stores complaints, suggestions, marks and thumbs."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import func, insert, select

from core.store.database import Database
from core.tables import lines, remarks


class RemarkStore:
    """Record what citizens think of the service."""

    def __init__(self, database: Database) -> None:
        """Take the database."""
        self._database = database

    async def add(
        self, conversation_id: str, kind: str, text: str, at: datetime, today: date
    ) -> str:
        """Store a remark and return the number under which it can be followed up."""
        async with self._database.writing() as connection:
            count = await connection.execute(
                select(func.count()).where(remarks.c.number.like(f"F{today:%Y%m%d}%"))
            )
            number = f"F{today:%Y%m%d}{count.scalar_one() + 1:04d}"
            await connection.execute(
                insert(remarks).values(
                    number=number, conversation_id=conversation_id, at=at, kind=kind, text=text
                )
            )
            return number

    async def add_thumb(
        self,
        conversation_id: str,
        seq: int,
        *,
        useful: bool,
        reason: str | None,
        comment: str,
        at: datetime,
    ) -> bool:
        """Store a thumb on the assistant's line `seq`; tell whether there is such a line."""
        async with self._database.writing() as connection:
            line = await connection.execute(
                select(lines.c.seq).where(
                    lines.c.conversation_id == conversation_id,
                    lines.c.seq == seq,
                    lines.c.who == "assistant",
                )
            )
            if line.scalar_one_or_none() is None:
                return False
            await connection.execute(
                insert(remarks).values(
                    conversation_id=conversation_id,
                    at=at,
                    kind="thumb",
                    seq=seq,
                    useful=useful,
                    reason=reason,
                    text=comment,
                )
            )
            return True
