"""Looks at a database as a whole, for its backup: what it holds, and whether it can be read."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy import Column, Table, Text, func, inspect, select, table, text, type_coerce
from sqlalchemy.ext.asyncio import AsyncConnection

import core.retention_tables
import core.shared_form_tables  # noqa: F401  (likewise)
from core.audit import Head
from core.evidence_tables import manifests
from core.photo_tables import photos
from core.sealed_columns import BEGINS, Held, Sealed
from core.store.audit_rows import head_of
from core.store.database import Database
from core.tables import metadata

BACKUP = "backup:"  # begins the subject of audit rows, before the time of the backup
BACKED_UP = "backed_up"  # action of the audit row of a backup that was finished
AT_ONCE = 500  # rows that are held in memory
KEY_NAME = 8  # characters of a key's name, which a sealed value begins with


@dataclass(frozen=True, slots=True)
class Whole:
    """Be what one state of a database holds."""

    rows: Mapping[str, int]  # by table
    trail: Head  # the end of the audit trail
    keys: frozenset[str]  # names of the keys under which something is sealed
    pictures: tuple[str, ...]  # ids of photographs, each of which has a file
    exhibits: tuple[tuple[str, str], ...]  # files of evidence that must be there: call, name


@asynccontextmanager
async def exported_state(database: Database) -> AsyncIterator[tuple[AsyncConnection, str]]:
    """Hold one state of a PostgreSQL; yield a connection that sees it, and its name for pg_dump."""
    async with database.reading() as connection:
        # Ours may not stand still for long, but this one has to until pg_dump has taken over.
        await connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
        name = await connection.scalar(text("SELECT pg_export_snapshot()"))
        yield connection, str(name)


async def whole_of(connection: AsyncConnection) -> Whole:
    """Return what a database holds, as this transaction sees it."""
    names = await connection.run_sync(lambda plain: sorted(inspect(plain).get_table_names()))
    rows = {}
    for name in names:
        counted = await connection.scalar(select(func.count()).select_from(table(name)))
        rows[name] = int(counted or 0)
    return Whole(
        rows=rows,
        trail=await head_of(connection),
        keys=await _keys_in_use(connection),
        pictures=tuple((await connection.scalars(select(photos.c.id).order_by(photos.c.id))).all()),
        exhibits=await _exhibits(connection),
    )


async def revision_of(database: Database) -> str | None:
    """Return the revision (Alembic) that a database is at; None: nothing was ever made in it."""
    async with database.reading() as connection:
        names = await connection.run_sync(lambda plain: inspect(plain).get_table_names())
        if not names:
            return None
        if "alembic_version" not in names:
            return ""
        return str(await connection.scalar(text("SELECT version_num FROM alembic_version")))


async def pictures_still_there(database: Database, ids: Sequence[str]) -> frozenset[str]:
    """Return which of these photographs have a row now."""
    async with database.reading() as connection:
        rows = await connection.scalars(select(photos.c.id).where(photos.c.id.in_(ids)))
        return frozenset(rows.all())


async def open_everything(database: Database) -> int:
    """Open every sealed value; return how many there are, or raise Unreadable at the first."""
    count = 0
    for one in metadata.sorted_tables:
        sealed = _sealed_columns(one)
        if sealed:
            count += await _open_all(database, one, sealed)
    return count


async def _open_all(database: Database, one: Table, sealed: Sequence[Column[object]]) -> int:
    count, keys = 0, list(one.primary_key.columns)
    async with database.streaming() as connection:
        query = select(*keys, *sealed).execution_options(yield_per=AT_ONCE)
        async for row in (await connection.stream(query)).mappings():
            name = ":".join(str(row[key.name]) for key in keys)
            held = [row[column.name] for column in sealed]
            count += sum(bool(value.of(name)) for value in held if isinstance(value, Held))
    return count


async def _keys_in_use(connection: AsyncConnection) -> frozenset[str]:
    found: set[str] = set()
    for one in metadata.sorted_tables:
        for column in _sealed_columns(one):
            plain = type_coerce(column, Text)
            name = func.substr(plain, len(BEGINS) + 1, KEY_NAME)
            sealed = plain.startswith(BEGINS, autoescape=True)
            found.update((await connection.scalars(select(name).where(sealed).distinct())).all())
    return frozenset(found)


async def _exhibits(connection: AsyncConnection) -> tuple[tuple[str, str], ...]:
    rows = await connection.execute(
        select(manifests.c.call_id, manifests.c.exhibits)
        .where(manifests.c.expired_at.is_(None))
        .order_by(manifests.c.number)
    )
    return tuple((call, name) for call, listed in rows for _kind, name, *_rest in listed)


def _sealed_columns(one: Table) -> list[Column[object]]:
    return [column for column in one.c if isinstance(column.type, Sealed)]
