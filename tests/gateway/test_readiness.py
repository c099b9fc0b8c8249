"""Checks that what is missing is named, also when it goes away later."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from core.errors import EngineUnavailable
from core.store import Database
from gateway.readiness import Readiness
from tests.fakes.engines import LoadedIndex


class Awake:
    """Fulfil WarmUp at once."""

    async def warm_up(self) -> None:
        """Be warm."""


class LateIndex(LoadedIndex):
    """Be an index whose engine is away when it is asked first."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = 0

    async def load(self) -> None:
        """Fail once."""
        self.asked += 1
        if self.asked == 1:
            raise EngineUnavailable("vectors")


async def _until_ready(readiness: Readiness) -> None:
    while await readiness.missing():  # noqa: ASYNC110  it has no event for us
        await asyncio.sleep(0)


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(f"sqlite+aiosqlite:///{tmp_path / 'test.sqlite3'}")


async def test_an_engine_of_vectors_that_goes_away_is_named(database: Database) -> None:
    index = LoadedIndex()
    readiness = Readiness(dialogue=Awake(), index=index, database=database, interval=0.001)
    watching = asyncio.create_task(readiness.watch())
    async with asyncio.timeout(5):
        await _until_ready(readiness)

    index.there = False
    away = await readiness.missing()
    index.there = True

    assert away == ["vectors"]
    assert await readiness.missing() == []
    watching.cancel()
    await database.close()


async def test_an_index_that_cannot_be_loaded_yet_is_tried_again(database: Database) -> None:
    index = LateIndex()
    readiness = Readiness(dialogue=Awake(), index=index, database=database, interval=0.001)
    watching = asyncio.create_task(readiness.watch())

    async with asyncio.timeout(5):
        await _until_ready(readiness)

    assert index.asked == 2
    watching.cancel()
    await database.close()
