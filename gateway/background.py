"""Does again and again what nobody asks for: filing, notices, webhooks."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass

Alone = Callable[[str], AbstractAsyncContextManager[bool]]  # whether that name is only ours now

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Chore:
    """Be something that takes a step every so often."""

    name: str
    step: Callable[[], Awaitable[object]]
    every: float  # seconds between two steps
    begins: Callable[[], None] | None = None  # told once, when pages can reach us
    # Says whether it is our turn: what must not be done by two gateways at once. None: always.
    alone: Alone | None = None

    async def run(self) -> None:
        """Take steps until cancelled."""
        if self.begins is not None:
            self.begins()
        while True:
            try:
                async with self._turn() as ours:
                    if ours:
                        await self.step()
            except Exception:  # the edge of a background task: the next step tries again
                logger.exception("%s stopped in the middle of a step", self.name)
            await asyncio.sleep(self.every)

    def _turn(self) -> AbstractAsyncContextManager[bool]:
        return nullcontext(True) if self.alone is None else self.alone(self.name)
