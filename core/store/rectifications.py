"""Stores rectification cases (整改), and the audit row of every move."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, RowMapping, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from core import rating_wording as say
from core.errors import NotAllowedNow, NotFound
from core.rating_tables import rectification_calls, rectifications
from core.rectifications import UNDER_WAY, CallBack, CaseState, Rectification
from core.store.case_numbers import give_case_number
from core.store.database import Database, write_audit
from core.tables import remarks

SUBJECT = "rectification:"  # of audit rows
LETTER = "Z"


@dataclass(frozen=True, slots=True)
class Opener:
    """Say what opens a case, when, and by when it must be put right."""

    at: datetime
    due: date
    actor: str  # citizen or staff:<name>
    rating_number: str | None = None
    remark_number: str | None = None


class RectificationStore:
    """Answer questions about cases, and store their moves."""

    def __init__(self, database: Database) -> None:
        """Take the database."""
        self._database = database

    async def case(self, number: str) -> Rectification:
        """Return the case of that number, or raise NotFound."""
        async with self._database.reading() as connection:
            return await _one(connection, rectifications.c.number == number)

    async def of_rating(self, rating_number: str) -> Rectification | None:
        """Return the case that the rating of that application opened, if any."""
        async with self._database.reading() as connection:
            return await case_of_rating(connection, rating_number)

    async def open_cases(self) -> Sequence[Rectification]:
        """Return the cases that are not closed, the most urgent first."""
        return await self._where(_state_in(UNDER_WAY))

    async def overdue_on(self, day: date) -> Sequence[Rectification]:
        """Return the cases whose day has passed, the most overdue first."""
        return await self._where(_state_in(UNDER_WAY), rectifications.c.due < day)

    async def of_staff(self, name: str) -> Sequence[Rectification]:
        """Return the open cases of a member of staff, the most urgent first."""
        return await self._where(_state_in(UNDER_WAY), rectifications.c.owner == name)

    async def on_time_share(self, since: datetime, day: date) -> float | None:
        """Return which share of the cases opened since then kept its date, 0..1, seen from `day`.

        None: no case is decided yet. A case that is still open and not overdue is not counted.
        """
        cases = await self._where(rectifications.c.opened_at >= since)
        decided = [kept for case in cases if (kept := case.on_time(day)) is not None]
        return sum(decided) / len(decided) if decided else None

    async def open_for_remark(
        self, remark_number: str, staff: str, at: datetime, due: date
    ) -> Rectification:
        """Open a case for a complaint or suggestion; once, however often it is asked for."""
        async with self._database.writing() as connection:
            known = await connection.execute(
                select(remarks.c.number).where(remarks.c.number == remark_number)
            )
            if known.scalar_one_or_none() is None:
                raise NotFound(f"remark {remark_number}")
            same = rectifications.c.remark_number == remark_number
            try:
                return await _one(connection, same)
            except NotFound:
                opener = Opener(at, due, f"staff:{staff}", remark_number=remark_number)
                return await open_case(connection, opener)

    async def take(self, number: str, staff: str, at: datetime) -> Rectification:
        """Give an open case to one member of staff, or raise NotAllowedNow."""
        return await self._move(number, staff, at, "taken", lambda case: case.taken_by(staff))

    async def fix(self, number: str, staff: str, outcome: str, at: datetime) -> Rectification:
        """Store what its owner put right."""
        return await self._move(
            number, staff, at, "fixed", lambda case: _own(case, staff).fixed(outcome, at)
        )

    async def call(self, number: str, call: CallBack, due: date) -> Rectification:
        """Store an attempt of its owner to call back; `due` counts if it has to be opened again."""
        return await self._move(
            number,
            call.staff,
            call.at,
            "called",
            lambda case: _own(case, call.staff).called(call, due),
        )

    async def close(self, number: str, staff: str, at: datetime, today: date) -> Rectification:
        """Close a case whose citizen was called."""
        return await self._move(
            number, staff, at, "closed", lambda case: _own(case, staff).closed(today)
        )

    async def reopen(self, number: str, staff: str, at: datetime, due: date) -> Rectification:
        """Open a case again because the citizen is still unhappy."""
        return await self._move(
            number, staff, at, "reopened", lambda case: _own(case, staff).opened_again(due)
        )

    async def _move(
        self,
        number: str,
        staff: str,
        at: datetime,
        action: str,
        move: Callable[[Rectification], Rectification],
    ) -> Rectification:
        async with self._database.writing() as connection:
            before = await _one(connection, rectifications.c.number == number, lock=True)
            after = move(before)
            await store_case(connection, before, after, f"staff:{staff}", action, at)
            return after

    async def _where(self, *conditions: ColumnElement[bool]) -> list[Rectification]:
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(rectifications)
                .where(*conditions)
                .order_by(rectifications.c.due, rectifications.c.number)
            )
            return [await _with_calls(connection, row) for row in rows.mappings().all()]


async def case_of_rating(connection: AsyncConnection, rating_number: str) -> Rectification | None:
    """Return the case that the rating of that application opened, if any."""
    try:
        return await _one(connection, rectifications.c.rating_number == rating_number)
    except NotFound:
        return None


async def open_case(connection: AsyncConnection, opener: Opener) -> Rectification:
    """Store a new case with its audit row inside the transaction that calls for it."""
    local_day = opener.at.date()
    case = Rectification(
        number=await give_case_number(connection, LETTER, local_day),
        opened_at=opener.at,
        due=opener.due,
        rating_number=opener.rating_number,
        remark_number=opener.remark_number,
    )
    row = {
        "number": case.number,
        "rating_number": case.rating_number,
        "remark_number": case.remark_number,
        "opened_at": case.opened_at,
        **_columns(case),
    }
    await connection.execute(insert(rectifications).values(row))
    await _audit(connection, case, opener.actor, "opened", opener.at)
    return case


async def store_case(
    connection: AsyncConnection,
    before: Rectification,
    after: Rectification,
    actor: str,
    action: str,
    at: datetime,
) -> None:
    """Store what became of a case, with its audit row."""
    await connection.execute(
        update(rectifications)
        .where(rectifications.c.number == after.number)
        .values(**_columns(after))
    )
    for call in after.calls[len(before.calls) :]:
        row = {
            "number": after.number,
            "at": call.at,
            "staff": call.staff,
            "reached": call.reached,
            "accepts": call.accepts,
            "result": call.result,
        }
        await connection.execute(insert(rectification_calls).values(row))
    await _audit(connection, after, actor, action, at)


def _own(case: Rectification, staff: str) -> Rectification:
    if case.owner != staff:
        raise NotAllowedNow(f"rectification {case.number} is not {staff}'s", say.CASE_NOT_YOURS)
    return case


def _state_in(states: frozenset[CaseState]) -> ColumnElement[bool]:
    return rectifications.c.state.in_(sorted(state.value for state in states))


async def _audit(
    connection: AsyncConnection, case: Rectification, actor: str, action: str, at: datetime
) -> None:
    await write_audit(
        connection,
        at=at,
        actor=actor,
        subject=SUBJECT + case.number,
        action=action,
        detail={"state": case.state.value, "due": case.due.isoformat(), "owner": case.owner},
    )


async def _one(
    connection: AsyncConnection, condition: ColumnElement[bool], *, lock: bool = False
) -> Rectification:
    question = select(rectifications).where(condition)
    rows = await connection.execute(question.with_for_update() if lock else question)
    row = rows.mappings().one_or_none()
    if row is None:
        raise NotFound("no such rectification")
    return await _with_calls(connection, row)


async def _with_calls(connection: AsyncConnection, row: RowMapping) -> Rectification:
    calls = await connection.execute(
        select(rectification_calls)
        .where(rectification_calls.c.number == row["number"])
        .order_by(rectification_calls.c.id)
    )
    return Rectification(
        number=row["number"],
        opened_at=row["opened_at"],
        due=row["due"],
        rating_number=row["rating_number"],
        remark_number=row["remark_number"],
        state=CaseState(row["state"]),
        owner=row["owner"],
        outcome=row["outcome"],
        fixed_at=row["fixed_at"],
        closed_on=row["closed_on"],
        reopened=row["reopened"],
        calls=tuple(
            CallBack(call["at"], call["staff"], call["reached"], call["accepts"], call["result"])
            for call in calls.mappings()
        ),
    )


def _columns(case: Rectification) -> dict[str, object]:
    return {
        "due": case.due,
        "state": case.state.value,
        "owner": case.owner,
        "outcome": case.outcome,
        "fixed_at": case.fixed_at,
        "closed_on": case.closed_on,
        "reopened": case.reopened,
    }
