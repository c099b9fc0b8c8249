"""Counts rates for all gateways together, in Redis."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from redis.asyncio import Redis
from redis.exceptions import RedisError

from core.rate_limits import Rate

PREFIX = "yibao:rate:"
ANSWER_WITHIN = 0.25  # seconds; a citizen does not wait longer for a guard

# The same as core.rate_limits.Bucket.taken, by one clock: Redis's own. What is full is forgotten.
TAKEN = """
local most, per = tonumber(ARGV[1]), tonumber(ARGV[2])
local time = redis.call('TIME')
local now = tonumber(time[1]) + tonumber(time[2]) / 1000000
local kept = redis.call('HMGET', KEYS[1], 'left', 'at')
local left, at = tonumber(kept[1] or most), tonumber(kept[2] or now)
left = math.min(most, left + math.max(0, now - at) * per)
local wait = 0
if left >= 1 then left = left - 1 else wait = math.max(1, math.ceil((1 - left) / per)) end
redis.call('HSET', KEYS[1], 'left', string.format('%.6f', left), 'at', string.format('%.6f', now))
redis.call('EXPIRE', KEYS[1], math.ceil((most - left) / per) + 1)
return wait
"""


class RedisBuckets:
    """Keep the buckets of all gateways; while Redis is away, each counts for itself."""

    def __init__(
        self,
        redis: Redis,
        *,
        is_there: Callable[[], bool],
        mark: Callable[[str], str],
        otherwise: Callable[[str, Rate], Awaitable[int]],
    ) -> None:
        """Take Redis, what is known of it, what hides addresses in keys, and who counts if not."""
        self._is_there = is_there
        self._mark = mark
        self._otherwise = otherwise
        self._taken = redis.register_script(TAKEN)

    async def take(self, key: str, rate: Rate) -> int:
        """Take one of a rate; return 0, or the seconds after which to come again."""
        if self._is_there():
            try:
                async with asyncio.timeout(ANSWER_WITHIN):
                    return int(
                        await self._taken(
                            keys=[PREFIX + self._mark(key)], args=[rate.at_once, rate.a_minute / 60]
                        )
                    )
            except (RedisError, OSError, TimeoutError):
                pass  # whoever listens to Redis notices, and says so once
        return await self._otherwise(key, rate)
