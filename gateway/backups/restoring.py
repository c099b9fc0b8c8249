"""Restores a backup to an empty place, and proves that everything is there."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from core.errors import Unreadable
from core.evidence import altered_exhibits
from core.store.audit_trail import AuditTrail
from core.store.database import Database
from core.store.evidence import EvidenceStore
from core.store.number_gaps import leave_gaps
from core.store.whole import BACKUP, Whole, open_everything, whole_of
from gateway.audit_anchors import Anchors
from gateway.backups import places
from gateway.backups.files import check_parts, copied, new_folder
from gateway.backups.inventory import Inventory, NoBackup, check_keys, read_inventory
from gateway.backups.making import OPERATOR
from gateway.backups.places import EVIDENCE, Files, promised
from gateway.backups.rows import Rows
from gateway.key_file import Keys
from video_desk.exhibits import Exhibits


@dataclass(frozen=True, slots=True)
class Restored:
    """Be what a restored installation was found to be."""

    inventory: Inventory
    opened: int  # sealed values
    problems: tuple[str, ...]  # in Chinese; none: it is what was backed up


class Restoring:
    """Restore backups to one place."""

    def __init__(
        self,
        *,
        open_database: Callable[[], Database],
        rows: Rows,
        files: Files,
        keys: Keys,
        now: Callable[[], datetime],
    ) -> None:
        """Take where to restore to, and the keys that the backup was made with."""
        self._open_database = open_database
        self._rows = rows
        self._files = files
        self._keys = keys
        self._now = now

    async def check(self, folder: Path) -> Inventory:
        """Return what the backup consists of; raise NoBackup if it cannot be restored here."""
        inventory, mark = read_inventory(folder)
        known = frozenset(key.id for key in self._keys.sealing)
        check_keys(inventory, mark, self._keys.ring(), known)
        if inventory.kind != self._rows.kind:
            raise NoBackup(f"备份是 {inventory.kind} 的，不能恢复到 {self._rows.kind}")
        if inventory.revision != places.newest_revision():
            raise NoBackup(
                f"备份的版本是 {inventory.revision}，程序的是 {places.newest_revision()}："
                "请用做备份的那个版本恢复，再升级"
            )
        await asyncio.to_thread(check_parts, folder, inventory.parts)
        if used := self._files.in_use():
            raise NoBackup(f"{used[0]} 不是空的")
        if not await self._rows.is_empty():
            raise NoBackup("数据库不是空的")
        return inventory

    async def restore(self, folder: Path, inventory: Inventory) -> Restored:
        """Restore what was checked; the rows come last, so that nobody serves half of it."""
        await asyncio.to_thread(self._copy_files, folder, inventory)
        await self._rows.load(folder)
        database = self._open_database()
        try:
            async with database.reading() as connection:
                whole = await whole_of(connection)
            opened, problems = await self._verified(database, inventory, whole)
            subject, at = f"{BACKUP}{inventory.made_at.isoformat()}", self._now()
            await AuditTrail(database).note(subject, "restored", OPERATOR, at)
            # What was given out after the backup stands on citizens' slips: never a second time.
            days = _days(inventory.made_at.astimezone(at.tzinfo).date(), at.date())
            await leave_gaps(database, days, subject=subject, actor=OPERATOR, at=at)
        finally:
            await database.close()
        return Restored(inventory, opened, tuple(problems))

    def _copy_files(self, folder: Path, inventory: Inventory) -> None:
        for target in self._files.folders.values():
            new_folder(target)
        for part in inventory.parts:
            place, _, name = part.name.partition("/")
            if part.name == places.ANCHORS:
                copied(folder / part.name, self._files.anchors.parent, self._files.anchors.name)
            elif name:
                copied(folder / part.name, self._files.folders[place], name)
        os.sync()

    async def _verified(
        self, database: Database, inventory: Inventory, whole: Whole
    ) -> tuple[int, list[str]]:
        """Return how many sealed values open, and what is not as it was."""
        problems = []
        for name in sorted(set(inventory.rows) | set(whole.rows)):
            then, now = inventory.rows.get(name), whole.rows.get(name)
            if then != now:
                problems.append(f"表 {name}：备份时 {then} 行，现在 {now} 行")
        anchors = Anchors(self._files.anchors)
        count, flaw = await AuditTrail(database).first_flaw(list(anchors.all()))
        if flaw is not None:
            problems.append(f"第 {flaw.number} 条审计记录与写入时不一致")
        elif count != inventory.trail.number or whole.trail != inventory.trail:
            problems.append(f"审计记录有 {count} 条，备份时 {inventory.trail.number} 条")
        opened = 0
        try:
            opened = await open_everything(database)
        except Unreadable as error:
            problems.append(f"有资料打不开：{error}")
        absent = {name for name in promised(whole) if not self._has(name)}
        problems += [f"没有文件 {name}" for name in sorted(absent - set(inventory.missing))]
        return opened, problems + await self._altered(database, inventory)

    async def _altered(self, database: Database, inventory: Inventory) -> list[str]:
        """Return which evidence is not as it was sealed."""
        store, exhibits = EvidenceStore(database), Exhibits(self._files.folders[EVIDENCE])
        found, expired = [], await store.expired()
        for manifest in await store.manifests():
            if manifest.number not in expired:
                found += [
                    f"第 {one.number} 号清单的 {one.what}：{one.how}"
                    for one in altered_exhibits(manifest, exhibits.present(manifest))
                    if f"{EVIDENCE}/{manifest.call_id}/{one.what}" not in inventory.missing
                ]
        return found

    def _has(self, part: str) -> bool:
        place, _, name = part.partition("/")
        return (self._files.folders[place] / name).is_file()


def _days(first: date, last: date) -> list[date]:
    """Return all days from the first to the last; the first alone if the clock went back."""
    return [first + timedelta(days=n) for n in range(max(0, (last - first).days) + 1)]
