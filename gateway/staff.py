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

from core import account_wording as say
from core import editorial_wording, queue_wording, wording
from core.administration import AUDIT as AUDIT
from core.administration import DESK as DESK
from core.administration import KNOWLEDGE as KNOWLEDGE
from core.administration import SECURITY as SECURITY
from core.administration import SUPERVISE as SUPERVISE
from core.administration import SYSTEM as SYSTEM
from core.administration import WORKING, separated
from core.errors import AccountOwes, CodeWanted, NotAllowedNow, NotAuthorised, NotPermitted
from core.hashing import hashed
from core.one_time_codes import matching_step
from core.sign_in_delays import ACCOUNT, ADDRESS, Failures
from core.store import StaffStore
from core.store.sign_in_failures import account_key, address_key
from core.store.staff import StaffMember

# What is said to who lacks a duty.
DUTIES = {
    DESK: editorial_wording.NOT_DESK_DUTY,
    KNOWLEDGE: editorial_wording.NOT_YOUR_DUTY,
    SUPERVISE: queue_wording.NO_SUPERVISE_DUTY,
    SYSTEM: say.NO_SYSTEM_DUTY,
    AUDIT: say.NO_AUDIT_DUTY,
    SECURITY: say.NO_SECURITY_DUTY,
}
FIRST = "1001"  # the name of the first account
# What a session was opened with; +code or +recovery, where our own code was shown, too.
PASSWORD, OPENID, SEVERAL = "password", "openid", "+several"
ENDED = {"replaced": say.REPLACED, "everywhere": say.ENDED_EVERYWHERE}


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Be a member of staff who proved who they are."""

    name: str
    display_name: str
    duties: frozenset[str]  # of DUTIES


@dataclass(frozen=True, slots=True)
class SignInRules:
    """Say how signing in is guarded (GB/T 22239-2019 8.1.4.1, ASVS 5.0 chapter 7)."""

    idle: timedelta | None = None  # without any act, after which a session is over
    password_age: timedelta | None = None  # after which a password has to be changed
    codes_required: bool = False  # whether everybody has to bind a phone


NO_MORE_RULES = SignInRules()


@dataclass(frozen=True, slots=True)
class Entered:
    """Be an account whose session is good, whatever it still owes."""

    member: StaffMember
    token_hash: str
    owes: tuple[str, ...]  # password, code; empty: it may work

    @property
    def signed_in(self) -> SignedIn:
        """Return who it is."""
        return SignedIn(self.member.name, self.member.display_name, self.member.duties)


class StaffDoor:
    """Check passwords, one-time codes and sessions."""

    def __init__(
        self,
        store: StaffStore,
        *,
        now: Callable[[], datetime],
        session: timedelta,
        hasher: PasswordHasher | None = None,
        rules: SignInRules = NO_MORE_RULES,
    ) -> None:
        """Take where accounts are stored, how long a session lasts, how dear a hash is."""
        self._store = store
        self.now = now
        self.rules = rules
        self._session = session
        self._hasher = hasher or PasswordHasher()
        self._nobody = self._hasher.hash(secrets.token_urlsafe(16))

    async def add(
        self,
        name: str,
        display_name: str,
        password: str,
        duties: Iterable[str] = (DESK,),
        *,
        by: str = "",
        must_change: bool = False,
    ) -> None:
        """Open an account whose duties need no second person."""
        if not separated(duties):
            raise NotAllowedNow("duties", say.SEPARATED)
        await self._store.add(
            name,
            display_name,
            await self.hash_of(password),
            duties,
            at=self.now(),
            by=by,
            must_change=must_change,
        )

    async def first_account(self, file: Path) -> None:
        """Open an account with a random password if there is none, and write it to a file."""
        if await self._store.count():
            return
        password = secrets.token_urlsafe(9)
        await self.add(FIRST, "王工", password, WORKING, by="migrate", must_change=True)
        await asyncio.to_thread(_write_first_login, file, password)

    async def sign_in(self, name: str, password: str, code: str = "", address: str = "") -> str:
        """Return a session token, or raise NotAuthorised with a sentence.

        CodeWanted if the password is right and a one-time code is needed. The account's other
        sessions end.
        """
        at = self.now()
        await self.refuse_locked(name, address)
        member = await self._store.member(name)
        password_hash = member.password_hash if member is not None else self._nobody
        if not await self.verifies(password_hash, password) or member is None:
            await self._count_failure(name, address, at, known=member is not None)
            raise NotAuthorised("wrong password", wording.SIGN_IN_FAILED)
        if member.closed_at is not None:
            raise NotAuthorised("closed", say.ACCOUNT_CLOSED)
        factors = PASSWORD
        if member.totp_secret is not None:
            factors += await self.second_factor(member, code.strip(), address)
        return await self.let_in(name, factors)

    async def let_in(self, name: str, factors: str, id_token: str = "") -> str:
        """Return the token of a new session, the only one of this account.

        `id_token` is an OpenID provider's; empty: none. Raise NotAuthorised if locked meanwhile.
        """
        at, token = self.now(), secrets.token_urlsafe(32)
        # Of many guesses at once the right one counts no more after those that locked the account.
        await self.refuse_locked(name, "")
        await self._store.failures.forget(account_key(name))
        until = at + self._session
        await self._store.sessions.begin(name, hashed(token), at, until, factors, id_token)
        return token

    async def who(self, token: str | None, duty: str | None = None) -> SignedIn:
        """Return who owns the session, or raise NotAuthorised.

        AccountOwes if something is to be done first, NotPermitted if they lack the duty.
        """
        entered = await self.entered(token)
        if entered.owes:
            sentence = say.OWES_PASSWORD if "password" in entered.owes else say.OWES_CODE
            raise AccountOwes(f"{entered.member.name} owes {entered.owes}", sentence)
        if duty is not None and duty not in entered.member.duties:
            raise NotPermitted(f"{entered.member.name} has no duty {duty}", DUTIES[duty])
        return entered.signed_in

    async def who_has_one_of(
        self, token: str | None, duties: frozenset[str], refusal: str
    ) -> SignedIn:
        """Return who owns the session, or raise as `who` does: NotPermitted if they lack all."""
        member = await self.who(token)
        if not duties & member.duties:
            raise NotPermitted(f"{member.name} has none of {sorted(duties)}", refusal)
        return member

    async def entered(self, token: str | None) -> Entered:
        """Return whose session this is and what they owe, or raise NotAuthorised."""
        if not token:
            raise NotAuthorised("no session")
        token_hash = hashed(token)
        session = await self._store.sessions.session(token_hash)
        if session is None:
            raise NotAuthorised("no session")
        at = self.now()
        if session.ended is not None:
            raise NotAuthorised(session.ended, ENDED.get(session.ended, say.OVER))
        if session.expires_at <= at:
            raise NotAuthorised("session over", say.OVER)
        if self.rules.idle is not None and at - session.seen_at >= self.rules.idle:
            raise NotAuthorised("idle", say.IDLE)
        member = await self._store.member(session.staff)
        if member is None or member.closed_at is not None:
            raise NotAuthorised("closed", say.ACCOUNT_CLOSED)
        return Entered(member, token_hash, self._owes(member, session.factors, at))

    async def at_stream(self, ticket: str, token: str | None, duty: str) -> SignedIn:
        """Return who opens a stream: a session with its duty, and a ticket of this session.

        The ticket comes from a page that could read our answer; a foreign page that makes the
        browser connect, cookie and all, has none (ASVS 5.0 4.4.3).
        """
        member = await self.who(token, duty)
        used_by = await self._store.sessions.use_ticket(hashed(ticket), self.now())
        if token is None or used_by != hashed(token):
            raise NotAuthorised("no ticket", say.TICKET_OVER)
        return member

    async def still_there(self, token: str | None) -> None:
        """Note that the owner of a session did something, or raise NotAuthorised."""
        entered = await self.entered(token)
        await self._store.sessions.seen(entered.token_hash, self.now())

    async def sign_out(self, token: str | None) -> None:
        """End the session."""
        session = await self._store.sessions.session(hashed(token)) if token else None
        if token and session is not None:
            await self._store.sessions.end(hashed(token), session.staff, self.now())

    async def hash_of(self, password: str) -> str:
        """Return what is stored of a password (Argon2id)."""
        return await asyncio.to_thread(self._hasher.hash, password)

    async def verifies(self, password_hash: str, password: str) -> bool:
        """Tell whether this is the password."""
        return await asyncio.to_thread(self._verify, password_hash, password)

    async def refuse_locked(self, name: str, address: str) -> None:
        """Raise NotAuthorised while the account, or the address, is locked."""
        at = self.now()
        if address:
            _refuse(await self._store.failures.of(address_key(address)), at, say.ADDRESS_LOCKED)
        _refuse(await self._store.failures.of(account_key(name)), at, say.ACCOUNT_LOCKED)

    async def _count_failure(self, name: str, address: str, at: datetime, *, known: bool) -> None:
        # Who is unknown is not named in the audit: people type passwords where names go.
        subject = f"staff:{name}" if known else "staff"
        failures = self._store.failures
        if address:
            await failures.add(address_key(address), ADDRESS, at)
        counted = await failures.add(account_key(name), ACCOUNT, at, subject=subject)
        _refuse(counted, at, say.ACCOUNT_LOCKED)

    async def second_factor(self, member: StaffMember, code: str, address: str) -> str:
        """Return what was shown, or raise NotAuthorised."""
        at = self.now()
        if not code:
            raise CodeWanted("no code", say.CODE_WANTED)
        secret = member.totp_secret or ""
        step = matching_step(secret, code, at, after=member.totp_step)
        if step is not None and await self._store.use_step(member.name, step):
            return "+code"
        if await self._store.use_recovery_code(member.name, code.lower().replace("-", ""), at):
            return "+recovery"
        await self._count_failure(member.name, address, at, known=True)
        raise CodeWanted("wrong code", say.CODE_WRONG)

    def _owes(self, member: StaffMember, factors: str, at: datetime) -> tuple[str, ...]:
        since, age = member.password_since, self.rules.password_age
        too_old = age is not None and since is not None and at - since >= age
        # Who came with the provider may never use the password that the account has.
        by_password = factors.startswith(PASSWORD)
        owed = ("password",) if by_password and (member.must_change or too_old) else ()
        has_shown_more = member.totp_secret is not None or factors.endswith(SEVERAL)
        if self.rules.codes_required and not has_shown_more:
            owed = (*owed, "code")
        return owed

    def _verify(self, password_hash: str, password: str) -> bool:
        try:
            return self._hasher.verify(password_hash, password)
        except Argon2Error:
            return False


def _refuse(failures: Failures, at: datetime, sentence: str) -> None:
    """Raise NotAuthorised with the moment from which on it can be tried again."""
    if not failures.locked_at(at) or failures.locked_until is None:
        return
    # The next whole minute: who comes at the time that we name gets in.
    until = failures.locked_until.astimezone(at.tzinfo) + timedelta(seconds=59)
    day = say.TODAY if until.date() == at.date() else say.OTHER_DAY
    raise NotAuthorised("locked", sentence.format(until=day.format(at=until)))


def _write_first_login(file: Path, password: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch(mode=0o600)
    file.write_text(f"工号 {FIRST}\n密码 {password}\n", "utf-8")
