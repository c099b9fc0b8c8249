"""Opens the database and its transactions."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from datetime import datetime

from sqlalchemy import URL, Connection, event, func, make_url, select, text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from core import tables
from core.audit import Entry
from core.errors import EngineUnavailable
from core.sealed_columns import CIPHER, FieldCipher
from core.store import postgresql
from core.store.audit_rows import append
from core.store.holding import Holding
from core.store.sqlite_files import prepare_sqlite
from core.store.sqlite_inline import BEGIN, Connections
from core.stretches import Stretch, stretch

LONGEST_WAIT = 15.0  # seconds for another gateway's turn; its engines give up after five
LOOK_AGAIN = 0.05  # seconds
AUDIT = "yibao_audit"  # execution option: what the transaction adds to the audit trail


class Database:
    """Hand out short transactions on one database (SQLite or PostgreSQL)."""

    def __init__(
        self,
        url: str,
        cipher: FieldCipher | None = None,
        waited: Callable[[float], None] = lambda _: None,
    ) -> None:
        """Take an SQLAlchemy URL such as sqlite+aiosqlite:///var/yibao.sqlite3.

        Without a cipher nothing personal can be written or read. `waited` is told the seconds
        that each write waited for its turn.
        """
        self._waited = waited
        self._shared = make_url(url).get_backend_name() == "postgresql"
        # SQLite lets one write at a time and makes the others poll for it: we queue instead.
        self._writers: AbstractAsyncContextManager[object] = nullcontext()
        self._reading: dict[str, object] = {}
        self._writing: dict[str, object] = {}
        quietly = {"hide_parameters": True}  # errors are logged: values must not be in them
        self._holding: Holding | None = None  # what this gateway alone is at
        self._inline: Connections | None = None  # SQLite's
        if self._shared:
            told = {"server_settings": postgresql.CONNECTION_SETTINGS}
            # Asked before each use, a connection that a restart has cut costs nobody an answer.
            self._engine = create_async_engine(
                url, pool_pre_ping=True, connect_args=told, **quietly
            )
            self._reading = postgresql.reading_options()
            self._writing |= postgresql.writing_options()
            self._holding = Holding(self._engine)
        else:
            self._engine = create_async_engine(url, **quietly)
            self._writers = asyncio.Lock()
            event.listen(self._engine.sync_engine, "connect", prepare_sqlite)
            event.listen(self._engine.sync_engine, "begin", _begin_sqlite)
            self._inline = Connections(make_url(url))
            setattr(self._inline.engine.dialect, CIPHER, cipher)
        setattr(self._engine.dialect, CIPHER, cipher)

    @property
    def url(self) -> URL:
        """Return where the database is."""
        return self._engine.url

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """Open a transaction that only looks, and sees one state of the database throughout."""
        if self._inline is not None:
            async with self._inline.reading() as connection:
                yield connection
            return
        async with self.streaming() as connection:
            yield connection

    @asynccontextmanager
    async def streaming(self) -> AsyncIterator[AsyncConnection]:
        """Open one as `reading` does, for results that may be too long for memory."""
        async with self._engine.connect() as plain:
            yield await plain.execution_options(**self._reading)

    @asynccontextmanager
    async def writing(self, *about: str) -> AsyncIterator[AsyncConnection]:
        """Open a transaction that is committed at the end, or undone on any error.

        What it finds stays true until then: nobody decides about the same subjects beside it. It
        names the one or two rows that it decides about (`conversation:<id>`), or nothing, and
        then nobody writes beside it at all. SQLite lets nobody anyway.
        """
        entries: list[Entry] = []
        asked = time.monotonic()
        with stretch(Stretch.WRITE):
            async with self._writers, self._begun(entries) as connection:
                if self._shared:
                    await postgresql.take_turn(connection, about)
                self._waited(time.monotonic() - asked)
                yield connection
                # Last, because whoever writes the trail on makes all others wait.
                await append(connection, entries)

    @asynccontextmanager
    async def _begun(self, entries: list[Entry]) -> AsyncIterator[AsyncConnection]:
        """Begin a transaction that may write; `entries` are collected for the audit trail."""
        options = {**self._writing, AUDIT: entries}
        if self._inline is not None:
            async with self._inline.writing(options) as connection:
                yield connection
            return
        async with self._engine.connect() as plain:
            connection = await plain.execution_options(**options)
            async with connection.begin():
                yield connection

    @asynccontextmanager
    async def alone(self, name: str) -> AsyncIterator[bool]:
        """Say whether the block is the only one of that name, in any process, until it ends."""
        mine = self._holding is None or await self._holding.take(name)
        try:
            yield mine
        finally:
            if mine and self._holding is not None:
                await self._holding.give_back(name)

    @asynccontextmanager
    async def in_turn(self, name: str) -> AsyncIterator[None]:
        """Wait until no other gateway has that name, and have it until the block ends.

        Raise EngineUnavailable if it takes too long: then the other one is in trouble, or many
        wait. Where one process serves (SQLite), nobody is waited for.
        """
        until = time.monotonic() + LONGEST_WAIT
        while self._holding is not None and not await self._holding.take(name):
            if time.monotonic() >= until:
                raise EngineUnavailable("turn")
            await asyncio.sleep(LOOK_AGAIN)
        try:
            yield
        finally:
            if self._holding is not None:
                await self._holding.give_back(name)

    async def answers(self) -> bool:
        """Tell whether the database answers a question."""
        async with self.reading() as connection:
            return bool((await connection.execute(text("SELECT 1"))).scalar_one() == 1)

    async def time(self) -> datetime | None:
        """Return the time of the database's machine; None if that is ours (SQLite)."""
        if not self._shared:
            return None
        async with self.reading() as connection:
            told: datetime = (await connection.execute(select(func.clock_timestamp()))).scalar_one()
        return told

    async def create_all(self) -> None:
        """Create every table at once; for tests, which need no migrations."""
        async with self.writing() as connection:
            await connection.run_sync(tables.metadata.create_all)

    async def tidy(self) -> None:
        """Leave nothing of what was overwritten in the file (SQLite only)."""
        if self._engine.dialect.name == "sqlite":
            # Not our engine: its connections begin a transaction, in which nothing is vacuumed.
            engine = create_async_engine(self._engine.url, isolation_level="AUTOCOMMIT")
            try:
                async with self._writers, engine.connect() as connection:
                    await connection.exec_driver_sql("VACUUM")
                    await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            finally:
                await engine.dispose()

    async def close(self) -> None:
        """Close all connections."""
        if self._holding is not None:
            await self._holding.close()
        if self._inline is not None:
            await self._inline.close()
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
    """Add an audit row to the transaction that makes the change; it is written at its end."""
    options = await connection.run_sync(lambda plain: plain.get_execution_options())
    options[AUDIT].append(Entry(at, actor, subject, action, dict(detail)))


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql(BEGIN)
