"""Stores how callers want to be spoken to, by a keyed hash of their number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update

from core.call_back_tables import callers
from core.store.adding import add_once
from core.store.database import Database
from core.store.salted import salted

PURPOSE = "callers"
REMEMBERED_FOR = timedelta(days=365)  # after the last call


@dataclass(frozen=True, slots=True)
class Caller:
    """Be what is remembered of who calls from a number."""

    pace: float | None = None  # characters a second; None: the usual one
    region: str | None = None  # of the last call


class CallerStore:
    """Remember callers without their numbers."""

    def __init__(self, database: Database) -> None:
        """Take the database; it holds the salt."""
        self._database = database

    async def caller(self, number: str) -> Caller:
        """Return what is remembered of a number; nothing if it is withheld or unknown."""
        if not number:
            return Caller()
        async with self._database.writing() as connection:  # the salt may have to be made
            key = await salted(connection, PURPOSE, number)
            rows = await connection.execute(select(callers).where(callers.c.key == key))
            row = rows.mappings().one_or_none()
        return Caller() if row is None else Caller(row["pace"], row["region"])

    async def remember(
        self,
        number: str,
        at: datetime,
        *,
        pace: float | None = None,
        region: str | None = None,
    ) -> None:
        """Store what was chosen in a call; what is None stays as it was."""
        if not number:
            return
        values: dict[str, object] = {"seen_at": at}
        values |= {"pace": pace} if pace is not None else {}
        values |= {"region": region} if region is not None else {}
        async with self._database.writing() as connection:
            key = await salted(connection, PURPOSE, number)
            change = update(callers).where(callers.c.key == key).values(values)
            if (await connection.execute(change)).rowcount:
                return
            if await add_once(connection, callers, {"key": key, **values}) is None:
                await connection.execute(change)  # the same number calls twice at once

    async def forget(self, now: datetime) -> int:
        """Forget who has not called for a year; return how many."""
        async with self._database.writing() as connection:
            gone = await connection.execute(
                delete(callers).where(callers.c.seen_at < now - REMEMBERED_FOR)
            )
            return int(gone.rowcount)
