"""Erases by age, in small batches, each with its count in the audit trail."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, delete, exists, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from core.happenings import Erased, Tell, nobody
from core.own_data import Standing
from core.own_data_tables import own_data_requests
from core.photo_tables import photos
from core.store.application_rows import SUBJECT
from core.store.database import Database
from core.store.erasing import empty_drafts, forget_beside, never_handed_in
from core.store.expiring import RETENTION, ROWS, ExpiringStore, note_retention, retention_of
from core.tables import applications, audit, conversations, lines

FINISHED = "finished"
# Of one batch: turns wait behind it, and on SQLite the event loop does (docs/personal-data.md).
CONVERSATIONS, LINES, DRAFTS = 10, 1000, 15


class RetentionStore:
    """Erase what is older than it may be kept; begun again, it goes on where it stopped."""

    def __init__(self, database: Database, tell: Tell = nobody) -> None:
        """Take the database, and who counts."""
        self._database = database
        self._tell = tell
        self.beside = ExpiringStore(database, tell)

    async def is_finished(self, day: date) -> bool:
        """Tell whether everything was erased that was due on a day."""
        async with self._database.reading() as connection:
            found = await connection.execute(
                select(audit.c.id).where(
                    audit.c.subject == retention_of(day), audit.c.action == FINISHED
                )
            )
            return found.first() is not None

    async def finish(self, at: datetime) -> None:
        """Note that nothing is left that was due on this day."""
        async with self._database.writing() as connection:
            await note_retention(connection, FINISHED, {}, at)

    async def note(self, what: str, count: int, at: datetime) -> None:
        """Note how much was erased outside this store."""
        async with self._database.writing() as connection:
            await note_retention(connection, "erased", {"what": what, "count": count}, at)
        self._tell(Erased(what, count))

    async def erase_chats(self, before: datetime, at: datetime) -> int:
        """Erase a batch of lines said before a moment; return how many, 0: none are left."""
        old = lines.c.at < before
        # Looked for outside: what takes long in a reading transaction is done in a thread.
        async with self._database.reading() as connection:
            oldest = select(lines.c.conversation_id).where(old).order_by(lines.c.at).limit(LINES)
            found = await connection.execute(oldest)
            ids = list(dict.fromkeys(found.scalars()))[:CONVERSATIONS]
        if not ids:
            return 0
        async with self._database.writing() as connection:
            here = lines.c.conversation_id.in_(ids)
            gone = await _erase_lines(connection, and_(here, old))
            alive = await connection.execute(select(lines.c.conversation_id).where(here).distinct())
            over = sorted(set(ids) - set(alive.scalars()))
            if over:
                await forget_beside(connection, over)
                # By age only: who erases a talk of today would begin to guess anew.
                await connection.execute(
                    update(conversations).where(conversations.c.id.in_(over)).values(source=None)
                )
            await note_retention(connection, "erased", {"what": "chat", "count": gone}, at)
        self._tell(Erased("chat", gone))
        return gone

    async def erase_drafts(self, before: datetime, at: datetime) -> int:
        """Empty a batch of applications never handed in and not touched since a moment."""
        touched = exists().where(
            audit.c.subject == SUBJECT + applications.c.id, audit.c.at >= before
        )
        due = and_(never_handed_in(), applications.c.opened_at < before, ~touched)
        async with self._database.reading() as connection:
            found = await connection.execute(select(applications.c.id).where(due).limit(DRAFTS))
            ids = list(found.scalars())
        if not ids:
            return 0
        async with self._database.writing() as connection:
            these = and_(applications.c.id.in_(ids), due)
            emptied = await empty_drafts(connection, these, RETENTION, at)
            if emptied:
                await note_retention(
                    connection, "erased", {"what": "draft", "count": len(emptied)}, at
                )
        if emptied:
            self._tell(Erased("draft", len(emptied)))
        return len(emptied)

    async def erase_requests(self, before: datetime, at: datetime) -> int:
        """Erase the words of a batch of requests about one's own data, answered long ago."""
        async with self._database.writing() as connection:
            due = (
                select(own_data_requests.c.number)
                .where(
                    own_data_requests.c.asked_at < before,
                    own_data_requests.c.standing != Standing.OPEN.value,
                    own_data_requests.c.words != "",
                )
                .limit(ROWS)
            )
            gone = await connection.execute(
                update(own_data_requests)
                .where(own_data_requests.c.number.in_(due.scalar_subquery()))
                .values(words="")
            )
            if gone.rowcount:
                await note_retention(
                    connection, "erased", {"what": "request", "count": gone.rowcount}, at
                )
        if gone.rowcount:
            self._tell(Erased("request", gone.rowcount))
        return int(gone.rowcount)

    async def photos_before(self, before: datetime, after: str) -> Sequence[str]:
        """Return a batch of ids of photographs handed in before a moment, from after that id."""
        async with self._database.reading() as connection:
            found = await connection.execute(
                select(photos.c.id)
                .where(photos.c.at < before, photos.c.id > after)
                .order_by(photos.c.id)
                .limit(ROWS)
            )
            return list(found.scalars())

    async def photos_among(self, ids: Sequence[str]) -> frozenset[str]:
        """Return which of these photographs have a row."""
        async with self._database.reading() as connection:
            found = await connection.execute(select(photos.c.id).where(photos.c.id.in_(ids)))
            return frozenset(found.scalars())


async def _erase_lines(connection: AsyncConnection, due: ColumnElement[bool]) -> int:
    """Erase a batch of lines, the first of each conversation first; return how many."""
    found = await connection.execute(
        select(lines.c.conversation_id, lines.c.seq)
        .where(due)
        .order_by(lines.c.conversation_id, lines.c.seq)
        .limit(LINES)
    )
    last: dict[str, int] = {row.conversation_id: row.seq for row in found}
    gone = 0
    for conversation_id, seq in last.items():
        await connection.execute(
            update(conversations)
            .where(conversations.c.id == conversation_id, conversations.c.erased_to < seq)
            .values(erased_to=seq)
        )
        erased = await connection.execute(
            delete(lines).where(lines.c.conversation_id == conversation_id, lines.c.seq <= seq, due)
        )
        gone += erased.rowcount
    return gone
