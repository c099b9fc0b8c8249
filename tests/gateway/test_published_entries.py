"""Tests gateway.published_entries on the real stores: what a citation finds after each release."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

import pytest

from core.knowledge import EntryContent, EntryVersion, PolicyDocument
from core.store import Database, EntryStore, ReleaseStore
from gateway.policies import Standing
from gateway.published_entries import PublishedEntries
from tests.fakes.keys import KEYS

NOW = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
CONTENT = EntryContent(
    document=PolicyDocument("rules", "办法", "某局", None, date(2024, 3, 1), None, "天津市"),
    section="第一章",
    topic="医保码",
    text="原文。",
    plain="大白话。",
    spoken="口播。",
    asked_as=("一", "二", "三", "四"),
    in_force_from=date(2024, 4, 1),
)


@dataclass
class Shop:
    """Be the stores, and count the releases as the index would."""

    database: Database
    number: int = 0
    reader: PublishedEntries = field(init=False)

    def __post_init__(self) -> None:
        self.releases = ReleaseStore(self.database)
        entries = EntryStore(self.database)
        self.entries = entries
        self.reader = PublishedEntries(entries, self.releases, lambda: self.number)

    async def publish(self, *versions: EntryVersion) -> None:
        """Publish, and put into service."""
        self.number = (await self.releases.adopt(versions, at=NOW, note="")).number

    async def withdraw(self, key: str) -> None:
        """Withdraw, and put into service what is left."""
        self.number = (await self.releases.withdraw(key=key, by="1001", at=NOW, note="停用")).number


@pytest.fixture
async def shop(database_url: str) -> AsyncIterator[Shop]:
    """Be a shop with an empty database."""
    database = Database(database_url, KEYS)
    await database.create_all()
    yield Shop(database)
    await database.close()


async def ids(shop: Shop) -> list[str]:
    """Return what is in service."""
    return [entry.passage.document_id for entry in await shop.reader.in_service()]


async def test_what_is_published_is_in_service_with_its_day_and_successor(shop: Shop) -> None:
    ended = replace(
        CONTENT,
        in_force_until=date(2025, 1, 1),
        expired_note="已换。",
        superseded_by="rules#b@1",
    )

    await shop.publish(EntryVersion("rules#a", 1, ended), EntryVersion("rules#b", 1, CONTENT))

    first, _ = await shop.reader.in_service()
    assert first.passage.document_id == "rules#a@1"
    assert (first.superseded_by, first.updated) == ("rules#b@1", NOW.date())
    found = await shop.reader.version("rules#a@1")
    assert found is not None
    assert found[1] is Standing.IN_FORCE


async def test_a_replaced_version_is_found_and_said_to_be_replaced(shop: Shop) -> None:
    await shop.publish(EntryVersion("rules#a", 1, CONTENT))
    assert await ids(shop) == ["rules#a@1"]

    await shop.publish(EntryVersion("rules#a", 2, replace(CONTENT, plain="新的大白话。")))

    assert await ids(shop) == ["rules#a@2"]
    found = await shop.reader.version("rules#a@1")
    assert found is not None
    assert (found[0].passage.plain, found[1]) == ("大白话。", Standing.REPLACED)


async def test_a_withdrawn_entry_is_found_and_said_to_be_withdrawn(shop: Shop) -> None:
    await shop.publish(EntryVersion("rules#a", 1, CONTENT))

    await shop.withdraw("rules#a")

    assert await ids(shop) == []
    found = await shop.reader.version("rules#a@1")
    assert found is not None
    assert found[1] is Standing.WITHDRAWN


async def test_a_draft_is_nobodys_to_read(shop: Shop) -> None:
    await shop.entries.add_draft(EntryVersion("rules#a", 1, CONTENT), by="1001", at=NOW)

    assert await shop.reader.version("rules#a@1") is None


@pytest.mark.parametrize("entry_id", ["rules#a@1", "rules#a@x", "@", "rules#a@99999999999"])
async def test_an_id_that_never_was_finds_nothing(shop: Shop, entry_id: str) -> None:
    assert await shop.reader.version(entry_id) is None
