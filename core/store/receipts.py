"""Gives out receipt numbers, each once."""

from __future__ import annotations

from datetime import date

from sqlalchemy import insert, update
from sqlalchemy.ext.asyncio import AsyncConnection

from core.receipt import receipt_number
from core.tables import receipts


async def give_number(connection: AsyncConnection, day: date) -> str:
    """Return the day's next receipt number; the row lock makes every number unique."""
    counted = await connection.execute(
        update(receipts)
        .where(receipts.c.day == day)
        .values(last=receipts.c.last + 1)
        .returning(receipts.c.last)
    )
    last = counted.scalar_one_or_none()
    if last is None:
        await connection.execute(insert(receipts).values(day=day, last=1))
        last = 1
    return receipt_number(day, int(last))
