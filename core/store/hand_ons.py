"""Stores why citizens were handed on, and puts their tickets back into the queue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import RowMapping, delete, insert, select, update

from core import queue_wording as say
from core.contracts import Ticket
from core.conversation import Stage
from core.desk_tables import hand_ons, ticket_wishes
from core.errors import NotAllowedNow
from core.privacy import mask_text
from core.store.conversations import conversation_from, conversation_row, store_stage
from core.store.database import Database, write_audit
from core.store.ticket_rows import found_ticket
from core.tables import tickets

LONGEST_REASON = 200  # characters


@dataclass(frozen=True, slots=True)
class HandOn:
    """Be one step of a citizen from a colleague to a team or another colleague."""

    at: datetime  # UTC
    agent: str  # staff name of who handed on
    team: str | None
    to: str | None  # staff name
    reason: str  # masked
    summary: str  # masked


class HandOnStore:
    """Answer how a ticket came to where it is, and hand it on."""

    def __init__(self, database: Database) -> None:
        """Take the database."""
        self._database = database

    async def hand_on(self, ticket_id: str, step: HandOn, *, lost: bool = False) -> Ticket:
        """Put a ticket back into the queue, for that team or colleague.

        `lost`: not the agent does so, their page has been gone for long. Raises NotAllowedNow with
        a sentence if the agent does not serve it.
        """
        async with self._database.writing() as connection:
            before = await found_ticket(connection, ticket_id)
            moved = await connection.execute(
                update(tickets)
                .where(
                    tickets.c.id == ticket_id,
                    tickets.c.state == "accepted",
                    tickets.c.agent == step.agent,
                )
                .values(state="waiting", agent=None, accepted_at=None)
            )
            if not moved.rowcount:
                raise NotAllowedNow(f"ticket {ticket_id}", say.NOT_YOUR_TICKET)
            await connection.execute(
                delete(ticket_wishes).where(ticket_wishes.c.ticket_id == ticket_id)
            )
            await connection.execute(
                insert(ticket_wishes).values(
                    ticket_id=ticket_id,
                    team=step.team,
                    wants_agent=step.to,
                    first_agent=before.first_agent or step.agent,
                    waiting_since=step.at,
                )
            )
            await connection.execute(
                insert(hand_ons).values(
                    ticket_id=ticket_id,
                    at=step.at,
                    agent=step.agent,
                    team=step.team,
                    to_agent=step.to,
                    reason=mask_text(step.reason)[:LONGEST_REASON],
                    summary=mask_text(step.summary),
                )
            )
            conversation = conversation_from(
                await conversation_row(connection, before.conversation_id)
            )
            actor = "assistant" if lost else f"staff:{step.agent}"
            await store_stage(connection, conversation.moved_to(Stage.WAITING), actor, step.at)
            await write_audit(
                connection,
                at=step.at,
                actor=actor,
                subject=f"ticket:{ticket_id}",
                action="handed_on",
                detail={"team": step.team, "to": step.to, "lost": lost},
            )
            return await found_ticket(connection, ticket_id)

    async def hand_ons(self, ticket_id: str) -> list[HandOn]:
        """Return every step of a ticket, the first one first."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(hand_ons).where(hand_ons.c.ticket_id == ticket_id).order_by(hand_ons.c.id)
            )
            return [_hand_on(row) for row in rows.mappings()]


def _hand_on(row: RowMapping) -> HandOn:
    return HandOn(
        at=row["at"],
        agent=row["agent"],
        team=row["team"],
        to=row["to_agent"],
        reason=row["reason"],
        summary=row["summary"],
    )
