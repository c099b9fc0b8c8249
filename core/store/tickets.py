"""Stores the queue for a person; which agent gets a ticket is decided by its row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import RowMapping, insert, select, update

from core.contracts import Ticket
from core.conversation import Stage
from core.errors import NotAllowedNow, NotFound
from core.store.conversations import conversation_from, conversation_row, store_stage
from core.store.database import Database, write_audit
from core.tables import tickets


class TicketStore:
    """Answer questions about tickets, and store their moves."""

    def __init__(self, database: Database) -> None:
        """Take the database."""
        self._database = database

    async def enqueue(self, ticket: Ticket) -> Ticket:
        """Store the ticket and the stage WAITING, or return the one that is open already."""
        async with self._database.writing() as connection:
            rows = await connection.execute(
                select(tickets).where(
                    tickets.c.conversation_id == ticket.conversation_id, tickets.c.state != "closed"
                )
            )
            row = rows.mappings().one_or_none()
            if row is not None:
                return _ticket(row)
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
            waiting = conversation_from(await conversation_row(connection, ticket.conversation_id))
            await store_stage(
                connection, waiting.moved_to(Stage.WAITING), "citizen", ticket.opened_at
            )
            return ticket

    async def open_tickets(self) -> Sequence[Ticket]:
        """Return all tickets that are not closed, oldest first."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(tickets).where(tickets.c.state != "closed").order_by(tickets.c.opened_at)
            )
            return [_ticket(row) for row in rows.mappings()]

    async def open_ticket_of(self, conversation_id: str) -> Ticket | None:
        """Return the open ticket of a conversation, if any."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(tickets).where(
                    tickets.c.conversation_id == conversation_id, tickets.c.state != "closed"
                )
            )
            row = rows.mappings().one_or_none()
        return _ticket(row) if row is not None else None

    async def ticket(self, ticket_id: str) -> Ticket:
        """Return the ticket, or raise NotFound."""
        async with self._database.reading() as connection:
            rows = await connection.execute(select(tickets).where(tickets.c.id == ticket_id))
            row = rows.mappings().one_or_none()
        if row is None:
            raise NotFound(f"ticket {ticket_id}")
        return _ticket(row)

    async def accept(self, ticket_id: str, agent: str, at: datetime) -> Ticket:
        """Give a waiting ticket to one agent, or raise NotAllowedNow if another was faster."""
        return await self._move(
            ticket_id,
            agent,
            at,
            expected="waiting",
            stage=Stage.AGENT,
            values={"state": "accepted", "agent": agent, "accepted_at": at},
        )

    async def close(self, ticket_id: str, agent: str, outcome: str, at: datetime) -> Ticket:
        """Close an agent's ticket and give the conversation back to the bot."""
        return await self._move(
            ticket_id,
            agent,
            at,
            expected="accepted",
            stage=Stage.BOT,
            values={"state": "closed", "closed_at": at, "outcome": outcome},
        )

    async def recently_accepted(self, limit: int) -> Sequence[Ticket]:
        """Return the tickets accepted last, for estimating waiting times."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(tickets)
                .where(tickets.c.accepted_at.is_not(None))
                .order_by(tickets.c.accepted_at.desc())
                .limit(limit)
            )
            return [_ticket(row) for row in rows.mappings()]

    async def _move(
        self,
        ticket_id: str,
        agent: str,
        at: datetime,
        *,
        expected: str,
        stage: Stage,
        values: dict[str, object],
    ) -> Ticket:
        async with self._database.writing() as connection:
            condition = [tickets.c.id == ticket_id, tickets.c.state == expected]
            if expected == "accepted":
                condition.append(tickets.c.agent == agent)
            rows = await connection.execute(
                update(tickets).where(*condition).values(values).returning(*tickets.c)
            )
            row = rows.mappings().one_or_none()
            if row is None:
                raise NotAllowedNow(f"ticket {ticket_id} is not {expected} for {agent}")
            moved = _ticket(row)
            conversation = conversation_from(
                await conversation_row(connection, moved.conversation_id)
            )
            await store_stage(connection, conversation.moved_to(stage), f"staff:{agent}", at)
            await write_audit(
                connection,
                at=at,
                actor=f"staff:{agent}",
                subject=f"ticket:{ticket_id}",
                action=moved.state,
                detail={"outcome": moved.outcome},
            )
            return moved


def _ticket(row: RowMapping) -> Ticket:
    return Ticket(
        id=row["id"],
        conversation_id=row["conversation_id"],
        channel=row["channel"],
        item=row["item"],
        fields=row["fields"],
        opened_at=row["opened_at"],
        state=row["state"],
        persona=row["persona"],
        region=row["region"],
        agent=row["agent"],
        accepted_at=row["accepted_at"],
        closed_at=row["closed_at"],
        outcome=row["outcome"],
    )
