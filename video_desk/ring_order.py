"""Decides at which agent a waiting ticket rings next; pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.contracts import Ticket
from core.teams import DutyState, Presence, Team, serves
from video_desk.queue import in_order

RINGS_AGAIN_AFTER = timedelta(minutes=5)  # at an agent who did not take it
WAITS_FOR_COLLEAGUE = timedelta(minutes=3)  # then a citizen handed to one agent goes to any

Refusals = Mapping[tuple[str, str], datetime]  # (ticket id, staff name): when they did not take it
ItemCode = Callable[[str], str | None]  # the code of an item by its name; None: there is none


@dataclass(frozen=True, slots=True)
class Agent:
    """Be an agent as the queue sees them."""

    presence: Presence
    teams: tuple[Team, ...]
    taken: bool  # whether they serve somebody, or something rings at them
    freed_at: datetime | None = None  # when they last ended something

    @property
    def staff(self) -> str:
        """Return the staff name."""
        return self.presence.staff

    @property
    def free_since(self) -> datetime:
        """Return since when they have had nothing to do."""
        return max(self.presence.since, self.freed_at or self.presence.since)

    def is_free(self, now: datetime) -> bool:
        """Tell whether a ticket may ring at them now."""
        return not self.taken and self.presence.takes(now)


def next_offers(
    waiting: Sequence[Ticket],
    agents: Sequence[Agent],
    refused: Refusals,
    item_code: ItemCode,
    now: datetime,
) -> list[tuple[str, str]]:
    """Return which ticket is to ring at which agent: (ticket id, staff name), next one first.

    `waiting` are the tickets that ring nowhere yet, `refused` says who was tried lately.
    Of the free agents that fit, the one rings who has been free longest.
    """
    free = [agent for agent in agents if agent.is_free(now)]
    by_name = {agent.staff: agent for agent in agents}
    offers: list[tuple[str, str]] = []
    for ticket in in_order(waiting):
        wanted = by_name.get(ticket.wants_agent or "")
        if wanted is not None and _waits_for(ticket, wanted, refused, now):
            fitting = [wanted] if wanted in free else []
        else:
            fitting = [a for a in free if _fits(ticket, a, item_code)]
        willing = [a for a in fitting if not _refused(ticket, a, refused)]
        if willing:
            chosen = min(willing, key=lambda agent: (agent.free_since, agent.staff))
            free.remove(chosen)
            offers.append((ticket.id, chosen.staff))
    return offers


def _waits_for(ticket: Ticket, wanted: Agent, refused: Refusals, now: datetime) -> bool:
    """Tell whether a ticket that was handed to one agent still waits for them alone."""
    if _refused(ticket, wanted, refused):
        return False
    if now - (ticket.waiting_since or ticket.opened_at) >= WAITS_FOR_COLLEAGUE:
        return False
    return wanted.presence.is_there(now) and wanted.presence.state is not DutyState.AWAY


def _refused(ticket: Ticket, agent: Agent, refused: Refusals) -> bool:
    """Tell whether an agent was tried lately; who is asked for by name is asked afresh."""
    at = refused.get((ticket.id, agent.staff))
    if at is None or ticket.wants_agent != agent.staff:
        return at is not None
    return at > (ticket.waiting_since or ticket.opened_at)


def _fits(ticket: Ticket, agent: Agent, item_code: ItemCode) -> bool:
    code = item_code(ticket.item) if ticket.item is not None else None
    return serves(agent.teams, ticket.team, code, ticket.region)
