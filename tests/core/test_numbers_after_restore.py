"""Checks that no number that was given out after a backup is given again after its restore."""

from __future__ import annotations

import importlib
import pkgutil
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

import core.store
from core.enterprise import MOST_ROWS
from core.receipt import is_receipt_number
from core.store import Database
from core.store.case_numbers import give_case_number
from core.store.number_gaps import LETTERS
from core.store.receipts import give_number
from core.tables import audit
from gateway.backups.making import Making
from gateway.backups.places import files_of
from gateway.backups.restoring import Restoring
from gateway.backups.rows import rows_of
from gateway.key_file import keys_file, read
from gateway.opening import open_database
from tests.core.installation import Installation, filled, installation

# Before midnight in the bureau's zone, though not in UTC's.
MADE_AT = datetime(2026, 12, 21, 23, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
RESTORED_AT = MADE_AT + timedelta(days=1)
BACKUP_DAY, RESTORE_DAY = MADE_AT.date(), RESTORED_AT.date()


@pytest.fixture
def here(tmp_path: Path) -> Installation:
    """Be the installation that is backed up, goes on, and is lost."""
    return place(tmp_path / "here")


@pytest.fixture
def elsewhere(tmp_path: Path) -> Installation:
    """Be where it is restored."""
    return place(tmp_path / "elsewhere")


async def test_no_number_is_given_out_a_second_time_after_a_restore(
    here: Installation, elsewhere: Installation, tmp_path: Path
) -> None:
    await filled(here)
    await numbers(here, BACKUP_DAY, 3)
    await back_up(here, tmp_path / "backup")
    lost = {day: await numbers(here, day, MOST_ROWS) for day in (BACKUP_DAY, RESTORE_DAY)}
    elsewhere.take_keys_of(here)

    await restore(elsewhere, tmp_path / "backup")

    for day, forgotten in lost.items():
        given = await numbers(elsewhere, day, 3)
        assert len(given) == 3 * (1 + len(LETTERS))
        assert not given & forgotten
        assert all(is_receipt_number(one) for one in given if one.isdigit())
        assert {len(one) for one in given} == {13, 14}  # as long as ever


async def test_that_numbers_are_left_out_stands_in_the_audit_trail(
    here: Installation, elsewhere: Installation, tmp_path: Path
) -> None:
    await filled(here)
    await back_up(here, tmp_path / "backup")
    elsewhere.take_keys_of(here)

    await restore(elsewhere, tmp_path / "backup")

    database = open_database(elsewhere.settings)
    async with database.reading() as connection:
        rows = await connection.execute(select(audit).order_by(audit.c.id.desc()).limit(2))
        last, before = rows.mappings().all()
    await database.close()
    assert (before["action"], last["action"]) == ("restored", "numbers_skipped")
    assert before["subject"] == last["subject"]
    days = (last["detail"]["from"], last["detail"]["until"])
    assert days == (BACKUP_DAY.isoformat(), RESTORE_DAY.isoformat())


def test_every_letter_under_which_numbers_are_given_out_is_known() -> None:
    modules = [
        importlib.import_module(f"core.store.{one.name}")
        for one in pkgutil.iter_modules(core.store.__path__)
    ]
    counting = [one for one in modules if hasattr(one, "give_case_number")]
    letters = {one.LETTER for one in counting if one.__name__ != "core.store.case_numbers"}

    assert letters == set(LETTERS)


def place(folder: Path) -> Installation:
    return installation(folder, f"sqlite+aiosqlite:///{folder / 'yibao.sqlite3'}")


async def numbers(one: Installation, day: date, count: int) -> set[str]:
    """Give out the next so many numbers of every kind, as of that day."""
    database = open_database(one.settings)
    given = set()
    async with database.writing() as connection:
        for _ in range(count):
            given.add(await give_number(connection, day))
            for letter in LETTERS:
                given.add(await give_case_number(connection, letter, day))
    await database.close()
    return given


async def back_up(one: Installation, folder: Path) -> None:
    database = open_database(one.settings)
    making = Making(
        database=database,
        rows=rows_of(one.settings.database_url),
        files=files_of(one.settings),
        keys=read(keys_file(one.settings)),
        now=lambda: MADE_AT,
    )
    await making.make(folder)
    await database.close()


async def restore(one: Installation, folder: Path) -> None:
    keys = read(keys_file(one.settings))
    restoring = Restoring(
        open_database=lambda: Database(one.settings.database_url, keys.ring()),
        rows=rows_of(one.settings.database_url),
        files=files_of(one.settings),
        keys=keys,
        now=lambda: RESTORED_AT,
    )
    restored = await restoring.restore(folder, await restoring.check(folder))
    assert restored.problems == ()
