"""Stores accounts of staff: passwords, duties, second factors."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import RowMapping, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from core import account_wording as say
from core.administration import secured, written
from core.errors import NotAllowedNow, NotPermitted
from core.hashing import hashed
from core.sealed_columns import Held, Private
from core.staff_tables import staff_recovery_codes
from core.store.database import Database
from core.store.sign_in_failures import SignInFailureStore
from core.store.staff_sessions import StaffSessionStore, audit_account, end_sessions
from core.tables import staff


@dataclass(frozen=True, slots=True)
class StaffMember:
    """Be one member of staff."""

    name: str
    display_name: str
    password_hash: str  # Argon2id
    duties: frozenset[str] = frozenset()  # of core.administration
    password_since: datetime | None = None  # UTC; None: since before that was noted
    must_change: bool = False  # the password, before anything else
    closed_at: datetime | None = None  # None: the account is open
    totp_secret: str | None = None  # Base32; None: no phone is bound
    totp_offered: str | None = None  # to a phone that has not shown a code yet
    totp_step: int = 0  # the last that was used


class StaffStore:
    """Answer questions about accounts, and store what becomes of them."""

    def __init__(self, database: Database) -> None:
        """Take the database."""
        self._database = database
        self.sessions = StaffSessionStore(database)
        self.failures = SignInFailureStore(database)

    async def add(
        self,
        name: str,
        display_name: str,
        password_hash: str,
        duties: Iterable[str],
        *,
        at: datetime | None = None,
        by: str = "",
        must_change: bool = False,
    ) -> None:
        """Store a new account whose duties need no approval; `by` is audited if it is named."""
        values: dict[str, object] = {
            "name": name,
            "display_name": display_name,
            "password_hash": password_hash,
            "duties": written(duties),
            "password_since": at,
            "must_change": must_change,
        }
        try:
            async with self._database.writing() as connection:
                await connection.execute(insert(staff).values(values))
                if by and at is not None:
                    detail = {"duties": values["duties"]}
                    await audit_account(connection, at, by, name, "account_opened", detail)
        except IntegrityError as error:
            raise NotAllowedNow(f"account {name}", say.NAME_TAKEN) from error

    async def count(self) -> int:
        """Return how many accounts there are."""
        async with self._database.reading() as connection:
            return int((await connection.execute(select(func.count(staff.c.name)))).scalar_one())

    async def member(self, name: str) -> StaffMember | None:
        """Return the account of that name, if any."""
        async with self._database.reading() as connection:
            rows = await connection.execute(select(staff).where(staff.c.name == name))
            row = rows.mappings().one_or_none()
        return member_of(row) if row is not None else None

    async def members(self) -> list[StaffMember]:
        """Return every account, by name."""
        async with self._database.reading() as connection:
            rows = await connection.execute(select(staff).order_by(staff.c.name))
            return [member_of(row) for row in rows.mappings()]

    async def with_duty(self, duty: str) -> list[StaffMember]:
        """Return the members of staff who have that duty, by name."""
        return [
            member
            for member in await self.members()
            if duty in member.duties and member.closed_at is None
        ]

    async def set_password(
        self,
        name: str,
        password_hash: str,
        *,
        at: datetime,
        by: str,
        must_change: bool,
        keep: str | None = None,
    ) -> None:
        """Store another password and end every session but that whose hash is `keep`."""
        async with self._database.writing() as connection:
            await connection.execute(
                update(staff)
                .where(staff.c.name == name)
                .values(password_hash=password_hash, password_since=at, must_change=must_change)
            )
            await end_sessions(connection, name, "everywhere", keep=keep)
            await audit_account(
                connection, at, by, name, "password_changed", {"temporary": must_change}
            )

    async def offer_secret(self, name: str, secret: str) -> None:
        """Keep a secret until a code of it is shown; until then a phone bound before counts."""
        async with self._database.writing() as connection:
            await connection.execute(
                update(staff).where(staff.c.name == name).values(totp_offered=Private(name, secret))
            )

    async def bind_secret(
        self, name: str, secret: str, step: int, codes: Sequence[str], at: datetime
    ) -> None:
        """Bind the phone, and keep the hashes of its recovery codes."""
        async with self._database.writing() as connection:
            await connection.execute(
                update(staff)
                .where(staff.c.name == name)
                .values(totp_secret=Private(name, secret), totp_offered=None, totp_step=step)
            )
            await connection.execute(
                delete(staff_recovery_codes).where(staff_recovery_codes.c.staff == name)
            )
            rows = [{"staff": name, "code_hash": hashed(code)} for code in codes]
            await connection.execute(insert(staff_recovery_codes), rows)
            await audit_account(connection, at, name, name, "code_bound", {})

    async def unbind_secret(self, name: str, *, at: datetime, by: str) -> None:
        """Forget the phone and its recovery codes."""
        async with self._database.writing() as connection:
            await forget_secret(connection, name)
            await audit_account(connection, at, by, name, "code_unbound", {})

    async def use_step(self, name: str, step: int) -> bool:
        """Use up a step; False if it, or a later one, was used meanwhile."""
        async with self._database.writing() as connection:
            used = await connection.execute(
                update(staff)
                .where(staff.c.name == name, staff.c.totp_step < step)
                .values(totp_step=step)
            )
            return used.rowcount == 1

    async def use_recovery_code(self, name: str, code: str, at: datetime) -> bool:
        """Use up a recovery code; False if there is none such."""
        async with self._database.writing() as connection:
            used = await connection.execute(
                delete(staff_recovery_codes).where(
                    staff_recovery_codes.c.staff == name,
                    staff_recovery_codes.c.code_hash == hashed(code),
                )
            )
            if used.rowcount == 1:
                await audit_account(connection, at, name, name, "recovery_code_used", {})
            return used.rowcount == 1

    async def close(self, name: str, *, at: datetime, by: str) -> None:
        """Let nobody in with this account any more."""
        async with self._database.writing() as connection:
            await connection.execute(update(staff).where(staff.c.name == name).values(closed_at=at))
            await end_sessions(connection, name, "everywhere")
            await audit_account(connection, at, by, name, "account_closed", {})

    async def reopen(self, name: str, password_hash: str, *, at: datetime, by: str) -> None:
        """Let somebody in again with a temporary password; the phone of before is forgotten."""
        values = {"password_hash": password_hash, "password_since": at, "must_change": True}
        async with self._database.writing() as connection:
            await connection.execute(
                update(staff).where(staff.c.name == name).values(closed_at=None, **values)
            )
            await forget_secret(connection, name)
            await audit_account(connection, at, by, name, "account_reopened", {})

    async def rename(self, name: str, display_name: str, *, at: datetime, by: str) -> None:
        """Store another name of the person; the account's own name stays."""
        async with self._database.writing() as connection:
            await connection.execute(
                update(staff).where(staff.c.name == name).values(display_name=display_name)
            )
            await audit_account(connection, at, by, name, "account_renamed", {})

    async def note(self, name: str, action: str, *, at: datetime, by: str) -> None:
        """Write down what happened to an account where nothing of it is stored."""
        async with self._database.writing() as connection:
            await audit_account(connection, at, by, name, action, {})


