"""Looks at what the gateway itself needs: database, dialogue, knowledge, disk, audit, backup."""

from __future__ import annotations

import asyncio
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from core import health_wording as say
from core.store.database import Database
from core.store.observed import ObservedStore
from gateway.observing.audit_check import AuditCheck
from gateway.observing.looks import Figure, Look, State
from gateway.readiness import Readiness

SLOW = 1.0  # seconds for one question to the database
AUDIT_TOO_OLD = timedelta(hours=26)  # verified once a day, and a little patience
BACKUP_TOO_OLD = timedelta(hours=26)  # made once a day, and a little patience
GIGABYTE = 10**9
DISK_DOWN = 1 * GIGABYTE  # SQLite and recordings stop soon
DISK_SHARE = 0.1  # below it somebody has to make room


@dataclass(frozen=True, slots=True)
class DatabaseProbe:
    """Ask the database one question."""

    database: Database

    async def look(self) -> Look:
        """Tell whether it answers, and how fast."""
        asked = time.monotonic()
        await self.database.answers()
        return database_look(time.monotonic() - asked)


@dataclass(frozen=True, slots=True)
class RasaProbe:
    """Tell what the readiness check found last."""

    readiness: Readiness

    async def look(self) -> Look:
        """Tell whether Rasa answers."""
        return Look(State.OK) if self.readiness.dialogue else Look(State.DOWN, say.RASA_AWAY)


@dataclass(frozen=True, slots=True)
class KnowledgeProbe:
    """Compare the release that answers here with the newest."""

    readiness: Readiness
    store: ObservedStore
    served: Callable[[], int]  # the number of the release in service

    async def look(self) -> Look:
        """Tell whether the index is loaded and up to date."""
        newest = await self.store.newest_release()
        return knowledge_look(self.served(), newest, loaded=self.readiness.index)


@dataclass(frozen=True, slots=True)
class ModelsProbe:
    """Tell whether models are checked before they are loaded."""

    checked: bool

    async def look(self) -> Look:
        """Tell what was so at the start: who runs has loaded nothing that is not signed."""
        if self.checked:
            return Look(State.OK)
        return Look(State.UNUSED, say.MODELS_UNSIGNED)


@dataclass(frozen=True, slots=True)
class DiskProbe:
    """Look at the disk where the data lies."""

    folder: Path

    async def look(self) -> Look:
        """Tell how much room is left."""
        usage = await asyncio.to_thread(shutil.disk_usage, self.folder)
        return disk_look(usage.free, usage.total)


@dataclass(frozen=True, slots=True)
class AuditProbe:
    """Tell what the daily verification found."""

    check: AuditCheck
    now: Callable[[], datetime]

    async def look(self) -> Look:
        """Tell whether the audit trail is as it was written."""
        check = self.check
        if check.verified_at is None:  # since this start; it is done within minutes
            return Look(State.OK)
        figures = (
            Figure("yibao_audit_rows", check.rows),
            Figure("yibao_audit_flawed", int(check.flaw is not None)),
            Figure("yibao_audit_verified_timestamp_seconds", check.verified_at.timestamp()),
        )
        if check.flaw is not None:
            problem = say.AUDIT_FLAW.format(number=check.flaw.number)
            return Look(State.DOWN, problem, figures)
        age = self.now() - check.verified_at
        if age > AUDIT_TOO_OLD:
            hours = int(age.total_seconds() // 3600)
            return Look(State.DEGRADED, say.AUDIT_OLD.format(hours=hours), figures)
        return Look(State.OK, figures=figures)


@dataclass(frozen=True, slots=True)
class BackupProbe:
    """Ask when the newest backup was made."""

    store: ObservedStore
    now: Callable[[], datetime]

    async def look(self) -> Look:
        """Tell how old it is."""
        return backup_look(await self.store.backed_up(), self.now())


def backup_look(made: datetime | None, now: datetime) -> Look:
    """Judge how old the newest backup is; an installation that never made any has none."""
    if made is None:
        return Look(State.UNUSED, say.NEVER_BACKED_UP)
    figures = (Figure("yibao_backup_timestamp_seconds", made.timestamp()),)
    if now - made > BACKUP_TOO_OLD:
        hours = int((now - made).total_seconds() // 3600)
        return Look(State.DEGRADED, say.BACKUP_OLD.format(hours=hours), figures)
    return Look(State.OK, figures=figures)


def database_look(seconds: float) -> Look:
    """Judge how long the database took for one question."""
    figures = (Figure("yibao_database_answer_seconds", seconds),)
    if seconds > SLOW:
        return Look(State.DEGRADED, say.DATABASE_SLOW.format(seconds=seconds), figures)
    return Look(State.OK, figures=figures)


def knowledge_look(served: int, newest: tuple[int, datetime] | None, *, loaded: bool) -> Look:
    """Judge which release answers; `newest` is its number and when it was published."""
    figures = [Figure("yibao_knowledge_release", served)]
    if newest is not None:
        published = newest[1].timestamp()
        figures += [
            Figure("yibao_knowledge_release_newest", newest[0]),
            Figure("yibao_knowledge_release_timestamp_seconds", published),
        ]
    if not loaded:
        return Look(State.DOWN, say.INDEX_LOADING, tuple(figures))
    if newest is not None and served < newest[0]:
        problem = say.RELEASE_BEHIND.format(served=served, newest=newest[0])
        return Look(State.DEGRADED, problem, tuple(figures))
    return Look(State.OK, figures=tuple(figures))


def disk_look(free: int, size: int) -> Look:
    """Judge the room that is left, in bytes."""
    figures = (Figure("yibao_disk_free_bytes", free), Figure("yibao_disk_size_bytes", size))
    problem = say.DISK_LOW.format(gigabytes=free / GIGABYTE)
    if free < DISK_DOWN:
        return Look(State.DOWN, problem, figures)
    if free < size * DISK_SHARE:
        return Look(State.DEGRADED, problem, figures)
    return Look(State.OK, figures=figures)
