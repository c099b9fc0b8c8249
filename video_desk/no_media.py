"""Stands where no media process is set up: pages connect to each other directly."""

from __future__ import annotations

from collections.abc import Sequence

from core.errors import EngineUnavailable
from video_desk.media.places import Seat


class NoMedia:
    """Fulfil MediaEngine and Places by carrying nothing."""

    async def join(self, room: str, seat: Seat, offer: str) -> str:
        """Raise EngineUnavailable."""
        del seat, offer
        raise _absent(room)

    async def leave(self, room: str, seat_id: str) -> None:
        """Have nothing to take down."""
        del room, seat_id

    async def attend(self, room: str, seat: Seat) -> None:
        """Raise EngineUnavailable."""
        del seat
        raise _absent(room)

    async def record(self, room: str, *, wanted: bool) -> None:
        """Raise EngineUnavailable if something is to be recorded."""
        if wanted:
            raise _absent(room)

    async def close(self, room: str) -> Sequence[str]:
        """Have recorded nothing."""
        del room
        return ()

    async def has_place(self, room: str) -> bool:
        """Have none."""
        del room
        return False

    async def answers(self, room: str) -> bool:
        """Never answer."""
        del room
        return False

    async def aclose(self) -> None:
        """Hold nothing."""


def _absent(room: str) -> EngineUnavailable:
    return EngineUnavailable(f"media for {room}")
