"""Limits how fast one account may write: what comes faster is kept without what was in it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

from core.person_wish import asks_for_person
from core.rate_limits import Rate
from core.store.wechat_inbox import Arrival
from integrations.wechat.pushes import SAYS, Kind

# As on our own pages (gateway.limits): what a quick typist does.
MESSAGES, PHOTOGRAPHS = Rate(30, 20), Rate(10, 2)
ONCE = Rate(
    1, 0.1
)  # of one message: WeChat calls again for seconds, late copies came after minutes
LIMITED = frozenset({Kind.TEXT, Kind.VOICE, Kind.LOCATION, Kind.OTHER, Kind.CLICK, Kind.IMAGE})
SECONDS = "seconds"  # after which to send it again


class Pace:
    """Count what each account sends, with all gateways if they count together."""

    def __init__(self, take: Callable[[str, Rate], Awaitable[int]]) -> None:
        """Take who counts: he takes one under a key, and tells the seconds to wait, or 0."""
        self._take = take

    async def kept(self, arrival: Arrival) -> Arrival:
        """Return what is recorded of it: all, or that it came too fast; a person is never far.

        It is decided once: a repeated push finds the row of the first.
        """
        said = arrival.content.get("Content") or arrival.content.get("EventKey", "")
        if arrival.kind not in LIMITED or asks_for_person(said.removeprefix(SAYS)):
            return arrival
        if await self._take(f"wechat push:{arrival.key}", ONCE):
            return arrival  # it counted when it came first
        wait = await self._take(f"wechat:{arrival.openid}", MESSAGES)
        if not wait and arrival.kind == Kind.IMAGE:
            wait = await self._take(f"wechat photographs:{arrival.openid}", PHOTOGRAPHS)
        if not wait:
            return arrival
        return replace(arrival, kind=Kind.TOO_FAST.value, content={SECONDS: str(wait)})
