"""Writes the audit trail on inside somebody's transaction, and keeps it from being altered."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlalchemy import Connection, RowMapping, Table, event, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from core.audit import BEGINNING, Entry, Head, Row, canonical, follows
from core.tables import audit, audit_head

_REFUSALS = {  # dialect -> statements, as in migration 0019
    "sqlite": (
        "CREATE TRIGGER audit_keeps BEFORE UPDATE ON audit "
        "BEGIN SELECT RAISE(ABORT, 'audit rows are only ever added'); END",
        "CREATE TRIGGER audit_stays BEFORE DELETE ON audit "
        "BEGIN SELECT RAISE(ABORT, 'audit rows are only ever added'); END",
    ),
    "postgresql": (
        "CREATE OR REPLACE FUNCTION audit_refuses() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "BEGIN RAISE EXCEPTION 'audit rows are only ever added'; END $$",
        "CREATE TRIGGER audit_keeps BEFORE UPDATE OR DELETE OR TRUNCATE ON audit "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_refuses()",
    ),
}


def _refuse_changes(table: Table, connection: Connection, **_rest: object) -> None:
    del table
    for statement in _REFUSALS[connection.dialect.name]:
        connection.exec_driver_sql(statement)


def _begin(table: Table, connection: Connection, **_rest: object) -> None:
    connection.execute(insert(table).values(id=1, number=BEGINNING.number, hash=BEGINNING.hash))


event.listen(audit, "after_create", _refuse_changes)
event.listen(audit_head, "after_create", _begin)


async def append(connection: AsyncConnection, entries: Sequence[Entry]) -> None:
    """Write entries behind the last row; who comes at the same time waits for our commit."""
    if not entries:
        return
    rows: list[Row] = []
    head = await head_of(connection, lock=True)
    for entry in entries:
        rows.append(follows(head, entry))
        head = Head(rows[-1].number, rows[-1].hash)
    await connection.execute(insert(audit), [_columns(row) for row in rows])
    await connection.execute(update(audit_head).values(number=head.number, hash=head.hash))


async def head_of(connection: AsyncConnection, *, lock: bool = False) -> Head:
    """Return the end of the trail; `lock` keeps others from writing it on."""
    query = select(audit_head.c.number, audit_head.c.hash)
    row = (await connection.execute(query.with_for_update() if lock else query)).one()
    return Head(row.number, row.hash)


def row_from(row: RowMapping) -> Row:
    """Return the row of the trail that a row of the table holds."""
    entry = Entry(row["at"], row["actor"], row["subject"], row["action"], row["detail"])
    return Row(row["id"], entry, row["previous"], row["hash"])


def _columns(row: Row) -> dict[str, object]:
    return {
        "id": row.number,
        "at": row.entry.at,
        "actor": row.entry.actor,
        "subject": row.entry.subject,
        "action": row.entry.action,
        # What we hash is what will be read: tuples as lists, keys as texts.
        "detail": json.loads(canonical(row.entry.detail)),
        "previous": row.previous,
        "hash": row.hash,
    }
