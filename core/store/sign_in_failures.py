"""Stores wrong sign-ins, by account and by address, whether or not the account exists."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import RowMapping, delete, insert, select

from core.hashing import hashed
from core.rate_limits import line_of
from core.sign_in_delays import FORGOTTEN_AFTER, Failures, LockRule
from core.staff_tables import sign_in_failures
from core.store.database import Database, write_audit


class SignInFailureStore:
    """Count failures in a row."""

    def __init__(self, database: Database) -> None:
        """Take the database."""
        self._database = database

    async def of(self, key: str) -> Failures:
        """Return what is counted under a key."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(sign_in_failures).where(sign_in_failures.c.key == key)
            )
            row = rows.mappings().one_or_none()
        return _failures_of(row)

    async def add(
        self, key: str, rule: LockRule, at: datetime, *, subject: str | None = None
    ) -> Failures:
        """Count one more, and return the count; audited with its subject, a lock in any case."""
        async with self._database.writing() as connection:
            # One transaction: two wrong passwords at the same moment count as two.
            rows = await connection.execute(
                select(sign_in_failures).where(sign_in_failures.c.key == key).with_for_update()
            )
            known = _failures_of(rows.mappings().one_or_none())
            counted = known.with_another(at, rule)
            await connection.execute(
                delete(sign_in_failures).where(
                    (sign_in_failures.c.key == key)
                    | (sign_in_failures.c.last_at < at - FORGOTTEN_AFTER)
                )
            )
            await connection.execute(
                insert(sign_in_failures).values(
                    key=key,
                    in_a_row=counted.in_a_row,
                    locks=counted.locks,
                    locked_until=counted.locked_until,
                    last_at=at,
                )
            )
            locked = counted.locked_at(at)
            if subject is not None or locked:
                await write_audit(
                    connection,
                    at=at,
                    actor="stranger",
                    subject=subject or key,
                    action="sign_in_locked" if locked else "sign_in_failed",
                    detail={"locks": counted.locks},
                )
        return counted

    async def forget(self, key: str) -> None:
        """Begin to count anew."""
        async with self._database.writing() as connection:
            await connection.execute(delete(sign_in_failures).where(sign_in_failures.c.key == key))


def account_key(name: str) -> str:
    """Return the key of an account; hashed, because people type passwords where names go."""
    return f"account:{hashed(name)}"


def address_key(address: str) -> str:
    """Return the key of an address."""
    return f"address:{line_of(address)[:64]}"


def _failures_of(row: RowMapping | None) -> Failures:
    if row is None:
        return Failures()
    return Failures(row["in_a_row"], row["locks"], row["locked_until"], row["last_at"])
