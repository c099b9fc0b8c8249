"""What is asked of SQLite takes one trip to its thread, and comes whole."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

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
