"""Stores every phone call that was answered, and what its caller agreed to."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import RowMapping, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from core.call_back_tables import calls, consents
from core.call_backs import phone_number
from core.conversation import Stage
from core.errors import NotFound
from core.fields import MOBILE
from core.hashing import hashed
from core.sealed_columns import Private
from core.store.conversations import conversation_from, conversation_row, store_stage
from core.store.database import Database, write_audit
from core.tables import tickets

RECORDING = "recording"  # kind of consent
HUNG_UP = "来电已挂断"  # outcome of the ticket of who rang off while waiting
LOST = "lost"  # why a call ended of which nobody told the end


@dataclass(frozen=True, slots=True)
class Call:
    """Be one phone call."""

    id: str
    conversation_id: str
    caller: str  # as the line says, so it proves nothing; "": withheld or forgotten
    called: str
    started_at: datetime
    ended_at: datetime | None = None
    seconds: float | None = None
    why: str | None = None  # None: it goes on
    transferred_to: str | None = None  # staff name


@dataclass(frozen=True, slots=True)
class Consent:
    """Be one answer to a question for consent."""

    conversation_id: str
    kind: str
    given: bool
    text_version: str
    text_hash: str  # SHA-256 of the words that were said, hex
    at: datetime


class CallStore:
    """Answer questions about calls, and store how they go."""

    def __init__(self, database: Database) -> None:
        """Take the database."""
        self._database = database

    async def begin(self, conversation_id: str, caller: str, called: str, at: datetime) -> Call:
        """Store that a call was answered."""
        call = Call(str(uuid.uuid4()), conversation_id, caller, called, at)
        row = {
            "id": call.id,
            "conversation_id": conversation_id,
            "caller": Private(call.id, caller),
            "called": called,
            "started_at": at,
        }
        async with self._database.writing() as connection:
            await connection.execute(insert(calls).values(row))
        return call

    async def call_of(self, conversation_id: str) -> Call:
        """Return the call of a conversation, or raise NotFound."""
        async with self._database.reading() as connection:
            return await _call_of(connection, conversation_id)

    async def claimed_mobile(self, conversation_id: str) -> str | None:
        """Return the mobile number from which a conversation came; None if there is none.

        It proves nothing (a line can say any number), so it may only be offered.
        """
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(calls).where(calls.c.conversation_id == conversation_id)
            )
            row = rows.mappings().one_or_none()
        number = phone_number(_call(row).caller) if row is not None else None
        return number if number is not None and MOBILE.fullmatch(number) else None

    async def end(
        self,
        conversation_id: str,
        *,
        why: str,
        seconds: float,
        at: datetime,
        transferred_to: str | None = None,
    ) -> bool:
        """Store how a call ended, and let its caller leave the queue; False if it had ended."""
        async with self._database.writing() as connection:
            await _call_of(connection, conversation_id)
            ended = await connection.execute(
                update(calls)
                .where(calls.c.conversation_id == conversation_id, calls.c.ended_at.is_(None))
                .values(ended_at=at, seconds=seconds, why=why, transferred_to=transferred_to)
            )
            if not ended.rowcount:
                return False
            await _leave_queue(connection, conversation_id, at)
            return True

    async def consent(
        self,
        conversation_id: str,
        *,
        given: bool,
        version: str,
        text: str,
        at: datetime,
        kind: str = RECORDING,
    ) -> None:
        """Store what somebody said to these very words; a later answer is a row of its own."""
        async with self._database.writing() as connection:
            await connection.execute(
                insert(consents).values(
                    conversation_id=conversation_id,
                    kind=kind,
                    given=given,
                    text_version=version,
                    text_hash=hashed(text),
                    at=at,
                )
            )
            await write_audit(
                connection,
                at=at,
                actor="citizen",
                subject=f"conversation:{conversation_id}",
                action=f"{kind}_{'agreed' if given else 'refused'}",
                detail={"version": version},
            )

    async def consents_of(self, conversation_id: str) -> list[Consent]:
        """Return what was agreed to and refused in a conversation, in order."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(consents)
                .where(consents.c.conversation_id == conversation_id)
                .order_by(consents.c.id)
            )
            return [
                Consent(
                    row["conversation_id"],
                    row["kind"],
                    row["given"],
                    row["text_version"],
                    row["text_hash"],
                    row["at"],
                )
                for row in rows.mappings()
            ]

    async def end_lost(self, begun_before: datetime, at: datetime) -> int:
        """End the calls that began before a moment and of whose end nobody told; count them."""
        async with self._database.writing() as connection:
            rows = await connection.execute(
                update(calls)
                .where(calls.c.ended_at.is_(None), calls.c.started_at < begun_before)
                .values(ended_at=at, why=LOST)
                .returning(calls.c.conversation_id)
            )
            lost = list(rows.scalars())
            for conversation_id in lost:
                await _leave_queue(connection, conversation_id, at)
            return len(lost)

    async def forget_numbers(self, before: datetime) -> int:
        """Blank the numbers of callers whose call ended before a moment; return how many."""
        async with self._database.writing() as connection:
            blanked = await connection.execute(
                update(calls)
                .where(calls.c.ended_at < before, calls.c.caller != "")
                .values(caller="")
            )
            return int(blanked.rowcount)


async def _leave_queue(connection: AsyncConnection, conversation_id: str, at: datetime) -> None:
    """Close the ticket of somebody who waits no more, so that no agent takes a dead line."""
    closed = await connection.execute(
        update(tickets)
        .where(tickets.c.conversation_id == conversation_id, tickets.c.state == "waiting")
        .values(state="closed", closed_at=at, outcome=HUNG_UP)
        .returning(tickets.c.id)
    )
    for ticket_id in list(closed.scalars()):
        conversation = conversation_from(await conversation_row(connection, conversation_id))
        await store_stage(connection, conversation.moved_to(Stage.BOT), "citizen", at)
        await write_audit(
            connection,
            at=at,
            actor="citizen",
            subject=f"ticket:{ticket_id}",
            action="closed",
            detail={"outcome": HUNG_UP},
        )


async def _call_of(connection: AsyncConnection, conversation_id: str) -> Call:
    rows = await connection.execute(select(calls).where(calls.c.conversation_id == conversation_id))
    row = rows.mappings().one_or_none()
    if row is None:
        raise NotFound(f"call of conversation {conversation_id}")
    return _call(row)


def _call(row: RowMapping) -> Call:
    return Call(
        id=row["id"],
        conversation_id=row["conversation_id"],
        caller=row["caller"].of(row["id"]),
        called=row["called"],
        started_at=row["started_at"],
        ended_at=row["ended_at"],
        seconds=row["seconds"],
        why=row["why"],
        transferred_to=row["transferred_to"],
    )
