"""Stores applications, their receipts, and the audit row of every change."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import RowMapping, ScalarSelect, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from core.applications import IN_HAND, Application, Phase
from core.errors import NotAllowedNow, NotFound
from core.receipt import receipt_number
from core.store.database import Database, write_audit
from core.tables import applications, audit, receipts

CITIZEN = "citizen"
PROOF = "proof:"  # of audit rows about somebody who could not prove to be the owner
SUBJECT = "application:"  # of audit rows


class ApplicationStore:
    """Answer questions about applications, and store their moves."""

    def __init__(self, database: Database) -> None:
        """Take the database."""
        self._database = database

    async def in_hand(self, conversation_id: str) -> Application | None:
        """Return the application that the citizen is filling right now, if any."""
        return await self._newest(conversation_id, [phase.value for phase in IN_HAND])

    async def parked(self, conversation_id: str) -> Application | None:
        """Return the application that the citizen put aside last, if any."""
        return await self._newest(conversation_id, [Phase.PARKED.value])

    async def latest(self, conversation_id: str) -> Application | None:
        """Return the application that the citizen dealt with last, if any."""
        return await self._newest(conversation_id, [phase.value for phase in Phase])

    async def submitted(self, conversation_id: str) -> list[Application]:
        """Return the applications of this conversation that have a receipt, newest first."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(applications)
                .where(
                    applications.c.conversation_id == conversation_id,
                    applications.c.number.is_not(None),
                )
                .order_by(applications.c.submitted_at.desc())
            )
            return [_application(row) for row in rows.mappings()]

    async def numbered(self, number: str) -> Application:
        """Return the application with that receipt number, or raise NotFound."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(applications).where(applications.c.number == number)
            )
            row = rows.mappings().one_or_none()
        if row is None:
            raise NotFound(f"application {number}")
        return _application(row)

    async def wrong_proofs_since(self, application_id: str, moment: datetime) -> int:
        """Return how often somebody failed to prove that this application is theirs."""
        async with self._database.reading() as connection:
            count = await connection.execute(
                select(func.count()).where(
                    audit.c.subject == PROOF + application_id, audit.c.at > moment
                )
            )
            return int(count.scalar_one())

    async def note_wrong_proof(self, application_id: str, at: datetime) -> None:
        """Record that a stranger asked for this application, or its owner slipped."""
        async with self._database.writing() as connection:
            await write_audit(
                connection,
                at=at,
                actor=CITIZEN,
                subject=PROOF + application_id,
                action="wrong_proof",
                detail={},
            )

    async def open_application(self, application: Application, at: datetime) -> None:
        """Store a new application with its audit row."""
        async with self._database.writing() as connection:
            await connection.execute(
                insert(applications).values(
                    **_columns(application),
                    id=application.id,
                    opened_at=at,
                    version=1,
                    conversation_id=application.conversation_id,
                    item_code=application.item_code,
                )
            )
            await _audit(connection, application, "opened", CITIZEN, at)

    async def save(self, application: Application, at: datetime, actor: str = CITIZEN) -> None:
        """Store a change that is not a submission, with its audit row."""
        async with self._database.writing() as connection:
            await _write(connection, application)
            await _audit(connection, application, "changed", actor, at)

    async def submit(
        self, application: Application, at: datetime, today: date, due: date | None
    ) -> Application:
        """Accept a confirmed application in one transaction: state, receipt number, audit.

        Submitting it again, however often and from wherever, returns the first receipt.
        """
        async with self._database.writing() as connection:
            rows = await connection.execute(
                select(applications).where(applications.c.id == application.id)
            )
            stored = _application(rows.mappings().one())
            if stored.number is not None:
                return stored
            if stored.phase is not Phase.CONFIRMING:
                raise NotAllowedNow(f"application {stored.id} was not read back")
            number = receipt_number(today, await _next_of_day(connection, today))
            accepted = replace(
                application.moved_to(Phase.SUBMITTED), number=number, submitted_at=at, due=due
            )
            await _write(connection, accepted)
            await _audit(connection, accepted, "submitted", CITIZEN, at)
            return accepted

    async def _newest(self, conversation_id: str, phases: list[str]) -> Application | None:
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(applications)
                .where(
                    applications.c.conversation_id == conversation_id,
                    applications.c.phase.in_(phases),
                )
                .order_by(_last_change().desc())
                .limit(1)
            )
            row = rows.mappings().one_or_none()
        return _application(row) if row is not None else None


def _last_change() -> ScalarSelect[int]:
    """Return the number of an application's newest audit row: every change writes one."""
    mine = audit.c.subject == SUBJECT + applications.c.id
    return select(func.max(audit.c.id)).where(mine).scalar_subquery()


async def _next_of_day(connection: AsyncConnection, day: date) -> int:
    """Count up the day's receipts; the row lock makes every number unique."""
    counted = await connection.execute(
        update(receipts)
        .where(receipts.c.day == day)
        .values(last=receipts.c.last + 1)
        .returning(receipts.c.last)
    )
    last = counted.scalar_one_or_none()
    if last is not None:
        return int(last)
    await connection.execute(insert(receipts).values(day=day, last=1))
    return 1


async def _write(connection: AsyncConnection, application: Application) -> None:
    await connection.execute(
        update(applications)
        .where(applications.c.id == application.id)
        .values(**_columns(application), version=applications.c.version + 1)
    )


async def _audit(
    connection: AsyncConnection, application: Application, action: str, actor: str, at: datetime
) -> None:
    await write_audit(
        connection,
        at=at,
        actor=actor,
        subject=SUBJECT + application.id,
        action=action,
        detail={
            "phase": application.phase.value,
            "fields": sorted(application.fields),
            "awaiting": application.awaiting,
            "number": application.number,
        },
    )


def _columns(application: Application) -> dict[str, object]:
    return {
        "phase": application.phase.value,
        "fields": dict(application.fields),
        "awaiting": application.awaiting,
        "answer_order": list(application.order),
        "suggestion": application.suggestion,
        "partial": application.partial,
        "tries": application.tries,
        "delegate": application.delegate,
        "number": application.number,
        "submitted_at": application.submitted_at,
        "due": application.due,
        "region": application.region,
        "parent_id": application.parent_id,
        "papers": dict(application.papers),
        "owner": application.owner,
        "offered": dict(application.offered),
        "note": application.note,
        "missing": list(application.missing),
        "answer_by": application.answer_by,
        "core_reference": application.core_reference,
        "identity": application.identity,
        "delegation_id": application.delegation_id,
    }


def _application(row: RowMapping) -> Application:
    return Application(
        id=row["id"],
        conversation_id=row["conversation_id"],
        item_code=row["item_code"],
        phase=Phase(row["phase"]),
        fields=row["fields"],
        awaiting=row["awaiting"],
        order=tuple(row["answer_order"]),
        suggestion=row["suggestion"],
        partial=row["partial"],
        tries=row["tries"],
        delegate=row["delegate"],
        number=row["number"],
        submitted_at=row["submitted_at"],
        due=row["due"],
        region=row["region"],
        parent_id=row["parent_id"],
        papers=row["papers"],
        owner=row["owner"],
        offered=row["offered"],
        note=row["note"],
        missing=tuple(row["missing"]),
        answer_by=row["answer_by"],
        core_reference=row["core_reference"],
        identity=row["identity"],
        delegation_id=row["delegation_id"],
    )
