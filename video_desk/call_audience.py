"""Tells the pages of a call what happens in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Protocol

from core.calls import CallSeat, sees
from core.store.call_seats import CallSeatStore

Event = Mapping[str, object]
Send = Callable[[Event], Awaitable[None]]


class Pages(Protocol):
    """Know the open connections of this process, by a key."""

    def listening(self, key: str, send: Send, /) -> AbstractAsyncContextManager[None]:
        """Send events for `key` through `send` while the block runs."""
        ...

    async def tell(self, key: str, event: Event, /) -> None:
        """Send one event to every connection of one key."""
        ...


class Audience:
    """Reach one seat, or all seats of a call."""

    def __init__(self, pages: Pages, seats: CallSeatStore) -> None:
        """Take the open connections of call pages, and who sits where."""
        self._pages = pages
        self._seats = seats
        self._here: Counter[str] = Counter()  # open connections by call

    @asynccontextmanager
    async def listening(self, call_id: str, seat_id: str, send: Send) -> AsyncIterator[None]:
        """Be reached as that seat while the block runs."""
        self._here[call_id] += 1
        try:
            async with self._pages.listening(_key(call_id, seat_id), send):
                yield
        finally:
            self._here[call_id] -= 1
            if not self._here[call_id]:
                del self._here[call_id]

    def calls(self) -> frozenset[str]:
        """Return the calls of which this process serves a page."""
        return frozenset(self._here)

    async def one(self, call_id: str, seat_id: str, event: Event) -> None:
        """Tell one seat."""
        await self._pages.tell(_key(call_id, seat_id), event)

    async def all(self, call_id: str, event: Event, *, but: str | None = None) -> None:
        """Tell everybody, perhaps but one seat."""
        for seat in await self._seats.seats(call_id):
            if seat.id != but:
                await self.one(call_id, seat.id, event)

    async def seats_changed(self, call_id: str) -> None:
        """Show everybody who is there."""
        seats = await self._seats.seats(call_id)
        for viewer in seats:
            shown = [seat_json(s) for s in seats if s.taken and sees(viewer, s)]
            await self.one(call_id, viewer.id, {"type": "seats", "seats": shown})


def seat_json(seat: CallSeat) -> dict[str, object]:
    """Return a seat as pages see it."""
    return {
        "id": seat.id,
        "role": seat.role.value,
        "name": seat.name,
        "media": seat.medium.value,
        "connected": seat.stream is not None,
        "linked": seat.linked,
        "held_until": None if seat.stream is not None else seat.until.isoformat(),
    }


def _key(call_id: str, seat_id: str) -> str:
    return f"{call_id}/{seat_id}"
