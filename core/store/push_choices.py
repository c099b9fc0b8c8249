"""Stores who agreed to recommendations (智能推荐), to which kinds, and who ended it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select, update

from core.notice_tables import notices, push_choices
from core.store.database import Database, write_audit
from core.store.notices import PUSH

CITIZEN = "citizen"


@dataclass(frozen=True, slots=True)
class PushChoice:
    """Be what a citizen agreed to."""

    conversation_id: str
    kinds: frozenset[str]  # of core.pushes.PushKind
    chosen_at: datetime  # UTC


class PushChoiceStore:
    """Answer questions about what citizens agreed to."""

    def __init__(self, database: Database) -> None:
        """Take the database."""
        self._database = database

    async def choice(self, conversation_id: str) -> PushChoice | None:
        """Return what is switched on for a conversation; None: nothing is."""
        found = await self._chosen(conversation_id)
        return found[0] if found else None

    async def all_on(self) -> list[PushChoice]:
        """Return everybody's choices that are switched on, by conversation."""
        return await self._chosen(None)

    async def switch_on(self, conversation_id: str, kinds: Iterable[str], at: datetime) -> None:
        """Store what a citizen agreed to; it replaces what was chosen before."""
        wanted = sorted(set(kinds))
        async with self._database.writing() as connection:
            await connection.execute(
                delete(push_choices).where(push_choices.c.conversation_id == conversation_id)
            )
            await connection.execute(
                insert(push_choices).values(
                    conversation_id=conversation_id, kinds=wanted, chosen_at=at
                )
            )
            await write_audit(
                connection,
                at=at,
                actor=CITIZEN,
                subject=f"conversation:{conversation_id}",
                action="pushes_on",
                detail={"kinds": wanted},
            )

    async def switch_off(self, conversation_id: str, at: datetime) -> bool:
        """Store that a citizen wants none; False if none was switched on."""
        async with self._database.writing() as connection:
            rows = await connection.execute(
                update(push_choices)
                .where(
                    push_choices.c.conversation_id == conversation_id,
                    push_choices.c.off_at.is_(None),
                )
                .values(off_at=at)
                .returning(push_choices.c.conversation_id)
            )
            if rows.scalar_one_or_none() is None:
                return False
            await connection.execute(  # what was not told yet is not told any more
                delete(notices).where(
                    notices.c.conversation_id == conversation_id,
                    notices.c.kind == PUSH,
                    notices.c.sent_at.is_(None),
                )
            )
            await write_audit(
                connection,
                at=at,
                actor=CITIZEN,
                subject=f"conversation:{conversation_id}",
                action="pushes_off",
                detail={},
            )
            return True

    async def _chosen(self, conversation_id: str | None) -> list[PushChoice]:
        query = select(push_choices).where(push_choices.c.off_at.is_(None))
        if conversation_id is not None:
            query = query.where(push_choices.c.conversation_id == conversation_id)
        async with self._database.reading() as connection:
            rows = await connection.execute(query.order_by(push_choices.c.conversation_id))
            return [
                PushChoice(row["conversation_id"], frozenset(row["kinds"]), row["chosen_at"])
                for row in rows.mappings()
            ]
