"""Stores releases: which entries answer citizens, and since when."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import RowMapping, func, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from core import editorial_wording as wording
from core.errors import NotAllowedNow, NotFound, NotPermitted
from core.knowledge import EntryState, EntryVersion, Release, ReleaseKind
from core.knowledge_tables import entry_versions, releases
from core.store import gap_rows
from core.store.database import Database, write_audit
from core.store.entry_rows import add_entry, entries_in, entry_in, rewrite_entry, staff

PACKS = "packs"  # who released what came with the product


@dataclass(frozen=True, slots=True)
class _Who:
    """Say who changes the release in force, when and why."""

    by: str
    at: datetime
    note: str

    @property
    def actor(self) -> str:
        """Return how an audit row names them."""
        return self.by if self.by == PACKS else staff(self.by)


class ReleaseStore:
    """Answer which entries are in force, and change that in one transaction each."""

    def __init__(self, database: Database) -> None:
        """Take the database."""
        self._database = database

    async def newest(self) -> Release | None:
        """Return the release in force; None before the first."""
        async with self._database.reading() as connection:
            return await _newest(connection)

    async def newest_number(self) -> int:
        """Return the number of the release in force; 0 before the first."""
        async with self._database.reading() as connection:
            return int(await connection.scalar(select(func.max(releases.c.number))) or 0)

    async def release(self, number: int) -> Release:
        """Return a release, or raise NotFound."""
        async with self._database.reading() as connection:
            return await _release(connection, number)

    async def releases(self, limit: int = 50) -> list[Release]:
        """Return releases, newest first."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(releases).order_by(releases.c.number.desc()).limit(limit)
            )
            return [_release_from(row) for row in rows.mappings()]

    async def in_force(self) -> tuple[int, tuple[EntryVersion, ...]]:
        """Return the newest release's number (0: none) and the entries that it consists of."""
        async with self._database.reading() as connection:
            release = await _newest(connection)
            entries = await entries_in(connection, states=[EntryState.PUBLISHED])
            # On PostgreSQL a colleague may publish between two questions: ask until none did.
            while (again := await _newest(connection)) != release:
                release = again
                entries = await entries_in(connection, states=[EntryState.PUBLISHED])
        return release.number if release is not None else 0, tuple(entries)

    async def publish(
        self,
        ids: Sequence[str],
        *,
        by: str,
        at: datetime,
        note: str,
        report: Mapping[str, object],
        after: int,
    ) -> Release:
        """Publish approved versions as the release that follows number `after`.

        Raises NotAllowedNow if another release came first or a version is not approved.
        """
        who = _Who(by, at, note)
        async with self._releasing() as connection:
            newest = await _newest(connection)
            if (newest.number if newest is not None else 0) != after:
                raise NotAllowedNow("another release came first", wording.RELEASED_MEANWHILE)
            keys = []
            for entry_id in dict.fromkeys(ids):
                entry = await entry_in(connection, *split_id(entry_id))
                if entry.reviewer is None or entry.state is not EntryState.APPROVED:
                    raise NotAllowedNow(f"{entry.id} is {entry.state}", wording.NOT_APPROVED)
                if entry.reviewer in entry.authors:
                    raise NotPermitted(f"{entry.reviewer} wrote {entry.id}", wording.OWN_WORK)
                await _take_place(connection, entry, who, after + 1)
                keys.append(entry.key)
            await gap_rows.entries_published(connection, keys, actor=who.actor, at=at)
            return await _add(connection, newest, ReleaseKind.PUBLISH, who, report)

    async def withdraw(
        self,
        *,
        key: str | None = None,
        document_id: str | None = None,
        by: str,
        at: datetime,
        note: str,
    ) -> Release:
        """Take an entry, or all of a document, out of service."""
        who = _Who(by, at, note)
        async with self._releasing() as connection:
            newest = await _newest(connection)
            entries = await entries_in(
                connection, key=key, document_id=document_id, states=[EntryState.PUBLISHED]
            )
            if not entries or (key is None) == (document_id is None):
                raise NotFound("nothing in force to withdraw", wording.NOTHING_TO_WITHDRAW)
            number = newest.number + 1 if newest is not None else 1
            for entry in entries:
                await _move(connection, entry, EntryState.RETIRED, "withdrawn", who, number)
            return await _add(connection, newest, ReleaseKind.WITHDRAW, who, {})

    async def roll_back(self, to: int, *, by: str, at: datetime, note: str) -> Release:
        """Bring the members of an earlier release back, as a new release."""
        who = _Who(by, at, note)
        async with self._releasing() as connection:
            target, newest = await _release(connection, to), await _newest(connection)
            if newest is None or set(newest.members) == set(target.members):
                raise NotAllowedNow(f"release {to} is in force", wording.ALREADY_IN_FORCE)
            number = newest.number + 1
            for entry_id in sorted(set(newest.members) - set(target.members)):
                entry = await entry_in(connection, *split_id(entry_id))
                await _move(connection, entry, EntryState.RETIRED, "rolled_back", who, number)
            for entry_id in sorted(set(target.members) - set(newest.members)):
                entry = await entry_in(connection, *split_id(entry_id))
                await _move(connection, entry, EntryState.PUBLISHED, "rolled_back", who, number)
            return await _add(connection, newest, ReleaseKind.ROLL_BACK, who, {})

    async def adopt(self, versions: Sequence[EntryVersion], *, at: datetime, note: str) -> Release:
        """Publish new versions that came with the product, in one release."""
        who = _Who(PACKS, at, note)
        async with self._releasing() as connection:
            newest = await _newest(connection)
            number = newest.number + 1 if newest is not None else 1
            for version in versions:
                await _retire_published(connection, version.key, who, number)
                await add_entry(
                    connection,
                    replace(version, state=EntryState.PUBLISHED),
                    action="published",
                    actor=who.actor,
                    at=at,
                    detail={"release": number},
                )
            return await _add(connection, newest, ReleaseKind.PACKS, who, {})

    @asynccontextmanager
    async def _releasing(self) -> AsyncIterator[AsyncConnection]:
        """Open a transaction that loses against a release that came first."""
        try:
            async with self._database.writing() as connection:
                yield connection
        except IntegrityError as error:
            raise NotAllowedNow("another release came first", wording.RELEASED_MEANWHILE) from error


