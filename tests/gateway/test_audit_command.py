"""Checks the anchors of the audit trail, and what the command says of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from core.store.audit_trail import AuditTrail
from gateway.audit_anchors import Anchors, DailyAnchor
from gateway.audit_command import verify
from tests.fakes.office import Office


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """Return the address of a file, which can be altered behind our back."""
    return f"sqlite+aiosqlite:///{tmp_path / 'audit.sqlite3'}"


async def looked(office: Office, times: int) -> AuditTrail:
    """Write so many rows."""
    trail = AuditTrail(office.database)
    for _ in range(times):
        await trail.note("application:1", "seen", "staff:wang", office.clock())
    return trail


def key_pair(folder: Path) -> tuple[Path, Path]:
    """Make an Ed25519 key pair; return the files of both halves."""
    key = Ed25519PrivateKey.generate()
    private, public = folder / "private.pem", folder / "public.pem"
    private.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    public.write_bytes(
        key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    )
    return private, public


async def test_one_anchor_is_written_a_day(office: Office, tmp_path: Path) -> None:
    trail, anchors = await looked(office, 3), Anchors(tmp_path / "sub" / "anchors.jsonl")
    times = [office.clock() + timedelta(hours=hours) for hours in (0, 1, 24)]

    for moment in times:
        await DailyAnchor(trail, anchors, _at(moment)).step()
        await looked(office, 1)

    assert [(one.at, one.number) for one in anchors.all()] == [(times[0], 3), (times[2], 5)]


async def test_an_anchor_of_a_clock_that_was_years_ahead_keeps_no_day_without_one(
    office: Office, tmp_path: Path
) -> None:
    trail, anchors = await looked(office, 1), Anchors(tmp_path / "anchors.jsonl")
    ahead, right = office.clock() + timedelta(days=400), office.clock()

    for moment in (ahead, right, right + timedelta(hours=1), ahead):
        await DailyAnchor(trail, anchors, _at(moment)).step()

    assert [one.at for one in anchors.all()] == [ahead, right]


async def test_the_command_names_the_row_that_was_altered(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    trail, anchors = await looked(office, 4), Anchors(tmp_path / "anchors.jsonl")
    await DailyAnchor(trail, anchors, office.clock).write()
    assert await verify(trail, anchors) == 0

    with closing(sqlite3.connect(str(office.database.url.database))) as connection:
        connection.executescript(
            "DROP TRIGGER audit_keeps; UPDATE audit SET actor = 'staff:li' WHERE id = 3"
        )

    assert await verify(trail, anchors) == 1
    told = capsys.readouterr().out.splitlines()
    assert told == [
        "核对无误 4 条，锚点 1 个",
        "第 3 条审计记录：内容被改动",
        "核对无误 2 条，锚点 1 个",
    ]


async def test_an_anchor_that_somebody_else_wrote_is_named(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    private, public = key_pair(tmp_path)
    trail, file = await looked(office, 2), tmp_path / "anchors.jsonl"
    await DailyAnchor(trail, Anchors(file, key=private), office.clock).write()
    assert await verify(trail, Anchors(file), public) == 0

    await DailyAnchor(trail, Anchors(file), office.clock).write()

    assert await verify(trail, Anchors(file), public) == 1
    assert "签名不符" in capsys.readouterr().out


def _at(moment: datetime) -> Callable[[], datetime]:
    return lambda: moment
