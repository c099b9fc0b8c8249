"""Holds names for one gateway: whoever has a name is alone with it, whatever process asks."""

from __future__ import annotations

import asyncio
import logging

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from core.store.postgresql import lock_key

logger = logging.getLogger(__name__)


class Holding:
    """Hold any number of names with one connection of PostgreSQL.

    Who dies holds nothing any more: PostgreSQL notices that the connection has gone. Whoever was
    only cut off may still be at work beside its successor, so what is done must bear that.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        """Take the engine; nothing is connected yet."""
        self._engine = engine
        self._names: set[str] = set()
        self._connection: AsyncConnection | None = None
        self._one_at_a_time = asyncio.Lock()  # a connection answers one question at a time

    async def take(self, name: str) -> bool:
        """Tell whether the name is ours now; it is not if anybody, here or elsewhere, has it."""
        asking = asyncio.create_task(self._take(name))
        try:
            return await asyncio.shield(asking)
        except asyncio.CancelledError:
            # A question that is broken off would cost the connection, and all that it holds.
            if await asking:
                await self._give_back(name)
            raise

    async def give_back(self, name: str) -> None:
        """Let others have a name; a connection that broke meanwhile had done so before."""
        giving = asyncio.create_task(self._give_back(name))
        try:
            await asyncio.shield(giving)
        except asyncio.CancelledError:
            await giving
            raise

    async def close(self) -> None:
        """Give back everything."""
        async with self._one_at_a_time:
            await self._forget()

    async def _take(self, name: str) -> bool:
        async with self._one_at_a_time:
            if name in self._names:
                return False
            question = func.pg_try_advisory_lock(_key(name))
            try:
                ours = await self._asked(question)
            except DBAPIError:  # the connection broke while nobody used it: once more, with another
                ours = await self._asked(question)
            if ours:
                self._names.add(name)
            return ours

    async def _give_back(self, name: str) -> None:
        async with self._one_at_a_time:
            self._names.discard(name)
            try:
                if self._connection is not None:
                    await self._asked(func.pg_advisory_unlock(_key(name)))
            except DBAPIError:
                logger.warning("the connection that held names had broken")

    async def _asked(self, question: ColumnElement[bool]) -> bool:
        if self._connection is None:
            plain = await self._engine.connect()
            self._connection = await plain.execution_options(isolation_level="AUTOCOMMIT")
        try:
            return bool(await self._connection.scalar(select(question)))
        except DBAPIError:
            await self._forget()
            raise

    async def _forget(self) -> None:
        if self._connection is not None:
            broken, self._connection = self._connection, None
            await broken.invalidate()  # not back to the pool: its session holds names
            await broken.close()


def _key(name: str) -> int:
    return lock_key(f"held:{name}")
