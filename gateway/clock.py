"""Tells the time in the bureau's own zone."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.exc import SQLAlchemyError

ANSWERED_WITHIN = 2.0  # seconds; what comes later says too little of the time
NOTICED = timedelta(seconds=5)  # from which on an operator is told

logger = logging.getLogger(__name__)


def clock(zone: str) -> Callable[[], datetime]:
    """Return what tells the time there; `zone` is an IANA name such as Asia/Shanghai."""
    here = ZoneInfo(zone)
    return lambda: datetime.now(here)


class SharedClock:
    """Tell the time that all gateways share: the database's, where there is a server.

    Leases, windows and "not before" are rows that gateways read of each other: one whose machine
    is two days ahead would take the work of the others for given up, and put off its own until
    the day after tomorrow. Between two looks time goes by steadily, whatever is done to the
    machine's own clock.
    """

    every = 5.0  # seconds between two looks

    def __init__(
        self,
        zone: str,
        asked: Callable[[], Awaitable[datetime | None]],
        *,
        own: Callable[[], datetime] | None = None,
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        """Take who is asked (None: there is no other clock), and the machine's own two clocks."""
        self._zone = ZoneInfo(zone)
        self._asked = asked
        self._own = own or clock(zone)
        self._steady = steady
        self._base: datetime | None = None  # nobody was asked yet: our own clock has to do
        self._since = 0.0  # of the steady clock, when it was so late
        self._is_off = False

    def __call__(self) -> datetime:
        """Return the time, in the bureau's zone."""
        if self._base is None:
            return self._own()
        return self._base + timedelta(seconds=self._steady() - self._since)

    async def step(self) -> None:
        """Ask; who is not answered goes on with what was known."""
        before = self._steady()
        try:
            async with asyncio.timeout(ANSWERED_WITHIN):
                told = await self._asked()
        except (SQLAlchemyError, OSError):  # readiness says so; TimeoutError is an OSError
            return
        if told is None:
            return
        self._since = (before + self._steady()) / 2
        self._base = told.astimezone(self._zone)
        self._tell(abs(self._own() - self()))

    def _tell(self, off: timedelta) -> None:
        """Say once that this machine's clock is wrong, and once that it is right again."""
        is_off = off >= NOTICED
        if is_off and not self._is_off:
            logger.warning(
                "this machine's clock is %.0f s off the database's, which is used: set it (chrony)",
                off.total_seconds(),
            )
        elif self._is_off and not is_off:
            logger.info("this machine's clock is right again")
        self._is_off = is_off
