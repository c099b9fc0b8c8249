"""Promises call-backs (约定回电): which half hours are free, what is booked, what is said of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from core import call_back_wording as say
from core.call_backs import SLOT, CallBack, phone_number, slots_ahead
from core.errors import InvalidContent, NotAllowedNow
from core.office_hours import OfficeHours
from core.ownership import Ownership
from core.privacy import mask_mobile
from core.slot_words import spoken_slot, spoken_tail, written_slot
from core.store.call_backs import CallBackStore, Wish
from core.store.conversations import ConversationStore


@dataclass(frozen=True, slots=True)
class Slot:
    """Be a half hour in which somebody may be called, in the bureau's own time."""

    starts: datetime
    written: str  # 明天 9:00-9:30
    spoken: str  # 明天上午九点到九点半

    @property
    def ends(self) -> datetime:
        """Return when it is over."""
        return self.starts + SLOT


class CallingBack:
    """Book call-backs for whatever channel asks."""

    def __init__(
        self,
        *,
        store: CallBackStore,
        conversations: ConversationStore,
        ownership: Ownership,
        hours: OfficeHours,
        changed: Callable[[], Awaitable[None]],
        now: Callable[[], datetime],
    ) -> None:
        """Take where all is stored, when staff are there, and who tells the desk of changes."""
        self._store = store
        self._conversations = conversations
        self._ownership = ownership
        self._hours = hours
        self._changed = changed
        self._now = now

    def staffed(self) -> bool:
        """Tell whether staff are there now."""
        return self._hours.is_open(self._now())

    async def slots(self) -> list[Slot]:
        """Return the slots that still have a place, the earliest first."""
        now = self._now()
        ahead = slots_ahead(self._hours, now)
        full = await self._store.full(ahead)
        return [self.slot(starts) for starts in ahead if starts not in full]

    def slot(self, starts: datetime) -> Slot:
        """Return a slot with its words."""
        now = self._now()
        here = starts.astimezone(now.tzinfo)
        return Slot(here, written_slot(here, now), spoken_slot(here, now))

    async def book(
        self, conversation_id: str, phone: str, starts: datetime, topic: str = ""
    ) -> CallBack:
        """Promise a call; the same number and slot is booked once.

        Raises InvalidContent if the number is none, NotAllowedNow if the slot cannot be had.
        """
        digits = phone_number(phone)
        if digits is None:
            raise InvalidContent("no phone number", say.BAD_PHONE)
        now = self._now()
        if starts not in slots_ahead(self._hours, now):
            raise NotAllowedNow("no such slot", say.NO_SUCH_SLOT)
        about = topic.strip() or await self._topic(conversation_id)
        wish = Wish(conversation_id, digits, starts, about)
        booked = await self._store.book(wish, now, now.date())
        await self._changed()
        return booked

    async def cancel(self, call_back: CallBack) -> CallBack:
        """Cancel a call-back because its citizen wants it no more."""
        cancelled = await self._store.cancel(call_back.number, "citizen", self._now())
        await self._changed()
        return cancelled

    async def not_reached(self, number: str, staff: str, note: str) -> CallBack:
        """Store that nobody answered, and promise another time."""
        now = self._now()
        slots = slots_ahead(self._hours, now)
        tried = await self._store.not_reached(number, staff, note, now, slots)
        await self._changed()
        return tried

    def written(self, call_back: CallBack) -> str:
        """Say in writing what was promised."""
        when = self.slot(call_back.starts).written
        phone = mask_mobile(call_back.phone)
        return say.BOOKED.format(when=when, phone=phone, number=call_back.number)

    def spoken(self, call_back: CallBack) -> str:
        """Say for the ear what was promised."""
        when = self.slot(call_back.starts).spoken
        return say.BOOKED_SPOKEN.format(when=when, tail=spoken_tail(call_back.phone))

    async def _topic(self, conversation_id: str) -> str:
        """Return what the conversation is about: its matter, or the last question."""
        item, _ = await self._ownership.carried(conversation_id)
        conversation = await self._conversations.conversation(conversation_id)
        return item or conversation.last_question or say.ABOUT_NOTHING
