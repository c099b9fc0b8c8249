"""Holds a Team (班组), the Presence (在岗状态) of staff, and who may serve whom; pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from core.opening_hours import Hours
from core.working_days import WorkingCalendar

RINGS_FOR = timedelta(seconds=20)
GONE_AFTER = timedelta(seconds=45)  # without a sign of an agent's page
LOST_AFTER = timedelta(minutes=3)  # without a sign; then who they serve goes to somebody else
BACK_WITHIN = timedelta(minutes=10)  # who comes back later has to say again that they are there
MISSES_BEFORE_AWAY = 2
FRIDAY = 4
_CODE = re.compile(r"YB-SL-(\d{2})(\d{2})")
_GROUP = re.compile(r"\d{2}")


class DutyState(StrEnum):
    """Name what an agent says of themselves."""

    ON = "on"
    BUSY = "busy"  # there, but takes nobody new
    AWAY = "away"


@dataclass(frozen=True, slots=True)
class Team:
    """Be a group of agents who know the same matters."""

    id: str
    name: str
    skills: tuple[str, ...] = ()  # item codes, or groups: 02 is every YB-SL-02..; empty: all
    regions: tuple[str, ...] = ()  # empty: all
    hours: str = ""  # as core.opening_hours reads them; empty: the bureau's
    members: frozenset[str] = frozenset()  # staff names

    def knows(self, code: str | None, region: str | None) -> bool:
        """Tell whether it serves that item there; None: not known yet, which any team may ask."""
        skilled = not self.skills or code is None or bool({code, group_of(code)} & {*self.skills})
        return skilled and (not self.regions or region is None or region in self.regions)


@dataclass(frozen=True, slots=True)
class Presence:
    """Be what is known of an agent being there."""

    staff: str
    state: DutyState
    since: datetime  # of the state
    seen_at: datetime  # when their page last gave a sign
    missed: int = 0  # rings in a row that they let pass

    def is_there(self, now: datetime) -> bool:
        """Tell whether their page gave a sign lately."""
        return now - self.seen_at < GONE_AFTER

    def is_lost(self, now: datetime) -> bool:
        """Tell whether they have been gone for so long that nobody should wait for them."""
        return now - self.seen_at >= LOST_AFTER

    def takes(self, now: datetime) -> bool:
        """Tell whether citizens may be offered to them."""
        return self.state is DutyState.ON and self.is_there(now)

    def chosen(self, state: DutyState, at: datetime) -> Presence:
        """Return it after the agent said how it is with them."""
        since = self.since if state is self.state else at
        return replace(self, state=state, since=since, seen_at=at, missed=0)

    def seen(self, at: datetime) -> Presence:
        """Return it after a sign of their page; who was gone for long is away until they say so."""
        if at - self.seen_at > BACK_WITHIN and self.state is not DutyState.AWAY:
            return replace(self, state=DutyState.AWAY, since=at, seen_at=at)
        return replace(self, seen_at=max(at, self.seen_at))

    def let_ring(self, at: datetime) -> Presence:
        """Return it after a ring that nobody answered; the second in a row means away."""
        missed = self.missed + 1
        if missed < MISSES_BEFORE_AWAY or self.state is not DutyState.ON:
            return replace(self, missed=missed)
        return replace(self, state=DutyState.AWAY, since=at, missed=0)


def group_of(code: str) -> str:
    """Return the group of an item code: 02 for YB-SL-0201; "" if it is no such code."""
    found = _CODE.fullmatch(code)
    return found[1] if found is not None else ""


def is_skill(text: str) -> bool:
    """Tell whether a text is an item code or a group of them."""
    return bool(_GROUP.fullmatch(text) or _CODE.fullmatch(text))


def serves(teams: tuple[Team, ...], team: str | None, code: str | None, region: str | None) -> bool:
    """Tell whether somebody in these teams may serve a citizen.

    `team` is what the citizen chose; who is in no team serves everybody who chose none.
    """
    if team is not None:
        return any(one.id == team for one in teams)
    return not teams or any(one.knows(code, region) for one in teams)


def is_open(hours: Hours, calendar: WorkingCalendar, now: datetime) -> bool:
    """Tell whether a team's hours run, told in the bureau's own time.

    Public holidays are off; a weekend day that is worked instead (调休) has the hours of a Friday.
    """
    day = now.date()
    if day in calendar.rests:
        return False
    worked_instead = day in calendar.make_up and not hours.week[day.weekday()]
    weekday = FRIDAY if worked_instead else day.weekday()
    minute = now.hour * 60 + now.minute
    return any(span.start <= minute < span.end for span in hours.week[weekday])
