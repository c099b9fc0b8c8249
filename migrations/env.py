"""Runs Alembic's migrations over an asynchronous engine."""

from __future__ import annotations

import asyncio

from alembic import context
from sqlalchemy import Connection, func, select
from sqlalchemy.ext.asyncio import create_async_engine

import core.shared_form_tables
import core.store  # noqa: F401  (declares all other tables)
from core.store.postgresql import lock_key
from core.tables import metadata


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
    async with engine.begin() as connection:
        await connection.run_sync(run)
    await engine.dispose()


asyncio.run(migrate())
