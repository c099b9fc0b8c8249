"""Stores which agents are there; every gateway sees the same rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import RowMapping, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from core.desk_tables import presence
from core.store.adding import add_once
from core.store.database import Database, write_audit
from core.teams import DutyState, Presence


class PresenceStore:
    """Answer who is there, and store what agents say of themselves."""

    def __init__(self, database: Database) -> None:
        """Take the database."""
        self._database = database

    async def everybody(self) -> list[Presence]:
        """Return what is known of everybody who ever opened the desk, by name."""
        async with self._database.reading() as connection:
            rows = await connection.execute(select(presence).order_by(presence.c.staff))
            return [presence_from(row) for row in rows.mappings()]

    async def of(self, staff: str) -> Presence | None:
        """Return what is known of one agent; None if they never opened the desk."""
        async with self._database.reading() as connection:
            return await _known(connection, staff, lock=False)

    async def choose(self, staff: str, state: DutyState, at: datetime) -> Presence:
        """Store what an agent says of themselves."""
        return await self._change(staff, f"staff:{staff}", at, lambda p: p.chosen(state, at))

    async def seen(self, staff: str, at: datetime) -> Presence:
        """Store a sign of an agent's page; who comes for the first time is away."""
        return await self._change(staff, "assistant", at, lambda p: p.seen(at))

    async def _change(
        self, staff: str, actor: str, at: datetime, change: Callable[[Presence], Presence]
    ) -> Presence:
        async with self._database.writing(f"staff:{staff}") as connection:
            before = await _known(connection, staff)
            if before is None:
                before = Presence(staff, DutyState.AWAY, at, at)
                # Two pages of one agent may open in the same moment (PostgreSQL).
                if await add_once(connection, presence, _columns(before)) is None:
                    before = await _known(connection, staff) or before
            after = change(before)
            await store_presence(connection, before, after, actor, at)
            return after


async def store_presence(
    connection: AsyncConnection, before: Presence, after: Presence, actor: str, at: datetime
) -> None:
    """Write a change; a new state is audited."""
    if after == before:
        return
    await connection.execute(
        update(presence).where(presence.c.staff == after.staff).values(_columns(after))
    )
    if after.state is not before.state:
        await write_audit(
            connection,
            at=at,
            actor=actor,
            subject=f"staff:{after.staff}",
            action="presence",
            detail={"state": after.state.value},
        )


def presence_from(row: RowMapping) -> Presence:
    """Return the presence that a row holds."""
    return Presence(
        staff=row["staff"],
        state=DutyState(row["state"]),
        since=row["since"],
        seen_at=row["seen_at"],
        missed=row["missed"],
    )


async def _known(connection: AsyncConnection, staff: str, *, lock: bool = True) -> Presence | None:
    asked = select(presence).where(presence.c.staff == staff)
    rows = await connection.execute(asked.with_for_update() if lock else asked)
    row = rows.mappings().one_or_none()
    return presence_from(row) if row is not None else None


def _columns(known: Presence) -> dict[str, object]:
    return {
        "staff": known.staff,
        "state": known.state.value,
        "since": known.since,
        "seen_at": known.seen_at,
        "missed": known.missed,
    }
