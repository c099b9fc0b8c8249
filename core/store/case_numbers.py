"""Gives out the numbers of remarks and rectification cases: a letter, the day, a counter."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from core.rating_tables import case_counters
from core.store.adding import add_once
from core.tables import remarks


async def give_case_number(connection: AsyncConnection, letter: str, day: date) -> str:
    """Return the next number of that letter and day; the row lock makes every number unique."""
    prefix = f"{letter}{day:%Y%m%d}"
    return f"{prefix}{await _counted(connection, prefix, 1):04d}"


async def skip_case_numbers(
    connection: AsyncConnection, letter: str, day: date, count: int
) -> None:
    """Leave out the next so many numbers of that letter and day: nobody is ever given them."""
    await _counted(connection, f"{letter}{day:%Y%m%d}", count)


async def _counted(connection: AsyncConnection, prefix: str, by: int) -> int:
    last = await _advanced(connection, prefix, by)
    if last is None:
        # Remarks were counted without a row of their own before version 7 of the schema.
        given = await connection.execute(
            select(func.count()).where(remarks.c.number.like(f"{prefix}%"))
        )
        first = int(given.scalar_one()) + by
        if await add_once(connection, case_counters, {"prefix": prefix, "last": first}):
            return first
        last = await _advanced(connection, prefix, by)  # somebody else's was the first of the day
        assert last is not None, "a counter is never deleted"
    return last


async def _advanced(connection: AsyncConnection, prefix: str, by: int) -> int | None:
    counted = await connection.execute(
        update(case_counters)
        .where(case_counters.c.prefix == prefix)
        .values(last=case_counters.c.last + by)
        .returning(case_counters.c.last)
    )
    last = counted.scalar_one_or_none()
    return None if last is None else int(last)
