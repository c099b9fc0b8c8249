"""Saves the rows of a database as they are at one moment, while it is used, and loads them."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Protocol

from sqlalchemy import URL, make_url

from core.store.database import Database
from core.store.whole import Whole, exported_state, revision_of, whole_of
from gateway.backups.files import copied, new_file
from gateway.backups.inventory import NoBackup

# libpq's environment variables for what asyncpg is told in the address.
SSL_MODES = {"true": "require", "True": "require"}

# What SQLite keeps beside its file (https://sqlite.org/tempfiles.html): it would read an old one
# into the file that is restored.
BESIDE_SQLITE = ("-wal", "-shm", "-journal")


class Rows(Protocol):
    """Save and load the rows of one kind of database."""

    kind: str
    name: str  # of the part that holds them

    async def is_empty(self) -> bool:
        """Tell whether nothing was ever made in the database."""
        ...

    async def save(self, database: Database, folder: Path) -> Whole:
        """Write the rows to the folder; return what they are."""
        ...

    async def load(self, folder: Path) -> None:
        """Put the rows of the folder into the database, which is empty."""
        ...


class SqliteRows:
    """Copy the file with SQLite's backup API (https://sqlite.org/backup.html)."""

    kind = "sqlite"
    name = "rows.sqlite3"

    def __init__(self, url: URL) -> None:
        """Take the address of the database."""
        if not url.database:
            raise NoBackup("数据库不是文件，没有可以备份的")
        self._file = Path(url.database)

    async def is_empty(self) -> bool:
        """Tell whether there is no file, nor what is left of one: to open it would make one."""
        left = [self._file.with_name(self._file.name + end) for end in BESIDE_SQLITE]
        return not any(file.exists() for file in [self._file, *left])

    async def save(self, database: Database, folder: Path) -> Whole:
        """Write the rows to the folder; nobody who writes meanwhile waits for it."""
        del database  # its connections begin transactions of their own
        copy = folder / self.name
        await asyncio.to_thread(self._copy, copy)
        opened = Database(f"sqlite+aiosqlite:///{copy}")
        async with opened.reading() as connection:
            whole = await whole_of(connection)
        await opened.close()
        await asyncio.to_thread(_make_one_file, copy)
        return whole

    async def load(self, folder: Path) -> None:
        """Put the file in its place, whole or not at all."""
        half = self._file.with_name(f"{self._file.name}.part")
        half.unlink(missing_ok=True)
        await asyncio.to_thread(copied, folder / self.name, self._file.parent, half.name)
        os.sync()
        half.rename(self._file)

    def _copy(self, copy: Path) -> None:
        new_file(copy).close()
        with (
            closing(sqlite3.connect(self._file)) as source,
            closing(sqlite3.connect(copy)) as target,
        ):
            # All pages in one step: in several, each write in between would begin it anew.
            source.backup(target, pages=-1)
            (sound,) = target.execute("PRAGMA integrity_check").fetchone()
        if sound != "ok":
            raise NoBackup("数据库文件已经损坏（integrity_check）")


class PostgresqlRows:
    """Let pg_dump and pg_restore do it."""

    kind = "postgresql"
    name = "rows.dump"

    def __init__(self, url: URL) -> None:
        """Take the address of the database."""
        self._url = url

    async def is_empty(self) -> bool:
        """Tell whether there is no table."""
        database = Database(self._url.render_as_string(hide_password=False))
        try:
            return await revision_of(database) is None
        finally:
            await database.close()

    async def save(self, database: Database, folder: Path) -> Whole:
        """Write the rows to the folder; what is counted is the very state that is dumped."""
        new_file(folder / self.name).close()
        async with exported_state(database) as (connection, state):
            dump = ["pg_dump", "--format=custom", f"--snapshot={state}", "--no-password"]
            # Not the one beside the other: who fails first must not leave the other running.
            whole = await whole_of(connection)
            await self._run([*dump, f"--file={folder / self.name}"])
        return whole

    async def load(self, folder: Path) -> None:
        """Restore the dump, whole or not at all."""
        restore = ["pg_restore", "--single-transaction", "--exit-on-error", "--no-password"]
        # Owner and rights are those of who restores: roles are not in the backup.
        await self._run(
            [
                *(*restore, "--no-owner", "--no-privileges"),
                *(f"--dbname={self._url.database}", str(folder / self.name)),
            ]
        )

    async def _run(self, command: list[str]) -> None:
        try:
            process = await asyncio.create_subprocess_exec(
                *command,
                env={**os.environ, **libpq_settings(self._url)},
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.PIPE,
            )
        except FileNotFoundError as error:
            raise NoBackup(f"没有 {command[0]} 程序：请安装 postgresql-client") from error
        _, said = await process.communicate()
        if process.returncode:
            # Its first line only: others may show what is in a row.
            first = said.decode("utf-8", "replace").partition("\n")[0]
            raise NoBackup(f"{command[0]} 没有做成：{first}")


def rows_of(url: str) -> Rows:
    """Return who saves and loads the rows of the database at an address."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "postgresql":
        return PostgresqlRows(parsed)
    return SqliteRows(parsed)


def libpq_settings(url: URL) -> Mapping[str, str]:
    """Return what tells pg_dump where the database is; a password never stands in a command."""
    query = {name: str(value) for name, value in url.query.items()}
    ssl = query.get("ssl") or query.get("sslmode")
    found = {
        "PGHOST": url.host or query.get("host"),
        "PGPORT": str(url.port) if url.port else query.get("port"),
        "PGUSER": url.username,
        "PGPASSWORD": url.password,
        "PGDATABASE": url.database,
        "PGSSLMODE": SSL_MODES.get(ssl, ssl) if ssl else None,
    }
    return {name: value for name, value in found.items() if value}


def _make_one_file(copy: Path) -> None:
    """Take the copy out of WAL mode, which keeps files beside it."""
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
