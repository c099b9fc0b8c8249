"""Puts security headers on every answer; plain ASGI, because it is on every turn's path."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from starlette.datastructures import Headers as Given
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADERS = {
    # No inline code: a text that slips through as HTML still cannot run.
    "Content-Security-Policy": (
        "default-src 'self'; connect-src 'self'; img-src 'self' data:; "
        "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",  # for browsers that do not know frame-ancestors
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    # Only our own pages see and hear: chat (microphone), call and desk (both). Nobody frames us.
    "Permissions-Policy": "camera=(self), microphone=(self), geolocation=()",
}
HOST = re.compile(r"[A-Za-z0-9.-]{1,253}(?::[0-9]{1,5})?|\[[0-9A-Fa-f:.]{2,45}\](?::[0-9]{1,5})?")
MAP = "/places"  # the one page that may ask where the browser is, after a tap
YEAR = 365 * 24 * 3600  # seconds
ONLY_HTTPS = f"max-age={YEAR}; includeSubDomains"  # RFC 6797; heeded over HTTPS only


class Headers:
    """Add the headers to what leaves, and forbid keeping what the API said."""

    def __init__(self, app: ASGIApp, *, https: bool = False, tiles: str = "") -> None:
        """Take the application behind, and whether browsers always come over HTTPS.

        `tiles`: where the map of places takes its pictures from; empty: from nowhere.
        """
        self._app = app
        self._https = https
        self._of_the_map = _map_headers(tiles)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with a `send` that adds the headers."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                if scope["path"] == MAP:
                    headers.update(self._of_the_map)
                policy = headers["Content-Security-Policy"]
                headers["Content-Security-Policy"] = _with_streams(policy, scope)
                if self._https or scope["scheme"] == "https":
                    headers["Strict-Transport-Security"] = ONLY_HTTPS
                if scope["path"].startswith("/api/"):
                    headers["Cache-Control"] = "no-store"
            await send(message)

        await self._app(scope, receive, with_headers)


def _with_streams(policy: str, scope: Scope) -> str:
    """Return the policy that names our streams: not to every browser are they 'self' (CSP 3)."""
    host = Given(scope=scope).get("host", "")
    if HOST.fullmatch(host) is None:
        return policy
    return policy.replace("connect-src 'self'", f"connect-src 'self' ws://{host} wss://{host}")


def _map_headers(tiles: str) -> dict[str, str]:
    """Return what the map's page has otherwise: the position, and pictures of one more host."""
    policy = HEADERS["Content-Security-Policy"]
    host = urlsplit(tiles)
    if host.scheme and host.netloc:
        origin = f"{host.scheme}://{host.netloc}"
        policy = policy.replace("img-src 'self'", f"img-src 'self' {origin}")
    return {
        "Content-Security-Policy": policy,
        "Permissions-Policy": HEADERS["Permissions-Policy"].replace(
            "geolocation=()", "geolocation=(self)"
        ),
    }
