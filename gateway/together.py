"""Builds what joins several gateways: events between them, rates counted together, one clock."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from core.sealed_columns import FieldCipher
from gateway.background import Chore
from gateway.clock import SharedClock
from gateway.limits import Buckets, Limits, Take
from gateway.settings import Settings
from integrations.listeners import FanOut, Listeners, OneGateway
from integrations.redis_buckets import RedisBuckets
from integrations.redis_fan_out import RedisFanOut

CONNECTED_WITHIN = 1.0  # seconds
ANSWERED_WITHIN = 2.0  # seconds
AGAIN = 0.5  # seconds between two attempts to reach Redis


async def _nothing() -> None:
    """Close nothing."""


@dataclass(frozen=True, slots=True)
class Together:
    """Hold what other gateways are reached by; as it is made, there are none."""

    fan_out: FanOut = field(default_factory=OneGateway)
    take: Take = field(default_factory=lambda: Buckets().take)  # counts rates
    chores: tuple[Chore, ...] = ()
    close: Callable[[], Awaitable[None]] = _nothing

    @property
    def limits(self) -> Limits:
        """Return what limits requests by their paths."""
        return Limits(self.take)

    def listeners(self, group: str) -> Listeners:
        """Return what reaches the pages of one kind, on whichever gateway they are."""
        return Listeners(group, self.fan_out)


def together(
    settings: Settings,
    cipher: FieldCipher,
    told: Callable[[], Callable[[bool], None]],
    clock: SharedClock,
) -> Together:
    """Return what the settings name; `told` makes what learns whether Redis is there."""
    one_clock = Chore("clock", clock.step, clock.every)
    url = settings.redis_url.get_secret_value()
    if not url:
        return Together(chores=(one_clock,))
    # We notice ourselves that Redis is away, and do something else meanwhile: no retries inside.
    redis = Redis.from_url(
        url,
        socket_connect_timeout=CONNECTED_WITHIN,
        socket_timeout=ANSWERED_WITHIN,
        retry=Retry(NoBackoff(), 0),
    )
    fan_out = RedisFanOut(redis, cipher, told())
    buckets = RedisBuckets(
        redis,
        is_there=lambda: fan_out.is_there,
        mark=lambda key: cipher.mark("rate", key),
        otherwise=Buckets().take,
    )
    return Together(
        fan_out=fan_out,
        take=buckets.take,
        chores=(
            one_clock,
            Chore("fan-out", fan_out.live, AGAIN),
            Chore("look again", fan_out.look, AGAIN),
        ),
        close=redis.aclose,
    )
