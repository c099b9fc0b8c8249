"""Stands in for the people and the pages at the other end."""

from __future__ import annotations

from collections.abc import Mapping

from core.contracts import QueuePlace, Ticket
from core.messages import Message


class FakeDesk:
    """Fulfil HumanDesk: a list of tickets, one for each conversation."""

    def __init__(self, *, open_now: bool = True, minutes: int | None = None) -> None:
        self.tickets: list[Ticket] = []
        self.relayed: list[Message] = []
        self._open_now = open_now
        self._minutes = minutes

    async def enqueue(self, ticket: Ticket) -> QueuePlace:
        """Remember the first ticket of each conversation."""
        if all(known.conversation_id != ticket.conversation_id for known in self.tickets):
            self.tickets.append(ticket)
        place = await self.place_of(ticket.conversation_id)
        assert place is not None
        return place

    async def place_of(self, conversation_id: str) -> QueuePlace | None:
        """Count the tickets up to the conversation's own."""
        for position, ticket in enumerate(self.tickets, 1):
            if ticket.conversation_id == conversation_id:
                return QueuePlace(ticket.id, position, self._minutes, self._open_now)
        return None

    async def relay(self, message: Message) -> None:
        """Remember the message."""
        self.relayed.append(message)


class RecordingChannel:
    """Fulfil Channel by keeping every event."""

    def __init__(self) -> None:
        self.events: list[tuple[str, Mapping[str, object]]] = []

    async def deliver(self, conversation_id: str, event: Mapping[str, object]) -> None:
        """Keep the event."""
        self.events.append((conversation_id, event))

    def of_type(self, kind: str) -> list[Mapping[str, object]]:
        """Return the events of one type, in order."""
        return [event for _, event in self.events if event["type"] == kind]


class RecordingStaffPages:
    """Fulfil StaffPages by keeping every event, under the name of whom it was for."""

    def __init__(self) -> None:
        self.events: list[tuple[str, Mapping[str, object]]] = []

    async def tell_all(self, event: Mapping[str, object]) -> None:
        """Keep the event for everybody."""
        self.events.append(("*", event))

    async def tell(self, staff: str, event: Mapping[str, object]) -> None:
        """Keep the event for one member of staff."""
        self.events.append((staff, event))
