"""Does at once what SQLite does quickly: SQLAlchemy's asyncio costs ten times what SQLite does."""

from __future__ import annotations

import asyncio
import sqlite3
from collections import deque
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from typing import TypeVar

from sqlalchemy import URL, Connection, CursorResult, Engine, NullPool, create_engine, event, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql import Executable

from core.store.sqlite_files import prepare_sqlite

Result = TypeVar("Result")
Parameters = Mapping[str, object] | Sequence[Mapping[str, object]] | None

BEGIN, BEGIN_WRITE = "BEGIN", "BEGIN IMMEDIATE"
LITTLE = 20_000  # steps of SQLite's machine, about a millisecond
FEW = 20  # rows that one statement may write at once
KEPT = 8  # connections that wait for the next reader


class Inline(AsyncConnection):
    """Be a connection whose statements are done here, in the event loop, if they are quick.

    A trip to a thread wakes the thread and then the loop, and costs more than most statements do.
    Worst is a write, for which all others wait. So what a write does is done here; its beginning,
    for which another process may keep us waiting, and its end, for which the disk may, are not.
    What only reads is tried here and, if it turns out to be much, done again in a thread.
    """

    def __init__(self, plain: Connection, threads: Executor | None, *, writes: bool) -> None:
        """Take SQLAlchemy's own connection; `threads` do what takes long (None: any)."""
        self.sync_connection = plain
        self.sync_engine = plain.engine
        self._threads = threads
        self._writes = writes

    async def execute(  # type: ignore[override]  # plain types will do here
        self,
        statement: Executable,
        parameters: Parameters = None,
        *,
        execution_options: Mapping[str, object] | None = None,
    ) -> CursorResult[object]:
        """Execute a statement; raise what SQLAlchemy raises."""
        plain = self._proxied
        driver = driver_of(plain)

        def run() -> CursorResult[object]:
            return plain.execute(statement, parameters, execution_options=execution_options)

        if isinstance(parameters, Sequence) and len(parameters) > FEW:
            return await surely(run, self._threads)
        if self._writes:
            return run()
        driver.set_progress_handler(_stop, LITTLE)
        try:
            return run()
        except OperationalError as error:
            if not _was_much(error):
                raise
        finally:
            driver.set_progress_handler(None, LITTLE)
        return await surely(run, self._threads, give_up=driver.interrupt)

    async def exec_driver_sql(  # type: ignore[override]  # as above
        self, statement: str
    ) -> CursorResult[object]:
        """Execute SQL as it is."""
        return await self.execute(text(statement))

    async def run_sync(  # type: ignore[override]  # whatever it takes, in a thread
        self, work: Callable[[Connection], Result]
    ) -> Result:
        """Do something that asks for a plain connection."""
        return work(self._proxied)


class Connections:
    """Hold the connections to one file: one that writes, and as many as there are readers."""

    def __init__(self, url: URL) -> None:
        """Take the URL; nothing is opened before it is needed."""
        self.engine: Engine = create_engine(
            url.set(drivername="sqlite"),
            poolclass=NullPool,  # they are kept here
            connect_args={"check_same_thread": False, "factory": _Driver},
            hide_parameters=True,  # errors are logged: values must not be in them
        )
        event.listen(self.engine, "connect", prepare_sqlite)
        self._idle: list[Connection] = []
        self._writer: Connection | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="sqlite writes")

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """Open a transaction that only looks."""
        plain = self._idle.pop() if self._idle else await surely(self.engine.connect)
        try:
            driver_of(plain).execute(BEGIN)
            yield Inline(plain, None, writes=False)
        finally:
            plain.rollback()
            driver_of(plain).rollback()
            if len(self._idle) < KEPT:
                self._idle.append(plain)
            else:
                plain.close()

    @asynccontextmanager
    async def writing(self, options: Mapping[str, object]) -> AsyncIterator[AsyncConnection]:
        """Open a transaction that is committed at the end; only one at a time may be open."""
        if self._writer is None:
            self._writer = await surely(self.engine.connect, self._thread)
        plain = self._writer.execution_options(**options)
        try:
            await surely(lambda: plain.exec_driver_sql(BEGIN_WRITE), self._thread)
            yield Inline(plain, self._thread, writes=True)
            await surely(plain.commit, self._thread)
        finally:
            if plain.in_transaction():
                await surely(plain.rollback, self._thread)

    async def close(self) -> None:
        """Close all connections that nobody uses."""
        while self._idle:
            self._idle.pop().close()
        if self._writer is not None:
            self._writer.close()
            self._writer = None
        self._thread.shutdown(wait=False)


class _Rows(sqlite3.Cursor):
    """Fetch all rows with the statement: afterwards there is no thread to do it in."""

    _rows: deque[object]

    def execute(self, *given: object) -> _Rows:
        """Execute a statement and fetch its rows."""
        super().execute(*given)  # type: ignore[arg-type]
        self._rows = deque(super().fetchall() if self.description is not None else ())
        return self

    def fetchone(self) -> object:
        """Return the next row; None after the last."""
        return self._rows.popleft() if self._rows else None

    def fetchmany(self, size: int | None = 1) -> list[object]:
        """Return as many of the next rows as there are, up to `size`."""
        return [self._rows.popleft() for _ in range(min(size or 1, len(self._rows)))]

    def fetchall(self) -> list[object]:
        """Return all rows that are left."""
        rows = list(self._rows)
        self._rows.clear()
        return rows


class _Driver(sqlite3.Connection):
    def cursor(  # type: ignore[override]
        self, factory: type[sqlite3.Cursor] = _Rows
    ) -> sqlite3.Cursor:
        """Return a cursor that fetches at once."""
        return super().cursor(factory)


def driver_of(plain: Connection) -> sqlite3.Connection:
    """Return the connection of sqlite3 behind SQLAlchemy's."""
    driver = plain.connection.dbapi_connection
    assert isinstance(driver, sqlite3.Connection)
    return driver


async def surely(
    work: Callable[[], Result],
    threads: Executor | None = None,
    *,
    give_up: Callable[[], None] | None = None,
) -> Result:
    """Do something in a thread; who is cancelled meanwhile waits until it is done or given up.

    Nobody else may use the connection before that.
    """
    doing = asyncio.get_running_loop().run_in_executor(threads, work)
    try:
        return await asyncio.shield(doing)
    except asyncio.CancelledError:
        if give_up is not None:
            give_up()
        raise
    finally:
        while not doing.done():
            with suppress(asyncio.CancelledError):
                await asyncio.wait([doing])
        doing.exception()  # who was cancelled does not ask for it


def _was_much(error: OperationalError) -> bool:
    """Tell whether a statement was stopped because it takes long."""
    cause = error.orig
    return (
        isinstance(cause, sqlite3.OperationalError)
        and cause.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT
    )


def _stop() -> bool:
    return True
