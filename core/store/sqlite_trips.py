"""Makes a trip to the thread of SQLite only for what may take time; aiosqlite makes many."""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import ParamSpec, Self, TypeVar

import aiosqlite

Row = tuple[object, ...]
Parameters = Sequence[object]
Given = ParamSpec("Given")
Result = TypeVar("Result")

BEGIN, BEGIN_WRITE = "BEGIN", "BEGIN IMMEDIATE"
AT_ONCE = 256  # rows that come with the statement; few results are longer
LITTLE = 20_000  # steps of SQLite's machine, about a millisecond


class Connection(aiosqlite.Connection):
    """Be a connection of aiosqlite that is as quick as SQLite.

    A trip wakes the thread and then the event loop. That costs more than most statements do, and
    aiosqlite makes one to get a cursor, to execute, to fetch and to close. Worst is a write: all
    others wait for it, and while the loop is busy each of its trips takes milliseconds. So what a
    write does is done at once, here; its beginning, for which another process may keep us waiting,
    and its end, for which the disk may, are not. What only reads is tried here and, if it turns
    out to be much, done again in the thread.
    """

    def __init__(self, connector: Callable[[], sqlite3.Connection]) -> None:
        """Take what opens the database, for use by one thread at a time."""
        super().__init__(connector, AT_ONCE)
        self._thread.daemon = True  # as SQLAlchemy does: nobody waits for it at the end
        self._writes = False

    def cursor(self) -> Cursor:  # type: ignore[override]  # SQLAlchemy asks for no more
        """Return a cursor; nothing happens until it executes."""
        return Cursor(self)

    async def commit(self) -> None:
        """Make what was done last."""
        if self.in_transaction:
            await self.trip(self._conn.commit)
        self._writes = False

    async def rollback(self) -> None:
        """Undo what was done; nothing is to undo after a commit, and little after reading."""
        if self._writes:
            await self.trip(self._conn.rollback)
        else:
            self._conn.rollback()
        self._writes = False

    async def begin(self, statement: str) -> None:
        """Begin a transaction."""
        if statement == BEGIN_WRITE:
            await self.trip(self._conn.execute, statement)
            self._writes = True
        else:
            self._conn.execute(statement)

    async def quickly(
        self, work: Callable[Given, Result], *given: Given.args, **more: Given.kwargs
    ) -> Result:
        """Do something here unless it is much; a trip is made then."""
        if self._writes:
            return work(*given, **more)
        self._conn.set_progress_handler(_stop, LITTLE)
        try:
            return work(*given, **more)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_INTERRUPT:
                raise
        finally:
            self._conn.set_progress_handler(None, LITTLE)
        return await self.trip(work, *given, **more)

    async def trip(
        self, work: Callable[Given, Result], *given: Given.args, **more: Given.kwargs
    ) -> Result:
        """Do something in the connection's thread.

        Who is cancelled meanwhile leaves it at work: SQLAlchemy then closes the connection, which
        is done there, too, after it.
        """
        result: Result = await self._execute(work, *given, **more)  # type: ignore[no-untyped-call]
        return result

    def run(self, statement: str, parameters: Parameters) -> sqlite3.Cursor:
        """Execute a statement."""
        return self._conn.execute(statement, parameters)

    def run_many(self, statement: str, parameters: Sequence[Parameters]) -> sqlite3.Cursor:
        """Execute a statement with each of the parameters."""
        return self._conn.executemany(statement, parameters)


class Cursor:
    """Be what SQLAlchemy asks of a cursor; one of SQLite stays open only for a long result."""

    def __init__(self, connection: Connection) -> None:
        """Take the connection."""
        self._connection = connection
        self._rows: deque[Row] = deque()
        self._rest: sqlite3.Cursor | None = None  # where more rows may be
        self.description: tuple[Row, ...] | None = None
        self.rowcount = -1
        self.lastrowid: int | None = None
        self.arraysize = 1

    async def __aenter__(self) -> Self:
        """Return the cursor."""
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close it."""
        await self.close()

    async def execute(self, statement: str, parameters: Parameters = ()) -> Self:
        """Execute one statement and fetch the first rows; raise what sqlite3 raises."""
        if statement in {BEGIN, BEGIN_WRITE}:
            await self._connection.begin(statement)
        else:
            await self._connection.quickly(self._execute, statement, parameters)
        return self

    async def executemany(self, statement: str, parameters: Sequence[Parameters]) -> Self:
        """Execute one statement with each of the parameters; raise what sqlite3 raises."""
        await self._connection.trip(self._execute_many, statement, parameters)
        return self

    async def fetchone(self) -> Row | None:
        """Return the next row; None after the last."""
        if not self._rows:
            await self._fetch(AT_ONCE)
        return self._rows.popleft() if self._rows else None

    async def fetchmany(self, size: int | None = None) -> list[Row]:
        """Return as many of the next rows as there are, up to `size`."""
        wanted = size or self.arraysize
        if len(self._rows) < wanted:
            await self._fetch(wanted - len(self._rows))
        return [self._rows.popleft() for _ in range(min(wanted, len(self._rows)))]

    async def fetchall(self) -> list[Row]:
        """Return all rows that are left."""
        await self._fetch(None)
        rows = list(self._rows)
        self._rows.clear()
        return rows

    async def close(self) -> None:
        """Let go of the rows that were not fetched."""
        rest, self._rest = self._rest, None
        self._rows.clear()
        if rest is not None:
            await self._connection.trip(rest.close)

    async def _fetch(self, rows: int | None) -> None:
        if self._rest is not None:
            await self._connection.trip(self._take, self._rest, rows)

    def _execute(self, statement: str, parameters: Parameters) -> None:
        """Do the whole work of a short statement."""
        cursor = self._connection.run(statement, parameters)
        self.description = cursor.description
        if cursor.description is not None:
            self._take(cursor, AT_ONCE)
        self._note(cursor)

    def _execute_many(self, statement: str, parameters: Sequence[Parameters]) -> None:
        self._note(self._connection.run_many(statement, parameters))

    def _note(self, cursor: sqlite3.Cursor) -> None:
        # Only now: what is returned by an INSERT or UPDATE counts as it is fetched.
        self.rowcount, self.lastrowid = cursor.rowcount, cursor.lastrowid
        if self._rest is None:
            cursor.close()

    def _take(self, cursor: sqlite3.Cursor, rows: int | None) -> None:
        found = cursor.fetchall() if rows is None else cursor.fetchmany(rows)
        self._rows.extend(found)
        self._rest = cursor if rows is not None and len(found) == rows else None
        if self._rest is None:
            cursor.close()


def _stop() -> bool:
    return True


def connecting(database: str) -> Callable[[], Connection]:
    """Return what connects to the file; a connection opens when it is awaited."""
    # Several threads in turn: it is opened in its own, and what is quick is done in the loop's.
    return lambda: Connection(lambda: sqlite3.connect(database, check_same_thread=False))
