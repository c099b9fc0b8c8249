"""Calls WeChat over HTTP, and says of each failure whether it can have had an effect."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping

import httpx

from integrations.wechat.faults import ApiRefused, NotReached, OutcomeUnknown

LARGEST_MEDIA = 10 * 1024 * 1024  # bytes
NOT_AT_ALL = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.UnsupportedProtocol,
)
FRONT_DOOR = frozenset({502, 503})  # WeChat's own proxies say so before a call gets in


class Wire:
    """Make single calls; nothing is repeated here."""

    def __init__(self, client: httpx.AsyncClient, *, url: str, timeout: float) -> None:
        """Take the address of the interface, and the seconds that a call may take."""
        self._client = client
        self._url = url.rstrip("/")
        self._timeout = timeout

    async def post(
        self, path: str, body: Mapping[str, object], query: Mapping[str, str]
    ) -> Mapping[str, object]:
        """Post JSON; return the answer, or raise ApiRefused, NotReached or OutcomeUnknown."""
        # Menus show "\\u4f60" as it stands: Chinese must go out as Chinese.
        content = json.dumps(body, ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json; charset=utf-8"}
        response = await self._asked("POST", path, query=query, content=content, headers=headers)
        return accepted(response.content)

    async def get(self, path: str, query: Mapping[str, str]) -> Mapping[str, object]:
        """Ask for JSON, which may call itself plain text."""
        return accepted((await self._asked("GET", path, query=query)).content)

    async def download(self, path: str, query: Mapping[str, str]) -> bytes:
        """Return a file; an error comes as JSON under HTTP 200."""
        data = (await self._asked("GET", path, query=query)).content
        if data.lstrip()[:1] == b"{":
            accepted(data)
            raise ApiRefused(0)  # JSON without an error: a video's address, no file
        if len(data) > LARGEST_MEDIA:
            raise ApiRefused(40006)
        return data

    async def upload(
        self, path: str, query: Mapping[str, str], name: str, data: bytes, kind: str
    ) -> Mapping[str, object]:
        """Send a file as a form; `kind` is its media type."""
        response = await self._asked("POST", path, query=query, files={"media": (name, data, kind)})
        return accepted(response.content)

    async def _asked(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str],
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        files: Mapping[str, tuple[str, bytes, str]] | None = None,
    ) -> httpx.Response:
        try:
            async with asyncio.timeout(self._timeout):
                response = await self._client.request(
                    method,
                    self._url + path,
                    params=dict(query),
                    content=content,
                    headers=dict(headers or {}),
                    files=dict(files) if files else None,
                    timeout=self._timeout,
                    follow_redirects=False,
                )
        # Never the error itself in a log: its address holds the token.
        except NOT_AT_ALL:
            raise NotReached from None
        except (httpx.HTTPError, TimeoutError):
            raise OutcomeUnknown from None
        if response.status_code in FRONT_DOOR:
            raise NotReached
        if not response.is_success:
            raise OutcomeUnknown
        return response


def accepted(data: bytes) -> Mapping[str, object]:
    """Return an answer that is no refusal; WeChat refuses with HTTP 200 and an errcode."""
    try:
        answer = json.loads(data)
    except (ValueError, RecursionError):
        raise OutcomeUnknown from None
    if not isinstance(answer, dict):
        raise OutcomeUnknown
    code = answer.get("errcode", 0)
    if not isinstance(code, int):
        raise OutcomeUnknown
    if code:
        raise ApiRefused(code)
    return answer
