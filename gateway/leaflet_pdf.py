"""Prints leaflets as PDF, one at a time."""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path

from gateway.leaflet import Leaflet
from gateway.leaflet_font import FontFile, find_font


def leaflet_press(font: Path | None) -> LeafletPress | None:
    """Return what prints with the chosen font, or the one that is there; None: there is none."""
    found = find_font(font)
    return LeafletPress(found) if found is not None else None


class LeafletPress:
    """Print one leaflet at a time: it is work for a processor, and there are few of them."""

    def __init__(self, font: FontFile) -> None:
        """Take the font that is put into each file, as far as the leaflet uses it."""
        self._font = font
        self._free = asyncio.Semaphore(1)

    async def printed(self, leaflet: Leaflet, at: datetime) -> bytes:
        """Return the leaflet as a PDF file."""
        async with self._free:
            return await asyncio.to_thread(self._print, leaflet, at)

    def _print(self, leaflet: Leaflet, at: datetime) -> bytes:
        from gateway.leaflet_drawing import drawn  # a second that a starting gateway has not

        return drawn(leaflet, at, self._font)
