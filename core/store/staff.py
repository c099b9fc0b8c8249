"""Stores staff accounts and their sessions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import RowMapping, delete, func, insert, select, update

from core.store.database import Database, write_audit
from core.tables import staff, staff_sessions


@dataclass(frozen=True, slots=True)
class StaffMember:
    """Be one member of staff."""

    name: str
    display_name: str
    password_hash: str  # Argon2id
    failures: int  # wrong passwords in a row
    locked_until: datetime | None  # UTC
    duties: frozenset[str] = frozenset()  # desk, knowledge


class StaffStore:
    """Answer questions about staff, and store their sign-ins."""

    def __init__(self, database: Database) -> None:
        """Take the database."""
        self._database = database

    async def add(
        self, name: str, display_name: str, password_hash: str, duties: Iterable[str]
    ) -> None:
        """Store a new account."""
        async with self._database.writing() as connection:
            await connection.execute(
                insert(staff).values(
                    name=name,
                    display_name=display_name,
                    password_hash=password_hash,
                    failures=0,
                    duties=",".join(sorted(set(duties))),
                )
            )

    async def count(self) -> int:
        """Return how many accounts there are."""
        async with self._database.reading() as connection:
            return int((await connection.execute(select(func.count(staff.c.name)))).scalar_one())

    async def member(self, name: str) -> StaffMember | None:
        """Return the account of that name, if any."""
        async with self._database.reading() as connection:
            rows = await connection.execute(select(staff).where(staff.c.name == name))
            row = rows.mappings().one_or_none()
        return _member(row) if row is not None else None

    async def with_duty(self, duty: str) -> list[StaffMember]:
        """Return the members of staff who have that duty, by name."""
        async with self._database.reading() as connection:
            rows = await connection.execute(select(staff).order_by(staff.c.name))
            members = [_member(row) for row in rows.mappings()]
        return [member for member in members if duty in member.duties]

    async def note_failure(self, name: str, failures: int, locked_until: datetime | None) -> None:
        """Store how often the password was wrong, and until when the account is locked."""
        async with self._database.writing() as connection:
            await connection.execute(
                update(staff)
                .where(staff.c.name == name)
                .values(failures=failures, locked_until=locked_until)
            )

    async def sign_in(self, name: str, token_hash: str, at: datetime, expires_at: datetime) -> None:
        """Store a session, forget failures, and drop sessions that ran out."""
        async with self._database.writing() as connection:
            await connection.execute(delete(staff_sessions).where(staff_sessions.c.expires_at < at))
            await connection.execute(
                update(staff).where(staff.c.name == name).values(failures=0, locked_until=None)
            )
            await connection.execute(
                insert(staff_sessions).values(
                    token_hash=token_hash, staff=name, expires_at=expires_at
                )
            )
            await write_audit(
                connection,
                at=at,
                actor=f"staff:{name}",
                subject=f"staff:{name}",
                action="signed_in",
                detail={},
            )

    async def signed_in(self, token_hash: str, at: datetime) -> StaffMember | None:
        """Return who owns this session, if it still runs."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(staff)
                .join(staff_sessions, staff_sessions.c.staff == staff.c.name)
                .where(
                    staff_sessions.c.token_hash == token_hash,
                    staff_sessions.c.expires_at > at,
                )
            )
            row = rows.mappings().one_or_none()
        return _member(row) if row is not None else None

    async def sign_out(self, token_hash: str) -> None:
        """End a session."""
        async with self._database.writing() as connection:
            await connection.execute(
                delete(staff_sessions).where(staff_sessions.c.token_hash == token_hash)
            )


def _member(row: RowMapping) -> StaffMember:
    return StaffMember(
        name=row["name"],
        display_name=row["display_name"],
        password_hash=row["password_hash"],
        failures=row["failures"],
        locked_until=row["locked_until"],
        duties=frozenset(duty for duty in row["duties"].split(",") if duty),
    )
