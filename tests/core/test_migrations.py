"""Tests the migrations against the tables that the code declares."""

from __future__ import annotations

import asyncio
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from pydantic import SecretStr
from sqlalchemy import Connection, func, inspect, select
from sqlalchemy.ext.asyncio import create_async_engine

import core.retention_tables
import core.shared_form_tables
import core.store  # noqa: F401  (declares all other tables)
from core.tables import applications, metadata, staff
from gateway.__main__ import migrate
from gateway.settings import Settings


def test_the_migrations_make_the_tables_that_the_code_declares(
    bare_database_url: str, tmp_path: Path
) -> None:
    settings = Settings(
        database_url=bare_database_url,
        first_login=tmp_path / "login.txt",
        action_secret=SecretStr("s"),
    )

    migrate(settings)
    migrate(settings)  # again: nothing to do, and no second account

    found, columns, members = asyncio.run(read(bare_database_url))
    assert found == []
    assert set(applications.c.keys()) <= columns
    assert members == 1
    assert (tmp_path / "login.txt").stat().st_mode & 0o077 == 0


async def read(url: str) -> tuple[list[object], set[str], int]:
    """Return how the tables differ, the columns of applications, and how many staff there are."""
    engine = create_async_engine(url)
    async with engine.connect() as connection:
        found = await connection.run_sync(differences)
        columns = await connection.run_sync(lambda c: inspect(c).get_columns("applications"))
        members = await connection.scalar(select(func.count()).select_from(staff))
    await engine.dispose()
    return found, {column["name"] for column in columns}, int(members or 0)


def differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, metadata))
