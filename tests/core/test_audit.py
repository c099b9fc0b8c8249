"""Checks that the audit trail only grows, and that whatever is altered in it is named."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Delete, Update, delete, update
from sqlalchemy.exc import DBAPIError

from core.audit import FIRST, Anchor, Entry, Fault, Flaw, Row
from core.store.audit_trail import AuditTrail
from core.store.database import Database, write_audit
from core.tables import audit
from tests.fakes.keys import KEYS
from tests.fakes.office import Office

NOON = datetime(2026, 12, 21, 4, tzinfo=UTC)
MUTINY = "DROP TRIGGER audit_keeps; DROP TRIGGER audit_stays;"


async def written(database: Database, count: int, actor: str = "staff:wang") -> AuditTrail:
    """Write so many rows, each in a transaction of its own."""
    trail = AuditTrail(database)
    for number in range(count):
        at = NOON + timedelta(minutes=number)
        await trail.note(f"application:{number}", "changed", actor, at, field="mobile")
    return trail


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """Return the address of a file, which can be altered behind our back."""
    return f"sqlite+aiosqlite:///{tmp_path / 'audit.sqlite3'}"


def behind_our_back(office: Office, statements: str) -> None:
    """Do to the file what no program of ours would."""
    file = str(office.database.url.database)
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(MUTINY + statements)


async def undone(database: Database) -> None:
    """Begin to write a row, and fail."""
    async with database.writing() as connection:
        await write_audit(connection, at=NOON, actor="a", subject="s", action="undone", detail={})
        raise ZeroDivisionError


async def flaw(trail: AuditTrail, *anchors: Anchor) -> Flaw | None:
    """Return what verification names."""
    return (await trail.first_flaw(list(anchors)))[1]


async def test_a_trail_that_nobody_touched_has_no_flaw(office: Office) -> None:
    trail = await written(office.database, 5)

    assert await trail.first_flaw([]) == (5, None)
    assert [row["id"] for row in await office.rows(audit)] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("change", [update(audit).values(actor="x"), delete(audit)])
async def test_the_database_refuses_to_change_rows(office: Office, change: Update | Delete) -> None:
    trail = await written(office.database, 2)

    with pytest.raises(DBAPIError, match="only ever added"):
        async with office.database.writing() as connection:
            await connection.execute(change)
    assert await trail.first_flaw([]) == (2, None)


ALTERED, MISSING, REORDERED = Fault.ALTERED, Fault.MISSING, Fault.REORDERED


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        ("UPDATE audit SET actor = 'staff:li' WHERE id = 3", Flaw(3, ALTERED)),
        ("UPDATE audit SET subject = 'application:9' WHERE id = 1", Flaw(1, ALTERED)),
        ("UPDATE audit SET action = 'opened' WHERE id = 6", Flaw(6, ALTERED)),
        ("UPDATE audit SET at = datetime(at, '+1 hour') WHERE id = 4", Flaw(4, ALTERED)),
        ("UPDATE audit SET detail = '{}' WHERE id = 2", Flaw(2, ALTERED)),
        ("DELETE FROM audit WHERE id = 1", Flaw(1, MISSING)),
        ("DELETE FROM audit WHERE id = 3", Flaw(3, MISSING)),
        ("DELETE FROM audit WHERE id >= 5", Flaw(5, MISSING)),
        ("DELETE FROM audit", Flaw(1, MISSING)),
        (
            "DELETE FROM audit WHERE id = 3; UPDATE audit SET id = id - 1 WHERE id > 3",
            Flaw(3, REORDERED),
        ),
        (
            "UPDATE audit SET id = 99 WHERE id = 3; UPDATE audit SET id = 3 WHERE id = 4;"
            "UPDATE audit SET id = 4 WHERE id = 99",
            Flaw(3, REORDERED),
        ),
    ],
)
async def test_the_first_row_that_is_not_as_it_was_is_named(
    office: Office, statements: str, expected: Flaw
) -> None:
    trail = await written(office.database, 6)

    behind_our_back(office, statements)

    assert await flaw(trail) == expected


async def test_a_row_whose_hash_was_made_anew_is_named_by_the_next_one(office: Office) -> None:
    trail = await written(office.database, 4)
    forged = (await office.rows(audit))[1]
    entry = Entry(forged["at"], "staff:li", forged["subject"], forged["action"], forged["detail"])
    new = Row(2, entry, forged["previous"]).computed_hash()

    behind_our_back(office, f"UPDATE audit SET actor = 'staff:li', hash = '{new}' WHERE id = 2")

    assert await flaw(trail) == Flaw(2, ALTERED)


async def test_an_anchor_convicts_who_made_the_whole_trail_anew(
    office: Office, tmp_path: Path
) -> None:
    trail = await written(office.database, 4)
    head = await trail.head()
    other = Database(f"sqlite+aiosqlite:///{tmp_path / 'forged.sqlite3'}", KEYS)
    await other.create_all()
    forged = await written(other, 4, actor="staff:li")

    assert await flaw(forged) is None
    assert await flaw(forged, Anchor(NOON, head.number, head.hash)) == Flaw(4, Fault.REWRITTEN)
    assert await flaw(forged, Anchor(NOON, 9, FIRST)) == Flaw(5, MISSING)
    await other.close()


async def test_writers_at_the_same_time_leave_one_trail_without_holes(office: Office) -> None:
    others = [Database(str(office.database.url), KEYS) for _ in range(4)]

    await asyncio.gather(*(written(database, 10) for database in others))

    assert await AuditTrail(office.database).first_flaw([]) == (40, None)
    for database in others:
        await database.close()


async def test_what_is_undone_leaves_no_row_and_no_hole(office: Office) -> None:
    trail = await written(office.database, 1)

    with pytest.raises(ZeroDivisionError):
        await undone(office.database)
    await written(office.database, 1)

    assert await trail.first_flaw([]) == (2, None)


@pytest.mark.parametrize(
    "make", [lambda: {"list": ("a", "b")}, lambda: {"多": {"层": [1, 2.5, None, True]}}]
)
async def test_whatever_a_detail_holds_is_read_as_it_was_hashed(
    office: Office, make: Callable[[], dict[str, object]]
) -> None:
    async with office.database.writing() as connection:
        await write_audit(connection, at=NOON, actor="a", subject="s", action="x", detail=make())

    assert await AuditTrail(office.database).first_flaw([]) == (1, None)
