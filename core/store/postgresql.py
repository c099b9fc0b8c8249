"""Says how we use PostgreSQL: what each connection is told, and whose turn it is to decide."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import blake2b

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

# One turn of SQLite ends within five seconds, too (busy_timeout). A gateway that stands still in
# the middle of its turn loses the transaction, so that the others do not wait for it for ever.
CONNECTION_SETTINGS: Mapping[str, str] = {
    "application_name": "yibao-desk",
    "idle_in_transaction_session_timeout": "5s",
    "jit": "off",  # compiling takes longer than our questions do
    "lock_timeout": "10s",
    # A gateway whose machine is gone says no goodbye: half a minute later it holds nothing.
    "tcp_keepalives_count": "3",
    "tcp_keepalives_idle": "10",
    "tcp_keepalives_interval": "5",
    "timezone": "UTC",
}

_EVERYTHING = "everything"


def reading_options() -> dict[str, object]:
    """Return what makes a transaction see one state throughout, as SQLite's do, and write none."""
    return {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}


def writing_options() -> dict[str, object]:
    """Return what lets each statement see what was committed before it.

    A stricter level would look at the database as it was before the turn was waited for.
    """
    return {"isolation_level": "READ COMMITTED"}


async def take_turn(connection: AsyncConnection, about: Iterable[str]) -> None:
    """Wait until nobody else decides about the same subjects; it lasts until the commit.

    Without a subject a transaction decides about everything: nobody else writes beside it.
    """
    subjects = sorted(
        {lock_key(subject) for subject in about}
    )  # in one order: nobody waits in a ring
    everything = lock_key(_EVERYTHING)
    turns: list[ColumnElement[object]]
    if subjects:
        turns = [func.pg_advisory_xact_lock_shared(everything)]
        turns += [func.pg_advisory_xact_lock(subject) for subject in subjects]
    else:
        turns = [func.pg_advisory_xact_lock(everything)]
    await connection.execute(select(*turns))


def lock_key(subject: str) -> int:
    """Return PostgreSQL's 64-bit number of a lock; two subjects that share one merely wait."""
    return int.from_bytes(blake2b(subject.encode(), digest_size=8).digest(), signed=True)
