"""Seals what is stored plainly or under an older key; nothing need stop for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from sqlalchemy import (
    Column,
    ColumnElement,
    RowMapping,
    Table,
    Text,
    and_,
    insert,
    not_,
    or_,
    select,
    type_coerce,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from core.call_back_tables import call_backs, salts
from core.casework import ENDS_ON
from core.delegation_tables import delegations
from core.errors import Unreadable
from core.sealed_columns import BEGINS, FieldCipher, Private, Sealed
from core.store.application_rows import application_from
from core.store.database import Database
from core.store.submissions import contact_of, twin_of
from core.tables import applications, metadata

AT_ONCE = 200  # rows of one transaction
PURPOSE = "keys"  # of what the database knows about the keys it was sealed with
SameOf = Callable[[str], tuple[str, ...]]  # item code -> keys of the fields that make a double


class Resealing:
    """Bring every sealed column under the newest key, and every mark under the marks' key."""

    def __init__(self, database: Database, cipher: FieldCipher, same_of: SameOf) -> None:
        """Take the database, the keys that it was opened with, and what the catalogue says."""
        self._database = database
        self._cipher = cipher
        self._same_of = same_of

    async def check_keys(self, fingerprint: str) -> None:
        """Note whose keys these are at the first time; raise Unreadable if they are others."""
        async with self._database.writing() as connection:
            wanted = select(salts.c.value).where(salts.c.purpose == PURPOSE)
            known = (await connection.execute(wanted)).scalar_one_or_none()
            if known is None:
                await connection.execute(insert(salts).values(purpose=PURPOSE, value=fingerprint))
            elif known != fingerprint:
                raise Unreadable("these are not the keys that this database was sealed with")

    async def run(self) -> int:
        """Seal what is not sealed under the newest key; return how many rows that were.

        Can be stopped and begun again; marks are made with the row they are of.
        """
        count = 0
        for table in metadata.sorted_tables:
            sealed = [column for column in table.c if isinstance(column.type, Sealed)]
            while sealed and (done := await self._some(table, sealed)):
                count += done
        return count

    async def _some(self, table: Table, sealed: Sequence[Column[object]]) -> int:
        keys = list(table.primary_key.columns)
        raw = [type_coerce(column, Text).label(column.name) for column in sealed]
        async with self._database.writing() as connection:
            rows = await connection.execute(
                select(*keys, *raw)
                .where(or_(*(self._is_old(column) for column in sealed)))
                .limit(AT_ONCE)
                .with_for_update()
            )
            found = rows.mappings().all()
            for row in found:
                name = ":".join(str(row[key.name]) for key in keys)
                here = and_(*(key == row[key.name] for key in keys))
                values = self._sealed(name, row, sealed)
                await connection.execute(update(table).where(here).values(values))
                await self._mark(connection, table, here)
        return len(found)

    def _is_old(self, column: Column[object]) -> ColumnElement[bool]:
        text = type_coerce(column, Text)
        newest = self._cipher.newest
        return and_(text != "", not_(text.startswith(newest, autoescape=True)))

    def _sealed(
        self, name: str, row: RowMapping, columns: Sequence[Column[object]]
    ) -> Mapping[str, object]:
        values: dict[str, object] = {}
        for column in columns:
            token = row[column.name]
            if not token:
                continue
            assert isinstance(column.type, Sealed)
            plain = token
            if token.startswith(BEGINS):
                plain = self._cipher.opened(column.type.place, name, token)
            values[column.name] = Private(name, plain)
        return values

    async def _mark(
        self, connection: AsyncConnection, table: Table, here: ColumnElement[bool]
    ) -> None:
        """Write the marks that go with the sealed values of a row."""
        if table not in {applications, delegations, call_backs}:
            return
        row = (await connection.execute(select(table).where(here))).mappings().one()
        values: dict[str, object] = {}
        if table is applications:
            application = application_from(row)
            values = {"ends": application.fields.get(ENDS_ON)}
            if application.number is not None:
                same = self._same_of(application.item_code)
                values |= {
                    "contact": contact_of(application.fields),
                    "twin": twin_of(application, same),
                }
        elif table is delegations:
            agent = row["agent_id_number"]
            values = {
                "principal": row["principal_id_number"].of(row["id"]),
                "agent": agent.of(row["id"]) if agent is not None else None,
            }
        else:
            values = {"line": row["phone"].of(row["number"])}
        await connection.execute(update(table).where(here).values(values))
