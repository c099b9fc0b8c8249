"""What is asked of SQLite takes one trip to its thread, and comes whole."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from core.store import Database
from core.store.sqlite_trips import AT_ONCE, Connection, Given, Result

MANY = 2 * AT_ONCE + 7


class Counted(Connection):
    """Count the trips of every connection."""

    trips = 0

    async def trip(
        self, work: Callable[Given, Result], *given: Given.args, **more: Given.kwargs
    ) -> Result:
        Counted.trips += 1
        return await super().trip(work, *given, **more)


@pytest.fixture
async def engine(tmp_path: Path) -> AsyncIterator[AsyncEngine]:
    path = tmp_path / "trips.sqlite3"
    engine = create_async_engine(
        "sqlite+aiosqlite://",
        async_creator=lambda: Counted(lambda: sqlite3.connect(path, check_same_thread=False)),
    )
    async with engine.begin() as connection:
        await connection.execute(text("CREATE TABLE t (n INTEGER PRIMARY KEY, word TEXT)"))
        await connection.execute(
            text("INSERT INTO t VALUES (:n, 'x')"), [{"n": n} for n in range(MANY)]
        )
    Counted.trips = 0
    yield engine
    await engine.dispose()


async def test_a_short_result_takes_no_trip(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        rows = await connection.execute(text("SELECT n FROM t WHERE n < 3 ORDER BY n"))
        assert rows.scalars().all() == [0, 1, 2]
        assert Counted.trips == 0


async def test_a_long_result_comes_whole(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        rows = await connection.execute(text("SELECT n FROM t ORDER BY n"))
        assert rows.scalars().all() == list(range(MANY))


@pytest.mark.parametrize("some", [1, 3, AT_ONCE, MANY])
async def test_a_result_that_is_read_bit_by_bit_comes_in_order(
    engine: AsyncEngine, some: int
) -> None:
    async with engine.connect() as connection:
        rows = await connection.stream(
            text("SELECT n FROM t ORDER BY n").execution_options(yield_per=some)
        )
        assert [n async for n in rows.scalars()] == list(range(MANY))


async def test_a_result_may_be_left_before_its_end(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        rows = await connection.stream(text("SELECT n FROM t ORDER BY n"))
        assert (await rows.first()) == (0,)
        await connection.execute(text("DELETE FROM t"))
        await connection.commit()
        left = await connection.execute(text("SELECT count(*) FROM t"))
        assert left.scalar_one() == 0


async def test_what_was_changed_is_counted(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        changed = await connection.execute(text("UPDATE t SET word = 'y' WHERE n < 5"))
        assert changed.rowcount == 5
        returned = await connection.execute(
            text("INSERT INTO t SELECT n + 10000, word FROM t RETURNING n")
        )
        assert len(returned.all()) == MANY


async def test_an_error_is_sqlalchemys_and_what_was_begun_is_undone(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        await connection.execute(text("INSERT INTO t VALUES (-1, 'x')"))
        with pytest.raises(IntegrityError):
            await connection.execute(text("INSERT INTO t VALUES (0, 'x')"))
        await connection.rollback()
        gone = await connection.execute(text("SELECT count(*) FROM t WHERE n = -1"))
        assert gone.scalar_one() == 0


async def test_much_is_done_in_the_thread_and_little_here(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        much = await connection.execute(text("SELECT count(*) FROM t a, t b"))
        assert much.scalar_one() == MANY**2
        assert Counted.trips == 1
        little = await connection.execute(text("SELECT n FROM t WHERE n = 5"))
        assert little.scalar_one() == 5  # what was asked before left nothing behind
        assert Counted.trips == 1


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
