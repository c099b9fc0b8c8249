"""Keeps what 网页授权 hands out: codes for one use, and tokens of the pages; no I/O."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass

from integrations.wechat_simulator.refusals import Refused

CODE_LASTS, TOKEN_LASTS, REFRESH_LASTS = 300.0, 7200.0, 30 * 86_400.0  # seconds
BASE, USERINFO = "snsapi_base", "snsapi_userinfo"


@dataclass(slots=True)
class Code:
    """Be what a page gets in its address."""

    openid: str
    scope: str
    until: float  # Unix seconds
    is_snapshot: bool
    is_used: bool = False


@dataclass(frozen=True, slots=True)
class PageToken:
    """Be what a code was exchanged for."""

    openid: str
    scope: str
    refresh: str
    until: float  # Unix seconds
    refresh_until: float


class WebSignIn:
    """Hand out codes and tokens."""

    def __init__(self, now: Callable[[], float]) -> None:
        """Take the time in Unix seconds."""
        self._now = now
        self._codes: dict[str, Code] = {}
        self._tokens: dict[str, PageToken] = {}

    def code(self, openid: str, scope: str, *, is_snapshot: bool) -> str:
        """Return a code; on a 快照页 it stands for an invented openid."""
        if is_snapshot:
            openid = f"oVirt{hashlib.sha256(openid.encode()).hexdigest()[:23]}"
        code = secrets.token_urlsafe(24)
        self._codes[code] = Code(openid, scope, self._now() + CODE_LASTS, is_snapshot)
        return code

    def exchange(self, text: str) -> dict[str, object]:
        """Return a token for a code: once, and within five minutes."""
        if not text:
            raise Refused(41008)
        code = self._codes.get(text)
        if code is None:
            raise Refused(40029)
        if code.is_used:
            raise Refused(40163)
        if code.until <= self._now():
            raise Refused(42003)
        code.is_used = True
        told = self._issue(code.openid, code.scope, secrets.token_urlsafe(48))
        return told | ({"is_snapshotuser": 1} if code.is_snapshot else {})

    def refresh(self, text: str) -> dict[str, object]:
        """Return a token for a refresh token, which stays the same for 30 days."""
        found = next((one for one in self._tokens.values() if one.refresh == text), None)
        if found is None:
            raise Refused(40030)
        if found.refresh_until <= self._now():
            raise Refused(42002)
        return self._issue(found.openid, found.scope, text, found.refresh_until)

    def who(self, token: str, openid: str, *, needs: str = BASE) -> PageToken:
        """Return whose token it is, or refuse."""
        if not token:
            raise Refused(41001)
        found = self._tokens.get(token)
        if found is None:
            raise Refused(40001)  # a token of the API is none of a page
        if found.until <= self._now():
            raise Refused(42001)
        if found.openid != openid:
            raise Refused(40003)
        if needs == USERINFO and found.scope != USERINFO:
            raise Refused(48001)
        return found

    def _issue(
        self, openid: str, scope: str, refresh: str, refresh_until: float = 0.0
    ) -> dict[str, object]:
        token, now = f"90_{secrets.token_urlsafe(64)}", self._now()
        until = refresh_until or now + REFRESH_LASTS
        self._tokens[token] = PageToken(openid, scope, refresh, now + TOKEN_LASTS, until)
        return {
            "access_token": token,
            "expires_in": int(TOKEN_LASTS),
            "refresh_token": refresh,
            "openid": openid,
            "scope": scope,
        }
