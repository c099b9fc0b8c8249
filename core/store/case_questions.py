"""Answers what is asked about applications after their submission."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, exists, func, literal, select

from core.applications import UNDER_WAY, Application, Phase
from core.store.application_rows import SUBJECT, application_from
from core.store.case_rows import ASKED_AGAIN, Case, case_row
from core.store.database import Database
from core.tables import applications, audit, staff

STAFF = "staff:"  # of audit rows: what a member of staff did
REFUSED = "withdrawal_refused"  # of audit rows: by the insurance core
CLOCK_RUNS = (Phase.SUBMITTED.value, Phase.IN_REVIEW.value)


@dataclass(frozen=True, slots=True)
class WorkFilter:
    """Say which applications a desk wants to see."""

    phases: frozenset[Phase] = UNDER_WAY
    owner: str | None = None  # staff name; None: anybody's and nobody's
    number: str | None = None  # exactly this receipt number, in whatever phase
    late_on: date | None = None  # only those whose promised day was before it
    unheard: bool = False  # only those of whose withdrawal the insurance core will not hear


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """Be one change of an application, as its audit row has it."""

    at: datetime  # UTC
    actor: str  # citizen, core, assistant or staff:<name>
    action: str
    detail: Mapping[str, object]


class CaseQuestions:
    """Answer questions about applications that have a receipt number."""

    def __init__(self, database: Database) -> None:
        """Take the database."""
        self._database = database

    async def case(self, number: str) -> Case:
        """Return the application with that receipt number, or raise NotFound."""
        async with self._database.reading() as connection:
            return await case_row(connection, number)

    async def parts_of(self, application_id: str) -> list[Application]:
        """Return the parts of a composite matter, in the order of their numbers."""
        query = select(applications).where(applications.c.parent_id == application_id)
        return await self._all(query.order_by(applications.c.number, applications.c.id))

    async def by_contact(self, contact: str, limit: int = 20) -> list[Application]:
        """Return what was submitted under that contact key, newest first; parts not by itself."""
        return await self._all(
            select(applications)
            .where(
                applications.c.contact == contact,
                applications.c.number.is_not(None),
                applications.c.parent_id.is_(None),
            )
            .order_by(applications.c.submitted_at.desc())
            .limit(limit)
        )

    async def of_conversation(self, conversation_id: str) -> list[Application]:
        """Return what was submitted in a conversation, newest first; parts not by itself."""
        return await self._all(
            select(applications)
            .where(
                applications.c.conversation_id == conversation_id,
                applications.c.number.is_not(None),
                applications.c.parent_id.is_(None),
            )
            .order_by(applications.c.submitted_at.desc(), applications.c.number.desc())
        )

    async def worklist(
        self, wanted: WorkFilter, *, limit: int = 50, offset: int = 0
    ) -> tuple[list[Application], int]:
        """Return one page of the desk's work, the most urgent first, and how much there is."""
        conditions = _conditions(wanted)
        order = (applications.c.due.nulls_last(), applications.c.number)
        query = select(applications).where(*conditions).order_by(*order)
        async with self._database.reading() as connection:
            counted = await connection.execute(
                select(func.count(applications.c.id)).where(*conditions)
            )
            rows = await connection.execute(query.limit(limit).offset(offset))
            return [application_from(row) for row in rows.mappings()], int(counted.scalar_one())

    async def overdue_on(self, day: date) -> list[Application]:
        """Return what should have been done before that day; the clock stands for papers."""
        return await self._all(
            select(applications)
            .where(applications.c.phase.in_(CLOCK_RUNS), applications.c.due < day, ~_has_parts())
            .order_by(applications.c.due)
        )

    async def due_between(self, first: date, last: date) -> list[Application]:
        """Return what is promised for these days, the first of them first."""
        return await self._all(
            select(applications)
            .where(
                applications.c.phase.in_(CLOCK_RUNS),
                applications.c.due.between(first, last),
                ~_has_parts(),
            )
            .order_by(applications.c.due)
        )

    async def waiting_for_papers(self) -> list[Application]:
        """Return what waits for papers of the citizen."""
        return await self._all(
            select(applications).where(
                applications.c.phase == Phase.NEEDS_PAPERS.value, ~_has_parts()
            )
        )

    async def approved_ending(self, first: date, last: date) -> list[Application]:
        """Return the approved filings that hold until one of these days."""
        return await self._all(
            select(applications).where(
                applications.c.phase == Phase.APPROVED.value,
                applications.c.ends.between(first.isoformat(), last.isoformat()),
                ~_has_parts(),
            )
        )

    async def parked_between(self, first: datetime, last: datetime) -> list[Application]:
        """Return what a citizen put aside and touched last between these moments."""
        subject = SUBJECT + applications.c.id
        touched = select(func.max(audit.c.at)).where(audit.c.subject == subject).scalar_subquery()
        return await self._all(
            select(applications).where(
                applications.c.phase == Phase.PARKED.value, touched.between(first, last)
            )
        )

    async def unfiled(
        self, limit: int, wholes: Collection[str], besides: Collection[str] = ()
    ) -> list[Application]:
        """Return what the insurance core was not given yet, oldest first.

        `wholes`: codes of composite items, of which only the parts are filed. `besides`: receipt
        numbers that are left out.
        """
        return await self._untold(
            limit,
            wholes,
            besides,
            applications.c.phase == Phase.SUBMITTED.value,
            applications.c.core_reference.is_(None),
        )

    async def withdrawn_untold(
        self, limit: int, wholes: Collection[str], besides: Collection[str] = ()
    ) -> list[Application]:
        """Return what was taken back after its submission, and the insurance core does not know.

        `wholes`: codes of composite items, of which only the parts are filed. `besides`: receipt
        numbers that are left out.
        """
        return await self._untold(
            limit,
            wholes,
            besides,
            applications.c.phase == Phase.CANCELLED.value,
            applications.c.withdrawal_told.is_(None),
        )

    async def _untold(
        self,
        limit: int,
        wholes: Collection[str],
        besides: Collection[str],
        *conditions: ColumnElement[bool],
    ) -> list[Application]:
        """Return what has a receipt and is to be told to the insurance core, oldest first."""
        return await self._all(
            select(applications)
            .where(
                *conditions,
                applications.c.number.is_not(None),
                applications.c.number.not_in(besides),
                applications.c.item_code.not_in(wholes),
            )
            .order_by(applications.c.submitted_at, applications.c.number)
            .limit(limit)
        )

    async def filed_after(self, application_id: str, limit: int) -> list[Application]:
        """Return what the core works on, by id from after that one."""
        return await self._all(
            select(applications)
            .where(
                applications.c.phase.in_([phase.value for phase in UNDER_WAY]),
                applications.c.core_reference.is_not(None),
                applications.c.id > application_id,
            )
            .order_by(applications.c.id)
            .limit(limit)
        )

    async def history(self, number: str) -> list[HistoryRow]:
        """Return everything that happened to an application, in order, from the audit rows."""
        async with self._database.reading() as connection:
            case = await case_row(connection, number)
            rows = await connection.execute(
                select(audit)
                .where(audit.c.subject == SUBJECT + case.application.id)
                .order_by(audit.c.id)
            )
            return [
                HistoryRow(row["at"], row["actor"], row["action"], row["detail"])
                for row in rows.mappings()
            ]

    async def display_names(self) -> dict[str, str]:
        """Return how each member of staff is called."""
        async with self._database.reading() as connection:
            rows = await connection.execute(select(staff.c.name, staff.c.display_name))
            return {row["name"]: row["display_name"] for row in rows.mappings()}

    async def asked_again_since(self, moment: datetime) -> int:
        """Return how often papers were asked for a second time, for the report."""
        async with self._database.reading() as connection:
            counted = await connection.execute(
                select(func.count(audit.c.id)).where(
                    audit.c.action == ASKED_AGAIN, audit.c.at > moment
                )
            )
            return int(counted.scalar_one())

    async def _all(self, query: Select[tuple[object, ...]]) -> list[Application]:
        async with self._database.reading() as connection:
            return [application_from(row) for row in (await connection.execute(query)).mappings()]


def _conditions(wanted: WorkFilter) -> list[ColumnElement[bool]]:
    if wanted.number is not None:
        return [applications.c.number == wanted.number]
    phases = [phase.value for phase in wanted.phases]
    conditions: list[ColumnElement[bool]] = [
        applications.c.phase.in_(phases),
        applications.c.number.is_not(None),
        ~_has_parts(),
    ]
    if wanted.owner is not None:
        conditions.append(applications.c.owner == wanted.owner)
    if wanted.late_on is not None:
        conditions.append(applications.c.phase.in_(CLOCK_RUNS))
        conditions.append(applications.c.due < wanted.late_on)
    if wanted.unheard:
        conditions += [applications.c.withdrawal_told.is_(None), _is_refused()]
    return conditions


def _is_refused() -> ColumnElement[bool]:
    """Return whether the insurance core once would not hear of the withdrawal."""
    about = literal(SUBJECT) + applications.c.id
    return exists(select(audit.c.id).where(audit.c.subject == about, audit.c.action == REFUSED))


def _has_parts() -> ColumnElement[bool]:
    part = applications.alias("part")
    return select(part.c.id).where(part.c.parent_id == applications.c.id).exists()
