"""Tests that gateways tell each other what happens, over a real Redis that may die."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field

import pytest
from pydantic import SecretStr
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from gateway.clock import SharedClock
from gateway.key_ring import MARK_KEY, Algorithm, KeyRing, new_key
from gateway.settings import Settings
from gateway.together import together
from integrations.listeners import Listeners
from integrations.redis_fan_out import CHANNEL, RedisFanOut
from launch.tools import program
from tests.fakes.keys import KEYS
from tests.redis_server import RedisServer, running_redis

pytestmark = [
    pytest.mark.cluster,
    pytest.mark.skipif(program("redis-server") is None, reason="needs redis-server"),
]

WITHIN = 20.0  # seconds; a loaded machine is slow, a broken product never gets there
SAID = {"type": "agent", "text": "请问您的身份证号是 370602195001011234 吗", "seq": 7}


@dataclass(slots=True)
class Page:
    """Keep what a page was sent, and count how often it was told to look again."""

    heard: list[Mapping[str, object]] = field(default_factory=list)
    looks: int = 0

    async def send(self, event: Mapping[str, object]) -> None:
        self.heard.append(event)

    async def look(self) -> None:
        self.looks += 1


@dataclass(slots=True)
class Gateway:
    """Be what one gateway has of the others, with its two kinds of pages."""

    citizens: Listeners
    staff: Listeners
    is_there: list[bool]  # what it was told of Redis

    @property
    def reached(self) -> bool:
        return bool(self.is_there) and self.is_there[-1]


@pytest.fixture
def redis() -> Iterator[RedisServer]:
    with running_redis() as server:
        yield server


async def nobody_asked() -> None:
    """Be a database that has no clock."""


@asynccontextmanager
async def gateway(redis: RedisServer, keys: KeyRing = KEYS) -> AsyncIterator[Gateway]:
    """Run one until the block ends, connected at first."""
    told: list[bool] = []
    settings = Settings(redis_url=SecretStr(redis.url))
    now = SharedClock(settings.timezone, nobody_asked)
    others = together(settings, keys, lambda: told.append, now)
    chores = [asyncio.create_task(chore.run()) for chore in others.chores]
    one = Gateway(others.listeners("citizens"), others.listeners("staff"), told)
    try:
        await until(lambda: one.reached)
        yield one
    finally:
        for chore in chores:
            chore.cancel()
        await asyncio.gather(*chores, return_exceptions=True)
        await others.close()


@pytest.fixture
async def pair(redis: RedisServer) -> AsyncIterator[tuple[Gateway, Gateway]]:
    async with AsyncExitStack() as stack:
        first = await stack.enter_async_context(gateway(redis))
        yield first, await stack.enter_async_context(gateway(redis))


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(WITHIN):
        while not holds():  # noqa: ASYNC110  another process sets no event of ours
            await asyncio.sleep(0.02)


async def test_a_page_at_another_gateway_hears_it_once_and_nobody_else_does(
    pair: tuple[Gateway, Gateway],
) -> None:
    first, second = pair
    near, far, other, agent = Page(), Page(), Page(), Page()

    async with AsyncExitStack() as stack:
        for one, key, page in (
            (first.citizens, "c1", near),
            (second.citizens, "c1", far),
            (second.citizens, "c2", other),
            (second.staff, "c1", agent),
        ):
            await stack.enter_async_context(one.listening(key, page.send))
        await first.citizens.deliver("c1", SAID)
        await first.staff.tell_all({"type": "end of the test"})
        await until(lambda: bool(agent.heard))

    assert (near.heard, far.heard, other.heard) == ([SAID], [SAID], [])


async def test_events_come_in_the_order_in_which_they_were_told(
    pair: tuple[Gateway, Gateway],
) -> None:
    first, second = pair
    page = Page()

    async with second.citizens.listening("c1", page.send):
        for number in range(200):
            await first.citizens.deliver("c1", {"type": "agent", "seq": number})
        await until(lambda: len(page.heard) == 200)

    assert [event["seq"] for event in page.heard] == list(range(200))


async def test_redis_sees_no_word_and_no_name_of_anybody(
    redis: RedisServer, pair: tuple[Gateway, Gateway]
) -> None:
    client = Redis.from_url(redis.url)
    async with client.pubsub() as spy:
        await spy.subscribe(CHANNEL)
        await spy.get_message(timeout=WITHIN)
        await pair[0].citizens.deliver("conversation-c1", SAID)
        message = await spy.get_message(timeout=WITHIN)
        while message is None or len(message["data"]) < 50:  # "look again" comes without content
            message = await spy.get_message(timeout=WITHIN)
    await client.aclose()

    seen = message["data"].decode()
    assert not any(word in seen for word in ("370602", "身份证", "conversation-c1", "agent"))


async def test_who_has_other_keys_tells_nothing_but_that_something_happened(
    redis: RedisServer, pair: tuple[Gateway, Gateway]
) -> None:
    page = Page()
    strange = KeyRing([new_key(Algorithm.AES)], bytes(MARK_KEY))

    async with (
        pair[0].citizens.listening("c1", page.send, page.look),
        gateway(redis, strange) as stranger,
    ):
        await until(lambda: page.looks > 0)
        looks = page.looks
        await stranger.citizens.deliver("c1", SAID)
        await until(lambda: page.looks > looks)

    assert page.heard == []


async def test_pages_look_again_while_redis_is_away_and_hear_again_when_it_is_back(
    redis: RedisServer, pair: tuple[Gateway, Gateway]
) -> None:
    first, second = pair
    page = Page()

    async with second.citizens.listening("c1", page.send, page.look):
        redis.kill()
        await until(lambda: not first.reached and not second.reached)
        before = page.looks
        await first.citizens.deliver("c1", SAID)
        await until(lambda: page.looks > before + 1)
        lost = list(page.heard)
        redis.start()
        await until(lambda: first.reached and second.reached)
        await first.citizens.deliver("c1", SAID)
        await until(lambda: bool(page.heard))

    assert (lost, page.heard) == ([], [SAID])


async def test_a_redis_that_stands_still_counts_as_away(
    redis: RedisServer, pair: tuple[Gateway, Gateway]
) -> None:
    first, _ = pair

    redis.signal(signal.SIGSTOP)
    await until(lambda: not first.reached)
    redis.signal(signal.SIGCONT)
    await until(lambda: first.reached)

    assert first.is_there == [True, False, True]


async def test_without_a_redis_pages_look_at_the_rows_from_the_first_moment_on() -> None:
    nowhere = Redis(host="127.0.0.1", port=1, retry=Retry(NoBackoff(), 0))
    told: list[bool] = []
    fan_out = RedisFanOut(nowhere, KEYS, told.append)
    citizens, page = Listeners("citizens", fan_out), Page()

    async with citizens.listening("c1", page.send, page.look):
        await fan_out.live()
        await citizens.deliver("c1", SAID)
        await fan_out.look()

    assert (told, page.heard, page.looks) == ([False], [SAID], 1)
