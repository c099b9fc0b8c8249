"""Backs the installation up, and restores it: python -m gateway backup | restore ..."""

from __future__ import annotations

import argparse
import getpass
import sys
from pathlib import Path

from core.errors import NotForServing, Unreadable
from core.store.database import Database
from core.store.serving_role import let_serve
from gateway import key_file
from gateway.backups.inventory import NoBackup
from gateway.backups.making import Made, Making
from gateway.backups.places import files_of
from gateway.backups.restoring import Restored, Restoring
from gateway.backups.rows import rows_of
from gateway.backups.sealed_keys import read_sealed, write_sealed
from gateway.clock import clock
from gateway.settings import Settings

SHOWN = 20  # files that are named one by one


def add_backup_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare where to, and what becomes of the keys."""
    parser.add_argument("folder", type=_path, help="empty or not there; on another disk")
    parser.add_argument(
        "--keys-to", type=_path, help="seal the keys into this file, kept apart from the backup"
    )


def add_restore_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare where from, and whence the keys."""
    parser.add_argument("folder", type=_path, help="that `backup` filled")
    parser.add_argument("--keys-from", type=_path, help="what `backup --keys-to` sealed")


async def backup(settings: Settings, options: argparse.Namespace) -> int:
    """Make a backup; 1 if there is none, 2 if rows speak of files that are lost."""
    folder: Path = options.folder
    keys_to: Path | None = options.keys_to
    try:
        keys = _keys(settings)
        if keys_to is not None:
            if keys_to.is_relative_to(folder):
                raise NoBackup("密钥要另外存放，不能放在备份里面")
            write_sealed(keys_to, keys, _passphrase())
        made = await _make(settings, keys, folder)
    except (NoBackup, Unreadable, OSError) as problem:
        sys.stderr.write(f"没有备份：{problem}\n")
        return 1
    inventory = made.inventory
    rows, files = sum(inventory.rows.values()), len(inventory.parts) - 1
    _say(f"已备份到 {folder}：{rows} 行，{files} 个文件，审计记录 {inventory.trail.number} 条")
    names = "、".join(inventory.keys) or "还没有用到"
    if keys_to is None:
        where = key_file.keys_file(settings)
        _say(f"密钥不在备份里：请另外保管 {where}（编号 {names}），没有它，个人资料谁也打不开")
    else:
        _say(f"密钥（编号 {names}）用口令封存在 {keys_to}：请与备份、口令分开保管")
    for name in made.lost[:SHOWN]:
        _say(f"有记录而没有文件：{name}")
    if made.lost:
        _say(f"一共缺 {len(made.lost)} 个文件，请查明原因")
    return 2 if made.lost else 0


async def restore(settings: Settings, options: argparse.Namespace) -> int:
    """Restore a backup; 1 if it was not, 2 if it is not what was backed up."""
    folder: Path = options.folder
    try:
        restored = await _restore(settings, folder, options.keys_from)
    except (NoBackup, NotForServing, OSError) as problem:
        sys.stderr.write(f"没有恢复：{problem}\n")
        return 1
    inventory = restored.inventory
    for difference in restored.problems[:SHOWN]:
        _say(difference)
    if restored.problems:
        _say(f"恢复出来的与备份时不一致，一共 {len(restored.problems)} 处：不要启动")
        return 2
    rows = sum(inventory.rows.values())
    _say(
        f"已恢复到 {inventory.made_at.isoformat(timespec='seconds')} 的样子："
        f"{rows} 行，审计记录 {inventory.trail.number} 条核对无误，{restored.opened} 项资料都能打开"
    )
    return 0


async def _make(settings: Settings, keys: key_file.Keys, folder: Path) -> Made:
    database = Database(settings.database_url)
    try:
        making = Making(
            database=database,
            rows=rows_of(settings.database_url),
            files=files_of(settings),
            keys=keys,
            now=clock(settings.timezone),
        )
        return await making.make(folder)
    finally:
        await database.close()


async def _restore(settings: Settings, folder: Path, keys_from: Path | None) -> Restored:
    place = key_file.keys_file(settings)
    if keys_from is not None and place.exists():
        raise NoBackup(f"{place} 已经有了：不用 --keys-from，或者先把它移走")
    keys = _keys(settings) if keys_from is None else read_sealed(keys_from, _passphrase())
    restoring = Restoring(
        open_database=lambda: Database(settings.owner_url, keys.ring()),
        rows=rows_of(settings.owner_url),
        files=files_of(settings),
        keys=keys,
        now=clock(settings.timezone),
    )
    await _let_serve(settings)  # a role that may not is known before there is anything
    inventory = await restoring.check(folder)
    if keys_from is not None:
        key_file.write_new(place, keys)
    restored = await restoring.restore(folder, inventory)
    await _let_serve(settings)  # now that there are tables to be granted
    return restored


async def _let_serve(settings: Settings) -> None:
    if settings.database_owner_url:
        await let_serve(settings.database_owner_url, settings.database_url)


def _keys(settings: Settings) -> key_file.Keys:
    file = key_file.keys_file(settings)
    try:
        return key_file.read(file)
    except FileNotFoundError as error:
        raise NoBackup(f"没有密钥文件 {file}") from error
    except ValueError as error:
        raise NoBackup(f"{file} 不能用：{error}") from error


def _passphrase() -> str:
    if sys.stdin.isatty():
        return getpass.getpass("封存密钥的口令：")
    return sys.stdin.readline().rstrip("\n")


def _path(text: str) -> Path:
    return Path(text).absolute()


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
