"""Runs Alembic's migrations over an asynchronous engine."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from alembic import context
from sqlalchemy import Connection, event, func, select
from sqlalchemy.ext.asyncio import create_async_engine

import core.retention_tables
import core.shared_form_tables
import core.store  # noqa: F401  (declares all other tables)
from core.store.postgresql import lock_key
from core.tables import metadata

if TYPE_CHECKING:
    from sqlalchemy.engine.interfaces import DBAPIConnection
    from sqlalchemy.pool import ConnectionPoolEntry


def run(connection: Connection) -> None:
    """Apply the revisions that are missing."""
    if connection.dialect.name == "postgresql":  # several gateways may be started at once
        connection.execute(select(func.pg_advisory_xact_lock(lock_key("migrations"))))
    # SQLite can change a table only by copying it: render_as_batch.
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()


async def migrate() -> None:
    """Connect, and apply the revisions."""
    url = context.config.get_main_option("sqlalchemy.url")
    if url is None:
        raise ValueError("no sqlalchemy.url")
    engine = create_async_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine.sync_engine, "connect", _begin_nothing)
        event.listen(engine.sync_engine, "begin", _begin)
    async with engine.begin() as connection:
        await connection.run_sync(run)
    await engine.dispose()


def _begin_nothing(connection: DBAPIConnection, entry: ConnectionPoolEntry) -> None:
    """Keep Python's sqlite3 from beginning a transaction only where rows are written.

    What it created before would stay behind if we died, and be in the way the next time.
    """
    del entry
    connection.isolation_level = None


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


asyncio.run(migrate())
