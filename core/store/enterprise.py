"""Stores what employers report, batch by batch."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import cast

from sqlalchemy import RowMapping, and_, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from core.enterprise import Change, ChangeKind, Client, JudgedRow, RowProblem, RowState
from core.enterprise_tables import (
    enterprise_batches,
    enterprise_clients,
    enterprise_rows,
)
from core.errors import NotAllowedNow, NotFound
from core.sealed_columns import Held, private_json
from core.store.database import Database
from core.store.enterprise_clients import audit_client, client_from
from core.store.receipts import give_number
from core.store.webhooks import add_event

Judge = Callable[[frozenset[str]], list[JudgedRow]]
OPEN = (RowState.ACCEPTED.value, RowState.FILED.value)


@dataclass(frozen=True, slots=True)
class Batch:
    """Be one batch with what became of its rows."""

    id: str
    client_id: str
    kind: ChangeKind
    received_at: datetime
    rows: tuple[JudgedRow, ...]


class EnterpriseStore:
    """Answer what employers reported, and store how far it has come."""

    def __init__(self, database: Database) -> None:
        """Take the database."""
        self._database = database

    async def take_batch(
        self,
        client: Client,
        key: str,
        body_hash: str,
        kind: ChangeKind,
        judge: Judge,
        at: datetime,
        today: date,
    ) -> tuple[Batch, bool]:
        """Take a batch in one transaction; the same key gives the first batch back.

        Returns the batch and whether it is new; raises NotAllowedNow if the key was used for
        another body. Accepted rows have their receipt numbers when this returns.
        """
        async with self._database.writing() as connection:
            known = await _batch_with(connection, client.id, key)
            if known is not None:
                if known["body_hash"] != body_hash:
                    raise NotAllowedNow(f"key of batch {known['id']} was used for another body")
                return await _whole(connection, known), False
            rows = judge(await _under_way(connection, client.id, kind))
            made = Batch(str(uuid.uuid4()), client.id, kind, at, ())
            await connection.execute(
                insert(enterprise_batches).values(
                    id=made.id,
                    client_id=client.id,
                    key=key,
                    body_hash=body_hash,
                    kind=kind.value,
                    received_at=at,
                )
            )
            numbered = []
            for row in rows:
                accepted = row.state is RowState.ACCEPTED
                number = await give_number(connection, today) if accepted else None
                numbered.append(replace(row, number=number))
            await connection.execute(
                insert(enterprise_rows), [_row_columns(made.id, row) for row in numbered]
            )
            count = sum(row.state is RowState.ACCEPTED for row in numbered)
            detail = {"batch": made.id, "rows": len(numbered), "accepted": count}
            await audit_client(connection, client.id, "batch_taken", at, detail)
            return replace(made, rows=tuple(numbered)), True

    async def batch(self, client_id: str, batch_id: str) -> Batch:
        """Return a system's own batch, or raise NotFound."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(enterprise_batches).where(
                    enterprise_batches.c.id == batch_id,
                    enterprise_batches.c.client_id == client_id,
                )
            )
            row = rows.mappings().one_or_none()
            if row is None:
                raise NotFound(f"batch {batch_id}")
            return await _whole(connection, row)

    async def rows_after(
        self, state: RowState, last: tuple[str, int], limit: int
    ) -> list[tuple[Client, Batch, JudgedRow]]:
        """Return rows in a state, by id of their batch and number, from after `last` on."""
        batch_id, n = enterprise_rows.c.batch_id, enterprise_rows.c.n
        later = or_(batch_id > last[0], and_(batch_id == last[0], n > last[1]))
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(enterprise_rows)
                .where(enterprise_rows.c.state == state.value, later)
                .order_by(batch_id, n)
                .limit(limit)
            )
            found = rows.mappings().all()
            batches = await _batches(connection, {row["batch_id"] for row in found})
            clients = await _clients(connection, {batch.client_id for batch in batches.values()})
        return [
            (clients[batches[row["batch_id"]].client_id], batches[row["batch_id"]], _row(row))
            for row in found
        ]

    async def decide(self, client: Client, batch: Batch, row: JudgedRow, at: datetime) -> None:
        """Store how far a row has come; a decision is an event for the employer's system."""
        async with self._database.writing() as connection:
            await connection.execute(
                update(enterprise_rows)
                .where(enterprise_rows.c.batch_id == batch.id, enterprise_rows.c.n == row.n)
                .values(
                    state=row.state.value,
                    note=row.note,
                    reference=row.reference,
                    decided_at=row.decided_at,
                )
            )
            detail = {"batch": batch.id, "row": row.n, "state": row.state.value}
            await audit_client(connection, client.id, "row_moved", at, detail)
            if row.state in {RowState.DONE, RowState.REJECTED} and client.webhook_url:
                payload = {
                    "batch_id": batch.id,
                    "row": row.n,
                    "number": row.number,
                    "state": row.state.value,
                    "note": row.note,
                }
                await add_event(connection, client.id, "row.decided", payload, at)


