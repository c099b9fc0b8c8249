"""Checks that no backup is restored that is not whole, or not to where it belongs."""

from __future__ import annotations

import asyncio
import io
import json
import shutil
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import make_url

from core.store import Database
from core.store.observed import ObservedStore
from gateway.backups.rows import libpq_settings
from gateway.key_file import keys_file, read, read_or_make, write
from gateway.key_ring import Algorithm
from tests.core.installation import CALL, SEALED_AWAY, Installation, filled, installation

PASSPHRASE = "正好十二个字符的一句口令"
Damage = Callable[[Path], object]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Be the folder of an installation with things in it, of which each test has a copy."""
    folder = tmp_path_factory.mktemp("model") / "here"
    asyncio.run(filled(place(folder)))
    return folder


@pytest.fixture
def here(model: Path, tmp_path: Path) -> Installation:
    """Be an installation with things in it."""
    shutil.copytree(model, tmp_path / "here")
    return place(tmp_path / "here")


@pytest.fixture
def elsewhere(tmp_path: Path) -> Installation:
    """Be an empty place."""
    return place(tmp_path / "elsewhere")


def place(folder: Path) -> Installation:
    return installation(folder, f"sqlite+aiosqlite:///{folder / 'yibao.sqlite3'}")


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def is_empty(one: Installation) -> bool:
    """Tell whether nothing was restored."""
    return {path.name for path in one.folder.iterdir()} <= {"keys.json"}


async def test_a_backup_goes_into_no_folder_in_which_there_is_something(
    here: Installation, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "backup").mkdir()
    (tmp_path / "backup" / "older").touch()

    assert await here.backup(tmp_path / "backup") == 1
    assert "不是空的" in capsys.readouterr().err


async def test_only_its_owner_can_read_a_backup(here: Installation, tmp_path: Path) -> None:
    assert await here.backup(tmp_path / "backup") == 0

    assert (tmp_path / "backup").stat().st_mode & 0o777 == 0o700
    modes = {path.stat().st_mode & 0o777 for path in files_in(tmp_path / "backup")}
    assert modes == {0o600}


async def test_only_a_backup_that_was_finished_counts_for_its_age(
    here: Installation, tmp_path: Path
) -> None:
    database = Database(here.settings.database_url)
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "older").touch()

    assert await here.backup(tmp_path / "taken") == 1
    assert await ObservedStore(database).backed_up() is None
    assert await here.backup(tmp_path / "backup") == 0
    assert await ObservedStore(database).backed_up() is not None
    await database.close()


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def promise_less(folder: Path) -> None:
    """Take a row out of the inventory, as who wants to hide one would."""
    content = json.loads((folder / "backup.json").read_text("utf-8"))
    content["rows"]["applications"] -= 1
    (folder / "backup.json").write_text(json.dumps(content), "utf-8")


DAMAGES: dict[str, tuple[Damage, str]] = {
    "without inventory": (lambda folder: (folder / "backup.json").unlink(), "没有做完"),
    "half an inventory": (
        lambda folder: (folder / "backup.json").write_bytes(
            (folder / "backup.json").read_bytes()[:-40]
        ),
        "已经损坏",
    ),
    "altered inventory": (promise_less, "被改动过"),
    "without rows": (lambda folder: (folder / "rows.sqlite3").unlink(), "缺 1 个文件"),
    "altered rows": (lambda folder: flip(folder / "rows.sqlite3"), "与清单不符"),
    "altered picture": (lambda folder: flip(next((folder / "photos").iterdir())), "与清单不符"),
    "without anchors": (lambda folder: (folder / "audit-anchors.jsonl").unlink(), "缺 1 个文件"),
    "one file more": (lambda folder: (folder / "photos" / "x.jpg").touch(), "多出 1 个文件"),
}


@pytest.mark.parametrize("damage", DAMAGES)
async def test_a_torn_or_altered_backup_is_refused(
    here: Installation,
    elsewhere: Installation,
    tmp_path: Path,
    damage: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    await here.backup(tmp_path / "backup")
    elsewhere.take_keys_of(here)
    do, told = DAMAGES[damage]
    do(tmp_path / "backup")

    assert await elsewhere.restore(tmp_path / "backup") == 1
    assert told in capsys.readouterr().err
    assert is_empty(elsewhere)


async def test_a_place_in_which_there_is_something_is_left_as_it_is(
    here: Installation, elsewhere: Installation, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await here.backup(tmp_path / "backup")
    elsewhere.take_keys_of(here)
    before = here.files()

    assert await here.restore(tmp_path / "backup") == 1
    elsewhere.settings.photos.mkdir()
    (elsewhere.settings.photos / "older.jpg").touch()
    assert await elsewhere.restore(tmp_path / "backup") == 1
    (elsewhere.settings.photos / "older.jpg").unlink()
    (elsewhere.folder / "yibao.sqlite3").touch()
    assert await elsewhere.restore(tmp_path / "backup") == 1

    assert capsys.readouterr().err.count("不是空的") == 3
    assert here.files() == before
    assert (elsewhere.folder / "yibao.sqlite3").stat().st_size == 0


@pytest.mark.parametrize(
    "left", ["yibao.sqlite3-wal", "yibao.sqlite3-shm", "yibao.sqlite3-journal"]
)
async def test_what_is_left_of_an_older_database_is_not_read_into_the_restored_one(
    here: Installation,
    elsewhere: Installation,
    tmp_path: Path,
    left: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    await here.backup(tmp_path / "backup")
    elsewhere.take_keys_of(here)
    (elsewhere.folder / left).write_bytes(b"pages of an older database")

    assert await elsewhere.restore(tmp_path / "backup") == 1

    assert "数据库不是空的" in capsys.readouterr().err
    assert not (elsewhere.folder / "yibao.sqlite3").exists()


async def test_other_keys_are_refused_and_so_are_keys_without_an_old_one(
    here: Installation, elsewhere: Installation, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await here.backup(tmp_path / "backup")

    assert await elsewhere.restore(tmp_path / "backup") == 1
    assert "没有密钥文件" in capsys.readouterr().err
    read_or_make(keys_file(elsewhere.settings), Algorithm.AES)
    assert await elsewhere.restore(tmp_path / "backup") == 1
    assert "不是这份备份的密钥" in capsys.readouterr().err
    elsewhere.take_keys_of(here)
    file = keys_file(elsewhere.settings)
    write(file, read(file).with_another(Algorithm.AES).only_newest())
    assert await elsewhere.restore(tmp_path / "backup") == 1
    assert "缺少旧密钥" in capsys.readouterr().err
    assert is_empty(elsewhere)


async def test_keys_are_sealed_apart_with_a_passphrase(
    here: Installation,
    elsewhere: Installation,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    sealed, backup = tmp_path / "keys.sealed", tmp_path / "backup"
    says(monkeypatch, PASSPHRASE)
    assert await here.backup(backup, keys_to=backup / "keys.sealed") == 1
    assert "不能放在备份里面" in capsys.readouterr().err
    says(monkeypatch, "太短")
    assert await here.backup(backup, keys_to=sealed) == 1
    assert "至少要" in capsys.readouterr().err
    says(monkeypatch, PASSPHRASE)
    assert await here.backup(backup, keys_to=sealed) == 0

    secrets = [key.secret.hex() for key in read(keys_file(here.settings)).sealing]
    everything = [sealed, *files_in(backup)]
    assert not [path for path in everything if secrets[0].encode() in path.read_bytes()]
    says(monkeypatch, "猜出来的另一句口令啊啊")
    assert await elsewhere.restore(backup, keys_from=sealed) == 1
    assert "口令不对" in capsys.readouterr().err
    says(monkeypatch, PASSPHRASE)
    assert await elsewhere.restore(backup, keys_from=sealed) == 0
    assert read(keys_file(elsewhere.settings)) == read(keys_file(here.settings))


async def test_what_was_altered_before_the_backup_is_told_after_the_restore(
    here: Installation, elsewhere: Installation, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here.settings.evidence / CALL / SEALED_AWAY).write_bytes(b"others")
    with closing(sqlite3.connect(here.folder / "yibao.sqlite3")) as connection:
        connection.executescript(
            "DROP TRIGGER audit_keeps; UPDATE audit SET actor = 'x' WHERE id = 2"
        )
    assert await here.backup(tmp_path / "backup") == 0
    elsewhere.take_keys_of(here)

    assert await elsewhere.restore(tmp_path / "backup") == 2

    told = capsys.readouterr().out
    assert "第 2 条审计记录" in told
    assert f"第 1 号清单的 {SEALED_AWAY}" in told
    assert "不要启动" in told


async def test_a_picture_that_was_lost_is_told_with_the_backup(
    here: Installation, elsewhere: Installation, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (picture,) = here.settings.photos.iterdir()
    picture.unlink()

    assert await here.backup(tmp_path / "backup") == 2
    assert f"有记录而没有文件：photos/{picture.name}" in capsys.readouterr().out
    elsewhere.take_keys_of(here)
    assert await elsewhere.restore(tmp_path / "backup") == 0


async def test_a_database_of_another_version_is_not_backed_up(
    here: Installation, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(sqlite3.connect(here.folder / "yibao.sqlite3")) as connection:
        connection.executescript("UPDATE alembic_version SET version_num = '0001'")

    assert await here.backup(tmp_path / "backup") == 1
    assert "请用同一版本的程序备份" in capsys.readouterr().err


def test_a_password_reaches_pg_dump_by_its_environment_only() -> None:
    url = make_url("postgresql+asyncpg://yibao:s3cret@db.local:5433/yibao?ssl=verify-full")
    socket = make_url("postgresql+asyncpg://yibao@/yibao?host=/var/run/postgresql")

    assert libpq_settings(url) == {
        "PGHOST": "db.local",
        "PGPORT": "5433",
        "PGUSER": "yibao",
        "PGPASSWORD": "s3cret",
        "PGDATABASE": "yibao",
        "PGSSLMODE": "verify-full",
    }
    assert libpq_settings(socket)["PGHOST"] == "/var/run/postgresql"


def says(monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    """Let somebody enter a line where the command asks for one."""
    monkeypatch.setattr(sys, "stdin", io.StringIO(line + "\n"))
