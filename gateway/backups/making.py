"""Makes a backup while citizens are served: anchors, then rows, then files."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from core.store.audit_trail import AuditTrail
from core.store.database import Database
from core.store.resealing import Resealing
from core.store.whole import BACKED_UP, BACKUP, Whole, pictures_still_there, revision_of
from gateway.backups import places
from gateway.backups.files import copied, files_below, new_file, new_folder, part_of
from gateway.backups.inventory import FILE, Inventory, NoBackup, Part
from gateway.backups.places import EVIDENCE, MEDIA, PHOTOS, Files, picture_part, promised
from gateway.backups.rows import Rows
from gateway.key_file import Keys

OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class Made:
    """Be a backup that was made."""

    inventory: Inventory
    lost: tuple[str, ...]  # parts that rows speak of, now as then, and that are not there


class Making:
    """Make backups of one installation.

    The order makes them consistent without stopping anybody. Anchors first: none may speak of
    a row of the audit trail that the saved rows have not got. Files last: a picture is written
    before its row and deleted after it, so each row that was saved has its picture, unless it
    was deleted since; pictures without a saved row are left out, for nobody could delete them.
    """

    def __init__(
        self,
        *,
        database: Database,
        rows: Rows,
        files: Files,
        keys: Keys,
        now: Callable[[], datetime],
    ) -> None:
        """Take what is to be backed up, and the keys of the installation."""
        self._database = database
        self._rows = rows
        self._files = files
        self._keys = keys
        self._now = now

    async def make(self, folder: Path) -> Made:
        """Make one in a folder that is empty or not there; raise NoBackup."""
        await self._check()
        await asyncio.to_thread(new_folder, folder)
        at = self._now()
        trail = AuditTrail(self._database)
        await trail.note(f"{BACKUP}{at.isoformat()}", "backup_begun", OPERATOR, at)
        anchors = await asyncio.to_thread(copied, self._files.anchors, folder, places.ANCHORS)
        whole = await self._rows.save(self._database, folder)
        self._check_keys(whole)
        parts = await asyncio.to_thread(self._copy_files, folder, whole)
        if anchors is not None:
            parts.append(anchors)
        missing = sorted(set(promised(whole)) - {part.name for part in parts})
        inventory = Inventory(
            made_at=at,
            kind=self._rows.kind,
            revision=places.newest_revision(),
            rows=whole.rows,
            trail=whole.trail,
            marks=self._keys.ring().fingerprint,
            keys=tuple(sorted(whole.keys)),
            parts=tuple(sorted(parts, key=lambda part: part.name)),
            missing=tuple(missing),
        )
        await asyncio.to_thread(self._finish, folder, inventory)
        done = self._now()
        await trail.note(f"{BACKUP}{at.isoformat()}", BACKED_UP, OPERATOR, done)
        return Made(inventory, await self._lost(whole, missing))

    async def _check(self) -> None:
        """Raise unless there is a database, of this version and sealed with these keys."""
        if await self._rows.is_empty():
            raise NoBackup("还没有数据库")
        found, wanted = await revision_of(self._database), places.newest_revision()
        if found != wanted:
            raise NoBackup(f"数据库的版本是 {found}，程序的是 {wanted}：请用同一版本的程序备份")
        ring = self._keys.ring()
        await Resealing(self._database, ring, lambda _: ()).check_keys(ring.fingerprint)

    def _check_keys(self, whole: Whole) -> None:
        absent = whole.keys - {key.id for key in self._keys.sealing}
        if absent:
            raise NoBackup(f"密钥文件里缺少 {'、'.join(sorted(absent))}，有些资料已经打不开")

    def _copy_files(self, folder: Path, whole: Whole) -> list[Part]:
        parts = [
            part
            for source, name in self._wanted(whole)
            if (part := copied(source, folder, name)) is not None
        ]
        # What was sealed meanwhile is there twice; the one of the evidence is whole.
        sealed = {Path(part.name).name for part in parts if part.name.startswith(f"{EVIDENCE}/")}
        twice = {part for part in parts if part.name.startswith(f"{MEDIA}/")}
        twice = {part for part in twice if Path(part.name).name in sealed}
        for part in twice:
            (folder / part.name).unlink()
        rows = part_of(folder, self._rows.name)
        return [rows, *(part for part in parts if part not in twice)]

    def _wanted(self, whole: Whole) -> Iterator[tuple[Path, str]]:
        for name, source in self._files.folders.items():
            if name == PHOTOS:
                for photo_id in whole.pictures:
                    part = picture_part(photo_id)
                    yield source / Path(part).name, part
            else:
                yield from ((path, f"{name}/{inner}") for path, inner in files_below(source))

    def _finish(self, folder: Path, inventory: Inventory) -> None:
        """Write the inventory, when all that it lists is on the disk: without it there is none."""
        os.sync()
        half = folder / f"{FILE}.part"
        with new_file(half) as file:
            file.write(inventory.as_text(self._keys.ring()).encode())
            file.flush()
            os.fsync(file.fileno())
        half.rename(folder / FILE)
        os.sync()

    async def _lost(self, whole: Whole, missing: list[str]) -> tuple[str, ...]:
        gone = [one for one in whole.pictures if picture_part(one) in missing]
        known = await pictures_still_there(self._database, gone)
        deleted = {picture_part(one) for one in gone if one not in known}
        return tuple(name for name in missing if name not in deleted)
