"""Signs our own pages for WeChat's JS-SDK."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from core.errors import EngineUnavailable, NotPermitted
from core.store.wechat_kept import KeptStore
from integrations.wechat.api import Api
from integrations.wechat.signing import js_sdk_signature
from integrations.wechat.vault import Vault

NAME = "jsapi_ticket"
RENEW_BEFORE = timedelta(minutes=5)
LEASE = timedelta(seconds=15)
LONGEST_URL = 2_000  # characters


class PageTickets:
    """Keep the ticket for all processes, and sign with it."""

    def __init__(
        self,
        api: Api,
        kept: KeptStore,
        *,
        vault: Vault,
        appid: str,
        public_url: str,
        now: Callable[[], datetime],
    ) -> None:
        """Take where the ticket is kept, and our own address: nobody else's page is signed."""
        self._api = api
        self._kept = kept
        self._vault = vault
        self._appid = appid
        self._own = _origin(public_url)
        self._now = now
        self._holder = str(uuid.uuid4())

    async def signed(self, url: str) -> dict[str, object]:
        """Return what wx.config() wants for a page; raise NotPermitted if it is not ours."""
        if len(url) > LONGEST_URL or not self._own[1] or _origin(url) != self._own:
            raise NotPermitted("not a page of ours")
        ticket = await self._ticket()
        nonce, timestamp = secrets.token_hex(8), int(self._now().timestamp())
        return {
            "appId": self._appid,
            "timestamp": timestamp,
            "nonceStr": nonce,
            "signature": js_sdk_signature(ticket=ticket, nonce=nonce, timestamp=timestamp, url=url),
        }

    async def _ticket(self) -> str:
        kept, now = await self._kept.kept(NAME), self._now()
        value = self._vault.opened(NAME, kept.value) if kept is not None else None
        if value is not None and kept is not None and now < kept.until - RENEW_BEFORE:
            return value
        if not await self._kept.claim(NAME, self._holder, now, now + LEASE):
            if value is not None and kept is not None and now < kept.until:
                return value
            raise EngineUnavailable("wechat")
        try:
            value, seconds = await self._api.page_ticket()
            until = now + timedelta(seconds=seconds)
            await self._kept.keep(NAME, self._vault.sealed(NAME, value), until)
        except BaseException:
            await self._kept.release(NAME, self._holder)
            raise
        return value


def _origin(url: str) -> tuple[str, str]:
    """Return scheme and host with port; empty ones if it is no address."""
    try:
        parts = urlsplit(url)
        return parts.scheme.lower(), parts.netloc.lower()
    except ValueError:
        return "", ""
