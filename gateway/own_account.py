"""Lets members of staff look after their own account: password, phone, sessions."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta

from core import account_wording as say
from core.errors import NotAllowedNow, NotPermitted
from core.hashing import hashed
from core.one_time_codes import app_address, matching_step, new_secret
from core.passwords import shortcoming
from core.sign_in_delays import ACCOUNT
from core.store import StaffStore
from core.store.sign_in_failures import account_key
from gateway.staff import Entered, StaffDoor

RECOVERY_CODES = 10
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # without what looks alike
CODE_LETTERS = 10  # 31 ** 10: nobody guesses one of ten
TICKET_LASTS = timedelta(seconds=60)  # ASVS 5.0 4.4.3: short-lived, used once


@dataclass(frozen=True, slots=True)
class Offer:
    """Be a secret that a phone is to take."""

    secret: str  # Base32, for who cannot scan
    address: str  # of the QR code


class OwnAccount:
    """Change what belongs to one's own account."""

    def __init__(self, door: StaffDoor, store: StaffStore, issuer: str) -> None:
        """Take who checks sessions, where accounts are stored, and the name shown in the app."""
        self._door = door
        self._store = store
        self._issuer = issuer

    async def change_password(self, token: str | None, old: str, new: str) -> None:
        """Take another password; every other session ends."""
        entered = await self._door.entered(token)
        member = entered.member
        await self._prove(entered, old)
        if old == new:
            raise NotAllowedNow("password", say.PASSWORD_SAME)
        weak = shortcoming(new, member.name, member.display_name)
        if weak is not None:
            raise NotAllowedNow("password", weak)
        await self._store.set_password(
            member.name,
            await self._door.hash_of(new),
            at=self._door.now(),
            by=member.name,
            must_change=False,
            keep=entered.token_hash,
        )

    async def offer_code(self, token: str | None, password: str) -> Offer:
        """Return a new secret; until its phone shows a code, the one bound before counts."""
        entered = await self._door.entered(token)
        await self._prove(entered, password)
        secret = new_secret()
        await self._store.offer_secret(entered.member.name, secret)
        return Offer(secret, app_address(secret, entered.member.name, self._issuer))

    async def bind_code(self, token: str | None, code: str) -> tuple[str, ...]:
        """Bind the phone that shows this code; return recovery codes, shown this once."""
        member = (await self._door.entered(token)).member
        if member.totp_offered is None:
            raise NotAllowedNow("no secret", say.NO_SECRET_YET)
        now = self._door.now()
        step = matching_step(member.totp_offered, code.strip(), now, after=0)
        if step is None:
            raise NotAllowedNow("wrong code", say.CODE_WRONG)
        codes = tuple(
            "".join(secrets.choice(ALPHABET) for _ in range(CODE_LETTERS))
            for _ in range(RECOVERY_CODES)
        )
        await self._store.bind_secret(member.name, member.totp_offered, step, codes, now)
        return tuple(f"{code[:5]}-{code[5:]}" for code in codes)

    async def unbind_code(self, token: str | None, password: str) -> None:
        """Forget the phone, where the rules let one do without."""
        entered = await self._door.entered(token)
        if self._door.rules.codes_required:
            raise NotPermitted("codes are required", say.CODE_REQUIRED)
        await self._prove(entered, password)
        name = entered.member.name
        await self._store.unbind_secret(name, at=self._door.now(), by=name)

    async def sign_out_everywhere(self, token: str | None) -> str:
        """End every session of the account, this one too; return whose it was."""
        name = (await self._door.entered(token)).member.name
        await self._store.sessions.end_all(name, at=self._door.now(), by=name)
        return name

    async def ticket(self, token: str | None) -> str:
        """Return a ticket that opens one stream within a minute."""
        entered = await self._door.entered(token)
        ticket = secrets.token_urlsafe(24)
        until = self._door.now() + TICKET_LASTS
        await self._store.sessions.keep_ticket(hashed(ticket), entered.token_hash, until)
        return ticket

    async def _prove(self, entered: Entered, password: str) -> None:
        """Raise NotAllowedNow unless this is the password; a stolen session must not guess it."""
        name, now = entered.member.name, self._door.now()
        key = account_key(name)
        known = await self._store.failures.of(key)
        if not known.locked_at(now) and await self._door.verifies(
            entered.member.password_hash, password
        ):
            await self._store.failures.forget(key)
            return
        if not known.locked_at(now):
            await self._store.failures.add(key, ACCOUNT, now, subject=f"staff:{name}")
        raise NotAllowedNow("wrong password", say.OLD_PASSWORD_WRONG)
