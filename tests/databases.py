"""Lends each test an empty database: a SQLite file, or one of a PostgreSQL of our own."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from core.store import Database
from core.store.serving_role import let_serve
from launch.postgresql import ROLE, SERVING
from launch.tools import postgresql_programs
from tests.postgresql import PostgreSQL, running_server, running_vector_server

ON_POSTGRESQL = os.environ.get("YIBAO_TEST_DATABASE") == "postgresql"


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    """Run a PostgreSQL for all tests of one run; nothing of it outlives them."""
    if postgresql_programs() is None:
        pytest.skip("no PostgreSQL server is installed (apt-get install postgresql)")
    with running_server() as server:
        server.order(f"CREATE ROLE {SERVING} LOGIN")
        yield server


@pytest.fixture(scope="session")
def pgvector() -> Iterator[PostgreSQL]:
    """Run a PostgreSQL that has pgvector."""
    programs = os.environ.get("YIBAO_PGVECTOR")
    if not programs:
        pytest.skip("YIBAO_PGVECTOR must name the programs of a server, as `make test` does")
    with running_vector_server(Path(programs)) as server:
        yield server


@pytest.fixture
def vectors_url(pgvector: PostgreSQL) -> Iterator[str]:
    """Return the address of an empty database of a server that has pgvector."""
    name = pgvector.create()
    yield pgvector.url(name)
    pgvector.drop(name)


@pytest.fixture(scope="session")
def database_with_tables(postgresql: PostgreSQL) -> str:
    """Return the name of a database that has every table, and no row between two tests."""
    name = postgresql.create()

    async def fill() -> None:
        database = Database(postgresql.url(name))
        await database.create_all()
        await database.close()
        await let_serve(postgresql.url(name), postgresql.url(name, SERVING))

    asyncio.new_event_loop().run_until_complete(fill())
    return name


@pytest.fixture
def postgresql_url(postgresql: PostgreSQL, database_with_tables: str) -> Iterator[str]:
    """Return the address of a PostgreSQL database with every table, and no row, for who serves."""
    yield postgresql.url(database_with_tables, SERVING)
    postgresql.empty(database_with_tables)


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of an empty database, of the kind that YIBAO_TEST_DATABASE names."""
    if ON_POSTGRESQL:
        return str(request.getfixturevalue("postgresql_url"))
    return f"sqlite+aiosqlite:///{tmp_path / 'test.sqlite3'}"


@pytest.fixture
def bare_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Return the address of a database without tables, of the kind that the setting names."""
    if not ON_POSTGRESQL:
        yield f"sqlite+aiosqlite:///{tmp_path / 'bare.sqlite3'}"
        return
    server: PostgreSQL = request.getfixturevalue("postgresql")
    name = server.create()
    yield server.url(name)
    server.drop(name)


async def alter(database: Database, order: str) -> None:
    """Alter the tables of a database, as their owner."""
    at = database.url
    if at.get_backend_name() == "postgresql":
        at = at.set(username=ROLE)
    owners = Database(at.render_as_string(hide_password=False))
    async with owners.writing() as connection:
        await connection.execute(text(order))
    await owners.close()


def mark_database_tests(items: list[pytest.Item]) -> None:
    """Mark what uses a database, so that `pytest -m postgres` runs just that on PostgreSQL.

    Without the setting only what needs PostgreSQL has the mark, and `-m "not postgres"` leaves
    it out.
    """
    either = {"database_url", "bare_database_url"} if ON_POSTGRESQL else set()
    for item in items:
        used = set(getattr(item, "fixturenames", ()))
        if used & (either | {"postgresql", "pgvector"}):
            item.add_marker(pytest.mark.postgres)
