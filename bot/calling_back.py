"""Books a call-back (约定回电) for whoever writes 给我回个电话: offers times, takes the number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from bot.call import Call
from bot.contacts import mobile_in
from core import call_back_wording as say
from core import queue_wording, wording
from core.applications import Application
from core.assistant import wants_person
from core.call_backs import NOON, phone_number
from core.calling_back import CallingBack, Slot
from core.conversation import Conversation, Stage
from core.errors import InvalidContent, NotAllowedNow
from core.messages import Answer, Handled, Reply, Status, Turn
from core.privacy import DIGITS
from core.store import ApplicationStore

PHONE = "phone"  # who is on the telephone already books with the keys of the call itself
OFFERED = 2  # times: more cannot be compared by ear
MOBILE = "mobile"  # key of the field that holds it in every form
_NUMBER = re.compile(r"[\d\s()（）-]{7,20}")


class Leaves(Protocol):
    """Take somebody out of the queue."""

    async def leave(
        self, conversation_id: str, *, called_later: bool = False, told: bool = True
    ) -> None:
        """Let them wait no more; NotAllowedNow with a sentence if an agent serves them."""
        ...


class BookingCalls:
    """Lead from the wish to be called to a time and a number."""

    def __init__(
        self, *, calling_back: CallingBack, applications: ApplicationStore, queue: Leaves
    ) -> None:
        """Take who promises calls, where numbers that were given stand, and who may wait."""
        self._calling_back = calling_back
        self._applications = applications
        self._queue = queue

    async def offer(self, conversation: Conversation, call: Call) -> Answer:
        """Offer two times; where there is none, or on the telephone, call a person."""
        slots = await self._calling_back.slots() if conversation.channel != PHONE else []
        if not slots:
            return wants_person(PHONE, intent=call.act.value, confidence=call.confidence)
        return _when(slots)

    async def instead(self, conversation: Conversation) -> Answer | None:
        """Offer times to who just left the queue; None: there are none, or keys book them."""
        slots = await self._calling_back.slots() if conversation.channel != PHONE else []
        if not slots:
            return None
        one, two = queue_wording.LEFT_CALL_YOU_ONLY, queue_wording.LEFT_CALL_YOU
        return _offered(slots, (two, two), (one, one), ())

    async def heard(self, conversation: Conversation, call: Call) -> Answer | None:
        """Take a time that was offered, or the number asked for; None: it is neither."""
        if conversation.channel == PHONE:
            return None
        asked = conversation.last_reply or ""
        slots = await self._calling_back.slots() if _may_be_ours(call.text, asked) else []
        for slot in slots:
            if call.text.strip() == say.CHOICE.format(when=slot.written):
                number = await self._own_number(conversation.id)
                return await self._book(conversation, slot, number)
            if say.WHICH_NUMBER.format(when=slot.written) in asked:
                number = number_in(call.text)
                return None if number is None else await self._book(conversation, slot, number)
        return None if not _chose(call.text) else await self._gone()

    async def _book(self, conversation: Conversation, slot: Slot, number: str | None) -> Answer:
        if number is None:
            text = say.WHICH_NUMBER.format(when=slot.written)
            spoken = say.WHICH_NUMBER_SPOKEN.format(when=slot.spoken)
            return _asked(text, spoken, ())
        try:
            booked = await self._calling_back.book(conversation.id, number, slot.starts)
        except (NotAllowedNow, InvalidContent) as error:
            # The sentence that the rule gave: the slot filled up, or there are two already.
            return _asked(str(error.args[-1]), "", (wording.HUMAN_CHOICE,))
        left = ""
        if conversation.stage is Stage.WAITING:
            try:
                await self._queue.leave(conversation.id, called_later=True, told=False)
                left = queue_wording.LEFT_FOR_CALL
            except NotAllowedNow as error:  # an agent is there now: nobody needs to call
                await self._calling_back.cancel(booked)
                return _asked(str(error.args[-1]), "", ())
        reply = Reply(
            self._calling_back.written(booked) + left,
            Status.ANSWERED,
            spoken=self._calling_back.spoken(booked) + left,
        )
        return Answer(reply, Turn(Handled.HANDOFF))

    async def _gone(self) -> Answer:
        """Offer other times for one that filled up, or passed, since it was offered."""
        slots = await self._calling_back.slots()
        if not slots:
            return _asked(say.NO_SUCH_SLOT, "", (wording.HUMAN_CHOICE,))
        return _when(slots, before=say.SLOT_FULL)

    async def _own_number(self, conversation_id: str) -> str | None:
        """Return the number that the citizen gave in a form of their own; None: there is none."""
        in_hand = await self._applications.in_hand(conversation_id)
        filed = list(await self._applications.submitted(conversation_id))
        known = filed if in_hand is None else [in_hand, *filed]
        numbers = (one.fields.get(MOBILE) for one in known if _is_own(one))
        return next((number for number in numbers if number), None)


def two_of(slots: Sequence[Slot]) -> tuple[Slot, ...]:
    """Return the first slot and the first in another half of a day: a real choice."""
    first = slots[0]
    others = (slot for slot in slots[1:] if _half(slot) != _half(first))
    second = next(others, slots[1] if len(slots) > 1 else None)
    return (first,) if second is None else (first, second)[:OFFERED]


def number_in(text: str) -> str | None:
    """Return the one phone number in a text, mobile or landline; None unless there is one."""
    mobile = mobile_in(text)
    if mobile is not None:
        return mobile
    pieces = [phone_number(found.strip()) for found in _NUMBER.findall(text.translate(DIGITS))]
    found = [number for number in pieces if number is not None]
    return found[0] if len(found) == 1 else None


def _when(slots: Sequence[Slot], before: str = "") -> Answer:
    two = (before + say.WHEN, before + say.WHEN_SPOKEN)
    one = (before + say.WHEN_ONLY, before + say.WHEN_ONLY_SPOKEN)
    return _offered(slots, two, one, (wording.HUMAN_CHOICE,))


def _offered(
    slots: Sequence[Slot], two: tuple[str, str], one: tuple[str, str], more: tuple[str, ...]
) -> Answer:
    """Offer the first times in one of two sentences, each written and spoken."""
    offered = two_of(slots)
    names = ("first", "second")
    written = {name: slot.written for name, slot in zip(names, offered, strict=False)}
    spoken = {name: slot.spoken for name, slot in zip(names, offered, strict=False)}
    text, told = two if len(offered) == OFFERED else one
    choices = tuple(say.CHOICE.format(when=slot.written) for slot in offered)
    return _asked(text.format(**written), told.format(**spoken), (*choices, *more))


def _asked(text: str, spoken: str, choices: tuple[str, ...]) -> Answer:
    reply = Reply(text, Status.ASKED_BACK, spoken=spoken, choices=choices)
    return Answer(reply, Turn(Handled.CLARIFY))


def _may_be_ours(text: str, asked: str) -> bool:
    """Tell whether it is worth looking which times are free."""
    return _chose(text) or _ENDING in asked


def _chose(text: str) -> bool:
    return _CHOICE.fullmatch(text.strip()) is not None


def _half(slot: Slot) -> tuple[int, bool]:
    return slot.starts.toordinal(), slot.starts.time() < NOON


def _is_own(application: Application) -> bool:
    return application.delegate is None and application.delegation_id is None


_CHOICE = re.compile(say.CHOICE.format(when=r".{2,16}\d{1,2}:\d{2}-\d{1,2}:\d{2}"))
_ENDING = say.WHICH_NUMBER.partition("{when}")[2]
