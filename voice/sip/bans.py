"""Decides whom we no longer listen to."""

from __future__ import annotations

from collections import OrderedDict, deque
from dataclasses import dataclass

SCANNERS = (
    "friendly-scanner",
    "friendly-request",
    "sipvicious",
    "sipsak-scan",
    "sundayddr",
    "sip-scan",
    "sipcli",
    "svmap",
    "pplsip",
    "vaxsipuseragent",
    "iwar",
)
MOST_HOSTS = 10_000  # remembered at once, so that a sweep cannot fill our memory


def is_scanner(user_agent: str) -> bool:
    """Return whether a User-Agent header is that of a well-known scanning tool."""
    name = user_agent.casefold()
    return any(scanner in name for scanner in SCANNERS)


@dataclass(frozen=True, slots=True)
class BanRules:
    """Be when and for how long an address is banned; times in seconds."""

    offences: int = 20
    within: float = 60.0
    lasts: float = 600.0


class Bans:
    """Count what addresses do wrong."""

    def __init__(self, rules: BanRules) -> None:
        self._rules = rules
        self._offences: OrderedDict[str, deque[float]] = OrderedDict()
        self._until: OrderedDict[str, float] = OrderedDict()

    def offended(self, host: str, now: float) -> bool:
        """Account for a malformed or senseless request; return True if it made the host banned."""
        times = self._offences.setdefault(host, deque(maxlen=self._rules.offences))
        self._offences.move_to_end(host)
        times.append(now)
        if len(self._offences) > MOST_HOSTS:
            self._offences.popitem(last=False)
        if len(times) < self._rules.offences or now - times[0] > self._rules.within:
            return False
        del self._offences[host]
        self._until[host] = now + self._rules.lasts
        if len(self._until) > MOST_HOSTS:
            self._until.popitem(last=False)
        return True

    def holds(self, host: str, now: float) -> bool:
        """Return whether the host is banned now."""
        until = self._until.get(host)
        if until is None:
            return False
        if now >= until:
            del self._until[host]
            return False
        return True

    def __len__(self) -> int:
        """Return how many hosts are banned, those included whose time just passed."""
        return len(self._until)
