"""Stores the six-digit codes with which an application goes on in another conversation."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import delete, func, insert, select, update

from core.applications import Application, Phase
from core.hashing import hashed
from core.store.application_rows import (
    CITIZEN,
    application_from,
    audit_application,
)
from core.store.database import Database, write_audit
from core.tables import applications, audit, resume_codes

HOLDS = timedelta(days=7)
TRIES = "resume_code:"  # of audit rows about a conversation that said a wrong code
MOVABLE = (Phase.PARKED, Phase.FILLING, Phase.CONFIRMING)


def six_digits() -> str:
    """Return six digits that nobody can foresee."""
    return f"{secrets.randbelow(1_000_000):06d}"


class ResumeCodeStore:
    """Make codes, find what they stand for, and count wrong ones."""

    def __init__(self, database: Database, draw: Callable[[], str] = six_digits) -> None:
        """Take the database, and what draws a code."""
        self._database = database
        self._draw = draw

    async def make(self, application: Application, at: datetime) -> str:
        """Return a new code for an application; its older ones hold no longer."""
        async with self._database.writing() as connection:
            await connection.execute(
                delete(resume_codes).where(
                    resume_codes.c.application_id == application.id,
                    resume_codes.c.used_at.is_(None),
                )
            )
            while True:
                code = self._draw()
                same = resume_codes.c.code_hash == hashed(code)
                dead = (resume_codes.c.until <= at) | resume_codes.c.used_at.is_not(None)
                await connection.execute(delete(resume_codes).where(same, dead))
                taken = await connection.execute(select(func.count()).where(same))
                if not taken.scalar_one():
                    break
            await connection.execute(
                insert(resume_codes).values(
                    code_hash=hashed(code),
                    application_id=application.id,
                    made_at=at,
                    until=at + HOLDS,
                )
            )
            await audit_application(connection, application, "code_made", CITIZEN, at)
            return code

    async def application_of(self, code: str, at: datetime) -> Application | None:
        """Return the application that a live code stands for, if it can still be filled."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(applications)
                .join(resume_codes, resume_codes.c.application_id == applications.c.id)
                .where(
                    resume_codes.c.code_hash == hashed(code),
                    resume_codes.c.used_at.is_(None),
                    resume_codes.c.until > at,
                    applications.c.phase.in_([phase.value for phase in MOVABLE]),
                )
            )
            row = rows.mappings().one_or_none()
        return application_from(row) if row is not None else None

    async def redeem(
        self, application_id: str, conversation_id: str, at: datetime
    ) -> Application | None:
        """Move an application to another conversation; None if its code was used meanwhile."""
        async with self._database.writing() as connection:
            used = await connection.execute(
                update(resume_codes)
                .where(
                    resume_codes.c.application_id == application_id,
                    resume_codes.c.used_at.is_(None),
                    resume_codes.c.until > at,
                )
                .values(used_at=at)
            )
            rows = await connection.execute(
                select(applications).where(
                    applications.c.id == application_id,
                    applications.c.phase.in_([phase.value for phase in MOVABLE]),
                )
            )
            row = rows.mappings().one_or_none()
            if not used.rowcount or row is None:
                return None
            await connection.execute(
                update(applications)
                .where(applications.c.id == application_id)
                .values(conversation_id=conversation_id, version=applications.c.version + 1)
            )
            moved = replace(application_from(row), conversation_id=conversation_id)
            await audit_application(connection, moved, "moved", CITIZEN, at)
            return moved

    async def note(
        self, conversation_id: str, action: str, application_id: str, at: datetime
    ) -> None:
        """Record a step of somebody with a code: "wrong_code" or "tail_asked"."""
        async with self._database.writing() as connection:
            await write_audit(
                connection,
                at=at,
                actor=CITIZEN,
                subject=TRIES + conversation_id,
                action=action,
                detail={"application": application_id},
            )

    async def wrong_since(self, conversation_id: str, moment: datetime) -> int:
        """Return how many wrong codes were said in a conversation after that moment."""
        async with self._database.reading() as connection:
            count = await connection.execute(
                select(func.count()).where(
                    audit.c.subject == TRIES + conversation_id,
                    audit.c.action == "wrong_code",
                    audit.c.at > moment,
                )
            )
            return int(count.scalar_one())

    async def waiting_since(self, conversation_id: str, moment: datetime) -> Application | None:
        """Return the application for which the tail of an ID number was asked after that moment.

        None if the last thing that happened to a code in this conversation was something else,
        or if the application is in this conversation already.
        """
        async with self._database.reading() as connection:
            steps = await connection.execute(
                select(audit.c.action, audit.c.detail)
                .where(audit.c.subject == TRIES + conversation_id, audit.c.at > moment)
                .order_by(audit.c.id.desc())
                .limit(1)
            )
            last = steps.one_or_none()
            if last is None or last.action != "tail_asked":
                return None
            rows = await connection.execute(
                select(applications)
                .join(resume_codes, resume_codes.c.application_id == applications.c.id)
                .where(
                    applications.c.id == last.detail["application"],
                    applications.c.conversation_id != conversation_id,
                    applications.c.phase.in_([phase.value for phase in MOVABLE]),
                    resume_codes.c.used_at.is_(None),
                    resume_codes.c.until > moment,
                )
            )
            row = rows.mappings().one_or_none()
        return application_from(row) if row is not None else None
