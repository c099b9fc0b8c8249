"""Holds an Offer: a ticket that rings at one agent, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class OfferState(StrEnum):
    """Name what came of it."""

    RINGING = "ringing"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    MISSED = "missed"  # nobody answered in time
    GONE = "gone"  # the agent's page went away while it rang
    WITHDRAWN = "withdrawn"  # the citizen left, or somebody else served them


@dataclass(frozen=True, slots=True)
class Offer:
    """Be a ticket that rings, or rang, at one agent."""

    id: int
    ticket_id: str
    agent: str  # staff name
    offered_at: datetime  # UTC
    until: datetime
    state: OfferState = OfferState.RINGING
    ended_at: datetime | None = None


REFUSED = frozenset({OfferState.DECLINED, OfferState.MISSED, OfferState.GONE})
