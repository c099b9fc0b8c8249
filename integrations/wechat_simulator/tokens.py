"""Hands out access tokens of both kinds, which know nothing of each other; no I/O."""

from __future__ import annotations

import secrets
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from integrations.wechat_simulator.refusals import Refused

LASTS = 7200.0  # seconds
OVERLAP = 300.0  # in which the old one and the new one are valid
PLAIN_A_DAY, STABLE_A_DAY, STABLE_A_MINUTE, FORCED_A_DAY = 2000, 500_000, 10_000, 20
FORCED_EVERY = 30.0  # seconds between two refreshes by force; one in between changes nothing
REMEMBERED = 64
DAY, MINUTE = 86_400.0, 60.0


@dataclass(slots=True)
class Issued:
    """Be a token that was handed out."""

    text: str
    until: float  # Unix seconds
    replaced: float | None = None  # from when on it is "not latest"


class Limit:
    """Count how often something was done within a time."""

    def __init__(self, most: int, seconds: float, code: int) -> None:
        """Take the most that is allowed, and the errcode for more."""
        self._most, self._seconds, self._code = most, seconds, code
        self._times: deque[float] = deque()

    def use(self, now: float) -> None:
        """Account for one more; raise Refused if that is too many."""
        while self._times and self._times[0] <= now - self._seconds:
            self._times.popleft()
        if len(self._times) >= self._most:
            raise Refused(self._code)
        self._times.append(now)


class AccessTokens:
    """Keep the tokens of /cgi-bin/token and of /cgi-bin/stable_token."""

    def __init__(self, app_id: str, secret: str, now: Callable[[], float]) -> None:
        """Take who may ask, and the time in Unix seconds."""
        self._app_id, self._secret, self._now = app_id, secret, now
        self._plain: deque[Issued] = deque(maxlen=REMEMBERED)
        self._stable: deque[Issued] = deque(maxlen=REMEMBERED)
        self._plain_limit = Limit(PLAIN_A_DAY, DAY, 45009)
        self._stable_limits = (
            Limit(STABLE_A_MINUTE, MINUTE, 45011),
            Limit(STABLE_A_DAY, DAY, 45009),
        )
        self._forced_limit = Limit(FORCED_A_DAY, DAY, 45009)
        self._forced_at = float("-inf")

    def admit(self, app_id: str, secret: str) -> None:
        """Refuse who is not the account's owner."""
        if not app_id:
            raise Refused(41002)
        if app_id != self._app_id:
            raise Refused(40013)
        if not secret:
            raise Refused(41004)
        if secret != self._secret:
            raise Refused(40125)

    def plain(self) -> dict[str, object]:
        """Hand out a new token; the one before lives for five more minutes."""
        now = self._now()
        self._plain_limit.use(now)
        for old in self._plain:
            if old.replaced is None:
                old.replaced = now + OVERLAP
        return _told(self._issue(self._plain), now)

    def stable(self, *, force: bool) -> dict[str, object]:
        """Hand out the token in force, or a new one near its end or by force."""
        now = self._now()
        for limit in self._stable_limits:
            limit.use(now)
        if force:
            self._forced_limit.use(now)
            if now - self._forced_at >= FORCED_EVERY:
                return _told(self._seize(now), now)
        latest = self._stable[-1] if self._stable else None
        if latest and latest.replaced is None and latest.until - now > OVERLAP:
            return _told(latest, now)
        return _told(self._issue(self._stable), now)

    def lose(self) -> bool:
        """Let another holder refresh by force: the stable token is void.

        False if there is none, or if it is too soon: what binds us binds any holder.
        """
        now = self._now()
        if now - self._forced_at < FORCED_EVERY:
            return False
        if not any(one.replaced is None and one.until > now for one in self._stable):
            return False
        try:
            self._forced_limit.use(now)
        except Refused:
            return False
        self._seize(now)
        return True

    def check(self, text: str) -> None:
        """Refuse a token that is missing, of no shape, replaced or expired."""
        if not text:
            raise Refused(41001)
        now = self._now()
        for issued in (*self._plain, *self._stable):
            if issued.text == text:
                if issued.replaced is not None and issued.replaced <= now < issued.until:
                    raise Refused(40001)
                if issued.until <= now:
                    raise Refused(42001)
                return
        raise Refused(40001 if len(text) > 64 and "_" in text else 40014)

    def _seize(self, now: float) -> Issued:
        self._forced_at = now
        for old in self._stable:
            old.replaced = now if old.replaced is None else min(old.replaced, now)
        return self._issue(self._stable)

    def _issue(self, kind: deque[Issued]) -> Issued:
        text = f"{60 + secrets.randbelow(40)}_{secrets.token_urlsafe(100)}"
        kind.append(Issued(text, self._now() + LASTS))
        return kind[-1]


def _told(issued: Issued, now: float) -> dict[str, object]:
    return {"access_token": issued.text, "expires_in": int(issued.until - now)}
