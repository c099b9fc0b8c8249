"""Stores attempts to sign in with staff's OpenID provider, and what was refused of them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, insert, select, update

from core.sealed_columns import Private
from core.staff_tables import openid_attempts
from core.store.database import Database, write_audit


class OpenIdAttemptStore:
    """Let each attempt come back once; a browser's secret is known by its hash only."""

    def __init__(self, database: Database) -> None:
        """Take the database."""
        self._database = database

    async def begin(self, browser_hash: str, back: str, at: datetime, until: datetime) -> None:
        """Store an attempt, and drop those that are over."""
        row = {"browser_hash": browser_hash, "back": back, "until": until}
        async with self._database.writing() as connection:
            await connection.execute(delete(openid_attempts).where(openid_attempts.c.until < at))
            await connection.execute(insert(openid_attempts).values(row))

    async def use(self, browser_hash: str, at: datetime) -> str | None:
        """Use an attempt up, and return its page; None if it was used before, or is over."""
        async with self._database.writing() as connection:
            rows = await connection.execute(
                update(openid_attempts)
                .where(
                    openid_attempts.c.browser_hash == browser_hash,
                    openid_attempts.c.until > at,
                    openid_attempts.c.used_at.is_(None),
                )
                .values(used_at=at)
                .returning(openid_attempts.c.back)
            )
            found: str | None = rows.scalar_one_or_none()
            return found

    async def want_code(self, browser_hash: str, staff: str, id_token: str) -> None:
        """Keep whom the provider named, and with what, until our own code is shown."""
        async with self._database.writing() as connection:
            await connection.execute(
                update(openid_attempts)
                .where(openid_attempts.c.browser_hash == browser_hash)
                .values(staff=staff, id_token=Private(browser_hash, id_token))
            )

    async def id_token(self, browser_hash: str) -> str:
        """Return what the provider vouched with for who has to show a code; empty: nothing."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(openid_attempts.c.id_token).where(
                    openid_attempts.c.browser_hash == browser_hash
                )
            )
            held = rows.scalar_one_or_none()
        return held.of(browser_hash) if held is not None else ""

    async def named(self, browser_hash: str, at: datetime) -> str | None:
        """Return who still has to show a code in this browser; None: nobody."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(openid_attempts.c.staff).where(
                    openid_attempts.c.browser_hash == browser_hash, openid_attempts.c.until > at
                )
            )
            found: str | None = rows.scalar_one_or_none()
            return found

    async def page(self, browser_hash: str) -> str | None:
        """Return the page from which an attempt was begun, used up or not."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(openid_attempts.c.back).where(openid_attempts.c.browser_hash == browser_hash)
            )
            found: str | None = rows.scalar_one_or_none()
            return found

    async def forget(self, browser_hash: str) -> None:
        """Forget an attempt that is done."""
        async with self._database.writing() as connection:
            await connection.execute(
                delete(openid_attempts).where(openid_attempts.c.browser_hash == browser_hash)
            )

    async def refused(self, why: str, name: str | None, at: datetime) -> None:
        """Write down that somebody was refused; `name`: of an account that there is."""
        async with self._database.writing() as connection:
            await write_audit(
                connection,
                at=at,
                actor="stranger",
                subject=f"staff:{name}" if name is not None else "staff",
                action="openid_refused",
                detail={"why": why},
            )
