"""Seals personal data, and changes its keys: python -m gateway keys ..."""

from __future__ import annotations

import argparse
import sys

from core.store.database import Database
from core.store.resealing import Resealing
from gateway.catalogue_files import read_catalogue
from gateway.key_file import Keys, keys_file, read, read_or_make, write
from gateway.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare add, seal and drop."""
    steps = parser.add_subparsers(dest="step", required=True)
    steps.add_parser("add", help="make a new key; programs seal with it once they start again")
    steps.add_parser("seal", help="bring everything under the newest key")
    steps.add_parser("drop", help="forget older keys, after everything is under the newest")


async def run(settings: Settings, options: argparse.Namespace) -> int:
    """Do one of the steps."""
    file = keys_file(settings)
    if options.step == "add":
        write(file, read(file).with_another(settings.key_algorithm))
        sys.stdout.write("已生成新密钥。请重启各程序，再运行 keys seal。\n")
        return 0
    keys = read(file)
    count = await seal(settings, keys)
    sys.stdout.write(f"已用最新密钥重新加密 {count} 行\n")
    if options.step == "drop":
        write(file, keys.only_newest())
        sys.stdout.write("旧密钥已删除\n")
    return 0


async def seal_at_start(settings: Settings) -> int:
    """Seal what an older version stored plainly, and note whose keys these are."""
    return await seal(settings, read_or_make(keys_file(settings), settings.key_algorithm))


async def seal(settings: Settings, keys: Keys) -> int:
    """Bring everything under the newest key; return how many rows that were."""
    items = {item.code: item for item in read_catalogue(settings.items).items}
    ring = keys.ring()
    database = Database(settings.database_url, ring)

    def same_of(code: str) -> tuple[str, ...]:
        return items[code].same if code in items else ()

    try:
        sealing = Resealing(database, ring, same_of)
        await sealing.check_keys(ring.fingerprint)
        count = await sealing.run()
        if count:
            await database.tidy()
        return count
    finally:
        await database.close()
