"""Is what a class of faults works with: the town, who talks in it, and dice."""

from __future__ import annotations

import asyncio
import os
import random
import signal
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from time import monotonic

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from bench.faults.crowd import Townspeople
from bench.faults.evidence import Call, Hit
from bench.faults.town import DATABASE, RECOVERS, Town
from launch.errors import NotReady
from launch.restarts import FIRST_PAUSE
from tests.running import Service

LEAST = 15  # messages between two faults, so that each meets people who talk
CALM = (2.0, 5.0)  # seconds between two faults, from and to
WITHIN = 30.0  # seconds until something that has to happen has happened
GLANCE = 0.02  # seconds between two looks

Faults = Callable[["Scene"], AsyncGenerator[Hit, None]]


@dataclass(frozen=True, slots=True)
class Scene:
    """Be one class of faults at work."""

    town: Town
    people: Townspeople
    dice: random.Random
    calls: list[Call] = field(default_factory=list)
    listening: list[asyncio.Task[None]] = field(default_factory=list)  # to what was heard

    async def calm(self) -> None:
        """Let people talk for a while."""
        until, said = monotonic() + self.dice.uniform(*CALM), self.people.said + LEAST
        while monotonic() < until or self.people.said < said:  # noqa: ASYNC110  two conditions
            await asyncio.sleep(0.1)

    async def killed(self, services: Sequence[Service], what: str, component: str) -> Hit:
        """Kill programs at the same moment; return when citizens are answered and all are back."""
        began = monotonic()
        for service in services:
            await asyncio.to_thread(service.kill)
        restarts = [asyncio.create_task(self.restarted(service)) for service in services]
        hit = await self.recovered(f"SIGKILL of {what}", component, began, "its process was gone")
        await asyncio.gather(*restarts)
        return hit

    async def restarted(self, service: Service) -> None:
        """Start a program that was killed, after the pause that the launcher makes."""
        await asyncio.sleep(FIRST_PAUSE)
        service.start()
        end = monotonic() + RECOVERS
        while True:
            try:
                await asyncio.to_thread(service.wait_until_ready)
            except NotReady:  # on a machine that has much else to do
                if monotonic() > end:
                    raise
            else:
                return

    async def recovered(
        self, what: str, component: str, began: float, proof: str, *, url: str | None = None
    ) -> Hit:
        """Wait for the first good turn; return the account of the fault."""
        said = self.people.said
        found = await self.town.good_turn(url)
        return Hit(what, component, began, found, used=said > 0, proof=proof)


@asynccontextmanager
async def locked(
    town: Town, table: str, database: str = DATABASE
) -> AsyncIterator[Callable[[], Awaitable[bool]]]:
    """Let nobody write to a table during the block; what is yielded tells if somebody waits."""
    engine = create_async_engine(town.cluster.database.url(database))
    try:
        async with engine.connect() as connection:
            await connection.execute(text(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE"))

            async def is_waited_for() -> bool:
                told = await town.order(
                    "SELECT count(*) FROM pg_locks WHERE NOT granted"
                    f" AND relation = '{table}'::regclass",
                    database,
                )
                return told != "0"

            yield is_waited_for
    finally:
        await engine.dispose()


@contextmanager
def rasas_still(town: Town) -> Iterator[None]:
    """Let no Rasa do anything during the block."""
    pids = [pid for one in town.cluster.rasas for pid in one.pids]
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGCONT)


async def until(holds: Callable[[], Awaitable[bool]], what: str) -> None:
    """Wait until something holds; raise TimeoutError with its name if it never does."""
    end = monotonic() + WITHIN
    while not await holds():
        if monotonic() > end:
            raise TimeoutError(f"waited in vain for {what}")
        await asyncio.sleep(GLANCE)
