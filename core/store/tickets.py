"""Stores the queue for a person; which agent gets a ticket is decided by its row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from core import queue_wording as say
from core.contracts import Ticket
from core.conversation import Stage
from core.desk_tables import team_members, ticket_wishes
from core.errors import NotAllowedNow
from core.happenings import Queued, Tell, nobody
from core.store.accepting import Passing, nobody_passed, still_to_have
from core.store.conversations import conversation_from, conversation_row, store_stage
from core.store.database import Database, write_audit
from core.store.ticket_rows import all_tickets, end_ringing, found_ticket, one_ticket, ticket_from
from core.tables import tickets

LEFT = "离开排队"  # outcome of the ticket of who waits no more


class TicketStore:
    """Answer questions about tickets, and store their moves."""

    def __init__(self, database: Database, tell: Tell = nobody) -> None:
        """Take the database, and who counts the citizens that are put into the queue."""
        self._database = database
        self._tell = tell

    async def enqueue(self, ticket: Ticket) -> Ticket:
        """Store the ticket and the stage WAITING, or return the one that is open already."""
        async with self._database.writing() as connection:
            known = await one_ticket(connection, *_open_of(ticket.conversation_id))
            if known is not None:
                return known
            await connection.execute(
                insert(tickets).values(
                    id=ticket.id,
                    conversation_id=ticket.conversation_id,
                    channel=ticket.channel,
                    item=ticket.item,
                    fields=dict(ticket.fields),
                    persona=ticket.persona,
                    region=ticket.region,
                    state="waiting",
                    opened_at=ticket.opened_at,
                )
            )
            await connection.execute(
                insert(ticket_wishes).values(
                    ticket_id=ticket.id, team=ticket.team, waiting_since=ticket.opened_at
                )
            )
            await _staged(connection, ticket, Stage.WAITING, "citizen", ticket.opened_at)
        self._tell(Queued(ticket.channel, ticket.team))
        return ticket

    async def open_tickets(self) -> Sequence[Ticket]:
        """Return all tickets that are not closed, oldest first."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                all_tickets().where(tickets.c.state != "closed").order_by(tickets.c.opened_at)
            )
            return [ticket_from(row) for row in rows.mappings()]

    async def open_ticket_of(self, conversation_id: str) -> Ticket | None:
        """Return the open ticket of a conversation, if any."""
        async with self._database.reading() as connection:
            return await one_ticket(connection, *_open_of(conversation_id))

    async def ticket(self, ticket_id: str) -> Ticket:
        """Return the ticket, or raise NotFound."""
        async with self._database.reading() as connection:
            return await found_ticket(connection, ticket_id)

    async def accept(
        self, ticket_id: str, agent: str, at: datetime, passing: Passing = nobody_passed
    ) -> Ticket:
        """Give a waiting ticket to one agent; what `passing` says of it is audited.

        Raises NotAllowedNow with a sentence if another was faster, or it rings at another.
        """
        async with self._database.writing() as connection:
            rung = await still_to_have(connection, ticket_id, agent, at)
            rows = await connection.execute(all_tickets().where(tickets.c.state == "waiting"))
            waiting = [ticket_from(row) for row in rows.mappings()]
            served = next((ticket for ticket in waiting if ticket.id == ticket_id), None)
            if served is None:
                raise NotAllowedNow(f"ticket {ticket_id} was taken", say.TAKEN)
            passed = passing(waiting, served, rung=rung)
            values = {"state": "accepted", "agent": agent, "accepted_at": at}
            moved = await _moved(connection, ticket_id, agent, "waiting", values)
            await end_ringing(connection, ticket_id, at, by=agent)
            await _staged(connection, moved, Stage.AGENT, f"staff:{agent}", at)
            await _audit(connection, moved, f"staff:{agent}", at, {"outcome": None})
            if passed is not None:
                await _audit(
                    connection, moved, f"staff:{agent}", at, passed, action="served_before"
                )
            return moved

    async def note(self, ticket_id: str, agent: str, text: str, at: datetime) -> None:
        """Store an agent's note about the ticket they serve, masked by the caller."""
        async with self._database.writing() as connection:
            known = await found_ticket(connection, ticket_id)
            if known.state != "accepted" or known.agent != agent:
                raise NotAllowedNow(f"ticket {ticket_id}", say.NOT_YOUR_TICKET)
            await _wish(connection, known, note=text)
            await _audit(connection, known, f"staff:{agent}", at, {}, action="noted")

    async def close(self, ticket_id: str, agent: str, outcome: str, at: datetime) -> Ticket:
        """Close an agent's ticket and give the conversation back to the bot."""
        async with self._database.writing() as connection:
            values = {"state": "closed", "closed_at": at, "outcome": outcome}
            moved = await _moved(connection, ticket_id, agent, "accepted", values)
            await _staged(connection, moved, Stage.BOT, f"staff:{agent}", at)
            await _audit(connection, moved, f"staff:{agent}", at, {"outcome": outcome})
            return moved

    async def leave(self, conversation_id: str, outcome: str, at: datetime) -> Ticket | None:
        """Close the ticket of who waits no more; None if they do not wait.

        Raises NotAllowedNow with a sentence if an agent serves them already.
        """
        async with self._database.writing() as connection:
            known = await one_ticket(connection, *_open_of(conversation_id))
            if known is None:
                return None
            closed = await connection.execute(
                update(tickets)
                .where(tickets.c.id == known.id, tickets.c.state == "waiting")
                .values(state="closed", closed_at=at, outcome=outcome)
            )
            if not closed.rowcount:
                raise NotAllowedNow(f"ticket {known.id} is served", say.SERVED_ALREADY)
            await end_ringing(connection, known.id, at)
            moved = await found_ticket(connection, known.id)
            await _staged(connection, moved, Stage.BOT, "citizen", at)
            await _audit(connection, moved, "citizen", at, {"outcome": outcome})
            return moved

    async def choose_team(self, conversation_id: str, team: str | None, at: datetime) -> Ticket:
        """Store by which team somebody who waits wants to be served; the place is kept."""
        async with self._database.writing() as connection:
            known = await one_ticket(connection, *_open_of(conversation_id))
            if known is None or known.state != "waiting":
                raise NotAllowedNow(f"conversation {conversation_id}", say.SERVED_ALREADY)
            if known.team != team:
                await _wish(connection, known, team=team, wants_agent=None)
                await end_ringing(connection, known.id, at)
                await _audit(connection, known, "citizen", at, {"team": team}, action="team_chosen")
            return await found_ticket(connection, known.id)

    async def offered_call_back(self, ticket_id: str, at: datetime) -> bool:
        """Store that who waits was offered a call-back; False if they were before or wait not."""
        async with self._database.writing() as connection:
            known = await found_ticket(connection, ticket_id)
            if known.state != "waiting" or known.call_back_offered_at is not None:
                return False
            await _wish(connection, known, call_back_offered_at=at)
            await _audit(connection, known, "assistant", at, {}, action="call_back_offered")
            return True

    async def recently_accepted(self, limit: int, team: str | None = None) -> Sequence[Ticket]:
        """Return the tickets accepted last, by a member of that team, for estimating waits."""
        asked = all_tickets().where(tickets.c.accepted_at.is_not(None))
        if team is not None:
            members = select(team_members.c.staff).where(team_members.c.team_id == team)
            asked = asked.where(tickets.c.agent.in_(members))
        async with self._database.reading() as connection:
            rows = await connection.execute(
                asked.order_by(tickets.c.accepted_at.desc()).limit(limit)
            )
            return [ticket_from(row) for row in rows.mappings()]


