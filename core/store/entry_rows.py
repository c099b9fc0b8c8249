"""Turns versions of entries into rows, and back, inside a caller's transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import RowMapping, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from core.errors import ChangedMeanwhile, NotFound
from core.knowledge import EntryState, EntryVersion
from core.knowledge_json import content_from_json, content_to_json
from core.knowledge_tables import entry_versions
from core.store.database import write_audit

SUBJECT = "entry:"  # of audit rows
OPEN = (EntryState.DRAFT, EntryState.IN_REVIEW, EntryState.APPROVED)


def staff(name: str) -> str:
    """Return how an audit row names a member of staff."""
    return f"staff:{name}"


async def entry_in(connection: AsyncConnection, key: str, number: int) -> EntryVersion:
    """Return a version, or raise NotFound."""
    rows = await connection.execute(
        select(entry_versions).where(
            entry_versions.c.key == key, entry_versions.c.version == number
        )
    )
    row = rows.mappings().one_or_none()
    if row is None:
        raise NotFound(f"entry {key}@{number}")
    return version_from(row)


async def entries_in(
    connection: AsyncConnection,
    *,
    key: str | None = None,
    document_id: str | None = None,
    states: Sequence[EntryState] = (),
) -> list[EntryVersion]:
    """Return versions in the order of their documents, the newest version of a key last."""
    query = select(entry_versions)
    if key is not None:
        query = query.where(entry_versions.c.key == key)
    if document_id is not None:
        query = query.where(entry_versions.c.document_id == document_id)
    if states:
        query = query.where(entry_versions.c.state.in_([state.value for state in states]))
    rows = await connection.execute(
        query.order_by(
            entry_versions.c.document_id,
            entry_versions.c.place,
            entry_versions.c.key,
            entry_versions.c.version,
        )
    )
    return [version_from(row) for row in rows.mappings()]


async def add_entry(
    connection: AsyncConnection,
    version: EntryVersion,
    *,
    action: str,
    actor: str,
    at: datetime,
    detail: Mapping[str, object],
) -> None:
    """Store a new version with its audit row."""
    await connection.execute(
        insert(entry_versions).values(
            key=version.key,
            version=version.version,
            document_id=version.content.document.id,
            place=version.place,
            **_changing(version, at),
        )
    )
    await _audit(connection, version, action, actor, at, detail)


async def rewrite_entry(
    connection: AsyncConnection,
    before: EntryVersion,
    after: EntryVersion,
    *,
    action: str,
    actor: str,
    at: datetime,
    detail: Mapping[str, object],
) -> None:
    """Store a change with its audit row, or raise ChangedMeanwhile if another came first."""
    changed = await connection.execute(
        update(entry_versions)
        .where(
            entry_versions.c.key == before.key,
            entry_versions.c.version == before.version,
            entry_versions.c.revision == before.revision,
            entry_versions.c.state == before.state.value,
        )
        .values(_changing(after, at))
    )
    if changed.rowcount != 1:
        raise ChangedMeanwhile(before.id)
    await _audit(connection, after, action, actor, at, detail)


def version_from(row: RowMapping) -> EntryVersion:
    """Return the version that a row holds."""
    return EntryVersion(
        key=row["key"],
        version=row["version"],
        content=content_from_json(row["content"]),
        state=EntryState(row["state"]),
        revision=row["revision"],
        authors=tuple(row["authors"]),
        reviewer=row["reviewer"],
        note=row["note"],
        updated_at=row["updated_at"],
        place=row["place"],
    )


async def _audit(
    connection: AsyncConnection,
    version: EntryVersion,
    action: str,
    actor: str,
    at: datetime,
    detail: Mapping[str, object],
) -> None:
    await write_audit(
        connection,
        at=at,
        actor=actor,
        subject=SUBJECT + version.id,
        action=action,
        detail={"state": version.state.value, "revision": version.revision, **detail},
    )


def _changing(version: EntryVersion, at: datetime) -> dict[str, object]:
    return {
        "state": version.state.value,
        "content": content_to_json(version.content),
        "revision": version.revision,
        "authors": list(version.authors),
        "reviewer": version.reviewer,
        "note": version.note,
        "updated_at": at,
    }
