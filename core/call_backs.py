"""Holds a CallBack (约定回电) and its moves: booked -> calling -> done, missed or cancelled."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from enum import StrEnum

from core import call_back_wording as say
from core.errors import NotAllowedNow
from core.office_hours import OfficeHours

SLOT = timedelta(minutes=30)
SOONEST = timedelta(minutes=10)  # from booking to the slot, so that somebody can prepare
DAYS_AHEAD = 5  # working days
MOST_ATTEMPTS = 3
MOST_OPEN = 2  # of one number or one conversation: nobody takes all places
EARLY = timedelta(minutes=5)  # before the slot; earlier the citizen does not expect us
TAKEN_FOR = timedelta(minutes=30)  # then a colleague may take it: nobody is forgotten
NOON = time(12)
_MOBILE = re.compile(r"1[3-9]\d{9}")
_LANDLINE = re.compile(r"(?:0\d{2,3})?[2-9]\d{6,7}")


class Standing(StrEnum):
    """Name how far a call-back is."""

    BOOKED = "booked"
    CALLING = "calling"  # a member of staff took it
    DONE = "done"
    MISSED = "missed"  # nobody answered, the last time too
    CANCELLED = "cancelled"


OPEN = frozenset({Standing.BOOKED, Standing.CALLING})
ALLOWED_MOVES: dict[Standing, frozenset[Standing]] = {
    Standing.BOOKED: frozenset({Standing.CALLING, Standing.CANCELLED}),
    Standing.CALLING: frozenset({Standing.BOOKED, Standing.DONE, Standing.MISSED}),
    Standing.DONE: frozenset(),
    Standing.MISSED: frozenset(),
    Standing.CANCELLED: frozenset(),
}


@dataclass(frozen=True, slots=True)
class CallBack:
    """Be one call that a citizen was promised."""

    number: str  # the reference, e.g. H202612210001
    conversation_id: str
    phone: str  # digits; not masked: it was given to be called; "" once forgotten
    starts: datetime  # of the slot
    booked_at: datetime
    topic: str = ""  # what it is about, masked
    standing: Standing = Standing.BOOKED
    staff: str | None = None  # who calls, or who called last
    taken_at: datetime | None = None
    tried: tuple[datetime, ...] = ()  # slots in which nobody answered
    note: str = ""  # of staff, masked
    ended_at: datetime | None = None

    def taken(self, staff: str, at: datetime) -> CallBack:
        """Return it as one that this member of staff calls now, or raise NotAllowedNow."""
        if self.standing is Standing.CALLING and self.staff == staff:
            return self
        if self.standing is Standing.CALLING and not self._was_forgotten(at):
            raise NotAllowedNow(f"{self.number} is taken", say.TAKEN)
        if at < self.starts - EARLY:
            raise NotAllowedNow(f"{self.number} is not due", say.NOT_DUE)
        again = replace(self, standing=Standing.BOOKED) if self.standing in OPEN else self
        return replace(again._moved_to(Standing.CALLING), staff=staff, taken_at=at)

    def reached(self, staff: str, note: str, at: datetime) -> CallBack:
        """Return it as one whose citizen was spoken to."""
        done = self._of(staff)._moved_to(Standing.DONE)
        return replace(done, note=self._with(note), ended_at=at)

    def not_reached(self, staff: str, note: str, at: datetime, again: datetime | None) -> CallBack:
        """Return it as promised for another time, or as missed after the last attempt."""
        tried = (*self._of(staff).tried, self.starts)
        kept = replace(self, tried=tried, note=self._with(note))
        if again is None or len(tried) >= MOST_ATTEMPTS:
            return replace(kept._moved_to(Standing.MISSED), ended_at=at)
        return replace(kept._moved_to(Standing.BOOKED), starts=again, staff=None, taken_at=None)

    def cancelled(self, at: datetime) -> CallBack:
        """Return it as one that the citizen wants no more; twice is fine."""
        if self.standing is Standing.CANCELLED:
            return self
        if self.standing is Standing.CALLING:
            raise NotAllowedNow(f"{self.number} is taken", say.BEING_CALLED)
        return replace(self._moved_to(Standing.CANCELLED), ended_at=at)

    def noted(self, staff: str, note: str) -> CallBack:
        """Return it with something more that its caller wrote down."""
        if self.staff != staff:
            raise NotAllowedNow(f"{self.number} is not {staff}'s", say.NOT_YOURS)
        return replace(self, note=self._with(note))

    def _of(self, staff: str) -> CallBack:
        if self.standing is not Standing.CALLING or self.staff != staff:
            raise NotAllowedNow(f"{self.number} is not called by {staff}", say.NOT_YOURS)
        return self

    def _moved_to(self, standing: Standing) -> CallBack:
        if standing not in ALLOWED_MOVES[self.standing]:
            raise NotAllowedNow(f"{self.number}: {self.standing} -> {standing}", say.OVER)
        return replace(self, standing=standing)

    def _was_forgotten(self, at: datetime) -> bool:
        return self.taken_at is not None and at - self.taken_at >= TAKEN_FOR

    def _with(self, note: str) -> str:
        return "\n".join(filter(None, (self.note, note.strip())))


def slots_ahead(hours: OfficeHours, now: datetime) -> list[datetime]:
    """Return the beginnings of all slots that may be promised now, in the zone of `now`."""
    return list(hours.slots(now + SOONEST, SLOT, DAYS_AHEAD))


def another_time(slots: Sequence[datetime], tried: Sequence[datetime]) -> datetime | None:
    """Return the first slot in a half of the day that was not tried; None if there is no slot.

    Where both halves were tried, it is the first one at a time of day that was not.
    """
    if not slots:
        return None
    times = [moment.astimezone(slots[0].tzinfo).time() for moment in tried]
    halves = {moment < NOON for moment in times}
    fresh = [slot for slot in slots if slot.time() not in times]
    other = [slot for slot in fresh if (slot.time() < NOON) not in halves]
    return next(iter([*other, *fresh, *slots]))


def phone_number(text: str) -> str | None:
    """Return the digits of a mainland mobile or landline number; None if it is neither."""
    digits = re.sub(r"[\s\-‐-―()（）.]", "", text)
    abroad = re.fullmatch(r"(?:\+|00)86(\d{9,11})", digits)
    if abroad is not None:  # as seen from abroad the zero of an area code is missing
        digits = abroad[1] if _MOBILE.fullmatch(abroad[1]) else f"0{abroad[1]}"
    return digits if _MOBILE.fullmatch(digits) or _LANDLINE.fullmatch(digits) else None
