"""Holds an authorisation (授权代理): who may act for whom, in what and until when."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from core.errors import NotAllowedNow

EVERYTHING = "全部业务"
QUERIES = "查询医保信息"
SCOPES = (EVERYTHING, "费用报销", "门诊慢特病", "门诊统筹", "异地就医", QUERIES)
LONGEST = timedelta(days=366)  # an authorisation must be renewed; nothing holds for ever
LENGTHS = {"三个月": timedelta(days=92), "半年": timedelta(days=183), "一年": LONGEST}
CODE_HOLDS = timedelta(days=1)  # the agent has so long to take it up
GUARDED_UNDER = 14  # years; 个人信息保护法 article 31: a guardian decides


class Standing(StrEnum):
    """Name how far an authorisation has come."""

    DRAFT = "draft"  # the principal is being asked for scope and length
    OFFERED = "offered"  # the principal said yes and has the code for the agent
    ACTIVE = "active"
    DECLINED = "declined"
    REVOKED = "revoked"


ALLOWED_MOVES: dict[Standing, frozenset[Standing]] = {
    Standing.DRAFT: frozenset({Standing.OFFERED, Standing.DECLINED}),
    Standing.OFFERED: frozenset({Standing.ACTIVE, Standing.DECLINED, Standing.REVOKED}),
    Standing.ACTIVE: frozenset({Standing.REVOKED}),
    Standing.DECLINED: frozenset(),
    Standing.REVOKED: frozenset(),
}


class Evidence(StrEnum):
    """Name what proves that the principal wants it."""

    VERIFIED = "verified"  # the principal proved who they are in this very conversation
    COUNTER = "counter"  # staff saw both ID cards at the counter
    VIDEO = "video"  # staff saw and heard the principal in a call
    GUARDIAN = "guardian"  # household register or birth certificate, seen by staff


@dataclass(frozen=True, slots=True)
class Delegation:
    """Be one authorisation."""

    id: str
    principal_name: str
    principal_id_number: str
    made_in: str | None  # conversation that is told of everything; None: made at a counter
    evidence: Evidence
    made_at: datetime  # UTC
    standing: Standing = Standing.DRAFT
    relation: str = "家里人"  # what the agent is to the principal
    scope: tuple[str, ...] = ()  # of SCOPES
    until: datetime | None = None  # UTC; None only in drafts
    agent_name: str | None = None  # None until the agent took it up
    agent_id_number: str | None = None
    ended_at: datetime | None = None
    ended_by: str | None = None  # principal, agent, staff:<name>, code

    def moved_to(self, standing: Standing) -> Delegation:
        """Return this authorisation in the given standing, or raise NotAllowedNow."""
        if standing is self.standing:
            return self
        if standing not in ALLOWED_MOVES[self.standing]:
            raise NotAllowedNow(f"delegation {self.id}: {self.standing} -> {standing}")
        return replace(self, standing=standing)

    def declined(self) -> Delegation:
        """Return this authorisation as one that the principal did not want after all."""
        return self.moved_to(Standing.DECLINED)

    def in_force(self, now: datetime) -> bool:
        """Tell whether it holds at that moment."""
        return self.standing is Standing.ACTIVE and self.until is not None and now < self.until

    def covers(self, topic: str) -> bool:
        """Tell whether items of that topic (专题) are within its scope."""
        return EVERYTHING in self.scope or topic in self.scope


def guardian_until(born: date, now: datetime) -> datetime | None:
    """Return until when a guardian may act for a child born that day; None: not any more."""
    birthday = date(born.year + GUARDED_UNDER, born.month, min(born.day, 28))  # 29 February
    ends = min(datetime.combine(birthday, time(), now.tzinfo), now + LONGEST)
    return ends if ends > now else None


def until_of(now: datetime, length: timedelta) -> datetime:
    """Return when an authorisation made now ends; raise ValueError beyond the longest."""
    if not timedelta(0) < length <= LONGEST:
        raise ValueError(f"an authorisation of {length.days} days")
    return now + length
