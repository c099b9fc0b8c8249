"""Decides when a session is refreshed and when it has lapsed (RFC 4028)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True, slots=True)
class Agreed:
    """Be a session's agreed interval."""

    interval: int  # seconds
    we_refresh: bool
    peer_knows_timers: bool

    @property
    def header(self) -> str:
        """Return our Session-Expires header, in the answer to their request."""
        return f"{self.interval};refresher={'uas' if self.we_refresh else 'uac'}"


@dataclass(frozen=True, slots=True)
class TooSmall:
    """Refuse with 422: they ask for too short an interval."""

    min_se: int


class Due(Enum):
    """Say what a session needs."""

    NOTHING = "nothing"
    REFRESH = "refresh"
    BYE = "bye"


def negotiate(
    session_expires: str | None,
    supported: Sequence[str],
    *,
    ours: int,
    min_se: int,
    their_min_se: str | None = None,
) -> Agreed | TooSmall:
    """Settle the interval for a request of theirs (an INVITE or a refresh)."""
    knows = "timer" in supported
    asked, refresher = _read(session_expires)
    least = max(min_se, _read(their_min_se)[0])
    if asked and asked < min_se and knows:
        return TooSmall(min_se)
    interval = max(asked or ours, least)
    # Who knows no timers cannot refresh; who knows them shall, unless it wants us to.
    return Agreed(interval, we_refresh=not knows or refresher == "uas", peer_knows_timers=knows)


def after_answer(header: str | None, agreed: Agreed) -> Agreed:
    """Return what holds after their 2xx to a refresh of ours, in which we are the client."""
    interval, refresher = _read(header)
    if not interval:
        return agreed
    return Agreed(interval, refresher != "uas", agreed.peer_knows_timers)


class SessionClock:
    """Watch one session; times in monotonic seconds."""

    def __init__(self, agreed: Agreed, now: float) -> None:
        self.agreed = agreed
        self._refreshed_at = now
        self._ask_at = now + agreed.interval / 2

    def refreshed(self, now: float, agreed: Agreed | None = None) -> None:
        """Begin the interval anew: a refresh was accepted."""
        self.agreed = agreed or self.agreed
        self._refreshed_at = now
        self._ask_at = now + self.agreed.interval / 2

    def postpone(self, now: float, seconds: float) -> None:
        """Ask again so much later: they could not take our refresh just now."""
        self._ask_at = now + seconds

    def due(self, now: float) -> Due:
        """Return what is to be done now; a refresh is asked for once an interval."""
        passed = now - self._refreshed_at
        interval = self.agreed.interval
        if passed >= interval - min(32.0, interval / 3):
            return Due.BYE
        if self.agreed.we_refresh and now >= self._ask_at:
            self._ask_at = float("inf")
            return Due.REFRESH
        return Due.NOTHING


def _read(header: str | None) -> tuple[int, str]:
    """Return seconds (0: none or senseless) and the refresher that a header names ("": none)."""
    if not header:
        return 0, ""
    first, *parameters = (part.strip() for part in header.split(";"))
    refresher = ""
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "refresher":
            refresher = value.strip().lower()
    return (int(first) if first.isdecimal() and len(first) < 10 else 0), refresher
