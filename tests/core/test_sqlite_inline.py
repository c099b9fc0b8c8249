"""What is asked of SQLite is done at once unless it is much, and comes whole."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import event, make_url, text
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from core.store import Database
from core.store.sqlite_inline import FEW, KEPT, Connections

MANY = 519
ALL = text("SELECT n FROM t ORDER BY n")


@pytest.fixture
async def connections(tmp_path: Path) -> AsyncIterator[Connections]:
    connections = Connections(make_url(f"sqlite+aiosqlite:///{tmp_path / 'inline.sqlite3'}"))
    async with connections.writing({}) as connection:
        await connection.execute(text("CREATE TABLE t (n INTEGER PRIMARY KEY, word TEXT)"))
        await connection.execute(
            text("INSERT INTO t VALUES (:n, 'x')"), [{"n": n} for n in range(MANY)]
        )
    yield connections
    await connections.close()


def threads_of(connections: Connections) -> list[threading.Thread]:
    """Return, for each statement from now on, the thread that executes it."""
    seen: list[threading.Thread] = []

    def note(*_given: object) -> None:
        seen.append(threading.current_thread())

    event.listen(connections.engine, "before_cursor_execute", note)
    return seen


async def test_what_is_quick_is_done_here(connections: Connections) -> None:
    seen = threads_of(connections)

    async with connections.reading() as connection:
        rows = await connection.execute(text("SELECT n FROM t WHERE n < 3 ORDER BY n"))
        assert rows.scalars().all() == [0, 1, 2]

    assert seen == [threading.main_thread()]


async def test_a_write_begins_in_its_thread_and_goes_on_here(connections: Connections) -> None:
    seen = threads_of(connections)

    async with connections.writing({}) as connection:
        await connection.execute(text("UPDATE t SET word = 'y' WHERE n = 1"))

    begun, written = seen
    assert begun.name.startswith("sqlite writes")
    assert written is threading.main_thread()


async def test_much_is_done_in_a_thread_and_what_follows_here_again(
    connections: Connections,
) -> None:
    stopped: list[ExceptionContext] = []
    event.listen(connections.engine, "handle_error", stopped.append)
    seen = threads_of(connections)

    async with connections.reading() as connection:
        much = await connection.execute(text("SELECT count(*) FROM t a, t b"))
        assert much.scalar_one() == MANY**2
        little = await connection.execute(text("SELECT n FROM t WHERE n = 5"))
        assert little.scalar_one() == 5

    assert [thread is threading.main_thread() for thread in seen] == [True, False, True]
    assert len(stopped) == 1


async def test_many_rows_are_written_in_a_thread(connections: Connections) -> None:
    seen = threads_of(connections)

    async with connections.writing({}) as connection:
        await connection.execute(
            text("INSERT INTO t VALUES (:n, 'x')"), [{"n": MANY + n} for n in range(FEW + 1)]
        )

    assert all(thread is not threading.main_thread() for thread in seen)


async def test_a_long_result_comes_whole(connections: Connections) -> None:
    async with connections.reading() as connection:
        assert (await connection.execute(ALL)).scalars().all() == list(range(MANY))
        first = (await connection.execute(ALL)).scalars().fetchmany(2)
        assert first == [0, 1]
        assert (await connection.scalar(ALL)) == 0


async def test_what_was_changed_is_counted(connections: Connections) -> None:
    async with connections.writing({}) as connection:
        changed = await connection.execute(text("UPDATE t SET word = 'y' WHERE n < 5"))
        assert changed.rowcount == 5
        returned = await connection.execute(
            text("INSERT INTO t SELECT n + 10000, word FROM t RETURNING n")
        )
        assert len(returned.all()) == MANY


async def test_an_error_is_sqlalchemys_and_what_was_begun_is_undone(
    connections: Connections,
) -> None:
    async def add_twice() -> None:
        async with connections.writing({}) as connection:
            await connection.execute(text("INSERT INTO t VALUES (-1, 'x')"))
            await connection.execute(text("INSERT INTO t VALUES (0, 'x')"))

    with pytest.raises(IntegrityError):
        await add_twice()

    async with connections.reading() as connection:
        gone = await connection.execute(text("SELECT count(*) FROM t WHERE n = -1"))
        assert gone.scalar_one() == 0


async def test_a_part_of_a_write_can_be_undone_alone(connections: Connections) -> None:
    async def add_part(connection: AsyncConnection) -> None:
        async with connection.begin_nested():
            await connection.execute(text("INSERT INTO t VALUES (-2, 'x')"))
            await connection.execute(text("INSERT INTO t VALUES (0, 'x')"))

    async with connections.writing({}) as connection:
        await connection.execute(text("INSERT INTO t VALUES (-1, 'x')"))
        with pytest.raises(IntegrityError):
            await add_part(connection)

    async with connections.reading() as connection:
        kept = await connection.execute(text("SELECT n FROM t WHERE n < 0"))
        assert kept.scalars().all() == [-1]


async def test_a_reader_sees_one_state_and_the_next_reader_a_later_one(
    connections: Connections,
) -> None:
    count = text("SELECT count(*) FROM t")
    async with connections.reading() as connection:
        assert (await connection.execute(count)).scalar_one() == MANY
        async with connections.writing({}) as other:
            await other.execute(text("DELETE FROM t"))
        assert (await connection.execute(count)).scalar_one() == MANY

    async with connections.reading() as connection:
        assert (await connection.execute(count)).scalar_one() == 0


async def test_only_a_few_connections_wait_for_the_next_reader(connections: Connections) -> None:
    opened: list[object] = []
    closed: list[object] = []
    event.listen(connections.engine, "connect", lambda driver, _: opened.append(driver))
    event.listen(connections.engine, "close", lambda driver, _: closed.append(driver))
    everybody = asyncio.Barrier(2 * KEPT)

    async def look() -> None:
        async with connections.reading() as connection:
            await connection.execute(ALL)
            await everybody.wait()

    async with asyncio.TaskGroup() as group:
        for _ in range(2 * KEPT):
            group.create_task(look())

    assert len(opened) == 2 * KEPT
    assert len(closed) == KEPT


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'cancelled.sqlite3'}")
    async with database.writing() as connection:
        await connection.execute(text("CREATE TABLE t (n INTEGER PRIMARY KEY)"))
        await connection.execute(text("INSERT INTO t VALUES (:n)"), [{"n": n} for n in range(MANY)])
    yield database
    await database.close()


async def add(database: Database, n: int, until: asyncio.Event | None = None) -> None:
    async with database.writing() as connection:
        await connection.execute(text("INSERT INTO t VALUES (:n)"), {"n": n})
        if until is not None:
            await until.wait()


async def added(database: Database) -> list[int]:
    async with database.reading() as connection:
        rows = await connection.execute(text("SELECT n FROM t WHERE n >= 10000 ORDER BY n"))
        return list(rows.scalars())


async def test_a_write_that_is_cancelled_while_another_process_writes_leaves_nothing(
    database: Database, tmp_path: Path
) -> None:
    other = sqlite3.connect(tmp_path / "cancelled.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    writing = asyncio.create_task(add(database, 10000))
    await asyncio.sleep(0.05)  # it waits in its thread for the other process

    writing.cancel()
    other.execute("COMMIT")
    other.close()
    with pytest.raises(asyncio.CancelledError):
        await writing

    await add(database, 10001)
    assert await added(database) == [10001]


async def test_a_write_that_is_cancelled_in_the_middle_leaves_nothing(database: Database) -> None:
    writing = asyncio.create_task(add(database, 10000, asyncio.Event()))
    await asyncio.sleep(0.05)  # it has written, and not ended

    writing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await writing

    await add(database, 10001)
    assert await added(database) == [10001]


async def test_a_long_look_that_is_cancelled_keeps_nobody_from_looking(database: Database) -> None:
    async def long_look() -> None:
        async with database.reading() as connection:
            await connection.execute(text("SELECT count(*) FROM t a, t b, t c WHERE c.n < 40"))

    looking = asyncio.create_task(long_look())
    await asyncio.sleep(0.05)  # it is in its thread

    looking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await looking

    await add(database, 10001)
    assert await added(database) == [10001]
