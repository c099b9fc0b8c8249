"""Stores call-backs; the database says who gets a place in a slot, and who takes one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Insert, Update, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from core import call_back_wording as say
from core.call_back_tables import call_backs
from core.call_backs import MOST_ATTEMPTS, MOST_OPEN, OPEN, CallBack, Standing, another_time
from core.errors import NotAllowedNow
from core.privacy import mask_text
from core.slot_words import written_slot
from core.store.call_back_rows import (
    audit_call_back,
    call_back_from,
    columns_of,
    found_call_back,
    one_call_back,
)
from core.store.case_numbers import give_case_number
from core.store.database import Database
from core.store.notices import Notice, add_notice

KIND = "call_back"  # of notices
LETTER = "H"  # 回
_IS_OPEN = call_backs.c.standing.in_([standing.value for standing in OPEN])


@dataclass(frozen=True, slots=True)
class Wish:
    """Be what a citizen asks for."""

    conversation_id: str
    phone: str  # as core.call_backs.phone_number returns it
    starts: datetime
    topic: str


class CallBackStore:
    """Answer who is to be called when, and store what became of it."""

    def __init__(self, database: Database, *, places: int, hotline: str) -> None:
        """Take the database, how many calls a slot has room for, and the hotline's number."""
        self._database = database
        self._places = places
        self._hotline = hotline

    async def book(self, wish: Wish, at: datetime, today: date) -> CallBack:
        """Promise a call; the same number and slot is one call-back with one reference.

        Raises NotAllowedNow with a sentence if the slot is full or too many are open already.
        """
        async with self._database.writing() as connection:
            same = call_backs.c.line == wish.phone, call_backs.c.starts == wish.starts
            known = await one_call_back(connection, *same, _IS_OPEN)
            if known is not None:
                return known
            await self._refuse_too_many(connection, wish)
            number = await give_case_number(connection, LETTER, today)
            made = CallBack(
                number, wish.conversation_id, wish.phone, wish.starts, at, mask_text(wish.topic)
            )
            row = {"number": number, "conversation_id": wish.conversation_id, "booked_at": at}
            booked = insert(call_backs).values(row | columns_of(made))
            if await self._claimed(connection, wish.starts, booked):
                await audit_call_back(connection, made, "citizen", "booked", at)
                return made
            # Somebody else may have booked the very same in this moment (PostgreSQL).
            known = await one_call_back(connection, *same, _IS_OPEN)
            if known is None:
                raise NotAllowedNow(f"slot {wish.starts.isoformat()} is full", say.SLOT_FULL)
            return known

    async def full(self, slots: Sequence[datetime]) -> frozenset[datetime]:
        """Return which of these slots have no place left."""
        async with self._database.reading() as connection:
            return await self._full(connection, slots)

    async def open_ones(self) -> list[CallBack]:
        """Return everything that is still to be called, by slot, the earliest first."""
        return await self._where(_IS_OPEN)

    async def of_conversation(self, conversation_id: str) -> list[CallBack]:
        """Return what was booked in a conversation, by slot."""
        return await self._where(call_backs.c.conversation_id == conversation_id)

    async def call_back(self, number: str) -> CallBack:
        """Return the call-back of that number, or raise NotFound."""
        async with self._database.reading() as connection:
            return await found_call_back(connection, number)

    async def take(self, number: str, staff: str, at: datetime) -> CallBack:
        """Give a call-back to one member of staff, or raise NotAllowedNow if one was faster."""
        return await self._move(number, f"staff:{staff}", "taken", at, lambda c: c.taken(staff, at))

    async def reached(self, number: str, staff: str, note: str, at: datetime) -> CallBack:
        """Store that the citizen was spoken to."""
        kept = mask_text(note)
        return await self._move(
            number, f"staff:{staff}", "reached", at, lambda c: c.reached(staff, kept, at)
        )

    async def note(self, number: str, staff: str, note: str, at: datetime) -> CallBack:
        """Store what its caller wrote down."""
        kept = mask_text(note)
        return await self._move(
            number, f"staff:{staff}", "noted", at, lambda c: c.noted(staff, kept)
        )

    async def cancel(self, number: str, actor: str, at: datetime) -> CallBack:
        """Store that the citizen wants it no more."""
        return await self._move(number, actor, "cancelled", at, lambda c: c.cancelled(at))

    async def not_reached(
        self, number: str, staff: str, note: str, at: datetime, slots: Sequence[datetime]
    ) -> CallBack:
        """Store that nobody answered, promise another of the slots, and tell the citizen.

        `at` and the slots are in the bureau's own time: the citizen is told them.
        """
        kept = mask_text(note)
        async with self._database.writing() as connection:
            before = await found_call_back(connection, number, lock=True)
            after = before.not_reached(staff, kept, at, None)
            tried = {moment.timestamp() for moment in after.tried}
            full = await self._full(connection, slots)
            free = [s for s in slots if s.timestamp() not in tried and s not in full]
            while free and len(after.tried) < MOST_ATTEMPTS:
                again = another_time(free, after.tried)
                if again is None:
                    break
                moved = before.not_reached(staff, kept, at, again)
                if await self._claimed(connection, again, _changed(moved)):
                    after = moved
                    break
                free.remove(again)
            if after.standing is Standing.MISSED:
                await connection.execute(_changed(after))
            await audit_call_back(connection, after, f"staff:{staff}", "not_reached", at)
            await add_notice(connection, self._news(after, at), at)
            return after

    async def forget_numbers(self, before: datetime) -> int:
        """Blank the phone numbers of what ended before a moment; return how many."""
        async with self._database.writing() as connection:
            blanked = await connection.execute(
                update(call_backs)
                .where(call_backs.c.ended_at < before, call_backs.c.phone != "")
                .values(phone="", line=None)
            )
            return int(blanked.rowcount)

    async def _move(
        self,
        number: str,
        actor: str,
        action: str,
        at: datetime,
        move: Callable[[CallBack], CallBack],
    ) -> CallBack:
        async with self._database.writing() as connection:
            before = await found_call_back(connection, number, lock=True)
            after = move(before)
            if after != before:
                await connection.execute(_changed(after))
                await audit_call_back(connection, after, actor, action, at)
            return after

    async def _refuse_too_many(self, connection: AsyncConnection, wish: Wish) -> None:
        whose = or_(
            call_backs.c.line == wish.phone,
            call_backs.c.conversation_id == wish.conversation_id,
        )
        count = await connection.execute(select(func.count()).where(whose, _IS_OPEN))
        if int(count.scalar_one()) >= MOST_OPEN:
            raise NotAllowedNow("too many call-backs are open", say.ENOUGH)

    async def _full(
        self, connection: AsyncConnection, slots: Sequence[datetime]
    ) -> frozenset[datetime]:
        rows = await connection.execute(
            select(call_backs.c.starts)
            .where(call_backs.c.starts.in_(slots), call_backs.c.place.is_not(None))
            .group_by(call_backs.c.starts)
            .having(func.count() >= self._places)
        )
        taken = {moment.timestamp() for moment in rows.scalars()}
        return frozenset(slot for slot in slots if slot.timestamp() in taken)

    async def _claimed(
        self, connection: AsyncConnection, starts: datetime, statement: Insert | Update
    ) -> bool:
        """Write a row together with the first free place of its slot; False if there is none."""
        rows = await connection.execute(
            select(call_backs.c.place).where(
                call_backs.c.starts == starts, call_backs.c.place.is_not(None)
            )
        )
        taken = set(rows.scalars())
        for place in range(1, self._places + 1):
            if place in taken:
                continue
            try:
                async with connection.begin_nested():
                    await connection.execute(statement.values(place=place))
                return True
            except IntegrityError:  # somebody else was faster; the next place may be free
                continue
        return False

    def _news(self, call_back: CallBack, at: datetime) -> Notice:
        if call_back.standing is Standing.BOOKED:
            starts = call_back.starts.astimezone(at.tzinfo)
            text = say.CALLED_IN_VAIN.format(when=written_slot(starts, at))
        else:
            times = len(call_back.tried)
            text = say.CALLED_TOO_OFTEN.format(times=times, hotline=self._hotline)
        key = f"{KIND}:{call_back.number}:{len(call_back.tried)}"
        return Notice(key, call_back.conversation_id, KIND, text)

    async def _where(self, *conditions: ColumnElement[bool]) -> list[CallBack]:
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(call_backs)
                .where(*conditions)
                .order_by(call_backs.c.starts, call_backs.c.number)
            )
            return [call_back_from(row) for row in rows.mappings()]


def _changed(call_back: CallBack) -> Update:
    """Return what writes a change; what is over gives its place back."""
    values = columns_of(call_back)
    if call_back.standing not in OPEN:
        values["place"] = None
    return update(call_backs).where(call_backs.c.number == call_back.number).values(values)
