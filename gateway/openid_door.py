"""Lets staff sign in with the bureau's OpenID provider; accounts and duties stay ours."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from core import account_wording as say
from core.errors import CodeWanted, EngineUnavailable, NotAuthorised, NotFound
from core.hashing import hashed
from core.store import StaffStore
from core.store.openid_attempts import OpenIdAttemptStore
from gateway.staff import OPENID, SEVERAL, StaffDoor
from integrations.openid import OpenIdProvider, Try

LASTS = timedelta(minutes=10)  # from the button to the last code
LONGEST_HINT = 6_000  # characters of an ID token in an address; servers take 8,000 in all
REASON = 64  # characters of it that are audited


@dataclass(frozen=True, slots=True)
class CameBack:
    """Be a browser that the provider sent back, and that we believe."""

    back: str  # its page
    name: str  # the account
    token: str | None  # of its session; None: our own code is wanted first


@dataclass(frozen=True, slots=True)
class SignedOut:
    """Be what is left to do once our session is over."""

    url: str | None = None  # at the provider; None: nothing is to be done there, or can be
    detail: str | None = None  # what is said; None: nothing more than that it is over


class OpenIdDoor:
    """Send staff to the provider, and let in whom it names and we know."""

    def __init__(
        self,
        door: StaffDoor,
        store: StaffStore,
        attempts: OpenIdAttemptStore,
        provider: OpenIdProvider | None,
        return_address: str,
        left_address: str,
    ) -> None:
        """Take who opens sessions, the stores, who vouches, and where browsers come back to.

        `left_address` is where they come from its sign-out. Without a provider there is no such
        sign-in.
        """
        self._door = door
        self._store = store
        self._attempts = attempts
        self._provider = provider
        self._return = return_address
        self._left = left_address

    @property
    def offered(self) -> bool:
        """Tell whether there is such a sign-in."""
        return self._provider is not None

    async def begin(self, back: str) -> tuple[str, str]:
        """Return the provider's page, and the secret of this browser's attempt.

        NotFound if there is no such sign-in, EngineUnavailable if the provider does not answer.
        """
        secret = secrets.token_urlsafe(32)
        address = await self._asked().address(self._attempt(secret))
        at = self._door.now()
        await self._attempts.begin(hashed(secret), back, at, at + LASTS)
        return address, secret

    async def come_back(
        self, secret: str, state: str, code: str, *, issuer: str, error: str, address: str
    ) -> CameBack:
        """Let in whom the provider names, or raise NotAuthorised with a sentence.

        EngineUnavailable if the provider does not answer. Every refusal is audited.
        """
        provider, attempt = self._asked(), self._attempt(secret)
        if not secret or not hmac.compare_digest(state.encode(), attempt.state.encode()):
            raise await self._refused("state", say.OPENID_OVER)
        back = await self._attempts.use(hashed(secret), self._door.now())
        if back is None:
            raise await self._refused("used or over", say.OPENID_OVER)
        if issuer and issuer != provider.issuer:  # RFC 9207
            raise await self._refused("another issuer", say.OPENID_REFUSED)
        if error or not code:  # RFC 6749 section 4.1.2.1; its words are not ours to keep
            raise await self._refused("provider refused", say.OPENID_NOT_DONE)
        try:
            vouched = await provider.vouched(code, attempt)
        except NotAuthorised as wrong:
            raise await self._refused(str(wrong.args[0]), say.OPENID_REFUSED) from None
        except EngineUnavailable:
            await self._attempts.refused("provider away", None, self._door.now())
            raise
        member = await self._store.member(vouched.number)
        if member is None:
            raise await self._refused("no account", say.OPENID_NO_ACCOUNT)
        name = member.name
        if member.closed_at is not None:
            raise await self._refused("closed", say.ACCOUNT_CLOSED, name)
        try:
            await self._door.refuse_locked(name, address)
        except NotAuthorised as locked:
            raise await self._refused("locked", str(locked.args[1]), name) from None
        if member.totp_secret is not None and not vouched.several_factors:
            await self._attempts.want_code(hashed(secret), name, vouched.id_token)
            return CameBack(back, name, None)
        shown = OPENID + (SEVERAL if vouched.several_factors else "")
        return CameBack(back, name, await self._let_in(secret, name, shown, vouched.id_token))

    async def page(self, secret: str) -> str | None:
        """Return the page from which a browser's attempt was begun; None: there is none."""
        return await self._attempts.page(hashed(secret)) if secret else None

    async def wants_code(self, secret: str) -> bool:
        """Tell whether this browser only has to show a code of the phone."""
        return bool(secret) and await self._named(secret) is not None

    async def show_code(self, secret: str, code: str, address: str) -> tuple[str, str]:
        """Return the account and the token of its session, or raise NotAuthorised."""
        name = await self._named(secret) if secret else None
        member = await self._store.member(name) if name is not None else None
        if member is None or member.closed_at is not None or member.totp_secret is None:
            raise await self._refused("used or over", say.OPENID_OVER)
        await self._door.refuse_locked(member.name, address)
        try:
            shown = await self._door.second_factor(member, code.strip(), address)
        except CodeWanted as wrong:
            await self._attempts.refused("code", member.name, self._door.now())
            raise wrong
        id_token = await self._attempts.id_token(hashed(secret))
        return member.name, await self._let_in(secret, member.name, OPENID + shown, id_token)

    async def sign_out(self, token: str | None, back: str) -> SignedOut:
        """End a session, and say where the browser ends the provider's, if that vouched for it."""
        id_token = await self._store.sessions.id_token(hashed(token)) if token else ""
        await self._door.sign_out(token)
        if not id_token:
            return SignedOut()
        address = None
        if self._provider is not None and len(id_token) <= LONGEST_HINT:
            with suppress(EngineUnavailable):  # ours is over, whatever becomes of theirs
                address = await self._provider.sign_out_address(id_token, self._left, back)
        return SignedOut(address, None if address is not None else say.OPENID_STAYS)

    async def _let_in(self, secret: str, name: str, factors: str, id_token: str) -> str:
        await self._attempts.forget(hashed(secret))
        return await self._door.let_in(name, factors, id_token)

    async def _named(self, secret: str) -> str | None:
        return await self._attempts.named(hashed(secret), self._door.now())

    async def _refused(self, why: str, sentence: str, name: str | None = None) -> NotAuthorised:
        """Audit a refusal, and return what is raised."""
        await self._attempts.refused(why[:REASON], name, self._door.now())
        return NotAuthorised(why, sentence)

    def _asked(self) -> OpenIdProvider:
        if self._provider is None:
            raise NotFound("openid provider", say.OPENID_NOT_THERE)
        return self._provider

    def _attempt(self, secret: str) -> Try:
        """Return what belongs to a browser's secret; the database keeps none of it."""

        def made(of: str) -> str:
            return hashlib.sha256(f"{of}:{secret}".encode()).hexdigest()

        return Try(made("state"), made("nonce"), made("verifier"), self._return)
