"""Stores the look-up tables; an import replaces an edition as a whole, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import (
    ColumnElement,
    Integer,
    RowMapping,
    Table,
    cast,
    delete,
    func,
    insert,
    select,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from core.lookups import Row, Rows, TableKind
from core.store import lookup_rows
from core.store.database import Database, write_audit
from core.store.lookup_rows import TABLES, Values, row_of
from core.tables import audit


class Import(StrEnum):
    """Name what became of an import."""

    DONE = "done"
    UNCHANGED = "unchanged"  # the same rows are stored already
    CONFLICT = "conflict"  # this edition is stored with other rows, and replacing was not asked for


@dataclass(frozen=True, slots=True)
class Imported:
    """Tell what an import did, or would do."""

    became: Import
    added: int
    removed: int
    removed_demo: int  # of `removed`


class LookupStore:
    """Store and return the rows of the look-up tables."""

    def __init__(self, database: Database) -> None:
        """Take the database."""
        self._database = database

    async def rows(self) -> Rows:
        """Return every row of every table, as one moment has them."""
        async with self._database.reading() as connection:
            found = {kind: await _rows(connection, kind) for kind in TableKind}
        return Rows(
            drugs=tuple(lookup_rows.drug(r) for r in found[TableKind.DRUGS]),
            consumables=tuple(lookup_rows.consumable(r) for r in found[TableKind.CONSUMABLES]),
            places=tuple(lookup_rows.place(r) for r in found[TableKind.PLACES]),
            offers=tuple(lookup_rows.offer(r) for r in found[TableKind.MATRIX]),
            totals=tuple(lookup_rows.total(r) for r in found[TableKind.TOTALS]),
        )

    async def last_change(self) -> int:
        """Return a number that grows with every import; 0 before the first."""
        async with self._database.reading() as connection:
            newest = select(func.max(audit.c.id)).where(audit.c.subject.like("lookup:%"))
            return int(await connection.scalar(newest) or 0)

    async def is_empty(self, kind: TableKind) -> bool:
        """Tell whether a table holds nothing at all."""
        table = TABLES[kind]
        async with self._database.reading() as connection:
            count = await connection.execute(select(func.count(table.c.id)))
            return bool(count.scalar_one() == 0)

    async def bring_in(
        self,
        kind: TableKind,
        rows: Sequence[Row],
        *,
        at: datetime,
        actor: str,
        replace: bool = False,
        dry_run: bool = False,
    ) -> Imported:
        """Store the editions that `rows` hold, whole or not at all, with an audit row.

        Demonstration editions of the same regions go when rows that are not make-believe come.
        A dry run stores nothing and tells what would have become of it.
        """
        table = TABLES[kind]
        values = [row_of(row, position) for position, row in enumerate(rows)]
        opened = self._database.reading if dry_run else self._database.writing
        async with opened() as connection:
            doomed = await _doomed(connection, table, values)
            outcome = await _judged(connection, table, values, doomed, replace=replace)
            if dry_run or outcome.became is not Import.DONE:
                return outcome
            for region, version in doomed:
                await connection.execute(delete(table).where(*_of(table, region, version)))
            await connection.execute(insert(table), values)
            await write_audit(
                connection,
                at=at,
                actor=actor,
                subject=f"lookup:{kind.value}",
                action="imported",
                detail={
                    "editions": [f"{region} {version}" for region, version in _editions(values)],
                    "added": outcome.added,
                    "removed": outcome.removed,
                },
            )
            return outcome


async def _rows(connection: AsyncConnection, kind: TableKind) -> Sequence[RowMapping]:
    table = TABLES[kind]
    order = (table.c.region, table.c.version, table.c.position)
    return (await connection.execute(select(table).order_by(*order))).mappings().all()


async def _doomed(
    connection: AsyncConnection, table: Table, values: Sequence[Values]
) -> list[tuple[str, str]]:
    """Return the stored editions that must go: the same ones, and demonstrations made obsolete."""
    real = {str(v["region"]) for v in values if not v["demo"]}
    coming = set(_editions(values))
    stored = await connection.execute(
        select(table.c.region, table.c.version, func.max(cast(table.c.demo, Integer))).group_by(
            table.c.region, table.c.version
        )
    )
    return [
        (region, version)
        for region, version, demo in stored
        if (region, version) in coming or (demo and region in real)
    ]


async def _judged(
    connection: AsyncConnection,
    table: Table,
    values: Sequence[Values],
    doomed: Sequence[tuple[str, str]],
    *,
    replace: bool,
) -> Imported:
    """Say what the import will do, without doing it."""
    same, removed, removed_demo = list[Values](), 0, 0
    for region, version in doomed:
        found = await connection.execute(
            select(table).where(*_of(table, region, version)).order_by(table.c.position)
        )
        stored = [dict(row) for row in found.mappings()]
        removed += len(stored)
        removed_demo += sum(bool(row["demo"]) for row in stored)
        if (region, version) in _editions(values):
            same += stored
    if same and _content(same) == _content(values):
        return Imported(Import.UNCHANGED, 0, 0, 0)
    became = Import.CONFLICT if same and not replace else Import.DONE
    return Imported(became, len(values), removed, removed_demo)


def _content(values: Sequence[Values]) -> list[list[tuple[str, str]]]:
    """Return the rows in an order of their own, without what the database added."""
    ignored = {"id", "position"}
    rows = [sorted((k, str(v)) for k, v in row.items() if k not in ignored) for row in values]
    return sorted(rows)


def _editions(values: Sequence[Values]) -> list[tuple[str, str]]:
    return list(dict.fromkeys((str(v["region"]), str(v["version"])) for v in values))


def _of(table: Table, region: str, version: str) -> tuple[ColumnElement[bool], ...]:
    return (table.c.region == region, table.c.version == version)
