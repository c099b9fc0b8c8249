"""Reads tickets from rows, and ends what rings when a ticket moves."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, RowMapping, Select, and_, case, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from core.contracts import Ticket
from core.desk_tables import offers, ticket_wishes
from core.errors import NotFound
from core.offers import OfferState
from core.tables import tickets


def all_tickets() -> Select[tuple[object, ...]]:
    """Return what selects tickets together with their wishes."""
    return select(
        *tickets.c,
        *(column for column in ticket_wishes.c if column.name != "ticket_id"),
    ).select_from(tickets.outerjoin(ticket_wishes))


async def one_ticket(
    connection: AsyncConnection, *conditions: ColumnElement[bool]
) -> Ticket | None:
    """Return the ticket that meets the conditions, if any."""
    rows = await connection.execute(all_tickets().where(*conditions))
    row = rows.mappings().one_or_none()
    return ticket_from(row) if row is not None else None


async def found_ticket(connection: AsyncConnection, ticket_id: str) -> Ticket:
    """Return the ticket, or raise NotFound."""
    ticket = await one_ticket(connection, tickets.c.id == ticket_id)
    if ticket is None:
        raise NotFound(f"ticket {ticket_id}")
    return ticket


async def end_ringing(
    connection: AsyncConnection, ticket_id: str, at: datetime, *, by: str | None = None
) -> None:
    """End what rings for a ticket: accepted where it rang at `by`, withdrawn elsewhere.

    What else rings at `by` is withdrawn too: they are taken now.
    """
    concerned = offers.c.ticket_id == ticket_id
    state: ColumnElement[str] | str = OfferState.WITHDRAWN.value
    if by is not None:
        own = and_(concerned, offers.c.agent == by)
        state = case((own, OfferState.ACCEPTED.value), else_=OfferState.WITHDRAWN.value)
        concerned = concerned | (offers.c.agent == by)
    await connection.execute(
        update(offers)
        .where(offers.c.state == OfferState.RINGING.value, concerned)
        .values(state=state, ended_at=at)
    )


def ticket_from(row: RowMapping) -> Ticket:
    """Return the ticket that a row of all_tickets holds."""
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
        team=row["team"],
        wants_agent=row["wants_agent"],
        first_agent=row["first_agent"],
        waiting_since=row["waiting_since"] or row["opened_at"],
        call_back_offered_at=row["call_back_offered_at"],
        note=row["note"] or "",  # None: from before there were wishes
    )
