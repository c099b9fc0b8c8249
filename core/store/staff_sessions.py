"""Stores sessions of staff, and the tickets that open their streams."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from core.sealed_columns import Private
from core.staff_tables import stream_tickets
from core.store.database import Database, write_audit
from core.tables import staff_sessions


@dataclass(frozen=True, slots=True)
class StaffSession:
    """Be one session, as its row says it."""

    staff: str
    expires_at: datetime  # whatever its owner does
    seen_at: datetime  # when its owner last did something
    ended: str | None  # why it ended early; None: it did not
    factors: str  # what it was opened with, as `begin` says


class StaffSessionStore:
    """Keep who is signed in; tokens are known by their hash only."""

    def __init__(self, database: Database) -> None:
        """Take the database."""
        self._database = database

    async def begin(
        self,
        name: str,
        token_hash: str,
        at: datetime,
        expires_at: datetime,
        factors: str,
        id_token: str = "",
    ) -> None:
        """Store a session, end the account's others, and drop those that ran out.

        `factors` says what was shown: password or openid, then +code, +recovery, or +several
        where the provider checked more than one. `id_token` is what the provider vouched with.
        """
        async with self._database.writing() as connection:
            past = select(staff_sessions.c.token_hash).where(staff_sessions.c.expires_at < at)
            await connection.execute(
                delete(stream_tickets).where(stream_tickets.c.session_hash.in_(past))
            )
            await connection.execute(delete(staff_sessions).where(staff_sessions.c.expires_at < at))
            replaced = await end_sessions(connection, name, "replaced")
            await connection.execute(
                insert(staff_sessions).values(
                    token_hash=token_hash,
                    staff=name,
                    expires_at=expires_at,
                    seen_at=at,
                    factors=factors,
                    id_token=Private(token_hash, id_token) if id_token else None,
                )
            )
            detail = {"factors": factors, "replaced": replaced}
            await audit_account(connection, at, name, name, "signed_in", detail)

    async def session(self, token_hash: str) -> StaffSession | None:
        """Return a session, also one that ended, if it is known."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(staff_sessions).where(staff_sessions.c.token_hash == token_hash)
            )
            row = rows.mappings().one_or_none()
        if row is None:
            return None
        return StaffSession(
            row["staff"], row["expires_at"], row["seen_at"], row["ended"], row["factors"]
        )

    async def id_token(self, token_hash: str) -> str:
        """Return what the provider vouched with for a session that goes on; empty: nothing."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(staff_sessions.c.id_token).where(
                    staff_sessions.c.token_hash == token_hash, staff_sessions.c.ended.is_(None)
                )
            )
            held = rows.scalar_one_or_none()
        return held.of(token_hash) if held is not None else ""

    async def seen(self, token_hash: str, at: datetime) -> None:
        """Note that the owner of a session did something."""
        async with self._database.writing() as connection:
            await connection.execute(
                update(staff_sessions)
                .where(staff_sessions.c.token_hash == token_hash)
                .values(seen_at=at)
            )

    async def end(self, token_hash: str, name: str, at: datetime) -> None:
        """Forget a session that its owner left."""
        async with self._database.writing() as connection:
            await connection.execute(
                delete(stream_tickets).where(stream_tickets.c.session_hash == token_hash)
            )
            await connection.execute(
                delete(staff_sessions).where(staff_sessions.c.token_hash == token_hash)
            )
            await audit_account(connection, at, name, name, "signed_out", {})

    async def end_all(self, name: str, *, at: datetime, by: str) -> None:
        """End every session of an account."""
        async with self._database.writing() as connection:
            ended = await end_sessions(connection, name, "everywhere")
            detail = {"ended": ended}
            await audit_account(connection, at, by, name, "signed_out_everywhere", detail)

    async def keep_ticket(self, ticket_hash: str, session_hash: str, until: datetime) -> None:
        """Keep a ticket for one stream."""
        row = {"ticket_hash": ticket_hash, "session_hash": session_hash, "until": until}
        async with self._database.writing() as connection:
            await connection.execute(insert(stream_tickets).values(row))

    async def use_ticket(self, ticket_hash: str, at: datetime) -> str | None:
        """Use up a ticket; return the hash of its session, None if it is not valid."""
        async with self._database.writing() as connection:
            used = await connection.execute(
                delete(stream_tickets)
                .where(stream_tickets.c.ticket_hash == ticket_hash, stream_tickets.c.until > at)
                .returning(stream_tickets.c.session_hash)
            )
            return used.scalar_one_or_none()


async def end_sessions(
    connection: AsyncConnection, name: str, why: str, *, keep: str | None = None
) -> int:
    """End an account's sessions but one, within a transaction; return how many there were.

    Their rows stay until they run out, so that who comes with one is told why it ended.
    """
    ended = await connection.execute(
        update(staff_sessions)
        .where(
            staff_sessions.c.staff == name,
            staff_sessions.c.ended.is_(None),
            staff_sessions.c.token_hash != (keep or ""),
        )
        .values(ended=why, id_token=None)
    )
    return ended.rowcount


async def audit_account(
    connection: AsyncConnection,
    at: datetime,
    by: str,
    name: str,
    action: str,
    detail: Mapping[str, object],
) -> None:
    """Write down within a transaction what somebody did to an account."""
    await write_audit(
        connection,
        at=at,
        actor=f"staff:{by}",
        subject=f"staff:{name}",
        action=action,
        detail=detail,
    )
