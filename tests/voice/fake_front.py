"""Plays the gateway for a call."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field

from core.errors import EngineUnavailable
from voice.front import FrontEvent, Said, Session, Slot


@dataclass
class FakeFront:
    """Be a gateway with memory."""

    answers: dict[str, Said] = field(default_factory=dict)
    takes: float = 0.1
    notes_in: float = 0.0  # seconds that it takes to note a pace or a consent
    works: bool = True
    opens: bool = True
    session: Session = field(default_factory=lambda: Session("c1", "t", "您想问什么？"))
    free: tuple[Slot, ...] = ()
    received: list[tuple[str, str]] = field(default_factory=list)  # text, message id
    paces: list[float] = field(default_factory=list)
    consents: list[bool] = field(default_factory=list)
    bookings: list[tuple[Slot, str]] = field(default_factory=list)
    endings: list[str] = field(default_factory=list)
    left: int = 0  # times that the queue was left
    beside: asyncio.Queue[FrontEvent] = field(default_factory=asyncio.Queue)

    async def begin(self, caller: str, called: str) -> Session:
        if not self.opens:
            raise EngineUnavailable("gateway")
        return self.session

    async def say(
        self, session: Session, text: str, message_id: str, confidence: float | None = None
    ) -> Said:
        self.received.append((text, message_id))
        await asyncio.sleep(self.takes)
        if not self.works:
            raise EngineUnavailable("gateway")
        return self.answers.get(text, Said(f"您说的是{text}。"))

    async def events(self, session: Session) -> AsyncIterator[FrontEvent]:
        while True:
            yield await self.beside.get()

    async def pace(self, session: Session, pace: float) -> None:
        await asyncio.sleep(self.notes_in)
        self.paces.append(pace)

    async def consent(self, session: Session, recording: bool) -> None:
        await asyncio.sleep(self.notes_in)
        self.consents.append(recording)

    async def slots(self, session: Session) -> Sequence[Slot]:
        return self.free

    async def book_call_back(self, session: Session, slot: Slot, number: str) -> str:
        self.bookings.append((slot, number))
        return f"{slot.spoken}给您打电话。"

    async def leave_queue(self, session: Session) -> None:
        self.left += 1

    async def ended(self, session: Session, why: str, seconds: int) -> None:
        self.endings.append(why)

    @property
    def texts(self) -> list[str]:
        return [text for text, _ in self.received]
