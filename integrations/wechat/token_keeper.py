"""Keeps the access token: one process gets a new one, all others take it from its row."""

from __future__ import annotations

import asyncio
import logging
import uuid
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.errors import EngineUnavailable
from core.store.wechat_kept import Kept, KeptStore
from integrations.wechat.faults import ApiRefused, NotReached
from integrations.wechat.vault import Vault
from integrations.wechat.wire import Wire

logger = logging.getLogger(__name__)

NAME = "access_token"
PATH = "/cgi-bin/stable_token"
RENEW_BEFORE = timedelta(minutes=5)  # WeChat renews then, and both tokens work
LEASE = timedelta(seconds=15)
FORCE_AGAIN = timedelta(minutes=80)  # WeChat forces 20 times a day at most, 30 s apart at least
GLANCE = 0.2  # seconds between two looks whether another process has it
MOST_GLANCES = 20


@dataclass(frozen=True, slots=True)
class Account:
    """Be who we are to WeChat."""

    appid: str
    secret: str


class TokenKeeper:
    """Hand out the access token, and replace it when it is no good."""

    def __init__(
        self,
        wire: Wire,
        kept: KeptStore,
        account: Account,
        *,
        vault: Vault,
        now: Callable[[], datetime],
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """Take what all processes share; `pause` waits so many seconds."""
        self._wire = wire
        self._kept = kept
        self._account = account
        self._vault = vault
        self._now = now
        self._pause = pause
        self._holder = str(uuid.uuid4())
        self._renewing = asyncio.Lock()

    async def token(self) -> str:
        """Return a token that works; raise EngineUnavailable if none is to be had."""
        value, kept = await self._stored()
        now = self._now()
        if value is not None and kept is not None and now < kept.until - RENEW_BEFORE:
            return value
        usable = value if kept is not None and now < kept.until else None
        return await self._renewed(instead_of=None, meanwhile=usable)

    async def another(self, refused: str) -> str:
        """Return a token in place of one that WeChat refused; raise EngineUnavailable."""
        return await self._renewed(instead_of=refused, meanwhile=None)

    async def _renewed(self, *, instead_of: str | None, meanwhile: str | None) -> str:
        async with self._renewing:  # of this process, only one asks the row
            for _ in range(MOST_GLANCES):
                found = await self._fresh(instead_of)
                if found is not None:  # somebody was faster
                    return found
                now = self._now()
                if await self._kept.claim(NAME, self._holder, now, now + LEASE):
                    return await self._fetched(instead_of)
                if meanwhile is not None:
                    return meanwhile
                await self._pause(GLANCE)
        raise EngineUnavailable("wechat")

    async def _fresh(self, refused: str | None) -> str | None:
        """Return the stored token unless it is the refused one, or it is time to renew it."""
        value, kept = await self._stored()
        if value is None or kept is None or value == refused:
            return None
        # One that came in place of a refused one serves to its end.
        until = kept.until - RENEW_BEFORE if refused is None else kept.until
        return value if self._now() < until else None

    async def _fetched(self, refused: str | None) -> str:
        """Get a new token while holding the row."""
        try:
            found = await self._fresh(refused)
            if found is not None:  # it came between our look and our claim
                await self._kept.release(NAME, self._holder)
                return found
            _, kept = await self._stored()
            value, until = await self._ask(force=False)
            forced_at = kept.forced_at if kept is not None else None
            if value == refused:
                # WeChat thinks that it works: only force replaces it, and force is rationed.
                now = self._now()
                if forced_at is not None and now < forced_at + FORCE_AGAIN:
                    raise NotReached
                forced_at = now
                value, until = await self._ask(force=True)
            sealed = self._vault.sealed(NAME, value)
            await self._kept.keep(NAME, sealed, until, forced_at=forced_at)
        except BaseException:
            await self._kept.release(NAME, self._holder)
            raise
        logger.info("wechat: new access token until %s", until.isoformat())
        return value

    async def _ask(self, *, force: bool) -> tuple[str, datetime]:
        body: Mapping[str, object] = {
            "grant_type": "client_credential",
            "appid": self._account.appid,
            "secret": self._account.secret,
            "force_refresh": force,
        }
        asked_at = self._now()
        try:
            answer = await self._wire.post(PATH, body, {})
        except ApiRefused as refused:
            logger.error("wechat gives no access token: errcode %d", refused.code)
            raise
        value, seconds = answer.get("access_token"), answer.get("expires_in")
        if not isinstance(value, str) or not value or not isinstance(seconds, int):
            raise NotReached
        return value, asked_at + timedelta(seconds=seconds)

    async def _stored(self) -> tuple[str | None, Kept | None]:
        kept = await self._kept.kept(NAME)
        if kept is None:
            return None, None
        return self._vault.opened(NAME, kept.value), kept
