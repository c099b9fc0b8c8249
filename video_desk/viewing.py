"""Shows a page the others on a second connection, where one that brings a stream receives none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from core import call_wording
from core.calls import Call, CallSeat, Engine
from core.errors import EngineUnavailable, NotAllowedNow


class Viewing(Protocol):
    """Offer a page a connection on which it sees the others; may raise EngineUnavailable."""

    async def viewing(self, room: str, seat_id: str) -> str | None:
        """Return the SDP offer of that connection; None: nobody sits there."""
        ...

    async def view(self, room: str, seat_id: str, answer: str) -> None:
        """Take the page's SDP answer."""
        ...


class CallViewing:
    """Pass those offers and answers between the pages of a call and whoever has its room."""

    def __init__(self, of: Callable[[str], Viewing] | None) -> None:
        """Take who has a room; None: pages see the others on their first connection."""
        self._of = of

    async def offered(self, call: Call, seat: CallSeat) -> str | None:
        """Return what comes with the answer to a page's offer, if anything does."""
        if self._of is None:
            return None
        try:
            return await self._of(call.id).viewing(call.id, seat.id)
        except EngineUnavailable as error:
            raise NotAllowedNow(str(error), call_wording.BAD_OFFER) from error

    async def answered(self, call: Call, seat: CallSeat, sdp: str) -> None:
        """Take a page's answer; if it is refused, the page connects anew."""
        if self._of is None or call.engine is not Engine.FORWARD:
            raise NotAllowedNow(f"call {call.id}: nothing was offered", call_wording.BAD_FRAME)
        try:
            await self._of(call.id).view(call.id, seat.id, sdp)
        except EngineUnavailable as error:
            raise NotAllowedNow(str(error), call_wording.BAD_OFFER) from error
