"""Stores citizens' requests about their own data, and what staff answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import RowMapping, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from core import own_data_wording as say
from core.errors import NotAllowedNow, NotFound
from core.own_data import OwnDataRequest, Right, Standing
from core.own_data_tables import own_data_requests
from core.sealed_columns import Private
from core.store.case_numbers import give_case_number
from core.store.database import Database, write_audit

SUBJECT = "own_data:"  # of audit rows
LETTER = "X"  # 信息
CITIZEN = "citizen"


class OwnDataStore:
    """Answer which requests there are, and record what becomes of them."""

    def __init__(self, database: Database) -> None:
        """Take the database."""
        self._database = database

    async def ask(
        self,
        conversation_id: str,
        right: Right,
        at: datetime,
        due: date,
        *,
        standing: Standing = Standing.OPEN,
        outcome: Mapping[str, int] | None = None,
        words: str = "",
    ) -> OwnDataRequest:
        """Store a request; asked for again while staff have not answered, it stays the same one.

        What is said further is added to its words.
        """
        async with self._database.writing() as connection:
            open_one = await _open_one(connection, conversation_id, right)
            if open_one is not None:
                return await _asked_again(connection, open_one, outcome or {}, words, at)
            number = await give_case_number(connection, LETTER, at.date())
            await connection.execute(
                insert(own_data_requests).values(
                    number=number,
                    conversation_id=conversation_id,
                    wants=right.value,
                    words=Private(number, words),
                    asked_at=at,
                    due=due,
                    standing=standing.value,
                    outcome=dict(outcome or {}),
                    answer="",
                )
            )
            detail = {"right": right.value, "conversation": conversation_id, **(outcome or {})}
            await _audit(connection, number, "asked", CITIZEN, at, detail)
            return await _request(connection, number)

    async def request(self, number: str) -> OwnDataRequest:
        """Return the request of that number, or raise NotFound."""
        async with self._database.reading() as connection:
            return await _request(connection, number)

    async def of_conversation(self, conversation_id: str) -> Sequence[OwnDataRequest]:
        """Return what was asked for in a conversation, newest first."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(own_data_requests)
                .where(own_data_requests.c.conversation_id == conversation_id)
                .order_by(own_data_requests.c.number.desc())
            )
            return [_from(row) for row in rows.mappings()]

    async def unanswered(self) -> Sequence[OwnDataRequest]:
        """Return what staff have to answer, the most urgent first."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(own_data_requests)
                .where(own_data_requests.c.standing == Standing.OPEN.value)
                .order_by(own_data_requests.c.due, own_data_requests.c.number)
            )
            return [_from(row) for row in rows.mappings()]

    async def note_seen(self, number: str, staff: str, at: datetime) -> None:
        """Record that a member of staff reads what a citizen wants corrected."""
        async with self._database.writing() as connection:
            await _audit(connection, number, "seen", f"staff:{staff}", at, {})

    async def answer(
        self, number: str, standing: Standing, text: str, staff: str, at: datetime
    ) -> OwnDataRequest:
        """Store the answer of staff, masked; NotAllowedNow if another one was given before."""
        async with self._database.writing() as connection:
            before = await _request(connection, number, lock=True)
            if before.standing is not Standing.OPEN:
                if (before.answered_by, before.answer) == (staff, text):
                    return before
                raise NotAllowedNow(f"request {number} is answered", say.ANSWERED_ALREADY)
            await connection.execute(
                update(own_data_requests)
                .where(own_data_requests.c.number == number)
                .values(standing=standing.value, answer=text, answered_by=staff, answered_at=at)
            )
            detail = {"standing": standing.value}
            await _audit(connection, number, "answered", f"staff:{staff}", at, detail)
            return await _request(connection, number)

    async def lend_copy(self, number: str, copy_hash: str, id_number: str, until: datetime) -> None:
        """Let the person of this ID number open the copy with the code until a moment."""
        async with self._database.writing() as connection:
            await connection.execute(
                update(own_data_requests)
                .where(own_data_requests.c.number == number)
                .values(copy_hash=copy_hash, copy_until=until, copy_person=id_number)
            )

    async def lent_copy(self, copy_hash: str, at: datetime) -> OwnDataRequest:
        """Return the request whose copy this code opens, or raise NotFound."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(own_data_requests).where(
                    own_data_requests.c.copy_hash == copy_hash,
                    own_data_requests.c.copy_until > at,
                )
            )
            row = rows.mappings().one_or_none()
        if row is None:
            raise NotFound("copy")
        return _from(row)

    async def open_copy(self, number: str, id_number: str, at: datetime) -> None:
        """Record that a copy is opened; raise NotFound if somebody else asked for it."""
        async with self._database.writing() as connection:
            found = await connection.execute(
                select(own_data_requests.c.number).where(
                    own_data_requests.c.number == number,
                    own_data_requests.c.copy_person == id_number,
                )
            )
            if found.first() is None:
                raise NotFound("copy")
            await _audit(connection, number, "copied", CITIZEN, at, {})


async def _open_one(
    connection: AsyncConnection, conversation_id: str, right: Right
) -> OwnDataRequest | None:
    rows = await connection.execute(
        select(own_data_requests).where(
            own_data_requests.c.conversation_id == conversation_id,
            own_data_requests.c.wants == right.value,
            own_data_requests.c.standing == Standing.OPEN.value,
        )
    )
    row = rows.mappings().first()
    return _from(row) if row is not None else None


async def _asked_again(
    connection: AsyncConnection,
    before: OwnDataRequest,
    outcome: Mapping[str, int],
    words: str,
    at: datetime,
) -> OwnDataRequest:
    text = "\n".join(part for part in (before.words, words) if part)
    counted = {**before.outcome, **outcome}
    await connection.execute(
        update(own_data_requests)
        .where(own_data_requests.c.number == before.number)
        .values(words=Private(before.number, text), outcome=counted)
    )
    await _audit(connection, before.number, "asked_again", CITIZEN, at, outcome)
    return await _request(connection, before.number)


async def _request(
    connection: AsyncConnection, number: str, *, lock: bool = False
) -> OwnDataRequest:
    query = select(own_data_requests).where(own_data_requests.c.number == number)
    rows = await connection.execute(query.with_for_update() if lock else query)
    row = rows.mappings().one_or_none()
    if row is None:
        raise NotFound(f"request {number}")
    return _from(row)


async def _audit(
    connection: AsyncConnection,
    number: str,
    action: str,
    actor: str,
    at: datetime,
    detail: Mapping[str, object],
) -> None:
    await write_audit(
        connection, at=at, actor=actor, subject=SUBJECT + number, action=action, detail=detail
    )


def _from(row: RowMapping) -> OwnDataRequest:
    return OwnDataRequest(
        number=row["number"],
        conversation_id=row["conversation_id"],
        right=Right(row["wants"]),
        asked_at=row["asked_at"],
        due=row["due"],
        standing=Standing(row["standing"]),
        outcome=row["outcome"],
        words=row["words"].of(row["number"]),
        answer=row["answer"],
        answered_by=row["answered_by"],
        answered_at=row["answered_at"],
    )