async def _batch_with(connection: AsyncConnection, client_id: str, key: str) -> RowMapping | None:
    rows = await connection.execute(
        select(enterprise_batches).where(
            enterprise_batches.c.client_id == client_id, enterprise_batches.c.key == key
        )
    )
    return rows.mappings().one_or_none()


async def _under_way(
    connection: AsyncConnection, client_id: str, kind: ChangeKind
) -> frozenset[str]:
    """Return whom this employer has reported for the same change, and nobody decided yet."""
    rows = await connection.execute(
        select(enterprise_rows)
        .join(enterprise_batches, enterprise_batches.c.id == enterprise_rows.c.batch_id)
        .where(
            enterprise_batches.c.client_id == client_id,
            enterprise_batches.c.kind == kind.value,
            enterprise_rows.c.state.in_(OPEN),
        )
    )
    return frozenset(_change(row).id_number for row in rows.mappings())


async def _whole(connection: AsyncConnection, row: RowMapping) -> Batch:
    rows = await connection.execute(
        select(enterprise_rows)
        .where(enterprise_rows.c.batch_id == row["id"])
        .order_by(enterprise_rows.c.n)
    )
    return Batch(
        id=row["id"],
        client_id=row["client_id"],
        kind=ChangeKind(row["kind"]),
        received_at=row["received_at"],
        rows=tuple(_row(one) for one in rows.mappings()),
    )


async def _batches(connection: AsyncConnection, ids: set[str]) -> dict[str, Batch]:
    """Return batches by id, without their rows."""
    rows = await connection.execute(
        select(enterprise_batches).where(enterprise_batches.c.id.in_(ids))
    )
    return {
        row["id"]: Batch(
            row["id"], row["client_id"], ChangeKind(row["kind"]), row["received_at"], ()
        )
        for row in rows.mappings()
    }


async def _clients(connection: AsyncConnection, ids: set[str]) -> dict[str, Client]:
    rows = await connection.execute(
        select(enterprise_clients).where(enterprise_clients.c.id.in_(ids))
    )
    return {row["id"]: client_from(row) for row in rows.mappings()}


def _row_columns(batch_id: str, row: JudgedRow) -> dict[str, object]:
    return {
        "batch_id": batch_id,
        "n": row.n,
        "change": private_json(f"{batch_id}:{row.n}", asdict(row.change)),
        "state": row.state.value,
        "problems": [asdict(problem) for problem in row.problems],
        "number": row.number,
        "note": row.note,
        "reference": row.reference,
        "decided_at": row.decided_at,
    }


def _change(row: RowMapping) -> Change:
    held: Held = row["change"]
    if not held.token:  # refused, and erased since
        return Change("", "", "")
    return Change(**cast(dict[str, str], held.json_of(f"{row['batch_id']}:{row['n']}")))


def _row(row: RowMapping) -> JudgedRow:
    return JudgedRow(
        n=row["n"],
        change=_change(row),
        state=RowState(row["state"]),
        problems=tuple(RowProblem(**problem) for problem in row["problems"]),
        number=row["number"],
        note=row["note"],
        reference=row["reference"],
        decided_at=row["decided_at"],
    )
