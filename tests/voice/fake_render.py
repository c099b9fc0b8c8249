"""Plays the synthesiser: every character takes a tenth of a second of a level of its own."""

from __future__ import annotations

import asyncio

from core.errors import EngineUnavailable
from voice.clauses import characters

SECONDS = 0.1  # of sound for each character
LEVEL = b"\x01\x10"


class FakeRender:
    """Render silence that is not silent, remember what was asked, and fail where told to."""

    def __init__(self, *, fails_on: str = "", held: asyncio.Event | None = None) -> None:
        self.asked: list[str] = []
        self.paces: list[float] = []
        self.spare: list[float] = []
        self.cancelled: list[str] = []
        self._fails_on = fails_on
        self._held = held

    async def __call__(self, clause: str, *, pace: float, rate: int, spare: float = 0.0) -> bytes:
        self.asked.append(clause)
        self.spare.append(spare)
        self.paces.append(pace)
        if self._fails_on and self._fails_on in clause:
            raise EngineUnavailable("kokoro")
        if self._held is not None and len(self.asked) > 1:
            try:
                await self._held.wait()
            except asyncio.CancelledError:
                self.cancelled.append(clause)
                raise
        return LEVEL * int(characters(clause) * SECONDS * rate)