async def forget_secret(connection: AsyncConnection, name: str) -> None:
    """Forget a phone and its recovery codes within a transaction."""
    await connection.execute(
        update(staff)
        .where(staff.c.name == name)
        .values(totp_secret=None, totp_offered=None, totp_step=0)
    )
    await connection.execute(
        delete(staff_recovery_codes).where(staff_recovery_codes.c.staff == name)
    )


async def check_second(connection: AsyncConnection, *, asked: str, approves: str) -> None:
    """Raise NotPermitted unless one asked and another approves, one of them for security.

    An account that was closed since counts for nothing.
    """
    if asked == approves:
        raise NotPermitted(f"{approves} asked for it", say.TWO_PERSONS)
    rows = await connection.execute(
        select(staff.c.duties).where(
            staff.c.name.in_((asked, approves)), staff.c.closed_at.is_(None)
        )
    )
    if not secured(duty for duties in rows.scalars() for duty in duties.split(",")):
        raise NotPermitted("the security duty is wanted", say.SECURITY_DECIDES)


def member_of(row: RowMapping) -> StaffMember:
    """Return the account of a row."""
    return StaffMember(
        name=row["name"],
        display_name=row["display_name"],
        password_hash=row["password_hash"],
        duties=frozenset(duty for duty in row["duties"].split(",") if duty),
        password_since=row["password_since"],
        must_change=row["must_change"],
        closed_at=row["closed_at"],
        totp_secret=_opened(row, "totp_secret"),
        totp_offered=_opened(row, "totp_offered"),
        totp_step=row["totp_step"],
    )


def _opened(row: RowMapping, column: str) -> str | None:
    held: Held | None = row[column]
    return held.of(row["name"]) if held is not None else None
