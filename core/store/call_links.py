"""Stores the one-time links that lead into a video call; of their tokens only the hashes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import insert, update

from core import call_wording
from core.call_tables import call_links
from core.calls import SEAT_HELD, CallSeat, CallState, Role
from core.errors import NotAllowedNow, NotFound
from core.store.call_seats import sit
from core.store.database import Database, write_audit
from core.store.video_calls import call_row


class CallLinkStore:
    """Make links, and let each be used once."""

    def __init__(self, database: Database) -> None:
        """Take the database."""
        self._database = database

    async def make(
        self, call_id: str, seat: Role, name: str, token_hash: str, until: datetime, at: datetime
    ) -> None:
        """Store a link into a seat; the unused ones into the same seat hold no more."""
        async with self._database.writing() as connection:
            call = await call_row(connection, call_id)
            if call.state is CallState.ENDED:
                raise NotAllowedNow(f"call {call_id} has ended", call_wording.CALL_ENDED)
            await connection.execute(
                update(call_links)
                .where(
                    call_links.c.call_id == call_id,
                    call_links.c.seat == seat.value,
                    call_links.c.used_at.is_(None),
                    call_links.c.until > at,
                )
                .values(until=at)
            )
            await connection.execute(
                insert(call_links).values(
                    token_hash=token_hash,
                    call_id=call_id,
                    seat=seat.value,
                    name=name,
                    made_at=at,
                    until=until,
                )
            )

    async def use(self, token_hash: str, session_hash: str, at: datetime) -> CallSeat:
        """Use a link up and give its seat to a session; NotFound: unknown, used or too old."""
        async with self._database.writing() as connection:
            rows = await connection.execute(
                update(call_links)
                .where(
                    call_links.c.token_hash == token_hash,
                    call_links.c.used_at.is_(None),
                    call_links.c.until > at,
                )
                .values(used_at=at)
                .returning(*call_links.c)
            )
            row = rows.mappings().one_or_none()
            if row is None:
                raise NotFound("call link", call_wording.LINK_NOT_VALID)
            call = await call_row(connection, row["call_id"])
            if call.state is CallState.ENDED:
                raise NotFound("call link", call_wording.CALL_ENDED)
            role = Role(row["seat"])
            seat = CallSeat(call.id, role.value, role, row["name"], at + SEAT_HELD)
            taken = await sit(connection, seat, session_hash=session_hash)
            await write_audit(
                connection,
                at=at,
                actor=role.value,
                subject=f"call:{call.id}",
                action="entered",
                detail={"seat": role.value},
            )
            return taken
