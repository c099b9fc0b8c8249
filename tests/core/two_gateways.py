"""Opens one PostgreSQL database for two gateways, and cuts their connections."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from sqlalchemy import RowMapping, Table, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from core.conversation import Conversation
from core.store import (
    ConversationStore,
    Database,
    Line,
)
from core.store.casework import CaseworkStore
from tests.core.gateway_process import NOW
from tests.fakes.bureau import CALENDAR, CATALOGUE, HOTLINE
from tests.fakes.keys import KEYS


@dataclass(frozen=True, slots=True)
class Pair:
    """Be two gateways' ways to one database."""

    url: str
    first: Database
    second: Database

    async def rows(self, table: Table) -> list[RowMapping]:
        """Return everything in a table."""
        async with self.first.reading() as connection:
            return list((await connection.execute(select(table))).mappings())

    def casework(self, gateway: Database) -> CaseworkStore:
        """Return what a gateway decides about cases with."""
        return CaseworkStore(gateway, catalogue=CATALOGUE, calendar=CALENDAR, hotline=HOTLINE)


@pytest.fixture
async def pair(postgresql_url: str) -> AsyncIterator[Pair]:
    """Be two gateways with one conversation."""
    first, second = Database(postgresql_url, KEYS), Database(postgresql_url, KEYS)
    await ConversationStore(first).open_conversation(
        Conversation("c1", "web", NOW), "hash", Line(0, NOW, "assistant", "您好")
    )
    yield Pair(postgresql_url, first, second)
    await first.close()
    await second.close()


async def cut_everybody_else(gateway: Database) -> None:
    """End every connection to this database but the one that says so, as a restart does."""
    await _cut_where(gateway, "datname = current_database() AND pid <> pg_backend_pid()")


async def cut(gateway: Database, process: int) -> None:
    """End one connection."""
    await _cut_where(gateway, f"pid = {process}")


async def _cut_where(gateway: Database, which: str) -> None:
    async with gateway.reading() as connection:
        ended = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE "
        assert (await connection.execute(text(ended + which))).scalars().all()


async def process(connection: AsyncConnection) -> int:
    return int(await connection.scalar(text("SELECT pg_backend_pid()")))


async def somebody_waits(gateway: Database) -> bool:
    async with gateway.reading() as connection:
        found = await connection.scalar(
            text(
                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
                " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
            )
        )
    return bool(found)
