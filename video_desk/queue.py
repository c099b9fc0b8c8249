"""Orders the queue and estimates waiting times; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from statistics import median

from core.contracts import Ticket

ELDER_HEAD_START = timedelta(minutes=5)  # 天津市医保局 2020: 优先接待老年人
ELDER = "elder"  # persona


def in_order(tickets: Sequence[Ticket]) -> list[Ticket]:
    """Return the waiting tickets, next one first; old people count as having come earlier."""
    return sorted((t for t in tickets if t.state == "waiting"), key=_counted_from)


def position(tickets: Sequence[Ticket], ticket_id: str) -> int:
    """Return the place of a waiting ticket, 1 for the next; raise ValueError if it waits not.

    Who chose a team is not kept waiting by those who chose another.
    """
    return [ticket.id for ticket in _rivals(tickets, ticket_id)].index(ticket_id) + 1


def elders_before(tickets: Sequence[Ticket], ticket_id: str) -> int:
    """Return how many old people are ahead of a waiting ticket though they came later."""
    rivals = _rivals(tickets, ticket_id)
    place = [ticket.id for ticket in rivals].index(ticket_id)
    came = rivals[place].opened_at
    return sum(t.persona == ELDER and t.opened_at > came for t in rivals[:place])


def minutes_to_wait(place: int, accepted: Sequence[Ticket]) -> int | None:
    """Estimate the wait in minutes from how long others waited; None while too little is known."""
    waits = [
        (ticket.accepted_at - (ticket.waiting_since or ticket.opened_at)).total_seconds() / 60
        for ticket in accepted
        if ticket.accepted_at is not None
    ]
    if len(waits) < 3:
        return None
    return max(1, round(median(waits) * (1 + place) / 2))


def passing(
    waiting: Sequence[Ticket], served: Ticket, *, rung: bool
) -> Mapping[str, object] | None:
    """Say for the audit trail who came earlier than who is served now, and why they wait on.

    None: nobody did. `rung` tells whether the ticket was offered, not picked by hand.
    """
    earlier = [t for t in in_order(waiting) if t.opened_at < served.opened_at and t != served]
    if not earlier:
        return None
    start = _counted_from(served)
    if all(start < _counted_from(ticket) for ticket in earlier):
        why = "elder_lane"
    elif served.wants_agent is not None or served.team is not None:
        why = "wished"  # by the citizen, or by the colleague who handed on
    else:
        why = "skill" if rung else "picked"
    return {"why": why, "waiting_on": [ticket.id for ticket in earlier]}


def _rivals(tickets: Sequence[Ticket], ticket_id: str) -> list[Ticket]:
    ordered = in_order(tickets)
    mine = next((ticket for ticket in ordered if ticket.id == ticket_id), None)
    if mine is None or mine.team is None:
        return ordered
    return [ticket for ticket in ordered if ticket.team in {None, mine.team}]


def _counted_from(ticket: Ticket) -> tuple[datetime, str]:
    head_start = ELDER_HEAD_START if ticket.persona == ELDER else timedelta()
    return ticket.opened_at - head_start, ticket.id
