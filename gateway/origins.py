"""Refuses what pages of other sites make a browser send us (CSRF, and its like for WebSockets)."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from core import account_wording as say
from gateway.problems import problem

SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})  # RFC 9110 section 9.2.1
FOREIGN_ORIGIN = 4403  # WebSocket close code
# Its form carries a token of its own, and old browsers name no origin there.
OWN_TOKEN = frozenset({"/identity/return"})


class OwnPagesOnly:
    """Let requests that change something, and WebSockets, come from our own pages only.

    What sends neither Sec-Fetch-Site nor Origin is no browser and carries nobody's cookies
    against their will (as Go's net/http.CrossOriginProtection decides it).
    """

    def __init__(self, app: ASGIApp, public_url: str = "") -> None:
        """Take the application behind, and how browsers name us; empty: by the Host header."""
        self._app = app
        self._public = urlsplit(public_url).netloc.lower()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 403."""
        if scope["type"] == "http":
            changes = scope["method"] not in SAFE and scope["path"] not in OWN_TOKEN
            if changes and not self._is_ours(Headers(scope=scope)):
                response = problem(403, "foreign-page", say.FOREIGN_PAGE)
                await response(scope, receive, send)
                return
        elif scope["type"] == "websocket" and not self._is_ours(Headers(scope=scope)):
            await receive()  # the connection; refused before it is accepted: a plain 403
            await send({"type": "websocket.close", "code": FOREIGN_ORIGIN})
            return
        await self._app(scope, receive, send)

    def _is_ours(self, headers: Headers) -> bool:
        site = headers.get("sec-fetch-site")
        origin = headers.get("origin")
        if origin is None:
            return site in {None, "same-origin", "none"}
        host = urlsplit(origin).netloc.lower()
        return bool(host) and host in {headers.get("host", "").lower(), self._public}
