"""Opens the database and its transactions."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Connection, event, insert, text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from core import tables

if TYPE_CHECKING:
    from sqlalchemy.engine.interfaces import DBAPIConnection
    from sqlalchemy.pool import ConnectionPoolEntry

WRITES = "yibao_writes"


class Database:
    """Hand out short transactions on one database (SQLite or PostgreSQL)."""

    def __init__(self, url: str) -> None:
        """Take an SQLAlchemy URL such as sqlite+aiosqlite:///var/yibao.sqlite3."""
        self._engine = create_async_engine(url)
        # SQLite lets one write at a time and makes the others poll for it: we queue instead.
        self._writers: AbstractAsyncContextManager[object] = nullcontext()
        if self._engine.dialect.name == "sqlite":
            self._writers = asyncio.Lock()
            event.listen(self._engine.sync_engine, "connect", _prepare_sqlite)
            event.listen(self._engine.sync_engine, "begin", _begin_sqlite)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """Open a transaction that only looks."""
        async with self._engine.connect() as connection:
            yield connection

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """Open a transaction that is committed at the end, or undone on any error."""
        async with self._writers, self._engine.connect() as plain:
            connection = await plain.execution_options(**{WRITES: True})
            async with connection.begin():
                yield connection

    async def answers(self) -> bool:
        """Tell whether the database answers a question."""
        async with self.reading() as connection:
            return bool((await connection.execute(text("SELECT 1"))).scalar_one() == 1)

    async def create_all(self) -> None:
        """Create every table at once; for tests, which need no migrations."""
        async with self.writing() as connection:
            await connection.run_sync(tables.metadata.create_all)

    async def close(self) -> None:
        """Close all connections."""
        await self._engine.dispose()


async def write_audit(
    connection: AsyncConnection,
    *,
    at: datetime,
    actor: str,
    subject: str,
    action: str,
    detail: Mapping[str, object],
) -> None:
    """Add an audit row inside the transaction that makes the change."""
    row = {"at": at, "actor": actor, "subject": subject, "action": action, "detail": dict(detail)}
    await connection.execute(insert(tables.audit).values(row))


def _prepare_sqlite(connection: DBAPIConnection, entry: ConnectionPoolEntry) -> None:
    del entry
    connection.isolation_level = None  # we send BEGIN ourselves
    cursor = connection.cursor()
    # FULL: what we called accepted must survive a power cut (wechat-and-reliability.md, R1).
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "busy_timeout=5000",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A deferred transaction that starts to write late fails at once when another one wrote.
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
