"""Moves the gaps that an entry fills, inside the transaction that moves the entry."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from core import editorial_wording as wording
from core.errors import NotAllowedNow
from core.knowledge_tables import gaps
from core.store.database import write_audit

SUBJECT = "gap:"  # of audit rows


async def draft_begun(
    connection: AsyncConnection, gap_id: str, key: str, *, by: str, actor: str, at: datetime
) -> None:
    """Note which entry is being written for a gap; NotAllowedNow if one is already."""
    changed = await connection.execute(
        update(gaps)
        .where(gaps.c.id == gap_id, gaps.c.state != "drafting")
        .values(state="drafting", entry_key=key, owner=func.coalesce(gaps.c.owner, by))
    )
    if changed.rowcount != 1:
        raise NotAllowedNow(f"gap {gap_id} has a draft", wording.GAP_HAS_DRAFT)
    await _audit(connection, gap_id, "drafting", key, actor, at)


async def entries_published(
    connection: AsyncConnection, keys: Sequence[str], *, actor: str, at: datetime
) -> None:
    """Mark the gaps that these entries were written for as answered."""
    await _move(connection, keys, {"state": "answered"}, actor, at)


async def draft_discarded(
    connection: AsyncConnection, key: str, *, actor: str, at: datetime
) -> None:
    """Open the gap again that a discarded draft was written for."""
    await _move(connection, [key], {"state": "open", "entry_key": None}, actor, at)


async def _move(
    connection: AsyncConnection,
    keys: Sequence[str],
    values: dict[str, str | None],
    actor: str,
    at: datetime,
) -> None:
    rows = await connection.execute(
        select(gaps.c.id, gaps.c.entry_key).where(
            gaps.c.state == "drafting", gaps.c.entry_key.in_(keys)
        )
    )
    for gap_id, key in rows.all():
        await connection.execute(update(gaps).where(gaps.c.id == gap_id).values(values))
        await _audit(connection, gap_id, str(values["state"]), key, actor, at)


async def _audit(
    connection: AsyncConnection, gap_id: str, action: str, key: str, actor: str, at: datetime
) -> None:
    await write_audit(
        connection,
        at=at,
        actor=actor,
        subject=SUBJECT + gap_id,
        action=action,
        detail={"entry_key": key},
    )
