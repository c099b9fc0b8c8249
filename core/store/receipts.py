"""Gives out receipt numbers, each once."""

from __future__ import annotations

from datetime import date

from sqlalchemy import insert, update
from sqlalchemy.ext.asyncio import AsyncConnection

from core.receipt import receipt_number
from core.tables import receipts


async def give_number(connection: AsyncConnection, day: date) -> str:
    """Return the day's next receipt number; the row lock makes every number unique."""
    return receipt_number(day, await _counted(connection, day, 1))


async def skip_receipts(connection: AsyncConnection, day: date, count: int) -> None:
    """Leave out the next so many numbers of the day: nobody is ever given them."""
    await _counted(connection, day, count)


async def _counted(connection: AsyncConnection, day: date, by: int) -> int:
    counted = await connection.execute(
        update(receipts)
        .where(receipts.c.day == day)
        .values(last=receipts.c.last + by)
        .returning(receipts.c.last)
    )
    last = counted.scalar_one_or_none()
    if last is None:
        await connection.execute(insert(receipts).values(day=day, last=by))
        return by
    return int(last)