def _open_of(conversation_id: str) -> tuple[ColumnElement[bool], ...]:
    return tickets.c.conversation_id == conversation_id, tickets.c.state != "closed"


async def _moved(
    connection: AsyncConnection,
    ticket_id: str,
    agent: str,
    expected: str,
    values: Mapping[str, object],
) -> Ticket:
    """Move a ticket that is in the expected state, or raise NotAllowedNow."""
    condition = [tickets.c.id == ticket_id, tickets.c.state == expected]
    if expected == "accepted":
        condition.append(tickets.c.agent == agent)
    done = await connection.execute(update(tickets).where(*condition).values(dict(values)))
    if not done.rowcount:
        raise NotAllowedNow(f"ticket {ticket_id} is not {expected} for {agent}")
    return await found_ticket(connection, ticket_id)


async def _wish(connection: AsyncConnection, ticket: Ticket, **values: object) -> None:
    """Write wishes; tickets from before there were any get their row now."""
    written = await connection.execute(
        update(ticket_wishes).where(ticket_wishes.c.ticket_id == ticket.id).values(values)
    )
    if not written.rowcount:
        row = {"ticket_id": ticket.id, "waiting_since": ticket.opened_at} | values
        await connection.execute(insert(ticket_wishes).values(row))


async def _staged(
    connection: AsyncConnection, ticket: Ticket, stage: Stage, actor: str, at: datetime
) -> None:
    conversation = conversation_from(await conversation_row(connection, ticket.conversation_id))
    await store_stage(connection, conversation.moved_to(stage), actor, at)


async def _audit(
    connection: AsyncConnection,
    ticket: Ticket,
    actor: str,
    at: datetime,
    detail: Mapping[str, object],
    *,
    action: str | None = None,
) -> None:
    await write_audit(
        connection,
        at=at,
        actor=actor,
        subject=f"ticket:{ticket.id}",
        action=action or ticket.state,
        detail=detail,
    )
