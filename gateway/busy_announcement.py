"""Gives the line what callers hear when it is full, as soon as that is rendered."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Protocol

from core.errors import EngineUnavailable
from voice.line import RATE
from voice.speech import USUAL

logger = logging.getLogger(__name__)

BUSY_PROMPT = "all_lines_taken"  # of core.phone_wording


class Essential(Protocol):
    """Return a prepared prompt by its name; EngineUnavailable while nobody rendered it."""

    async def __call__(self, name: str, *, pace: float, rate: int) -> bytes:
        """Return it as PCM, at `pace` characters a second and `rate` hertz."""
        ...


class BusyAnnouncement:
    """Look for the announcement until it is there; a first start renders it while calls come."""

    every = 30.0  # seconds between two looks

    def __init__(self, essential: Essential, announce: Callable[[bytes], None]) -> None:
        """Take where prepared prompts are, and who announces."""
        self._essential = essential
        self._announce = announce
        self._given = False
        self._told = False

    async def step(self) -> None:
        """Give the announcement to the line if it is there now, once."""
        if self._given:
            return
        try:
            pcm = await self._essential(BUSY_PROMPT, pace=USUAL, rate=RATE)
        except EngineUnavailable:
            if not self._told:
                logger.warning("callers who find the line full get a signal until it is rendered")
            self._told = True
            return
        self._announce(pcm)
        self._given = True
