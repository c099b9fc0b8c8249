"""Imports look-up tables: python -m gateway lookups import KIND FILE.csv [--replace]."""

from __future__ import annotations

import argparse
import asyncio
import getpass
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from core.lookups import TableKind
from core.store.database import Database
from core.store.lookups import Import, Imported, LookupStore
from gateway.clock import clock
from gateway.settings import Settings
from knowledge_base.lookups.csv_rows import Parsed, headers, read_rows

LARGEST_FILE = 200 * 1024 * 1024  # bytes
MOST_PROBLEMS = 50  # shown; the rest is counted
SAID = {
    Import.DONE: "已导入：新增 {added} 行，替换掉 {removed} 行（其中演示数据 {demo} 行）。",
    Import.UNCHANGED: "这些内容已经在库里了，没有改动。",
    Import.CONFLICT: "同一地区、同一目录版本已经有 {removed} 行，内容不一样。"
    "确定要替换，请加 --replace。",
}
WOULD = "试运行，没有写入。"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `lookups`."""
    actions = parser.add_subparsers(dest="action", required=True)
    bring_in = actions.add_parser("import", help="import a table from a CSV file")
    bring_in.add_argument("kind", type=TableKind, choices=list(TableKind), metavar="KIND")
    bring_in.add_argument("file", type=Path)
    bring_in.add_argument("--replace", action="store_true", help="replace an edition held already")
    bring_in.add_argument("--dry-run", action="store_true", help="check only, store nothing")
    bring_in.add_argument("--by", default=None, help="who imports, for the audit")
    columns = actions.add_parser("columns", help="print the columns that a CSV file must have")
    columns.add_argument("kind", type=TableKind, choices=list(TableKind), metavar="KIND")


def run(settings: Settings, arguments: argparse.Namespace) -> None:
    """Do what the command line says; leave with status 1 if nothing could be imported."""
    if arguments.action == "columns":
        print(",".join(headers(arguments.kind)))
        return
    actor = f"operator:{arguments.by or getpass.getuser()}"
    accepted = asyncio.run(
        bring_in(
            settings.database_url,
            arguments.kind,
            arguments.file,
            actor=actor[:64],
            replace=arguments.replace,
            dry_run=arguments.dry_run,
            at=clock("UTC")(),
            tell=print,
        )
    )
    if not accepted:
        sys.exit(1)


async def bring_in(
    database_url: str,
    kind: TableKind,
    file: Path,
    *,
    actor: str,
    replace: bool,
    dry_run: bool,
    at: datetime,
    tell: Callable[[str], None],
) -> bool:
    """Import one file and tell in Chinese what became of it; False if nothing can be taken."""
    try:
        data = await asyncio.to_thread(_read, file)
    except OSError as error:
        tell(f"打不开文件 {file}：{error.strerror}")
        return False
    if len(data) > LARGEST_FILE:
        tell("文件太大了，请分地区导入。")
        return False
    parsed = await asyncio.to_thread(read_rows, kind, data)
    if parsed.problems:
        _tell_problems(parsed, tell)
        return False
    database = Database(database_url)
    try:
        done = await LookupStore(database).bring_in(
            kind, parsed.rows, at=at, actor=actor, replace=replace, dry_run=dry_run
        )
    finally:
        await database.close()
    tell((WOULD if dry_run else "") + _said(done))
    return done.became is not Import.CONFLICT


def _read(file: Path) -> bytes:
    """Return a file, or just enough of it to see that it is too large."""
    with file.open("rb") as opened:
        return opened.read(LARGEST_FILE + 1)


def _said(done: Imported) -> str:
    return SAID[done.became].format(added=done.added, removed=done.removed, demo=done.removed_demo)


def _tell_problems(parsed: Parsed, tell: Callable[[str], None]) -> None:
    for problem in parsed.problems[:MOST_PROBLEMS]:
        tell(str(problem))
    rest = len(parsed.problems) - MOST_PROBLEMS
    if rest > 0:
        tell(f"还有 {rest} 处没有列出。")
    tell(f"一共 {len(parsed.problems)} 处要改，一行也没有导入。")
