"""Holds a rectification case (整改) and its allowed moves."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from core import rating_wording as say
from core.errors import NotAllowedNow

MOST_ATTEMPTS = 3  # calls that nobody answers, after which a case may be closed without one


class CaseState(StrEnum):
    """Name how far a case has come."""

    OPEN = "open"
    IN_HAND = "in_hand"
    FIXED = "fixed"
    CALLED_BACK = "called_back"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"  # the citizen changed the bad rating to a good one


ALLOWED_MOVES: dict[CaseState, frozenset[CaseState]] = {
    CaseState.OPEN: frozenset({CaseState.IN_HAND, CaseState.WITHDRAWN}),
    CaseState.IN_HAND: frozenset({CaseState.FIXED, CaseState.WITHDRAWN}),
    CaseState.FIXED: frozenset({CaseState.CALLED_BACK, CaseState.IN_HAND}),
    CaseState.CALLED_BACK: frozenset({CaseState.CLOSED, CaseState.IN_HAND}),
    CaseState.CLOSED: frozenset({CaseState.IN_HAND}),
    CaseState.WITHDRAWN: frozenset({CaseState.OPEN}),
}
UNDER_WAY = frozenset({CaseState.OPEN, CaseState.IN_HAND, CaseState.FIXED, CaseState.CALLED_BACK})
BEFORE_THE_FIX = frozenset({CaseState.OPEN, CaseState.IN_HAND})


@dataclass(frozen=True, slots=True)
class CallBack:
    """Be one attempt to ask the citizen whether it is put right."""

    at: datetime  # UTC
    staff: str
    reached: bool
    accepts: bool | None  # what the citizen said of the outcome; None: nothing, or not reached
    result: str  # what came of it, in words; masked


@dataclass(frozen=True, slots=True)
class Rectification:
    """Be the work that a bad rating or a complaint calls for, with its clock and its owner."""

    number: str
    opened_at: datetime  # UTC
    due: date
    rating_number: str | None = None  # receipt number of the application rated
    remark_number: str | None = None
    state: CaseState = CaseState.OPEN
    owner: str | None = None  # staff name
    outcome: str = ""  # what was put right, in words; masked
    fixed_at: datetime | None = None
    closed_on: date | None = None
    reopened: int = 0  # how often the citizen was still unhappy
    calls: tuple[CallBack, ...] = ()  # in order

    def moved_to(self, state: CaseState) -> Rectification:
        """Return this case in the given state, or raise NotAllowedNow."""
        if state is self.state:
            return self
        if state not in ALLOWED_MOVES[self.state]:
            raise NotAllowedNow(f"rectification {self.number}: {self.state} -> {state}")
        return replace(self, state=state)

    def taken_by(self, staff: str) -> Rectification:
        """Return this case in the hands of one member of staff."""
        if self.owner not in (None, staff):
            raise NotAllowedNow(f"rectification {self.number} has an owner", say.CASE_TAKEN)
        if self.state is CaseState.IN_HAND:
            return self
        if self.state is not CaseState.OPEN:
            raise NotAllowedNow(f"rectification {self.number} is {self.state}")
        return replace(self.moved_to(CaseState.IN_HAND), owner=staff)

    def fixed(self, outcome: str, at: datetime) -> Rectification:
        """Return this case put right; the citizen has to be called now."""
        if self.state is not CaseState.IN_HAND:
            raise NotAllowedNow(
                f"rectification {self.number} is {self.state}", say.CASE_NOT_IN_HAND
            )
        return replace(self.moved_to(CaseState.FIXED), outcome=outcome, fixed_at=at)

    def called(self, call: CallBack, due: date) -> Rectification:
        """Return this case after a call; one who is still unhappy opens it again until `due`."""
        if self.state is not CaseState.FIXED:
            raise NotAllowedNow(f"rectification {self.number} is {self.state}", say.CASE_NOT_FIXED)
        case = replace(self, calls=(*self.calls, call))
        if call.reached and call.accepts is False:
            return case.opened_again(due)
        since = [c for c in case.calls if self.fixed_at is None or c.at >= self.fixed_at]
        if call.reached or len(since) >= MOST_ATTEMPTS:
            return case.moved_to(CaseState.CALLED_BACK)
        return case

    def closed(self, day: date) -> Rectification:
        """Return this case closed; nobody closes one without having called (100% 回访)."""
        if self.state is not CaseState.CALLED_BACK:
            raise NotAllowedNow(f"rectification {self.number} is {self.state}", say.CASE_NOT_CALLED)
        return replace(self.moved_to(CaseState.CLOSED), closed_on=day)

    def opened_again(self, due: date) -> Rectification:
        """Return this case back in the hands of its owner, with a new date."""
        if self.state in BEFORE_THE_FIX or self.state is CaseState.WITHDRAWN:
            raise NotAllowedNow(f"rectification {self.number} is {self.state}")
        case = self.moved_to(CaseState.IN_HAND)
        return replace(case, due=due, closed_on=None, reopened=self.reopened + 1)

    def overdue(self, day: date) -> bool:
        """Tell whether its day has passed and it is not closed."""
        return self.state in UNDER_WAY and day > self.due

    def on_time(self, day: date) -> bool | None:
        """Tell whether it kept its date, seen from `day`; None: that is not decided yet."""
        if self.closed_on is not None:
            return self.closed_on <= self.due
        return False if self.overdue(day) else None
