"""Tests that the database itself refuses what takes two people and had one."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import create_engine, insert, update
from sqlalchemy.exc import IntegrityError

from core.knowledge_tables import entry_versions
from core.store import Database
from gateway.__main__ import migrate
from gateway.settings import Settings

ROW = {
    "key": "d#e",
    "version": 1,
    "document_id": "d",
    "state": "in_review",
    "content": {},
    "revision": 1,
    "authors": ["1001", "王工"],
    "updated_at": datetime(2026, 12, 21, tzinfo=UTC),
    "place": 0,
}


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'entries.sqlite3'}")
    await database.create_all()
    yield database
    await database.close()


@pytest.mark.parametrize("author", ["1001", "王工"])
async def test_no_author_is_the_reviewer_of_what_is_stored(database: Database, author: str) -> None:
    with pytest.raises(IntegrityError, match="two_people"):
        async with database.writing() as connection:
            await connection.execute(insert(entry_versions).values(ROW | {"reviewer": author}))
    async with database.writing() as connection:
        await connection.execute(insert(entry_versions).values(ROW))
    with pytest.raises(IntegrityError, match="two_people"):
        async with database.writing() as connection:
            await connection.execute(update(entry_versions).values(reviewer=author))


async def test_a_reviewer_does_not_become_an_author_afterwards(database: Database) -> None:
    async with database.writing() as connection:
        await connection.execute(insert(entry_versions).values(ROW | {"reviewer": "1002"}))

    with pytest.raises(IntegrityError, match="two_people"):
        async with database.writing() as connection:
            await connection.execute(update(entry_versions).values(authors=["1002"]))


def test_the_migrations_bring_what_refuses(tmp_path: Path) -> None:
    file = tmp_path / "migrated.sqlite3"
    url, login = f"sqlite+aiosqlite:///{file}", tmp_path / "login.txt"
    migrate(Settings(database_url=url, first_login=login, action_secret=SecretStr("s")))

    engine = create_engine(f"sqlite:///{file}")
    with engine.connect() as connection:
        for unwanted in (
            "UPDATE staff SET duties = 'audit'",
            "UPDATE staff SET duties = 'desk'",  # nobody approved it
            "UPDATE staff SET duties = 'audit,system', approval_id = 'x'",
            """UPDATE entry_versions SET reviewer = 'x', authors = '["x"]'""",
            "INSERT INTO staff_approvals VALUES ('a', 'x', 'audit', '甲', '甲', '2026-01-01')",
        ):
            with pytest.raises(IntegrityError):
                connection.exec_driver_sql(unwanted)
    engine.dispose()
