"""Answers what editors want to see at a glance: documents, histories."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import RowMapping, select

from core.knowledge import EntryState, PolicyDocument
from core.knowledge_json import document_from_json
from core.knowledge_tables import entry_versions
from core.store.database import Database
from core.store.entry_rows import OPEN, SUBJECT
from core.tables import audit

_OPEN = frozenset(state.value for state in OPEN)
_COUNTED = (
    *("draft", "in_review", "approved", "published", "retired"),
    "doubts",  # in what is being worked on
)


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """Be a document with how far its entries are."""

    document: PolicyDocument
    counts: Mapping[str, int]  # by state, and "doubts"


@dataclass(frozen=True, slots=True)
class Event:
    """Be one thing that somebody did to an entry."""

    at: datetime  # UTC
    by: str  # staff name, or "packs"
    action: str
    detail: Mapping[str, object]


class Overviews:
    """Read what many rows say together."""

    def __init__(self, database: Database) -> None:
        """Take the database."""
        self._database = database

    async def documents(self) -> list[DocumentSummary]:
        """Return every document that has entries, with how many stand where."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(
                    entry_versions.c.document_id,
                    entry_versions.c.state,
                    entry_versions.c.updated_at,
                    # Only these parts: a document's entries hold far more than its list shows.
                    entry_versions.c.content["document"].label("document"),
                    entry_versions.c.content["doubts"].label("doubts"),
                )
                .where(entry_versions.c.state != EntryState.DISCARDED.value)
                .order_by(entry_versions.c.document_id)
            )
            found = rows.mappings().all()
        by_document: dict[str, list[RowMapping]] = {}
        for row in found:
            by_document.setdefault(row["document_id"], []).append(row)
        return [_summary(rows_of_one) for rows_of_one in by_document.values()]

    async def history(self, key: str) -> list[Event]:
        """Return who did what to an entry, all its versions, oldest first."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(audit)
                .where(audit.c.subject.startswith(f"{SUBJECT}{key}@", autoescape=True))
                .order_by(audit.c.id)
            )
            return [
                Event(
                    row["at"],
                    row["actor"].removeprefix("staff:"),
                    row["action"],
                    {"entry": row["subject"].removeprefix(SUBJECT), **row["detail"]},
                )
                for row in rows.mappings()
            ]


def _summary(rows: list[RowMapping]) -> DocumentSummary:
    """Return a document as its newest row that is not retired names it."""
    counts = dict.fromkeys(_COUNTED, 0)
    for row in rows:
        counts[row["state"]] += 1
        if row["state"] in _OPEN:
            counts["doubts"] += len(row["doubts"])
    newest = max(rows, key=lambda row: (row["state"] != EntryState.RETIRED, row["updated_at"]))
    return DocumentSummary(document_from_json(newest["document"]), counts)
