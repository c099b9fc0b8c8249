"""Stores what all processes share of WeChat's interface: tokens, and pauses it asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update

from core.store.adding import add_once
from core.store.database import Database
from core.wechat_tables import wechat_kept


@dataclass(frozen=True, slots=True)
class Kept:
    """Be one value and until when it holds."""

    value: str
    until: datetime
    forced_at: datetime | None  # when a new one was last forced


class KeptStore:
    """Keep values by name, and let one process at a time get a new one."""

    def __init__(self, database: Database) -> None:
        """Take the database."""
        self._database = database

    async def kept(self, name: str) -> Kept | None:
        """Return a value; None if there never was one."""
        async with self._database.reading() as connection:
            rows = await connection.execute(select(wechat_kept).where(wechat_kept.c.name == name))
            row = rows.mappings().one_or_none()
        if row is None or not row["value"]:
            return None
        return Kept(row["value"], row["until"], row["forced_at"])

    async def claim(self, name: str, holder: str, now: datetime, until: datetime) -> bool:
        """Tell whether `holder` may get a new value; until that moment nobody else may."""
        async with self._database.writing() as connection:
            row = {"name": name, "value": "", "until": now, "holder": holder, "lease_until": until}
            if await add_once(connection, wechat_kept, row) is not None:
                return True
            taken = await connection.execute(
                update(wechat_kept)
                .where(
                    wechat_kept.c.name == name,
                    wechat_kept.c.lease_until.is_(None) | (wechat_kept.c.lease_until <= now),
                )
                .values(holder=holder, lease_until=until)
            )
            return bool(taken.rowcount)

    async def keep(
        self, name: str, value: str, until: datetime, *, forced_at: datetime | None = None
    ) -> None:
        """Store a value and let go of it; `forced_at` None: as it was."""
        values: dict[str, object] = {"value": value, "until": until}
        if forced_at is not None:
            values["forced_at"] = forced_at
        async with self._database.writing() as connection:
            known = await connection.execute(
                update(wechat_kept)
                .where(wechat_kept.c.name == name)
                .values(**values, holder=None, lease_until=None)
            )
            if not known.rowcount:
                await connection.execute(insert(wechat_kept).values(name=name, **values))

    async def release(self, name: str, holder: str) -> None:
        """Let go of a value that could not be renewed."""
        async with self._database.writing() as connection:
            await connection.execute(
                update(wechat_kept)
                .where(wechat_kept.c.name == name, wechat_kept.c.holder == holder)
                .values(holder=None, lease_until=None)
            )
