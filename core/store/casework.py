"""Stores what staff, the core and citizens do to submitted applications, each with its notice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncConnection

from core import case_notices as words
from core import casework as rules
from core import follow_up_wording as say
from core.applications import UNDER_WAY, Application, Phase
from core.casework import Ask
from core.catalogue import Catalogue
from core.errors import NotAllowedNow, NotFound
from core.privacy import mask_text
from core.store.case_questions import REFUSED, STAFF, CaseQuestions
from core.store.case_rows import (
    ASKED,
    ASKED_AGAIN,
    Case,
    asks_of,
    called,
    case_row,
    case_rows,
    store_case,
    tell_citizen,
)
from core.store.database import Database, write_audit
from core.store.notices import LATE, PAPERS, PROGRESS, RESULT
from core.tables import applications
from core.working_days import WorkingCalendar

CITIZEN, CORE, ASSISTANT = "citizen", "core", "assistant"  # actors beside staff:<name>
SEEN = "seen:"  # subject of audit rows about who looked; a look is not a change


class CaseworkStore(CaseQuestions):
    """Store the moves of submitted applications: state, audit and notice in one transaction."""

    def __init__(
        self, database: Database, *, catalogue: Catalogue, calendar: WorkingCalendar, hotline: str
    ) -> None:
        """Take the database, how items are called, which days are worked, a number to call."""
        super().__init__(database)
        self._catalogue = catalogue
        self._calendar = calendar
        self._hotline = hotline

    async def due_within(self, day: date, working_days: int) -> list[Application]:
        """Return what is promised for the next working days, that day included."""
        return await self.due_between(day, self._calendar.after(day, working_days))

    async def take(self, number: str, staff_name: str, at: datetime) -> Application:
        """Make a member of staff answer for an application (首问负责); the first one stays."""
        async with self._database.writing() as connection:
            case = await case_row(connection, number)
            if case.application.owner == staff_name:
                return case.application
            return (await self._owned(connection, case, STAFF + staff_name, at)).application

    async def transfer(
        self, number: str, to: str, by: str, at: datetime, reason: str
    ) -> Application:
        """Give an application to a colleague; who and why is kept."""
        async with self._database.writing() as connection:
            case = await case_row(connection, number)
            if case.application.phase not in UNDER_WAY:
                raise NotAllowedNow(f"{number} is over")
            given = replace(case.application, owner=to)
            detail = {"to": to, "reason": mask_text(reason)}
            await store_case(connection, case, given, "transferred", STAFF + by, at, detail)
            return given

    async def move(
        self,
        number: str,
        phase: Phase,
        *,
        at: datetime,
        actor: str,
        note: str = "",
        missing: tuple[str, ...] = (),
        answer_by: date | None = None,
        reason: str = "",
        expected: int | None = None,
    ) -> Application:
        """Move an application, with the audit row and the notice to the citizen.

        `expected` is the version that the mover saw: NotAllowedNow if it was changed since.
        A move by staff makes them answer for it if nobody does.
        """
        async with self._database.writing() as connection:
            case = await case_row(connection, number)
            if expected is not None and expected != case.version:
                raise NotAllowedNow(f"{number} was changed", say.CHANGED_MEANWHILE)
            if await _parts(connection, case.application.id):
                raise NotAllowedNow(f"{number} has parts", say.NOT_IN_YOUR_HANDS)
            case = await self._owned(connection, case, actor, at)
            note, reason = mask_text(note), mask_text(reason)
            missing = tuple(map(mask_text, missing))
            match phase:
                case Phase.NEEDS_PAPERS:
                    ask = Ask(missing, note, answer_by, reason)
                    moved = await self._ask(connection, case, ask, actor, at)
                case Phase.IN_REVIEW:
                    moved = await self._review(connection, case, actor, at)
                case Phase.APPROVED | Phase.REJECTED:
                    moved = rules.ended(case.application, phase, note)
                    await store_case(connection, case, moved, phase.value, actor, at, {})
                    text = words.result_notice(moved, self._name(moved))
                    await tell_citizen(
                        connection, replace(case, application=moved), RESULT, text, at
                    )
                case _:
                    raise NotAllowedNow(f"nobody moves {number} to {phase}")
            await self._follow(connection, moved, at)
            return moved

    async def papers_in(
        self, number: str, *, at: datetime, actor: str, papers: Mapping[str, str] | None = None
    ) -> Application:
        """Note papers handed in; the review goes on as soon as nothing is missing.

        `papers`: material -> photo:<id> or have; None: staff saw that all of them are there.
        """
        async with self._database.writing() as connection:
            case = await case_row(connection, number)
            if case.application.phase is not Phase.NEEDS_PAPERS:
                raise NotAllowedNow(f"{number} does not wait for papers")
            held = {**case.application.papers, **(papers or {})}
            case = replace(case, application=replace(case.application, papers=held))
            if papers is not None and not set(case.application.missing) <= set(held):
                detail = {"papers": sorted(papers)}
                kept = case.application
                await store_case(connection, case, kept, "papers_some", actor, at, detail)
                return kept
            moved = await self._review(connection, case, actor, at)
            await self._follow(connection, moved, at)
            return moved

    async def withdraw(self, number: str, conversation_id: str, at: datetime) -> Application:
        """Take an application back for its citizen, with all parts that are not over."""
        async with self._database.writing() as connection:
            case = await case_row(connection, number)
            if case.application.conversation_id != conversation_id:
                raise NotFound(f"application {number}")
            if case.application.phase not in UNDER_WAY:
                raise NotAllowedNow(f"{number} is over")
            parts = await _parts(connection, case.application.id)
            for part in parts or [case]:
                if part.application.phase not in rules.ENDED:  # also parts put off for later
                    gone = replace(part.application.moved_to(Phase.CANCELLED), answer_by=None)
                    await store_case(connection, part, gone, "withdrawn", CITIZEN, at, {})
            one = parts[0].application if parts else case.application
            await self._follow(connection, one, at)
            return (await case_row(connection, number)).application

    async def filed(self, number: str, reference: str, at: datetime) -> None:
        """Store under which reference the core keeps an application; the first one stays."""
        async with self._database.writing() as connection:
            case = await case_row(connection, number)
            if case.application.core_reference is None:
                known = replace(case.application, core_reference=reference)
                await store_case(connection, case, known, "filed", CORE, at, {})

    async def withdrawal_told(self, number: str, at: datetime, *, too_late: bool) -> None:
        """Store that the core knows of a withdrawal; if it came too late, the citizen is told."""
        async with self._database.writing() as connection:
            case = await case_row(connection, number)
            told = await connection.execute(
                update(applications)
                .where(applications.c.number == number, applications.c.withdrawal_told.is_(None))
                .values(withdrawal_told=at)
            )
            if not told.rowcount:
                return
            action = "withdrawn_too_late" if too_late else "withdrawal_told"
            await store_case(connection, case, case.application, action, CORE, at, {})
            if too_late:
                text = words.too_late_notice(case.application, self._name(case.application))
                await tell_citizen(connection, case, RESULT, text, at)

    async def withdrawal_refused(self, number: str, at: datetime) -> None:
        """Note once that the core will not hear of a withdrawal: staff have to look after it."""
        if any(row.action == REFUSED for row in await self.history(number)):
            return
        async with self._database.writing() as connection:
            case = await case_row(connection, number)
            await store_case(connection, case, case.application, REFUSED, CORE, at, {})

    async def promise_anew(self, number: str, at: datetime) -> Application | None:
        """Apologise for a missed day, promise another, mark it as escalated; None: not late."""
        async with self._database.writing() as connection:
            case = await case_row(connection, number)
            missed, today = case.application.due, at.date()
            if missed is None or not rules.is_late(case.application, today):
                return None
            anew = replace(case.application, due=self._calendar.after(today, rules.PROMISE_WITHIN))
            detail = {"missed": missed.isoformat(), "owner": anew.owner}
            await store_case(connection, case, anew, "late", ASSISTANT, at, detail)
            owner = await called(connection, anew.owner)
            text = words.late_notice(anew, self._name(anew), owner, self._hotline)
            await tell_citizen(connection, replace(case, application=anew), LATE, text, at)
            return anew

    async def note_seen(self, subject: str, staff_name: str, at: datetime) -> None:
        """Record that a member of staff looked at an application, or at the list ("list")."""
        async with self._database.writing() as connection:
            await write_audit(
                connection,
                at=at,
                actor=STAFF + staff_name,
                subject=SEEN + subject,
                action="seen",
                detail={},
            )

    async def _owned(
        self, connection: AsyncConnection, case: Case, actor: str, at: datetime
    ) -> Case:
        """Return the case with an owner if staff act on it, or raise NotAllowedNow."""
        if not actor.startswith(STAFF):
            return case
        name, owner = actor.removeprefix(STAFF), case.application.owner
        if owner == name:
            return case
        if owner is not None:
            who = await called(connection, owner)
            raise NotAllowedNow(f"{owner} owns it", say.NOT_OWNER.format(owner=who))
        if case.application.phase not in UNDER_WAY:
            raise NotAllowedNow(f"{case.application.number} is over")
        taken = replace(case.application, owner=name)
        await store_case(connection, case, taken, "taken", actor, at, {})
        return Case(taken, case.version + 1)

    async def _ask(
        self, connection: AsyncConnection, case: Case, ask: Ask, actor: str, at: datetime
    ) -> Application:
        asks = await asks_of(connection, case.application.id)
        moved = rules.asked(
            case.application, ask, earlier=len(asks), today=at.date(), calendar=self._calendar
        )
        detail = {"missing": list(moved.missing), "reason": ask.reason}
        action = ASKED_AGAIN if asks else ASKED
        await store_case(connection, case, moved, action, actor, at, detail)
        text = words.papers_notice(moved, self._name(moved), ask.reason, again=bool(asks))
        await tell_citizen(connection, replace(case, application=moved), PAPERS, text, at)
        return moved

    async def _review(
        self, connection: AsyncConnection, case: Case, actor: str, at: datetime
    ) -> Application:
        if case.application.phase is not Phase.NEEDS_PAPERS:
            if case.application.phase is Phase.IN_REVIEW:
                return case.application
            moved = case.application.moved_to(Phase.IN_REVIEW)
            await store_case(connection, case, moved, "in_review", actor, at, {})
            return moved
        asked_at = (await asks_of(connection, case.application.id))[-1]
        moved = rules.papers_in(
            case.application,
            asked_on=asked_at.astimezone(at.tzinfo).date(),
            today=at.date(),
            calendar=self._calendar,
        )
        await store_case(connection, case, moved, "papers_in", actor, at, {})
        text = words.papers_in_notice(moved, self._name(moved), self._calendar)
        await tell_citizen(connection, replace(case, application=moved), PROGRESS, text, at)
        return moved

    async def _follow(self, connection: AsyncConnection, part: Application, at: datetime) -> None:
        """Move the composite matter after one of its parts."""
        if part.parent_id is None:
            return
        (whole,) = await case_rows(connection, applications.c.id == part.parent_id)
        parts = [p.application.phase for p in await _parts(connection, whole.application.id)]
        phase = rules.whole_phase(parts)
        if whole.application.phase not in UNDER_WAY or phase is whole.application.phase:
            return
        if phase is Phase.SUBMITTED:  # a part that was begun was taken back
            return
        moved = whole.application.moved_to(phase)
        detail = {"phase": phase.value}
        await store_case(connection, whole, moved, "part_moved", ASSISTANT, at, detail)
        text = words.whole_notice(moved, self._name(moved), rules.tally(parts))
        if text is not None:
            await tell_citizen(connection, replace(whole, application=moved), RESULT, text, at)

    def _name(self, application: Application) -> str:
        return self._catalogue.item(application.item_code, application.region).name


async def _parts(connection: AsyncConnection, application_id: str) -> list[Case]:
    return await case_rows(connection, applications.c.parent_id == application_id)
