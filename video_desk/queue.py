"""Orders the queue and estimates waiting times; pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from statistics import median

from core.contracts import Ticket

ELDER_HEAD_START = timedelta(minutes=5)  # 天津市医保局 2020: 优先接待老年人


def in_order(tickets: Sequence[Ticket]) -> list[Ticket]:
    """Return the waiting tickets, next one first; old people count as having come earlier."""
    return sorted((t for t in tickets if t.state == "waiting"), key=_counted_from)


def position(tickets: Sequence[Ticket], ticket_id: str) -> int:
    """Return the place of a waiting ticket, 1 for the next; raise ValueError if it waits not."""
    return [ticket.id for ticket in in_order(tickets)].index(ticket_id) + 1


def minutes_to_wait(place: int, accepted: Sequence[Ticket]) -> int | None:
    """Estimate the wait in minutes from how long others waited; None while too little is known."""
    waits = [
        (ticket.accepted_at - ticket.opened_at).total_seconds() / 60
        for ticket in accepted
        if ticket.accepted_at is not None
    ]
    if len(waits) < 3:
        return None
    return max(1, round(median(waits) * (1 + place) / 2))


def _counted_from(ticket: Ticket) -> tuple[datetime, str]:
    head_start = ELDER_HEAD_START if ticket.persona == "elder" else timedelta()
    return ticket.opened_at - head_start, ticket.id
