"""Tests that several gateways count rates together, and each for itself while Redis is away."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from core.rate_limits import Rate
from integrations.redis_buckets import RedisBuckets
from launch.tools import program
from tests.fakes.keys import KEYS
from tests.redis_server import RedisServer, running_redis

pytestmark = [
    pytest.mark.cluster,
    pytest.mark.skipif(program("redis-server") is None, reason="needs redis-server"),
]

WITHIN = 20.0  # seconds
SLOW = Rate(3, 0.5)  # three at once, then one in two minutes: a test is over before it refills
ELSEWHERE = 99  # seconds; what the buckets of one process would say


async def counted_here(key: str, rate: Rate) -> int:
    return ELSEWHERE


@pytest.fixture
async def server() -> AsyncIterator[RedisServer]:
    with running_redis() as running:
        yield running


def buckets(client: Redis, *, is_there: bool = True) -> RedisBuckets:
    return RedisBuckets(
        client,
        is_there=lambda: is_there,
        mark=lambda key: KEYS.mark("rate", key),
        otherwise=counted_here,
    )


@pytest.fixture
async def client(server: RedisServer) -> AsyncIterator[Redis]:
    one = Redis.from_url(server.url, retry=Retry(NoBackoff(), 0))
    yield one
    await one.aclose()


async def test_two_gateways_take_from_one_bucket(client: Redis) -> None:
    first, second = buckets(client), buckets(client)

    waits = [await one.take("messages=c1", SLOW) for one in (first, second, first, second)]
    other = await second.take("messages=c2", SLOW)

    assert waits[:3] == [0, 0, 0]
    assert 110 <= waits[3] <= 120
    assert other == 0


async def test_a_bucket_refills_with_the_time(client: Redis) -> None:
    quick = Rate(1, 60 * 1000)  # one in a thousandth of a second

    assert await buckets(client).take("k", quick) == 0
    async with asyncio.timeout(WITHIN):
        while await buckets(client).take("k", quick) != 0:
            pass


async def test_a_clock_of_redis_that_went_back_keeps_nobody_waiting(client: Redis) -> None:
    await buckets(client).take("k", SLOW)
    (key,) = await client.keys("*")
    told = await client.hget(key, "at")
    assert told is not None
    await client.hset(key, "at", str(float(told) + 48 * 3600))

    assert await buckets(client).take("k", SLOW) == 0


async def test_what_is_full_again_is_forgotten(client: Redis) -> None:
    await buckets(client).take("k", SLOW)

    (key,) = await client.keys("*")

    assert 0 < await client.ttl(key) <= 121


async def test_no_address_stands_in_redis(client: Redis) -> None:
    await buckets(client).take("messages:203.0.113.7", SLOW)

    (key,) = await client.keys("*")

    assert b"203" not in key
    assert b"messages" not in key


async def test_while_redis_is_known_to_be_away_this_gateway_counts(client: Redis) -> None:
    assert await buckets(client, is_there=False).take("k", SLOW) == ELSEWHERE
    assert await client.dbsize() == 0


async def test_a_redis_that_died_this_moment_keeps_nobody_waiting(
    server: RedisServer, client: Redis
) -> None:
    server.kill()

    assert await buckets(client).take("k", SLOW) == ELSEWHERE


async def test_a_full_redis_keeps_nobody_waiting(server: RedisServer, client: Redis) -> None:
    server.order("CONFIG", "SET", "maxmemory", "1")

    assert await buckets(client).take("k", SLOW) == ELSEWHERE
