"""Limits how often one address may send something without having opened a conversation."""

from __future__ import annotations

from core.rate_limits import Rate, line_of
from gateway.limits import Take

MINUTES = 60  # of an hour


class HourlyLimit:
    """Count what comes from each address, with all gateways if they count together."""

    def __init__(self, name: str, take: Take, most: int) -> None:
        """Take what is counted, who counts, and how much may come at once or in a later hour."""
        self._name = name
        self._take = take
        self._rate = Rate(most, most / MINUTES)

    async def allows(self, address: str) -> bool:
        """Tell whether one more is allowed from that address, and count it if so."""
        return not await self._take(f"{self._name}:{line_of(address)}", self._rate)
