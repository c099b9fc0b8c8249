"""Counts what waits in the database, and for how long; nothing of it is about one person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Table, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from core.call_tables import video_calls
from core.calls import CallState
from core.desk_tables import ticket_wishes
from core.knowledge_tables import releases
from core.store.database import Database
from core.store.wechat_inbox import NEW
from core.store.whole import BACKED_UP, BACKUP
from core.tables import audit, tickets
from core.wechat_messages import OPEN, State
from core.wechat_tables import wechat_inbox, wechat_outbox


@dataclass(frozen=True, slots=True)
class Backlog:
    """Be how much waits, and how long the oldest of it."""

    count: int = 0
    oldest: float = 0.0  # seconds


@dataclass(frozen=True, slots=True)
class WeChatBacklogs:
    """Be what waits on the way from and to WeChat."""

    inbox: Backlog
    outbox: Backlog  # due, and not sent
    parked: int  # until the citizen does something


class ObservedStore:
    """Answer how much waits."""

    def __init__(self, database: Database) -> None:
        """Take the database."""
        self._database = database

    async def queue(self, now: datetime) -> Mapping[str | None, Backlog]:
        """Return who waits for a person, by the team they want; None: anybody."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(ticket_wishes.c.team, func.count(), func.min(ticket_wishes.c.waiting_since))
                .join_from(tickets, ticket_wishes)
                .where(tickets.c.state == "waiting")
                .group_by(ticket_wishes.c.team)
            )
            return {team: _backlog(count, since, now) for team, count, since in rows}

    async def wechat(self, now: datetime) -> WeChatBacklogs:
        """Return what waits on the way from and to WeChat."""
        state = wechat_outbox.c.state
        due = and_(state == State.WAITING, wechat_outbox.c.not_before <= now)
        async with self._database.reading() as connection:
            arrived = wechat_inbox.c.arrived_at
            inbox = await _waiting(connection, wechat_inbox.c.state == NEW, arrived, now)
            outbox = await _waiting(
                connection, or_(state.in_(OPEN), due), wechat_outbox.c.not_before, now
            )
            parked = await _waiting(connection, state == State.PARKED, wechat_outbox.c.made_at, now)
        return WeChatBacklogs(inbox, outbox, parked.count)

    async def video_calls(self) -> int:
        """Return how many video calls go on."""
        return await self._count(video_calls, video_calls.c.state != CallState.ENDED.value)

    async def unsealed(self, now: datetime) -> Backlog:
        """Return the ended video calls whose evidence is not sealed."""
        over = and_(video_calls.c.state == CallState.ENDED.value, video_calls.c.sealed_at.is_(None))
        async with self._database.reading() as connection:
            return await _waiting(connection, over, video_calls.c.ended_at, now)

    async def newest_release(self) -> tuple[int, datetime] | None:
        """Return the number of the newest release and when it was published, if there is one."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(releases.c.number, releases.c.at).order_by(releases.c.number.desc()).limit(1)
            )
            row = rows.one_or_none()
        return None if row is None else (int(row.number), row.at)

    async def backed_up(self) -> datetime | None:
        """Return when the newest backup was finished; None: nobody ever made one."""
        async with self._database.reading() as connection:
            # A range, not LIKE: its index serves on SQLite, too.
            backups = and_(audit.c.subject >= BACKUP, audit.c.subject < "backup;")
            newest = select(func.max(audit.c.at)).where(backups, audit.c.action == BACKED_UP)
            found: datetime | None = await connection.scalar(newest)
        return found

    async def _count(self, table: Table, which: ColumnElement[bool]) -> int:
        async with self._database.reading() as connection:
            rows = await connection.execute(select(func.count()).select_from(table).where(which))
            return int(rows.scalar_one())


async def _waiting(
    connection: AsyncConnection,
    which: ColumnElement[bool],
    since: ColumnElement[datetime],
    now: datetime,
) -> Backlog:
    rows = await connection.execute(select(func.count(), func.min(since)).where(which))
    count, oldest = rows.one()
    return _backlog(count, oldest, now)


def _backlog(count: int, since: datetime | None, now: datetime) -> Backlog:
    return Backlog(count, max(0.0, (now - since).total_seconds()) if since is not None else 0.0)
