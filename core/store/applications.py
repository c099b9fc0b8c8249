"""Stores applications, their receipts, and the audit row of every change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from core import happenings
from core.applications import IN_HAND, Application, Phase
from core.errors import NotFound
from core.happenings import Filed, Tell, nobody
from core.sealed_columns import cipher_of
from core.store.application_rows import (
    CITIZEN,
    SUBJECT,
    add_application,
    application_from,
    audit_application,
    last_change,
    write_application,
)
from core.store.database import Database, write_audit
from core.store.guesses import GuessStore
from core.store.submissions import Doubled, PartToFile, accept, channel_of, under_way
from core.tables import applications, audit

__all__ = ["CITIZEN", "SUBJECT", "ApplicationStore"]

CONTACT = "contact:"  # begins a proof that is about a phone number
PROOF = "proof:"  # of audit rows about somebody who could not prove to be the owner
MOST_LOOKED_AT = 20  # applications of one conversation


class ApplicationStore:
    """Answer questions about applications, and store their moves."""

    def __init__(self, database: Database, tell: Tell = nobody) -> None:
        """Take the database, and who counts what is filed."""
        self._database = database
        self.guesses = GuessStore(database)
        self._tell = tell

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
                # The parts of a composite matter are filed at the same moment as the whole.
                .order_by(applications.c.submitted_at.desc(), applications.c.parent_id.is_not(None))
            )
            return [application_from(row) for row in rows.mappings()]

    async def numbered(self, number: str) -> Application:
        """Return the application with that receipt number, or raise NotFound."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(applications).where(applications.c.number == number)
            )
            row = rows.mappings().one_or_none()
        if row is None:
            raise NotFound(f"application {number}")
        return application_from(row)

    async def wrong_proofs_since(self, proof: str, moment: datetime) -> int:
        """Return how often somebody failed to prove that something is theirs.

        `proof`: the id of an application, or CONTACT and the phone number it was asked for by.
        """
        async with self._database.reading() as connection:
            count = await connection.execute(
                select(func.count()).where(
                    audit.c.subject == _proof_of(connection, proof), audit.c.at > moment
                )
            )
            return int(count.scalar_one())

    async def note_wrong_proof(self, proof: str, at: datetime) -> None:
        """Record that a stranger asked for an application, or its owner slipped."""
        async with self._database.writing() as connection:
            await write_audit(
                connection,
                at=at,
                actor=CITIZEN,
                subject=_proof_of(connection, proof),
                action="wrong_proof",
                detail={},
            )

    async def open_application(self, application: Application, at: datetime) -> None:
        """Store a new application with its audit row."""
        async with self._database.writing(SUBJECT + application.id) as connection:
            await add_application(connection, application, at)
            await audit_application(connection, application, "opened", CITIZEN, at)

    async def save(self, application: Application, at: datetime, actor: str = CITIZEN) -> None:
        """Store a change that is not a submission, with its audit row."""
        async with self._database.writing(SUBJECT + application.id) as connection:
            await write_application(connection, application)
            await audit_application(connection, application, "changed", actor, at)

    async def submit(
        self,
        application: Application,
        at: datetime,
        today: date,
        due: date | None,
        *,
        same: tuple[str, ...] = (),
        once: bool = False,
        parts: Sequence[PartToFile] = (),
    ) -> Application:
        """Accept a confirmed application, its parts with it, in one transaction.

        Submitting it again, however often and from wherever, returns the first receipt. `same`
        names the fields that make two applications for an item the same: if another one with
        these values is under way (or approved, for what is done `once`), nothing is stored and
        that other one is returned.
        """
        try:
            async with self._database.writing() as connection:
                accepted, filed = await accept(
                    connection, application, at, today, due, same=same, once=once, parts=parts
                )
                channel = await channel_of(connection, application) if filed else ""
        except Doubled as doubled:
            async with self._database.reading() as connection:
                channel = await channel_of(connection, application)
            self._tell(happenings.Doubled(application.item_code, channel))
            return doubled.other
        for item_code in filed:
            self._tell(Filed(item_code, channel))
        return accepted

    async def under_way(
        self, application: Application, same: tuple[str, ...], *, once: bool
    ) -> Application | None:
        """Return another application of the same person for the same thing, if any."""
        async with self._database.reading() as connection:
            return await under_way(connection, application, same, once)

    async def parts_of(self, parent_id: str) -> list[Application]:
        """Return the parts of a composite application, in the order in which they were filed."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(applications)
                .where(applications.c.parent_id == parent_id)
                .order_by(_first_change())
            )
            return [application_from(row) for row in rows.mappings()]

    async def of_conversation(self, conversation_id: str) -> list[Application]:
        """Return the last applications of a conversation, the one dealt with last first."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(applications)
                .where(applications.c.conversation_id == conversation_id)
                .order_by(last_change().desc())
                .limit(MOST_LOOKED_AT)
            )
            return [application_from(row) for row in rows.mappings()]

    async def _newest(self, conversation_id: str, phases: list[str]) -> Application | None:
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(applications)
                .where(
                    applications.c.conversation_id == conversation_id,
                    applications.c.phase.in_(phases),
                )
                .order_by(last_change().desc())
                .limit(1)
            )
            row = rows.mappings().one_or_none()
        return application_from(row) if row is not None else None


def _proof_of(connection: AsyncConnection, proof: str) -> str:
    """Return how the audit names what was to be proven; never by a phone number."""
    if not proof.startswith(CONTACT):
        return PROOF + proof
    return PROOF + CONTACT + cipher_of(connection.dialect).mark("phone", proof)


def _first_change() -> ScalarSelect[int]:
    """Return the number of an application's first audit row."""
    mine = audit.c.subject == SUBJECT + applications.c.id
    return select(func.min(audit.c.id)).where(mine).scalar_subquery()
