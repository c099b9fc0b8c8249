"""Carries events between gateways over Redis (PUBLISH, SUBSCRIBE); fulfils FanOut."""

from __future__ import annotations

import asyncio
import json
import logging
import secrets
from collections.abc import Callable
from contextlib import suppress
from time import monotonic

from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.exceptions import RedisError

from core.errors import Unreadable
from core.sealed_columns import FieldCipher
from integrations.listeners import Event, Here

logger = logging.getLogger(__name__)

CHANNEL = "yibao:events"
PLACE = "fan-out"  # to which what we seal is bound
BEAT = 1.0  # seconds without a message after which we ask whether Redis is there
SILENCE = 3.0  # seconds without an answer after which it is not
OFTEN = 3.0  # seconds between two looks of the pages while Redis is away
SELDOM = 30.0  # while it is there; a gateway that dies between commit and PUBLISH tells nobody
MOST_WAITING = 5_000  # events; beyond it the others look again instead
SLOW_PAGE = 1.0  # seconds; one page that takes nothing must not hold up the others' events
AWAY = (RedisError, OSError, TimeoutError)


class RedisFanOut:
    """Tell the other gateways what happens here, and the pages here what happens there.

    Redis sees sealed texts only, and keeps none. It decides nothing: what it loses, pages find in
    the rows when they look again.
    """

    def __init__(
        self, redis: Redis, cipher: FieldCipher, told: Callable[[bool], None] = lambda _: None
    ) -> None:
        """Take Redis and the keys that all gateways share; `told` learns whether Redis is there."""
        self._redis = redis
        self._cipher = cipher
        self._told = told
        self._name = secrets.token_hex(8)  # of this gateway: its own events come back to it
        self._groups: dict[str, Here] = {}
        self._waiting: asyncio.Queue[tuple[str, str | None, Event]] = asyncio.Queue(MOST_WAITING)
        self._lost = False  # whether the others were not told something
        self._wake = asyncio.Event()
        self._said: bool | None = None  # what was said of Redis last
        self.is_there = False

    def join(self, group: str, here: Here) -> None:
        """Bring what others tell this group to the connections here."""
        self._groups[group] = here

    def tell(self, group: str, key: str | None, event: Event) -> None:
        """Bring an event to the other gateways, soon; lost if Redis is away."""
        if not self.is_there:
            return
        try:
            self._waiting.put_nowait((group, key, event))
        except asyncio.QueueFull:
            self._lost = True

    async def live(self) -> None:
        """Be connected until Redis goes away; a chore that begins again."""
        try:
            async with self._redis.pubsub() as ears, asyncio.TaskGroup() as both:
                await ears.subscribe(CHANNEL)
                both.create_task(self._hear(ears), name="fan-out: hear")
                both.create_task(self._send(), name="fan-out: send")
        except* AWAY as problems:
            self._changed(False, type(problems.exceptions[0]).__name__)
        finally:
            self._changed(False, "ended")
            while not self._waiting.empty():  # what is late is worth less than a look at the rows
                self._waiting.get_nowait()

    async def look(self) -> None:
        """Wait until pages have to look again, and let them; a chore that begins again."""
        with suppress(TimeoutError):
            async with asyncio.timeout(SELDOM if self.is_there else OFTEN):
                await self._wake.wait()
        self._wake.clear()
        for here in tuple(self._groups.values()):
            await here.look_again()

    async def _hear(self, ears: PubSub) -> None:
        heard = monotonic()
        await ears.ping()
        while True:
            message = await ears.get_message(timeout=BEAT)
            if message is None:
                if monotonic() - heard > SILENCE:
                    raise TimeoutError
                await ears.ping()
                continue
            heard = monotonic()
            if message["type"] == "pong" and not self.is_there:
                # What happened meanwhile, here and elsewhere, was not told to each other.
                self._lost = True
                self._changed(True, "")
            elif message["type"] == "message":
                await self._received(message["data"])

    async def _send(self) -> None:
        while True:
            group, key, event = await self._next()
            if self._lost:
                self._lost = False
                await self._redis.publish(CHANNEL, f"{self._name} ")
            if event is not None:
                told = json.dumps([group, key, event], ensure_ascii=False)
                sealed = self._cipher.sealed(PLACE, self._name, told)
                await self._redis.publish(CHANNEL, f"{self._name} {sealed}")

    async def _next(self) -> tuple[str, str | None, Event | None]:
        """Return the next event; None of it after a while without any."""
        try:
            async with asyncio.timeout(BEAT):
                return await self._waiting.get()
        except TimeoutError:
            return "", None, None

    async def _received(self, data: bytes) -> None:
        name, _, sealed = data.decode().partition(" ")
        if name == self._name:
            return
        if not sealed:
            self._wake.set()
            return
        try:
            group, key, event = json.loads(self._cipher.opened(PLACE, name, sealed))
        except (Unreadable, ValueError):
            logger.warning("an event of another gateway could not be read: are its keys ours?")
            self._wake.set()
            return
        here = self._groups.get(group)
        if here is None:  # of a newer version
            return
        try:
            async with asyncio.timeout(SLOW_PAGE):
                await (here.tell_all(event) if key is None else here.tell(key, event))
        except TimeoutError:
            logger.info("a page takes no events; all look again")
            self._wake.set()

    def _changed(self, is_there: bool, why: str) -> None:
        self.is_there = is_there
        if is_there == self._said:
            return
        self._said = is_there
        self._told(is_there)
        self._wake.set()
        if is_there:
            logger.info("Redis is there: events reach the other gateways")
        else:
            logger.warning("Redis is away (%s): pages look again, rates are counted here", why)
