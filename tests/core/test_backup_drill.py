"""Plays the drill: back up while citizens write, restore elsewhere, compare, open a case."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.store import ApplicationStore, ConversationStore, Database
from core.store.audit_trail import AuditTrail
from core.store.whole import Whole, whole_of
from gateway.audit_anchors import DailyAnchor, anchors_of
from gateway.backups.making import Making
from gateway.backups.places import files_of
from gateway.backups.rows import Rows, rows_of
from gateway.key_file import keys_file, read
from gateway.opening import open_database
from tests.core.installation import (
    FIELDS,
    NOW,
    Installation,
    filled,
    installation,
    photograph,
    talk,
    withdraw,
)
from tests.databases import ON_POSTGRESQL
from tests.postgresql import PostgreSQL

Happening = Callable[[], Awaitable[None]]


@pytest.fixture
def here(bare_database_url: str, tmp_path: Path) -> Installation:
    """Be the installation that is backed up."""
    return installation(tmp_path / "here", bare_database_url)


@pytest.fixture
def elsewhere(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Installation]:
    """Be the empty place to which is restored, with a database of the same kind."""
    folder = tmp_path / "elsewhere"
    if not ON_POSTGRESQL:
        yield installation(folder, f"sqlite+aiosqlite:///{folder / 'restored.sqlite3'}")
        return
    server: PostgreSQL = request.getfixturevalue("postgresql")
    name = server.create()
    yield installation(folder, server.url(name))
    server.drop(name)


async def test_what_is_backed_up_while_citizens_write_is_restored_as_it_was(
    here: Installation, elsewhere: Installation, tmp_path: Path
) -> None:
    receipt = await filled(here)
    wrote = asyncio.Event()
    writer = asyncio.create_task(keep_writing(here, wrote))
    await wrote.wait()
    status = await here.backup(tmp_path / "backup")
    wrote.clear()
    await wrote.wait()
    writer.cancel()
    await asyncio.gather(writer, return_exceptions=True)
    elsewhere.take_keys_of(here)

    assert (status, await elsewhere.restore(tmp_path / "backup")) == (0, 0)

    listed = json.loads((tmp_path / "backup" / "backup.json").read_text("utf-8"))
    restored, live = await whole(elsewhere), await whole(here)
    noted = {
        "audit": listed["rows"]["audit"] + 2,  # that it was restored, and numbers left out
        "receipts": restored.rows["receipts"],
        "case_counters": restored.rows["case_counters"],
    }
    assert restored.rows == {**listed["rows"], **noted}
    assert live.rows["lines"] > restored.rows["lines"] > 2  # they wrote before and after
    assert live.rows["conversations"] > 1
    database = open_database(elsewhere.settings)
    application = await ApplicationStore(database).numbered(receipt)
    assert application.fields == FIELDS
    anchors = list(anchors_of(elsewhere.settings).all())
    assert len(anchors) == 1
    count, flaw = await AuditTrail(database).first_flaw(anchors)
    assert (count, flaw) == (restored.rows["audit"], None)
    await database.close()
    pictures = {f"photos/{one}.jpg" for one in restored.pictures}
    kept = {name for name in elsewhere.files() if name.startswith("photos/")}
    assert kept == pictures
    others = {"recordings/2026-12-21/c1.wav", "evidence/call-1/room-1.mkv"}
    assert others | {"media/call-2-room.mkv"} == set(elsewhere.files()) - pictures


async def test_the_order_keeps_rows_files_and_anchors_together(
    here: Installation, elsewhere: Installation, tmp_path: Path
) -> None:
    await filled(here)
    database = open_database(here.settings)
    kept = (await whole(here)).pictures[0]
    await talk(database, "c2")
    deleted = await photograph(here, database, "c2")

    async def before() -> None:
        await withdraw(here, database, await photograph(here, database, "c2"))
        await talk(database, "c3")

    async def after() -> None:
        await withdraw(here, database, deleted)
        await photograph(here, database, "c3")
        # A call is sealed while files are copied: first half of its recording, then all of it.
        (here.settings.evidence / "call-2").mkdir()
        (here.settings.evidence / "call-2" / "call-2-room.mkv").write_bytes(b"all of it")
        await AuditTrail(database).note("application:a1", "seen", "staff:wang", NOW)
        await DailyAnchor(AuditTrail(database), anchors_of(here.settings), lambda: NOW).write()

    making = Making(
        database=database,
        rows=Meanwhile(rows_of(here.settings.database_url), before, after),
        files=files_of(here.settings),
        keys=read(keys_file(here.settings)),
        now=lambda: NOW,
    )
    made = await making.make(tmp_path / "backup")
    await database.close()
    elsewhere.take_keys_of(here)

    assert made.inventory.missing == (f"photos/{deleted}.jpg",)
    assert made.lost == ()  # its citizen withdrew it: nobody need look for it
    assert await elsewhere.restore(tmp_path / "backup") == 0
    names = elsewhere.files()
    assert {name for name in names if name.startswith("photos/")} == {f"photos/{kept}.jpg"}
    assert names["evidence/call-2/call-2-room.mkv"] == b"all of it"
    assert not [name for name in names if name.startswith("media/")]
    assert len(anchors_of(elsewhere.settings).all()) == 1


class Meanwhile:
    """Save rows like others do, and let things happen before and after."""

    def __init__(self, rows: Rows, before: Happening, after: Happening) -> None:
        self._rows = rows
        self._before = before
        self._after = after
        self.kind = rows.kind
        self.name = rows.name

    async def is_empty(self) -> bool:
        return await self._rows.is_empty()

    async def save(self, database: Database, folder: Path) -> Whole:
        await self._before()
        saved = await self._rows.save(database, folder)
        await self._after()
        return saved

    async def load(self, folder: Path) -> None:
        await self._rows.load(folder)


async def keep_writing(one: Installation, wrote: asyncio.Event) -> None:
    """Open conversations, say things and hand photographs in, until cancelled."""
    database = open_database(one.settings)
    talks = ConversationStore(database)
    try:
        number = 0
        while True:
            number += 1
            await talks.record_said("c1", f"第{number}句", f"m{number}", NOW)
            wrote.set()
            if number % 5 == 0:
                await talk(database, f"talk {number}")
                await photograph(one, database, f"talk {number}")
    finally:
        await database.close()


async def whole(one: Installation) -> Whole:
    """Return what an installation's database holds."""
    database = open_database(one.settings)
    async with database.reading() as connection:
        found = await whole_of(connection)
    await database.close()
    return found


@pytest.mark.skipif(not ON_POSTGRESQL, reason="SQLite has no roles")
async def test_nothing_is_restored_for_a_role_that_may_not_serve(
    here: Installation,
    elsewhere: Installation,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    await filled(here)
    assert await here.backup(tmp_path / "backup") == 0
    owner = elsewhere.settings.database_owner_url
    unfit = replace(
        elsewhere, settings=elsewhere.settings.model_copy(update={"database_url": owner})
    )
    elsewhere.take_keys_of(here)

    refused = await unfit.restore(tmp_path / "backup")

    assert (refused, "could act as it" in capsys.readouterr().err) == (1, True)
    assert await elsewhere.restore(tmp_path / "backup") == 0  # for its place is still empty
