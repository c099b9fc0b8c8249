"""Tests what the role that serves may not do to the tables of a real PostgreSQL."""

from __future__ import annotations

import asyncio
import os
import subprocess
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from core.errors import NotForServing
from core.store import Database
from core.store.audit_trail import AuditTrail
from core.store.serving_role import let_serve
from launch.places import CHECKOUT
from launch.postgresql import ROLE, SERVING
from tests.fakes.keys import KEYS
from tests.postgresql import PostgreSQL

SCRIPT = CHECKOUT / "conf" / "postgresql" / "serving-role.sh"
REFUSED = r"permission denied|must be owner"
NOON = datetime(2026, 12, 21, 4, tzinfo=UTC)


@pytest.fixture
async def serving(postgresql_url: str) -> AsyncIterator[Database]:
    """Return the database, opened by the role that serves, with one row in the trail."""
    database = Database(postgresql_url, KEYS)
    await AuditTrail(database).note("application:1", "changed", "staff:wang", NOON)
    yield database
    await database.close()


async def do(database: Database, order: str) -> None:
    """Execute what no program of ours would."""
    async with database.writing() as connection:
        await connection.execute(text(order))


@pytest.mark.parametrize(
    "order",
    [
        "UPDATE audit SET actor = 'nobody'",
        "DELETE FROM audit",
        "TRUNCATE audit",
        "DROP TABLE audit",
        "ALTER TABLE audit DISABLE TRIGGER ALL",
        "DROP TRIGGER audit_keeps ON audit",
        "SET session_replication_role = replica",
        "SET ROLE yibao",
        "DELETE FROM audit_head",
        "INSERT INTO audit_head VALUES (2, 2, 'x')",
        "UPDATE retention_terms SET number = 2",
        "DELETE FROM retention_terms",
        "CREATE TABLE audit_2 (number int)",
    ],
)
async def test_who_serves_cannot_alter_the_trail(serving: Database, order: str) -> None:
    with pytest.raises(DBAPIError, match=REFUSED):
        await do(serving, order)

    assert await AuditTrail(serving).first_flaw([]) == (1, None)


async def test_what_was_granted_otherwise_is_taken_away(
    serving: Database, postgresql: PostgreSQL, database_with_tables: str
) -> None:
    postgresql.order(f"GRANT ALL ON ALL TABLES IN SCHEMA public TO {SERVING}", database_with_tables)

    owner = postgresql.url(database_with_tables)
    await let_serve(owner, postgresql.url(database_with_tables, SERVING))

    with pytest.raises(DBAPIError, match=REFUSED):
        await do(serving, "DELETE FROM audit")


@pytest.fixture
def roles(postgresql: PostgreSQL) -> Iterator[None]:
    """Have roles that could do more than they are granted."""
    mighty = {
        "mighty": "SUPERUSER",
        "maker": "CREATEROLE",
        "cousin": f"IN ROLE {ROLE}",
        "writer": "IN ROLE pg_write_all_data",
    }
    for name, able in mighty.items():
        postgresql.order(f"CREATE ROLE {name} LOGIN {able}")
    yield
    for name in mighty:
        postgresql.order(f"DROP ROLE {name}")


@pytest.mark.usefixtures("roles")
@pytest.mark.parametrize(
    ("role", "why"),
    [
        *((role, "act as it") for role in ("mighty", "maker", "cousin", "writer", ROLE)),
        ("who", "no role who"),
    ],
)
async def test_who_could_do_more_does_not_serve(
    postgresql: PostgreSQL, database_with_tables: str, role: str, why: str
) -> None:
    with pytest.raises(NotForServing, match=why):
        await let_serve(
            postgresql.url(database_with_tables), postgresql.url(database_with_tables, role)
        )


async def test_both_addresses_name_one_database(postgresql: PostgreSQL) -> None:
    with pytest.raises(NotForServing, match="the same"):
        await let_serve(postgresql.url("postgres"), postgresql.url("another", SERVING))


def test_the_script_of_the_container_makes_a_role_that_may_serve(postgresql: PostgreSQL) -> None:
    name = postgresql.create()
    told = {
        "POSTGRES_USER": ROLE,
        "YIBAO_APP_PASSWORD": "it's $one",
        "PGHOST": str(postgresql.folder),
    }
    postgresql.order(f"ALTER ROLE {SERVING} RENAME TO aside")
    try:
        subprocess.run(["sh", str(SCRIPT)], env={**os.environ, **told}, check=True)
        asyncio.run(let_serve(postgresql.url(name), postgresql.url(name, SERVING)))
        secret = postgresql.order(f"SELECT rolpassword FROM pg_authid WHERE rolname = '{SERVING}'")
    finally:
        postgresql.drop(name)
        postgresql.order(f"DROP ROLE IF EXISTS {SERVING}")
        postgresql.order(f"ALTER ROLE aside RENAME TO {SERVING}")
    assert secret.startswith("SCRAM-SHA-256$")
