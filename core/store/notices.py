"""Stores the outbox of notices to citizens: each is made once and delivered once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import RowMapping, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from core.notice_tables import notices
from core.privacy import mask_text
from core.store.adding import add_once
from core.store.database import Database

RESULT, PAPERS, PROGRESS, REMINDER, LATE, PUSH = (
    *("result", "papers", "progress"),
    *("reminder", "late", "push"),
)
FIRST_PAUSE = timedelta(minutes=1)  # after a failed delivery; doubled each time
LONGEST_PAUSE = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Notice:
    """Be one thing that a citizen is told without having asked."""

    key: str  # what it is about; the same thing is told once
    conversation_id: str
    kind: str  # of the constants above
    text: str
    number: str | None = None  # receipt number of the application that it is about
    choices: tuple[str, ...] = ()
    id: int = 0  # 0: not stored yet
    failures: int = 0  # deliveries that failed


class NoticeStore:
    """Answer questions about notices, and store what became of them."""

    def __init__(self, database: Database) -> None:
        """Take the database."""
        self._database = database

    async def add(
        self,
        *,
        key: str,
        conversation_id: str,
        kind: str,
        text: str,
        at: datetime,
        send_after: datetime | None = None,
        number: str | None = None,
        choices: tuple[str, ...] = (),
    ) -> bool:
        """Store a notice; False if there is one of that key already."""
        notice = Notice(key, conversation_id, kind, text, number, choices)
        async with self._database.writing() as connection:
            return await add_notice(connection, notice, at, send_after)

    async def known(self, keys: Sequence[str]) -> frozenset[str]:
        """Return which of these keys have a notice already."""
        async with self._database.reading() as connection:
            rows = await connection.execute(select(notices.c.key).where(notices.c.key.in_(keys)))
            return frozenset(rows.scalars())

    async def due(self, now: datetime, limit: int) -> list[Notice]:
        """Return the notices that wait to be delivered, oldest first."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(notices)
                .where(notices.c.sent_at.is_(None), notices.c.send_after <= now)
                .order_by(notices.c.send_after, notices.c.id)
                .limit(limit)
            )
            return [_notice(row) for row in rows.mappings()]

    async def mark_sent(self, notice_id: int, at: datetime) -> None:
        """Store that the citizen was told."""
        async with self._database.writing() as connection:
            await connection.execute(
                update(notices)
                .where(notices.c.id == notice_id, notices.c.sent_at.is_(None))
                .values(sent_at=at)
            )

    async def mark_failed(self, notice: Notice, at: datetime) -> None:
        """Store that the delivery failed; it is tried again, later each time."""
        pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(notice.failures, 12))
        async with self._database.writing() as connection:
            await connection.execute(
                update(notices)
                .where(notices.c.id == notice.id)
                .values(failures=notices.c.failures + 1, send_after=at + pause)
            )

    async def pushes_since(self, conversation_id: str, moment: datetime) -> int:
        """Return how many recommendations were made for a conversation after that moment."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(notices.c.id).where(
                    notices.c.conversation_id == conversation_id,
                    notices.c.kind == PUSH,
                    notices.c.made_at > moment,
                )
            )
            return len(rows.all())


async def add_notice(
    connection: AsyncConnection,
    notice: Notice,
    at: datetime,
    send_after: datetime | None = None,
) -> bool:
    """Add a notice inside the caller's transaction; False if its key is there already."""
    row = {
        "key": notice.key,
        "conversation_id": notice.conversation_id,
        "kind": notice.kind,
        "text": mask_text(notice.text),
        "choices": list(notice.choices),
        "number": notice.number,
        "made_at": at,
        "send_after": send_after or at,
        "failures": 0,
    }
    return await add_once(connection, notices, row) is not None


def _notice(row: RowMapping) -> Notice:
    return Notice(
        key=row["key"],
        conversation_id=row["conversation_id"],
        kind=row["kind"],
        text=row["text"],
        number=row["number"],
        choices=tuple(row["choices"]),
        id=row["id"],
        failures=row["failures"],
    )
