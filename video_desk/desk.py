"""Brings a citizen and a member of staff together; fulfils HumanDesk."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from core import wording
from core.contracts import Channel, QueuePlace, Ticket
from core.errors import NotAllowedNow
from core.messages import Message
from core.office_hours import OfficeHours
from core.privacy import mask_text
from core.store import ConversationStore, Line, TicketStore
from video_desk.queue import in_order, minutes_to_wait, position

RECENT = 20  # accepted tickets from which waiting times are estimated


class StaffPages(Protocol):
    """Show staff what happens."""

    async def tell_all(self, event: Mapping[str, object]) -> None:
        """Send an event to every signed-in member of staff."""
        ...

    async def tell(self, staff: str, event: Mapping[str, object]) -> None:
        """Send an event to every page of one member of staff."""
        ...


class VideoDesk:
    """Keep the queue, give tickets to agents, relay what is said."""

    def __init__(
        self,
        *,
        tickets: TicketStore,
        conversations: ConversationStore,
        citizens: Channel,
        staff_pages: StaffPages,
        now: Callable[[], datetime],
        hours: OfficeHours,
    ) -> None:
        """Take the stores, who carries events to whom, and the hours of service."""
        self._tickets = tickets
        self._conversations = conversations
        self._citizens = citizens
        self._staff_pages = staff_pages
        self._now = now
        self._hours = hours

    async def enqueue(self, ticket: Ticket) -> QueuePlace:
        """Put the ticket into the queue, once per conversation, and tell its place."""
        await self._tickets.enqueue(ticket)
        await self._changed()
        place = await self.place_of(ticket.conversation_id)
        if place is None:  # an agent accepted it in this very moment
            return QueuePlace(ticket.id, 1, 1, self._open_now())
        return place

    async def place_of(self, conversation_id: str) -> QueuePlace | None:
        """Return where the conversation stands, or None if it is not waiting."""
        waiting = await self._tickets.open_tickets()
        mine = next((t for t in waiting if t.conversation_id == conversation_id), None)
        if mine is None or mine.state != "waiting":
            return None
        place = position(waiting, mine.id)
        accepted = await self._tickets.recently_accepted(RECENT)
        return QueuePlace(mine.id, place, minutes_to_wait(place, accepted), self._open_now())

    async def relay(self, message: Message) -> None:
        """Pass what the citizen said on to the agent who serves them; it is recorded already."""
        ticket = await self._tickets.open_ticket_of(message.conversation_id)
        if ticket is None or ticket.agent is None:
            raise NotAllowedNow(f"nobody serves conversation {message.conversation_id}")
        lines = await self._conversations.lines_after(message.conversation_id, 0)
        said = next(line for line in reversed(lines) if line.who == "citizen")
        await self._staff_pages.tell(
            ticket.agent,
            {
                "type": "message",
                "ticket_id": ticket.id,
                "text": said.text,
                "at": said.at.isoformat(),
                "seq": said.seq,
            },
        )

    async def open_tickets(self) -> Sequence[Ticket]:
        """Return the waiting tickets in order, then those being served."""
        tickets = await self._tickets.open_tickets()
        return [*in_order(tickets), *(t for t in tickets if t.state == "accepted")]

    async def accept(self, ticket_id: str, agent: str, display_name: str) -> Sequence[Line]:
        """Give the ticket to this agent and return everything said; NotAllowedNow if too late."""
        ticket = await self._tickets.ticket(ticket_id)
        if not (ticket.state == "accepted" and ticket.agent == agent):
            ticket = await self._tickets.accept(ticket_id, agent, self._now())
            text = wording.AGENT_JOINED.format(name=display_name)
            await self._system_line(ticket.conversation_id, text, display_name)
            await self._stage(ticket.conversation_id, "agent", display_name)
            await self._changed()
        return await self._conversations.lines_after(ticket.conversation_id, 0)

    async def say(
        self, ticket_id: str, agent: str, display_name: str, text: str, message_id: str | None
    ) -> None:
        """Carry an agent's words to the citizen."""
        ticket = await self._mine(ticket_id, agent)
        now = self._now()
        said = mask_text(text)
        line = Line(0, now, "agent", said, name=display_name, message_id=message_id)
        seq = await self._conversations.add_line(ticket.conversation_id, line)
        await self._citizens.deliver(
            ticket.conversation_id,
            {
                "type": "agent",
                "text": text,
                "name": display_name,
                "at": now.isoformat(),
                "seq": seq,
            },
        )

    async def close(self, ticket_id: str, agent: str, outcome: str) -> None:
        """End the service of a citizen and give the conversation back to the bot."""
        ticket = await self._tickets.close(ticket_id, agent, outcome, self._now())
        await self._system_line(ticket.conversation_id, wording.AGENT_LEFT, None)
        await self._stage(ticket.conversation_id, "bot", None)
        await self._staff_pages.tell(agent, {"type": "closed", "ticket_id": ticket_id})
        await self._changed()

    async def _mine(self, ticket_id: str, agent: str) -> Ticket:
        ticket = await self._tickets.ticket(ticket_id)
        if ticket.state != "accepted" or ticket.agent != agent:
            raise NotAllowedNow(f"ticket {ticket_id} is not served by {agent}")
        return ticket

    async def _system_line(self, conversation_id: str, text: str, name: str | None) -> None:
        now = self._now()
        seq = await self._conversations.add_line(
            conversation_id, Line(0, now, "system", text, name=name)
        )
        await self._citizens.deliver(
            conversation_id,
            {"type": "system", "text": text, "at": now.isoformat(), "seq": seq},
        )

    async def _stage(self, conversation_id: str, stage: str, agent: str | None) -> None:
        await self._citizens.deliver(
            conversation_id, {"type": "stage", "stage": stage, "agent": agent}
        )

    async def _changed(self) -> None:
        """Show the new queue to staff, and every waiting citizen their new place."""
        await self._staff_pages.tell_all({"type": "queue_changed"})
        for ticket in in_order(await self._tickets.open_tickets()):
            place = await self.place_of(ticket.conversation_id)
            if place is not None:
                await self._citizens.deliver(ticket.conversation_id, queue_event(place))

    def _open_now(self) -> bool:
        """Tell whether staff are there now, holidays considered."""
        return self._hours.is_open(self._now())


def queue_event(place: QueuePlace) -> dict[str, object]:
    """Return the stream event that tells a citizen their place."""
    return {
        "type": "queue",
        "position": place.position,
        "minutes": place.minutes,
        "open_now": place.open_now,
    }