def split_id(entry_id: str) -> tuple[str, int]:
    """Return key and version of "<document>#<entry>@<version>", or raise NotFound."""
    key, _, number = entry_id.rpartition("@")
    if not key or not (number.isascii() and number.isdigit()) or len(number) > 9:
        raise NotFound(f"entry {entry_id}")
    return key, int(number)


async def _take_place(
    connection: AsyncConnection, entry: EntryVersion, who: _Who, number: int
) -> None:
    """Publish a version in the place of the one before it."""
    replaced = await _retire_published(connection, entry.key, who, number)
    if replaced is not None and replaced.version > entry.version:
        raise NotAllowedNow(f"{replaced.id} is newer", wording.PACK_IS_NEWER)
    await _move(connection, entry, EntryState.PUBLISHED, "published", who, number)


async def _retire_published(
    connection: AsyncConnection, key: str, who: _Who, number: int
) -> EntryVersion | None:
    published = await entries_in(connection, key=key, states=[EntryState.PUBLISHED])
    for entry in published:
        await _move(connection, entry, EntryState.RETIRED, "replaced", who, number)
    return published[0] if published else None


async def _move(
    connection: AsyncConnection,
    entry: EntryVersion,
    state: EntryState,
    action: str,
    who: _Who,
    number: int,
) -> None:
    moved = replace(entry.moved_to(state), revision=entry.revision + 1)
    await rewrite_entry(
        connection,
        entry,
        moved,
        action=action,
        actor=who.actor,
        at=who.at,
        detail={"release": number},
    )


async def _add(
    connection: AsyncConnection,
    before: Release | None,
    kind: ReleaseKind,
    who: _Who,
    report: Mapping[str, object],
) -> Release:
    """Add the release that the entries' states now make, with its audit row."""
    rows = await connection.execute(
        select(entry_versions.c.key, entry_versions.c.version).where(
            entry_versions.c.state == EntryState.PUBLISHED.value
        )
    )
    members = tuple(sorted(f"{key}@{version}" for key, version in rows.all()))
    number = before.number + 1 if before is not None else 1
    release = Release(number, who.at, who.by, kind, who.note, members, dict(report))
    await connection.execute(
        insert(releases).values(
            number=number,
            at=release.at,
            by=release.by,
            kind=kind.value,
            note=release.note,
            members=list(members),
            report=dict(report),
        )
    )
    added, removed = changes(release, before)
    await write_audit(
        connection,
        at=who.at,
        actor=who.actor,
        subject=f"release:{number}",
        action=kind.value,
        detail={"added": added, "removed": removed, "note": who.note},
    )
    return release


def changes(release: Release, before: Release | None) -> tuple[list[str], list[str]]:
    """Return the ids that a release added to the one before it, and those that it removed."""
    old: Iterable[str] = before.members if before is not None else ()
    return sorted(set(release.members) - set(old)), sorted(set(old) - set(release.members))


async def _newest(connection: AsyncConnection) -> Release | None:
    rows = await connection.execute(select(releases).order_by(releases.c.number.desc()).limit(1))
    row = rows.mappings().one_or_none()
    return _release_from(row) if row is not None else None


async def _release(connection: AsyncConnection, number: int) -> Release:
    rows = await connection.execute(select(releases).where(releases.c.number == number))
    row = rows.mappings().one_or_none()
    if row is None:
        raise NotFound(f"release {number}")
    return _release_from(row)


def _release_from(row: RowMapping) -> Release:
    return Release(
        number=row["number"],
        at=row["at"],
        by=row["by"],
        kind=ReleaseKind(row["kind"]),
        note=row["note"],
        members=tuple(row["members"]),
        report=row["report"],
    )
