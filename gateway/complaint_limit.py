"""Limits how often one address may send something without having opened a conversation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

PERIOD = timedelta(hours=1)
MOST = 5  # per address and period
MOST_ADDRESSES = 10_000  # beyond it the oldest are forgotten: memory must not grow with attackers


class ComplaintLimit:
    """Count, in memory, what came from each address within the last hour."""

    def __init__(self, now: Callable[[], datetime], most: int = MOST) -> None:
        """Take the clock, and how much one address may send in an hour."""
        self._now = now
        self._most = most
        self._sent: dict[str, list[datetime]] = {}

    def allows(self, address: str) -> bool:
        """Tell whether one more is allowed from that address, and count it if so."""
        now = self._now()
        recent = [at for at in self._sent.pop(address, []) if now - at < PERIOD]
        allowed = len(recent) < self._most
        self._sent[address] = [*recent, now] if allowed else recent
        while len(self._sent) > MOST_ADDRESSES:
            del self._sent[next(iter(self._sent))]
        return allowed
