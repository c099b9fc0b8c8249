"""Stores attempts to prove an identity, the identities proven, and who looked at personal data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from core.errors import NotAllowedNow, NotFound
from core.identity import Challenge, Person
from core.identity_tables import identities, identity_challenges
from core.sealed_columns import FieldCipher, Private, cipher_of
from core.store.database import Database, write_audit
from core.tables import audit

CITIZEN = "citizen"


class IdentityStore:
    """Answer who is proven to speak in a conversation."""

    def __init__(self, database: Database) -> None:
        """Take the database."""
        self._database = database

    async def begin(self, conversation_id: str, challenge: Challenge) -> None:
        """Store an attempt to prove who speaks in a conversation."""
        async with self._database.writing() as connection:
            await connection.execute(
                insert(identity_challenges).values(
                    id=challenge.id, conversation_id=conversation_id, until=challenge.until
                )
            )

    async def conversation_of(self, challenge_id: str, now: datetime) -> str:
        """Return the conversation that an attempt belongs to.

        Raises NotFound if there is no such attempt, NotAllowedNow if it was used or is over.
        """
        async with self._database.reading() as connection:
            return await _open_challenge(connection, challenge_id, now)

    async def redeem(self, challenge_id: str, person: Person, at: datetime) -> str:
        """Use up an attempt and store who was proven by it; return its conversation.

        Both in one transaction, with the audit row; raises as `conversation_of`.
        """
        async with self._database.writing() as connection:
            conversation_id = await _open_challenge(connection, challenge_id, at, lock=True)
            await connection.execute(
                update(identity_challenges)
                .where(identity_challenges.c.id == challenge_id)
                .values(used_at=at)
            )
            await _prove(connection, conversation_id, person, at, CITIZEN)
            return conversation_id

    async def prove(
        self, conversation_id: str, person: Person, at: datetime, actor: str = CITIZEN
    ) -> None:
        """Store who is proven to speak in a conversation, with the audit row."""
        async with self._database.writing() as connection:
            await _prove(connection, conversation_id, person, at, actor)

    async def person(self, conversation_id: str, now: datetime) -> Person | None:
        """Return who is proven to speak; None if nobody is, or the proof is over."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(identities).where(
                    identities.c.conversation_id == conversation_id, identities.c.until > now
                )
            )
            row = rows.mappings().one_or_none()
        if row is None:
            return None
        return Person(
            name=row["name"].of(conversation_id),
            id_number=row["id_number"].of(conversation_id),
            verified_at=row["verified_at"],
            until=row["until"],
            provider=row["provider"],
        )

    async def forget(self, conversation_id: str, at: datetime) -> None:
        """Forget who was proven to speak, with the audit row if anybody was.

        Attempts that are still open go, too: signing out must not be undone by an old link.
        """
        async with self._database.writing() as connection:
            gone = await connection.execute(
                delete(identities).where(identities.c.conversation_id == conversation_id)
            )
            await connection.execute(
                update(identity_challenges)
                .where(
                    identity_challenges.c.conversation_id == conversation_id,
                    identity_challenges.c.used_at.is_(None),
                )
                .values(used_at=at)
            )
            if gone.rowcount:
                await write_audit(
                    connection,
                    at=at,
                    actor=CITIZEN,
                    subject=f"conversation:{conversation_id}",
                    action="identity_forgotten",
                    detail={},
                )

    async def note_look(
        self, conversation_id: str, person: Person, part: str, at: datetime
    ) -> None:
        """Record that personal data of a person was shown; `part` names which."""
        async with self._database.writing() as connection:
            await write_audit(
                connection,
                at=at,
                actor=CITIZEN,
                subject=subject_of(cipher_of(connection.dialect), person.id_number),
                action="looked",
                detail={"conversation": conversation_id, "part": part},
            )

    async def looks(self, person: Person, most: int) -> tuple[Look, ...]:
        """Return when this person's data was last shown, in any conversation, newest first."""
        async with self._database.reading() as connection:
            subject = subject_of(cipher_of(connection.dialect), person.id_number)
            rows = await connection.execute(
                select(audit.c.at, audit.c.detail)
                .where(audit.c.subject == subject, audit.c.action == "looked")
                .order_by(audit.c.id.desc())
                .limit(most)
            )
            return tuple(Look(row.at, str(row.detail["part"])) for row in rows)


@dataclass(frozen=True, slots=True)
class Look:
    """Be one time that somebody's personal data was shown to them."""

    at: datetime
    part: str  # which of it: a value of Part


def subject_of(cipher: FieldCipher, id_number: str) -> str:
    """Return how the audit names a person: "person:" and the mark of their ID number."""
    return "person:" + cipher.mark("person", id_number)


async def _open_challenge(
    connection: AsyncConnection, challenge_id: str, now: datetime, *, lock: bool = False
) -> str:
    wanted = select(identity_challenges).where(identity_challenges.c.id == challenge_id)
    # The lock lets one of two equal returns wait until the other has used the attempt up.
    rows = await connection.execute(wanted.with_for_update() if lock else wanted)
    row = rows.mappings().one_or_none()
    if row is None:
        raise NotFound("identity challenge")
    if row["used_at"] is not None or row["until"] <= now:
        raise NotAllowedNow("identity challenge is over")
    return str(row["conversation_id"])


async def _prove(
    connection: AsyncConnection, conversation_id: str, person: Person, at: datetime, actor: str
) -> None:
    """Write the proof; what is over in any conversation goes at the same time."""
    await connection.execute(
        delete(identities).where(
            (identities.c.conversation_id == conversation_id) | (identities.c.until <= at)
        )
    )
    await connection.execute(
        insert(identities).values(
            conversation_id=conversation_id,
            name=Private(conversation_id, person.name),
            id_number=Private(conversation_id, person.id_number),
            provider=person.provider,
            verified_at=person.verified_at,
            until=person.until,
        )
    )
    subject = subject_of(cipher_of(connection.dialect), person.id_number)
    await write_audit(
        connection,
        at=at,
        actor=actor,
        subject=f"conversation:{conversation_id}",
        action="identity_proven",
        detail={"person": subject, "provider": person.provider},
    )
