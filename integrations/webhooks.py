"""Tells employers' systems what became of their reports, signed so that they can trust it."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import ipaddress
import json
import logging
import secrets
import socket
from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import httpx

from core.store.webhooks import Event, WebhookStore

logger = logging.getLogger(__name__)

SECRET_PREFIX = "whsec_"  # noqa: S105  (the marker of the specification, no secret)
# After the first attempt; then it is given up, and the employer can still ask for the batch.
PAUSES = tuple(timedelta(seconds=s) for s in (5, 60, 300, 1800, 7200, 28800, 86400))
AT_ONCE = 20


def new_secret() -> str:
    """Return a secret to share with an employer's system (Standard Webhooks: 24 to 64 bytes)."""
    return SECRET_PREFIX + base64.b64encode(secrets.token_bytes(24)).decode()


def signature(secret: str, event_id: str, timestamp: int, body: bytes) -> str:
    """Return the value of the header webhook-signature (Standard Webhooks 1.0, symmetric v1)."""
    key = base64.b64decode(secret.removeprefix(SECRET_PREFIX))
    signed = f"{event_id}.{timestamp}.".encode() + body
    digest = hmac.new(key, signed, hashlib.sha256).digest()
    return "v1," + base64.b64encode(digest).decode()


def address_of(url: str, *, private_too: bool) -> str | None:
    """Return the IP address at which we may call: by https, and nothing inside our own networks.

    None: we may not, or the name leads nowhere. Resolves the name, so call it off the event loop.
    """
    parts = urlsplit(url)
    if parts.hostname is None or parts.username is not None or parts.fragment:
        return None
    if parts.scheme != "https" and not (private_too and parts.scheme == "http"):
        return None
    try:
        port = parts.port or 443
        found = socket.getaddrinfo(parts.hostname, port, proto=socket.IPPROTO_TCP)
    except (OSError, ValueError):
        return None
    addresses = [ipaddress.ip_address(str(one[4][0]).partition("%")[0]) for one in found]
    if not addresses or not (private_too or all(one.is_global for one in addresses)):
        return None
    return str(addresses[0])


class Webhooks:
    """Deliver what is due."""

    def __init__(
        self,
        store: WebhookStore,
        client: httpx.AsyncClient,
        *,
        now: Callable[[], datetime],
        timeout: float,
        find: Callable[[str], str | None],
    ) -> None:
        """Take where events are stored; `timeout` in seconds; `find` is `address_of`."""
        self._store = store
        self._client = client
        self._now = now
        self._timeout = timeout
        self._find = find

    async def step(self) -> int:
        """Try everything that is due once; return how many attempts were made."""
        due = await self._store.due(self._now(), AT_ONCE)
        for event in due:
            status = await self._attempt(event)
            now = self._now()
            delivered = status is not None and 200 <= status < 300
            over = delivered or event.attempts >= len(PAUSES)
            await self._store.told(
                event, status, None if over else now + PAUSES[event.attempts], now
            )
            logger.info("webhook %s attempt %d: %s", event.id, event.attempts + 1, status)
        return len(due)

    async def _attempt(self, event: Event) -> int | None:
        """Post one event; return the HTTP status, or None if there was no answer."""
        # Judged again each time, for a name may lead elsewhere by now; and what was judged is what
        # is called: looked up a second time, it may lead inside.
        try:
            async with asyncio.timeout(self._timeout):
                address = await asyncio.to_thread(self._find, event.url)
        except TimeoutError:
            return None
        if address is None:
            return None
        url = httpx.URL(event.url)
        message = {
            "type": event.kind,
            "timestamp": event.made_at.isoformat(),
            "data": event.payload,
        }
        body = json.dumps(message, ensure_ascii=False).encode()
        timestamp = int(self._now().timestamp())
        headers = {
            "Content-Type": "application/json",
            "Host": url.netloc.decode(),
            # Another name at the same address must not get this one's connection.
            "Connection": "close",
            "webhook-id": event.id,
            "webhook-timestamp": str(timestamp),
            "webhook-signature": signature(event.secret, event.id, timestamp, body),
        }
        try:
            answer = await self._client.post(
                url.copy_with(host=address),
                content=body,
                headers=headers,
                extensions={"sni_hostname": url.raw_host.decode()},
                timeout=self._timeout,
                follow_redirects=False,
            )
        except httpx.HTTPError:
            return None
        return answer.status_code
