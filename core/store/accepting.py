"""Judges inside the transaction whether an agent may take a ticket, and past whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from core import queue_wording as say
from core.contracts import Ticket
from core.desk_tables import offers
from core.errors import NotAllowedNow
from core.offers import OfferState
from core.store.ticket_rows import found_ticket


class Passing(Protocol):
    """Say who came earlier than who is served now, and why they wait on."""

    def __call__(
        self, waiting: Sequence[Ticket], served: Ticket, *, rung: bool
    ) -> Mapping[str, object] | None:
        """Return it for the audit trail; None: nobody came earlier."""
        ...


def nobody_passed(waiting: Sequence[Ticket], served: Ticket, *, rung: bool) -> None:
    """Judge nothing: nobody asks who came earlier."""
    del waiting, served, rung


async def still_to_have(
    connection: AsyncConnection, ticket_id: str, agent: str, at: datetime
) -> bool:
    """Tell whether a ticket that can be had rings at this agent.

    Raises NotAllowedNow with a sentence if it cannot be had, or rings at somebody else.
    """
    ticket = await found_ticket(connection, ticket_id)
    if ticket.state != "waiting":
        sentence = say.TAKEN if ticket.state == "accepted" else say.HAS_LEFT
        raise NotAllowedNow(f"ticket {ticket_id} is {ticket.state}", sentence)
    rows = await connection.execute(
        select(offers.c.agent, offers.c.until).where(
            offers.c.ticket_id == ticket_id, offers.c.state == OfferState.RINGING.value
        )
    )
    rings = rows.mappings().one_or_none()
    if rings is None:
        return False
    if rings["agent"] != agent and rings["until"] > at:
        raise NotAllowedNow(f"ticket {ticket_id} rings elsewhere", say.RINGS_ELSEWHERE)
    return bool(rings["agent"] == agent)
