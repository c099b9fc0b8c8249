"""Stores complaints, suggestions, marks and thumbs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import RowMapping, Select, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from core import rating_wording as say
from core.errors import NotAllowedNow, NotFound
from core.rating_tables import remark_replies
from core.remark_subjects import Subject
from core.sealed_columns import Private
from core.store.case_numbers import give_case_number
from core.store.database import Database, write_audit
from core.tables import lines, remarks

HERE, PHONE = "here", "phone"  # how a remark is answered
SUBJECT = "remark:"  # of audit rows
LETTER = "F"


@dataclass(frozen=True, slots=True)
class Remark:
    """Be one numbered remark, with how far its answer is."""

    number: str
    conversation_id: str | None  # None: it came without a conversation
    at: datetime  # UTC
    kind: str  # of RemarkKind
    text: str  # masked
    due: date | None = None  # None: it asks for no answer
    subject: Subject | None = None  # None: not known
    reply_by: str = HERE  # HERE or PHONE
    phone: str | None = None  # not masked: it was given to be called
    answered_at: datetime | None = None
    answered_by: str | None = None  # staff name
    answer: str = ""  # masked


class RemarkStore:
    """Record what citizens think of the service, and what they are answered."""

    def __init__(self, database: Database) -> None:
        """Take the database."""
        self._database = database

    async def add(
        self,
        conversation_id: str | None,
        kind: str,
        text: str,
        at: datetime,
        today: date,
        *,
        due: date | None = None,
        subject: Subject | None = None,
    ) -> str:
        """Store a remark and return the number under which it can be followed up.

        With `due` an answer is promised for that day.
        """
        async with self._database.writing() as connection:
            number = await give_case_number(connection, LETTER, today)
            await connection.execute(
                insert(remarks).values(
                    number=number, conversation_id=conversation_id, at=at, kind=kind, text=text
                )
            )
            if due is not None:
                await connection.execute(
                    insert(remark_replies).values(
                        number=number,
                        subject=subject.value if subject else None,
                        due=due,
                        reply_by=HERE,
                        text="",
                    )
                )
            await _audit(connection, number, "citizen", "opened", at, kind=kind)
            return number

    async def remark(self, number: str) -> Remark:
        """Return the remark of that number, or raise NotFound."""
        async with self._database.reading() as connection:
            return await _remark_of(connection, number)

    async def add_words(self, number: str, text: str, at: datetime) -> Remark:
        """Add what the citizen said further, masked."""
        async with self._database.writing() as connection:
            before = await _remark_of(connection, number, lock=True)
            await connection.execute(
                update(remarks)
                .where(remarks.c.number == number)
                .values(text=f"{before.text}\n{text}")
            )
            await _audit(connection, number, "citizen", "extended", at)
            return await _remark_of(connection, number)

    async def sort(self, number: str, kind: str, subject: Subject | None, at: datetime) -> None:
        """Store what sort of remark it is and what it is about, once that is known."""
        async with self._database.writing() as connection:
            await connection.execute(
                update(remarks).where(remarks.c.number == number).values(kind=kind)
            )
            await _reply_values(connection, number, subject=subject.value if subject else None)
            await _audit(connection, number, "citizen", "sorted", at, kind=kind)

    async def wish(self, number: str, reply_by: str, phone: str | None, at: datetime) -> None:
        """Store how the citizen wants to be answered, HERE or by PHONE."""
        async with self._database.writing() as connection:
            await _reply_values(
                connection,
                number,
                reply_by=reply_by,
                phone=Private(number, phone) if phone is not None else None,
            )
            await _audit(connection, number, "citizen", "wished", at, reply_by=reply_by)

    async def unanswered(self) -> Sequence[Remark]:
        """Return the remarks that wait for an answer, the most urgent first."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                _question()
                .where(remark_replies.c.due.is_not(None), remark_replies.c.answered_at.is_(None))
                .order_by(remark_replies.c.due, remarks.c.number)
            )
            return [_remark(row) for row in rows.mappings()]

    async def answer(self, number: str, staff: str, text: str, at: datetime) -> Remark:
        """Store the answer, masked; the same one again changes nothing, another is refused."""
        async with self._database.writing() as connection:
            before = await _remark_of(connection, number, lock=True)
            if before.due is None:
                raise NotFound(f"remark {number} asks for no answer")
            if before.answered_at is not None:
                if (before.answered_by, before.answer) == (staff, text):
                    return before
                raise NotAllowedNow(f"remark {number} is answered", say.ANSWERED_ALREADY)
            await _reply_values(connection, number, answered_at=at, answered_by=staff, text=text)
            await _audit(connection, number, f"staff:{staff}", "answered", at)
            return await _remark_of(connection, number)

    async def add_thumb(
        self,
        conversation_id: str,
        seq: int,
        *,
        useful: bool,
        reason: str | None,
        comment: str,
        at: datetime,
    ) -> bool:
        """Store a thumb on the assistant's line `seq`; tell whether there is such a line."""
        async with self._database.writing() as connection:
            line = await connection.execute(
                select(lines.c.seq).where(
                    lines.c.conversation_id == conversation_id,
                    lines.c.seq == seq,
                    lines.c.who == "assistant",
                )
            )
            if line.scalar_one_or_none() is None:
                return False
            await connection.execute(
                insert(remarks).values(
                    conversation_id=conversation_id,
                    at=at,
                    kind="thumb",
                    seq=seq,
                    useful=useful,
                    reason=reason,
                    text=comment,
                )
            )
            return True


def _question() -> Select[tuple[object, ...]]:
    reply = remark_replies.c
    return select(
        remarks.c.number,
        remarks.c.conversation_id,
        remarks.c.at,
        remarks.c.kind,
        remarks.c.text,
        reply.due,
        reply.subject,
        reply.reply_by,
        reply.phone,
        reply.answered_at,
        reply.answered_by,
        reply.text.label("answer"),
    ).join_from(remarks, remark_replies, reply.number == remarks.c.number, isouter=True)


async def _remark_of(connection: AsyncConnection, number: str, *, lock: bool = False) -> Remark:
    question = _question().where(remarks.c.number == number)
    # Only the remark's own row: PostgreSQL cannot lock the empty side of an outer join.
    rows = await connection.execute(question.with_for_update(of=remarks) if lock else question)
    row = rows.mappings().one_or_none()
    if row is None:
        raise NotFound(f"remark {number}")
    return _remark(row)


async def _reply_values(connection: AsyncConnection, number: str, **values: object) -> None:
    await connection.execute(
        update(remark_replies).where(remark_replies.c.number == number).values(**values)
    )


async def _audit(
    connection: AsyncConnection,
    number: str,
    actor: str,
    action: str,
    at: datetime,
    **detail: object,
) -> None:
    await write_audit(
        connection, at=at, actor=actor, subject=SUBJECT + number, action=action, detail=detail
    )


def _remark(row: RowMapping) -> Remark:
    return Remark(
        number=row["number"],
        conversation_id=row["conversation_id"],
        at=row["at"],
        kind=row["kind"],
        text=row["text"],
        due=row["due"],
        subject=Subject(row["subject"]) if row["subject"] else None,
        reply_by=row["reply_by"] or HERE,
        phone=row["phone"].of(row["number"]) if row["phone"] is not None else None,
        answered_at=row["answered_at"],
        answered_by=row["answered_by"],
        answer=row["answer"] or "",
    )
