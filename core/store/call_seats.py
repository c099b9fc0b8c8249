"""Stores who sits in a video call, and for how long a seat is held."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import RowMapping, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from core.call_tables import call_seats, video_calls
from core.calls import RATED_WITHIN, Attention, CallSeat, CallState, Medium, Role
from core.errors import NotFound
from core.store.database import Database


class CallSeatStore:
    """Answer questions about seats; a connection comes and goes, the row stays."""

    def __init__(self, database: Database) -> None:
        """Take the database."""
        self._database = database

    async def seat_staff(self, seat: CallSeat) -> CallSeat:
        """Give a seat to a member of staff; whoever had it before has it no more."""
        async with self._database.writing() as connection:
            return await sit(connection, seat, session_hash=None)

    async def seats(self, call_id: str) -> Sequence[CallSeat]:
        """Return every seat of a call, those given up, too."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(call_seats).where(call_seats.c.call_id == call_id).order_by(call_seats.c.id)
            )
            return [_seat(row) for row in rows.mappings()]

    async def seat(self, call_id: str, seat_id: str) -> CallSeat:
        """Return one seat, or raise NotFound."""
        async with self._database.reading() as connection:
            return await seat_row(connection, call_id, seat_id)

    async def seat_of_session(self, call_id: str, session_hash: str) -> CallSeat:
        """Return the seat that a session opens, or raise NotFound."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(call_seats).where(
                    call_seats.c.call_id == call_id, call_seats.c.session_hash == session_hash
                )
            )
            row = rows.mappings().one_or_none()
        if row is None:
            raise NotFound(f"seat in call {call_id}")
        return _seat(row)

    async def opens(self, conversation_id: str, session_hash: str, at: datetime) -> bool:
        """Tell whether this session is of the citizen of that conversation, a day later at most."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(video_calls.c.state, video_calls.c.ended_at)
                .join(call_seats, call_seats.c.call_id == video_calls.c.id)
                .where(
                    video_calls.c.conversation_id == conversation_id,
                    call_seats.c.session_hash == session_hash,
                    call_seats.c.role == Role.CITIZEN.value,
                )
            )
            return any(
                row["state"] != CallState.ENDED.value or at - row["ended_at"] <= RATED_WITHIN
                for row in rows.mappings()
            )

    async def connect(self, call_id: str, seat_id: str, stream: str, until: datetime) -> CallSeat:
        """Store which stream serves a seat from now on; an older one serves it no more."""
        async with self._database.writing() as connection:
            await connection.execute(
                update(call_seats)
                .where(call_seats.c.call_id == call_id, call_seats.c.id == seat_id)
                .values(stream=stream, until=until, left_at=None)
            )
            return await seat_row(connection, call_id, seat_id)

    async def renew(self, call_id: str, seat_id: str, stream: str, until: datetime) -> bool:
        """Hold the seat longer; False if another stream serves it now."""
        return await self._of_stream(call_id, seat_id, stream, {"until": until})

    async def disconnect(self, call_id: str, seat_id: str, stream: str, until: datetime) -> bool:
        """Hold the seat for whoever lost the connection; False if another stream serves it."""
        return await self._of_stream(call_id, seat_id, stream, {"stream": None, "until": until})

    async def leave(self, call_id: str, seat_id: str, at: datetime) -> bool:
        """Give the seat up; False if it was."""
        async with self._database.writing() as connection:
            left = await connection.execute(
                update(call_seats)
                .where(
                    call_seats.c.call_id == call_id,
                    call_seats.c.id == seat_id,
                    call_seats.c.left_at.is_(None),
                )
                .values(left_at=at, stream=None, linked=False)
            )
            return bool(left.rowcount)

    async def lapse(self, now: datetime) -> Sequence[CallSeat]:
        """Give up the seats of open calls that were held long enough, and return them."""
        async with self._database.writing() as connection:
            open_calls = select(video_calls.c.id).where(
                video_calls.c.state != CallState.ENDED.value
            )
            rows = await connection.execute(
                update(call_seats)
                .where(
                    call_seats.c.left_at.is_(None),
                    call_seats.c.until < now,
                    call_seats.c.call_id.in_(open_calls),
                )
                .values(left_at=now, stream=None, linked=False)
                .returning(*call_seats.c)
            )
            return [_seat(row) for row in rows.mappings()]

    async def note_link(self, call_id: str, seat_id: str, *, linked: bool) -> bool:
        """Store whether packets of the seat flow; False if there is no such seat."""
        async with self._database.writing() as connection:
            changed = await connection.execute(
                update(call_seats)
                .where(call_seats.c.call_id == call_id, call_seats.c.id == seat_id)
                .values(linked=linked)
            )
            return bool(changed.rowcount)

    async def carry(self, call_id: str, seat_id: str, medium: Medium) -> None:
        """Store what the connection of a seat still carries."""
        async with self._database.writing() as connection:
            await connection.execute(
                update(call_seats)
                .where(call_seats.c.call_id == call_id, call_seats.c.id == seat_id)
                .values(medium=medium.value)
            )

    async def attend(self, call_id: str, seat_id: str, attention: Attention) -> CallSeat:
        """Store how a supervisor takes part from now on."""
        async with self._database.writing() as connection:
            await connection.execute(
                update(call_seats)
                .where(call_seats.c.call_id == call_id, call_seats.c.id == seat_id)
                .values(attention=attention.value)
            )
            return await seat_row(connection, call_id, seat_id)

    async def _of_stream(
        self, call_id: str, seat_id: str, stream: str, values: dict[str, object]
    ) -> bool:
        async with self._database.writing() as connection:
            changed = await connection.execute(
                update(call_seats)
                .where(
                    call_seats.c.call_id == call_id,
                    call_seats.c.id == seat_id,
                    call_seats.c.stream == stream,
                )
                .values(values)
            )
            return bool(changed.rowcount)


async def sit(connection: AsyncConnection, seat: CallSeat, *, session_hash: str | None) -> CallSeat:
    """Give a seat to somebody inside the caller's transaction."""
    values = {
        "role": seat.role.value,
        "name": seat.name,
        "staff": seat.staff,
        "session_hash": session_hash,
        "stream": None,
        "linked": False,
        "medium": seat.medium.value,
        "attention": seat.attention.value,
        "until": seat.until,
        "left_at": None,
    }
    known = await connection.execute(
        update(call_seats)
        .where(call_seats.c.call_id == seat.call_id, call_seats.c.id == seat.id)
        .values(values)
    )
    if not known.rowcount:
        await connection.execute(
            insert(call_seats).values(call_id=seat.call_id, id=seat.id, **values)
        )
    return await seat_row(connection, seat.call_id, seat.id)


async def seat_row(connection: AsyncConnection, call_id: str, seat_id: str) -> CallSeat:
    """Return a seat inside the caller's transaction, or raise NotFound."""
    rows = await connection.execute(
        select(call_seats).where(call_seats.c.call_id == call_id, call_seats.c.id == seat_id)
    )
    row = rows.mappings().one_or_none()
    if row is None:
        raise NotFound(f"seat {seat_id} in call {call_id}")
    return _seat(row)


def _seat(row: RowMapping) -> CallSeat:
    return CallSeat(
        call_id=row["call_id"],
        id=row["id"],
        role=Role(row["role"]),
        name=row["name"],
        until=row["until"],
        staff=row["staff"],
        stream=row["stream"],
        linked=row["linked"],
        medium=Medium(row["medium"]),
        attention=Attention(row["attention"]),
        left_at=row["left_at"],
    )
