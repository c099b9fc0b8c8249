"""Tests the migrations against the tables that the code declares."""

from __future__ import annotations

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from pydantic import SecretStr
from sqlalchemy import Connection, create_engine

import core.store  # noqa: F401  (declares all tables)
from core.tables import applications, metadata
from gateway.__main__ import migrate
from gateway.settings import Settings


def test_the_migrations_make_the_tables_that_the_code_declares(tmp_path: Path) -> None:
    file = tmp_path / "migrated.sqlite3"
    settings = Settings(
        database_url=f"sqlite+aiosqlite:///{file}",
        first_login=tmp_path / "login.txt",
        action_secret=SecretStr("s"),
    )

    migrate(settings)
    migrate(settings)  # again: nothing to do, and no second account

    engine = create_engine(f"sqlite:///{file}")
    with engine.connect() as connection:
        assert differences(connection) == []
        assert set(applications.c.keys()) <= {
            row[1] for row in connection.exec_driver_sql("PRAGMA table_info(applications)")
        }
        assert connection.exec_driver_sql("SELECT count(*) FROM staff").scalar() == 1
    engine.dispose()
    assert (tmp_path / "login.txt").stat().st_mode & 0o077 == 0


def differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, metadata))
