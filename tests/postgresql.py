"""Starts a PostgreSQL of the tests' own, and lends each test an empty database of it."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from core.audit import BEGINNING
from launch.postgresql import ROLE, address, answers, as_somebody_else, make_data, serve_command
from launch.tools import postgresql_programs
from launch.work import guarded

READY_WITHIN = 120.0  # seconds
# Nothing here must survive a power cut, so nothing waits for a disk.
HASTE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off")
# The audit trail refuses to be emptied: its triggers sleep for this session, and it begins anew.
_EMPTY_ALL = (
    f"""
SET session_replication_role = replica;
UPDATE audit_head SET number = {BEGINNING.number}, hash = '{BEGINNING.hash}';
"""
    + """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
 WHERE datname = current_database() AND pid <> pg_backend_pid();
DO $$
DECLARE one regclass; used boolean; filled text[] := '{}';
BEGIN
  FOR one IN SELECT oid FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> 'audit_head'
  LOOP
    EXECUTE format('SELECT EXISTS (SELECT FROM %s)', one) INTO used;
    IF used THEN filled := filled || one::text; END IF;
  END LOOP;
  IF filled <> '{}' THEN
    EXECUTE 'TRUNCATE ' || array_to_string(filled, ', ') || ' CASCADE';
  END IF;
  FOR one IN SELECT format('%I', sequencename)::regclass FROM pg_sequences
    WHERE last_value IS NOT NULL
  LOOP
    EXECUTE format('ALTER SEQUENCE %s RESTART', one);
  END LOOP;
END $$
"""
)


@dataclass(slots=True)
class PostgreSQL:
    """Be a running server, which listens on a socket in its own folder only."""

    folder: Path
    programs: Path
    _numbers: Iterator[int] = field(default_factory=count)

    def url(self, name: str, role: str = ROLE) -> str:
        """Return the address of a database, as SQLAlchemy wants it."""
        return address(self.folder, name, role)

    def create(self) -> str:
        """Create a database without tables; return its name."""
        name = f"test_{next(self._numbers)}"
        self.order(f"CREATE DATABASE {name} TEMPLATE template0")
        return name

    def empty(self, name: str) -> None:
        """Remove every row, and whoever still uses the database.

        It takes a tenth of the time that copying a template for each test would.
        """
        self.order(_EMPTY_ALL, name)

    def drop(self, name: str) -> None:
        """Forget a database, whoever still uses it."""
        self.order(f"DROP DATABASE {name} WITH (FORCE)")

    def order(self, sql: str, database: str = "postgres") -> str:
        """Run one statement; return what psql prints."""
        done = subprocess.run(
            [
                *("psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1"),
                *("-h", str(self.folder), "-U", ROLE, "-d", database, "-c", sql),
            ],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def process(self) -> int:
        """Return the number of the server's first process."""
        return int((self.folder / "data" / "postmaster.pid").read_text().splitlines()[0])


@contextmanager
def running_vector_server(programs: Path, *options: str) -> Iterator[PostgreSQL]:
    """Run a server that has pgvector, from these programs; options are name=value."""
    with tempfile.TemporaryDirectory(prefix="yibao-pgvector-") as name:
        # Who serves is not root, and may not look into root's cache.
        whole = programs.parents[2]
        copied = shutil.copytree(whole, Path(name) / "server")
        Path(name).chmod(0o755)
        with running_server(copied / programs.relative_to(whole), *options) as server:
            yield server


@contextmanager
def running_server(programs: Path | None = None, *options: str) -> Iterator[PostgreSQL]:
    """Run a server for the time of the block, with all its data in a folder that goes with it."""
    programs = programs or postgresql_programs()
    assert programs is not None, "no PostgreSQL server is installed"
    # Not in pytest's folder: a server refuses to run as root, and others may not look in there.
    with tempfile.TemporaryDirectory(prefix="yibao-pg-") as name:
        folder = Path(name)
        data = make_data(programs, folder, "--no-sync")
        serve = serve_command(programs, folder, ("max_connections=60", *HASTE, *options))
        log = (folder / "log").open("wb")
        with log, guarded(serve, log.fileno()):
            server = PostgreSQL(folder, programs)
            _wait_for(server, folder / "log")
            try:
                yield server
            finally:  # at once: whoever still waits has no test any more
                stop = [*as_somebody_else(), str(programs / "pg_ctl"), "stop", "-D", str(data)]
                subprocess.run([*stop, "-m", "immediate"], check=False, capture_output=True)


def _wait_for(server: PostgreSQL, log: Path) -> None:
    until = time.monotonic() + READY_WITHIN
    while not answers(server.programs, server.folder):
        assert time.monotonic() < until, log.read_text("utf-8", "replace")[-2000:]
        time.sleep(0.05)
