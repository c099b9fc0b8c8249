"""Adds a row unless there is one with the same key, in one statement."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import RowMapping, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection


async def add_once(
    connection: AsyncConnection, table: Table, values: Mapping[str, object]
) -> RowMapping | None:
    """Add a row inside the caller's transaction and return it; None: its key is taken.

    An exception for that would cost a savepoint around each row that is new.
    """
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    added = await connection.execute(
        insert(table).on_conflict_do_nothing().returning(table), dict(values)
    )
    row: RowMapping | None = added.mappings().one_or_none()
    return row
