"""Lets staff sign in, and tells who is signed in."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error

from core import editorial_wording, queue_wording, wording
from core.errors import NotAuthorised, NotPermitted
from core.hashing import hashed
from core.store import StaffStore

FAILURES_BEFORE_LOCK = 5  # GB/T 22239-2019 8.1.4.1: limit failed sign-ins
# Serve citizens, edit policies, arrange who serves whom.
DESK, KNOWLEDGE, SUPERVISE = "desk", "knowledge", "supervise"
DUTIES = {
    DESK: editorial_wording.NOT_DESK_DUTY,
    KNOWLEDGE: editorial_wording.NOT_YOUR_DUTY,
    SUPERVISE: queue_wording.NO_SUPERVISE_DUTY,
}
LOCKED_FOR = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Be a member of staff who proved who they are."""

    name: str
    display_name: str
    duties: frozenset[str]  # of DUTIES


class StaffDoor:
    """Check passwords and sessions."""

    def __init__(
        self,
        store: StaffStore,
        *,
        now: Callable[[], datetime],
        session: timedelta,
        hasher: PasswordHasher | None = None,
    ) -> None:
        """Take where accounts are stored, how long a session lasts, how dear a hash is."""
        self._store = store
        self._now = now
        self._session = session
        self._hasher = hasher or PasswordHasher()
        self._nobody = self._hasher.hash(secrets.token_urlsafe(16))

    async def add(
        self, name: str, display_name: str, password: str, duties: Iterable[str] = (DESK,)
    ) -> None:
        """Open an account."""
        hashed = await asyncio.to_thread(self._hasher.hash, password)
        await self._store.add(name, display_name, hashed, duties)

    async def first_account(self, file: Path) -> None:
        """Open an account with a random password if there is none, and write it to a file."""
        if await self._store.count():
            return
        password = secrets.token_urlsafe(9)
        await self.add("1001", "王工", password, DUTIES)
        await asyncio.to_thread(_write_first_login, file, password)

    async def sign_in(self, name: str, password: str) -> str:
        """Return a session token, or raise NotAuthorised with a sentence."""
        member = await self._store.member(name)
        now = self._now()
        if member is not None and member.locked_until is not None and member.locked_until > now:
            minutes = int((member.locked_until - now).total_seconds() // 60) + 1
            raise NotAuthorised("locked", wording.LOCKED.format(minutes=minutes))
        password_hash = member.password_hash if member is not None else self._nobody
        right = await asyncio.to_thread(self._verifies, password_hash, password)
        if member is None or not right:
            if member is not None:
                failures = member.failures + 1
                locked = now + LOCKED_FOR if failures >= FAILURES_BEFORE_LOCK else None
                await self._store.note_failure(name, 0 if locked else failures, locked)
            raise NotAuthorised("wrong password", wording.SIGN_IN_FAILED)
        token = secrets.token_urlsafe(32)
        await self._store.sign_in(name, hashed(token), now, now + self._session)
        return token

    async def who(self, token: str | None, duty: str | None = None) -> SignedIn:
        """Return who owns the session, or raise NotAuthorised.

        NotPermitted if they lack the duty that is asked for.
        """
        member = await self._store.signed_in(hashed(token), self._now()) if token else None
        if member is None:
            raise NotAuthorised("no session")
        if duty is not None and duty not in member.duties:
            raise NotPermitted(f"{member.name} has no duty {duty}", DUTIES[duty])
        return SignedIn(member.name, member.display_name, member.duties)

    async def sign_out(self, token: str | None) -> None:
        """End the session."""
        if token:
            await self._store.sign_out(hashed(token))

    def _verifies(self, password_hash: str, password: str) -> bool:
        try:
            return self._hasher.verify(password_hash, password)
        except Argon2Error:
            return False


def _write_first_login(file: Path, password: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch(mode=0o600)
    file.write_text(f"工号 1001\n密码 {password}\n", "utf-8")
