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
from core.opening_hours import read_hours
from core.place_words import queue_event
from core.privacy import mask_text
from core.store import ConversationStore, Line, TicketStore
from core.store.presence import PresenceStore
from core.store.teams import TeamStore
from core.teams import Team, is_open
from video_desk.citizen_lines import CitizenLines
from video_desk.queue import ELDER, elders_before, in_order, minutes_to_wait, passing, position

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
        teams: TeamStore | None = None,
        presence: PresenceStore | None = None,
        own_citizens: Channel | None = None,
        own_staff: StaffPages | None = None,
    ) -> None:
        """Take the stores, who carries events to whom, and the hours of service.

        `teams` None: the desk knows no teams; `presence` None: nor who is there. `own_citizens` and
        `own_staff` reach only the pages of this gateway; None: there is no other.
        """
        self._tickets = tickets
        self._conversations = conversations
        self._citizens = citizens
        self._staff_pages = staff_pages
        self._own_citizens = own_citizens or citizens
        self._own_staff = own_staff or staff_pages
        self._now = now
        self._hours = hours
        self._teams = teams
        self._presence = presence
        self._lines = CitizenLines(conversations=conversations, citizens=citizens, now=now)
        # What this process told its pages; only to tell nothing twice, never to decide.
        self._told: dict[str, QueuePlace] = {}
        self._told_staff: Sequence[Ticket] | None = None

    async def enqueue(self, ticket: Ticket) -> QueuePlace:
        """Put the ticket into the queue, once per conversation, and tell its place."""
        await self._tickets.enqueue(ticket)
        await self.changed()
        place = await self.place_of(ticket.conversation_id)
        if place is None:  # an agent accepted it in this very moment
            return QueuePlace(ticket.id, 1, 1, open_now=True)
        return place

    async def place_of(self, conversation_id: str) -> QueuePlace | None:
        """Return where the conversation stands, or None if it is not waiting."""
        return (await self._places(conversation_id)).get(conversation_id)

    async def expected(self, team: Team) -> tuple[bool, int, int | None]:
        """Tell whether a team is there now, how many wait for it, and a newcomer's minutes."""
        waiting = await self._tickets.open_tickets()
        ahead = sum(t.state == "waiting" and t.team in {None, team.id} for t in waiting)
        accepted = await self._accepted(team.id)
        return (
            self._open_now(team, await self._there()),
            ahead,
            minutes_to_wait(ahead + 1, accepted),
        )

    async def relay(self, message: Message) -> None:
        """Pass what the citizen said on to the agent who serves them; it is recorded already."""
        ticket = await self._tickets.open_ticket_of(message.conversation_id)
        if ticket is None or ticket.agent is None:
            raise NotAllowedNow(f"nobody serves conversation {message.conversation_id}")
        lines = await self._conversations.lines_after(message.conversation_id, 0)
        said = next(line for line in reversed(lines) if line.who == "citizen")
        await self._staff_pages.tell(ticket.agent, message_event(ticket.id, said))

    async def said_since(
        self, agent: str, known: Mapping[str, int]
    ) -> Sequence[tuple[Ticket, Sequence[Line]]]:
        """Return what the citizens whom an agent serves said after line `known[ticket id]`."""
        said = []
        for ticket in await self._tickets.open_tickets():
            if ticket.state == "accepted" and ticket.agent == agent:
                after = known.get(ticket.id, 0)
                lines = await self._conversations.lines_after(ticket.conversation_id, after)
                said.append((ticket, [line for line in lines if line.who == "citizen"]))
        return said

    async def open_tickets(self) -> Sequence[Ticket]:
        """Return the waiting tickets in order, then those being served."""
        tickets = await self._tickets.open_tickets()
        return [*in_order(tickets), *(t for t in tickets if t.state == "accepted")]

    async def accept(self, ticket_id: str, agent: str, display_name: str) -> Sequence[Line]:
        """Give the ticket to this agent and return everything said.

        Raises NotAllowedNow with a sentence if it is too late or rings at a colleague.
        """
        ticket = await self._tickets.ticket(ticket_id)
        if not (ticket.state == "accepted" and ticket.agent == agent):
            ticket = await self._tickets.accept(ticket_id, agent, self._now(), passing)
            text = wording.AGENT_JOINED.format(name=display_name)
            await self._lines.say(ticket.conversation_id, text, display_name)
            await self._lines.stage(ticket.conversation_id, "agent", display_name)
            await self.changed()
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

    async def note(self, ticket_id: str, agent: str, text: str) -> None:
        """Keep an agent's note about the citizen they serve, for whoever goes on."""
        await self._tickets.note(ticket_id, agent, mask_text(text), self._now())

    async def close(self, ticket_id: str, agent: str, outcome: str) -> None:
        """End the service of a citizen and give the conversation back to the bot."""
        ticket = await self._tickets.close(ticket_id, agent, outcome, self._now())
        await self._lines.say(ticket.conversation_id, wording.AGENT_LEFT)
        await self._lines.stage(ticket.conversation_id, "bot")
        await self._staff_pages.tell(agent, {"type": "closed", "ticket_id": ticket_id})
        await self.changed()

    async def changed(self) -> None:
        """Show the new queue to staff, and every waiting citizen their place."""
        self._told.clear()
        self._told_staff = None
        await self._staff_pages.tell_all({"type": "queue_changed"})
        await self.refresh()

    async def refresh(self) -> None:
        """Show what other gateways changed meanwhile, to whom it is new."""
        tickets = await self._tickets.open_tickets()
        if self._told_staff is not None and tickets != self._told_staff:
            await self._own_staff.tell_all({"type": "queue_changed"})
        self._told_staff = tickets
        places = await self._places()
        for conversation_id, place in places.items():
            if self._told.get(conversation_id) != place:
                await self._own_citizens.deliver(conversation_id, queue_event(place))
        self._told = places

    async def _places(self, only: str | None = None) -> dict[str, QueuePlace]:
        """Return the places of all who wait, or of one conversation, by conversation."""
        tickets = await self._tickets.open_tickets()
        teams, there = await self._known_teams(), await self._there()
        accepted: dict[str | None, Sequence[Ticket]] = {}
        places = {}
        for ticket in in_order(tickets):
            if only is not None and ticket.conversation_id != only:
                continue
            if ticket.team not in accepted:
                accepted[ticket.team] = await self._accepted(ticket.team)
            place = position(tickets, ticket.id)
            places[ticket.conversation_id] = QueuePlace(
                ticket_id=ticket.id,
                position=place,
                minutes=minutes_to_wait(place, accepted[ticket.team]),
                open_now=self._open_now(teams.get(ticket.team or ""), there),
                team=ticket.team,
                elders_before=elders_before(tickets, ticket.id),
                elder_lane=ticket.persona == ELDER,
            )
        return places

    async def _accepted(self, team: str | None) -> Sequence[Ticket]:
        """Return who was served last by a team; by everybody while that is too little to tell."""
        own = await self._tickets.recently_accepted(RECENT, team)
        if team is None or minutes_to_wait(1, own) is not None:
            return own
        return await self._tickets.recently_accepted(RECENT)

    async def _known_teams(self) -> Mapping[str, Team]:
        teams = await self._teams.teams() if self._teams is not None else []
        return {team.id: team for team in teams}

    async def _mine(self, ticket_id: str, agent: str) -> Ticket:
        ticket = await self._tickets.ticket(ticket_id)
        if ticket.state != "accepted" or ticket.agent != agent:
            raise NotAllowedNow(f"ticket {ticket_id} is not served by {agent}")
        return ticket

    async def _there(self) -> frozenset[str]:
        """Return who said that they take citizens, whatever the hour."""
        known = await self._presence.everybody() if self._presence is not None else []
        now = self._now()
        return frozenset(one.staff for one in known if one.takes(now))

    def _open_now(self, team: Team | None, there: frozenset[str]) -> bool:
        """Tell whether a team's staff are there now, holidays considered; None: anybody.

        Who sits at the desk after hours serves all the same.
        """
        if there if team is None else there & team.members:
            return True
        now = self._now()
        if team is None or not team.hours:
            return self._hours.is_open(now)
        return is_open(read_hours(team.hours), self._hours.calendar, now)


def message_event(ticket_id: str, said: Line) -> dict[str, object]:
    """Return the event that brings a citizen's words to the agent's pages."""
    return {
        "type": "message",
        "ticket_id": ticket_id,
        "text": said.text,
        "at": said.at.isoformat(),
        "seq": said.seq,
    }
