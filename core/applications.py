"""Holds an Application (办件) and its allowed moves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from core.errors import NotAllowedNow


class Phase(StrEnum):
    """Name how far an application has come."""

    FILLING = "filling"
    CONFIRMING = "confirming"  # all fields read back, waiting for an explicit yes
    PARKED = "parked"  # left by the citizen, kept for later
    SUBMITTED = "submitted"  # accepted by us: it has a receipt number
    IN_REVIEW = "in_review"
    NEEDS_PAPERS = "needs_papers"  # 补正: the citizen was told once of everything that is missing
    APPROVED = "approved"
    REJECTED = "rejected"
    CANCELLED = "cancelled"  # by the citizen, before or after submission
    NOT_NEEDED = "not_needed"  # the first questions showed that there is nothing to apply for


ALLOWED_MOVES: dict[Phase, frozenset[Phase]] = {
    Phase.FILLING: frozenset(
        {Phase.CONFIRMING, Phase.PARKED, Phase.CANCELLED, Phase.NOT_NEEDED},
    ),
    Phase.CONFIRMING: frozenset({Phase.FILLING, Phase.PARKED, Phase.SUBMITTED, Phase.CANCELLED}),
    Phase.PARKED: frozenset({Phase.FILLING, Phase.CONFIRMING, Phase.CANCELLED}),
    Phase.SUBMITTED: frozenset(
        {Phase.IN_REVIEW, Phase.NEEDS_PAPERS, Phase.APPROVED, Phase.REJECTED, Phase.CANCELLED}
    ),
    Phase.IN_REVIEW: frozenset(
        {Phase.NEEDS_PAPERS, Phase.APPROVED, Phase.REJECTED, Phase.CANCELLED}
    ),
    Phase.NEEDS_PAPERS: frozenset({Phase.IN_REVIEW, Phase.REJECTED, Phase.CANCELLED}),
    Phase.APPROVED: frozenset(),
    Phase.REJECTED: frozenset(),
    Phase.CANCELLED: frozenset(),
    Phase.NOT_NEEDED: frozenset(),
}

IN_HAND = frozenset({Phase.FILLING, Phase.CONFIRMING})
UNDER_WAY = frozenset({Phase.SUBMITTED, Phase.IN_REVIEW, Phase.NEEDS_PAPERS})


@dataclass(frozen=True, slots=True)
class Application:
    """Hold one citizen's request for one service item, from first word to result."""

    id: str
    conversation_id: str
    item_code: str
    phase: Phase = Phase.FILLING
    fields: Mapping[str, str] = field(default_factory=dict)  # field key -> normalised value
    awaiting: str | None = None  # key of the field being asked
    order: tuple[str, ...] = ()  # keys in the order in which they were answered, for "go back"
    suggestion: str | None = None  # a value offered for `awaiting`, waiting for a yes
    partial: str = ""  # digits of `awaiting` heard so far, when a number is said in pieces
    tries: int = 0  # answers in a row that `awaiting` rejected
    delegate: str | None = None  # for whom the citizen acts, e.g. 母亲
    number: str | None = None  # receipt number, from SUBMITTED on
    submitted_at: datetime | None = None  # UTC
    due: date | None = None  # the day by which the bureau promised a result
    region: str | None = None  # whose version of the item it follows
    parent_id: str | None = None  # the composite application that it is a part of
    papers: Mapping[str, str] = field(default_factory=dict)  # material -> photo:<id>, have, later
    owner: str | None = None  # 首问负责: the member of staff who answers for it
    offered: Mapping[str, str] = field(default_factory=dict)  # read from a photo, not confirmed
    note: str = ""  # what staff told the citizen last: why it was rejected, what is missing
    missing: tuple[str, ...] = ()  # materials asked for in the one-time notice
    answer_by: date | None = None  # until when the missing materials are waited for
    core_reference: str | None = None  # under which the insurance core keeps it
    identity: str = "claimed"  # IdentityLevel when it was submitted
    delegation_id: str | None = None  # the authorisation under which it was made

    @property
    def in_hand(self) -> bool:
        """Tell whether the citizen is filling or confirming it right now."""
        return self.phase in IN_HAND

    def moved_to(self, phase: Phase) -> Application:
        """Return this application in the given phase, or raise NotAllowedNow."""
        if phase is self.phase:
            return self
        if phase not in ALLOWED_MOVES[self.phase]:
            raise NotAllowedNow(f"application {self.id}: {self.phase} -> {phase}")
        return replace(self, phase=phase)
