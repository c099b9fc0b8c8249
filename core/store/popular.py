"""Counts which entries citizens were answered with."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from core.knowledge import EntryContent, EntryState, key_of
from core.knowledge_json import content_from_json
from core.knowledge_tables import entry_versions
from core.store.database import Database
from core.tables import conversations, turns


class PopularStore:
    """Answer what is asked most."""

    def __init__(self, database: Database) -> None:
        """Take the database."""
        self._database = database

    async def asked_since(
        self, since: datetime, *, region: str | None, persona: str | None
    ) -> dict[str, int]:
        """Return how often each entry (its key) answered, most often first.

        Only citizens of that region and page version count; None counts all of them.
        """
        query = (
            select(turns.c.entry, func.count())
            .join(conversations, conversations.c.id == turns.c.conversation_id)
            .where(turns.c.at > since, turns.c.entry.is_not(None))
            .group_by(turns.c.entry)
        )
        if region is not None:
            query = query.where(conversations.c.region == region)
        if persona is not None:
            query = query.where(conversations.c.persona == persona)
        async with self._database.reading() as connection:
            rows = (await connection.execute(query)).all()
        counts: dict[str, int] = {}
        for entry, count in rows:
            key = key_of(entry)
            counts[key] = counts.get(key, 0) + count
        return dict(sorted(counts.items(), key=lambda counted: (-counted[1], counted[0])))

    async def contents_of(self, keys: list[str]) -> dict[str, EntryContent]:
        """Return what the published versions of these entries say, by key."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(entry_versions.c.key, entry_versions.c.content).where(
                    entry_versions.c.key.in_(keys),
                    entry_versions.c.state == EntryState.PUBLISHED.value,
                )
            )
            return {key: content_from_json(content) for key, content in rows.all()}
