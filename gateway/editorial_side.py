"""Joins the parts of the editorial side."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from core.contracts import Retriever
from core.store import (
    Database,
    EntryStore,
    GapStore,
    ImportStore,
    Overviews,
    ReleaseStore,
    StaffStore,
)
from gateway.admin_parts import AdminParts
from gateway.staff import StaffDoor
from knowledge_base.embedder import Embedder
from knowledge_base.importing.report_words import report_json
from knowledge_base.review.contracts import DocumentReader
from knowledge_base.review.editorial import Editorial
from knowledge_base.review.gap_queue import GapQueue
from knowledge_base.review.hit_test import BatchTest
from knowledge_base.review.import_jobs import ImportJobs
from knowledge_base.review.publishing import Publishing
from knowledge_base.serving import ServedKnowledge


def editorial_side(
    database: Database,
    *,
    door: StaffDoor,
    served: ServedKnowledge,
    retriever: Retriever,
    embedder: Embedder,
    reader: DocumentReader,
    now: Callable[[], datetime],
) -> AdminParts:
    """Return what the editors' routes use; nothing slow happens yet."""
    entries, releases = EntryStore(database), ReleaseStore(database)
    imports, gaps = ImportStore(database), GapStore(database)
    return AdminParts(
        door=door,
        staff=StaffStore(database),
        entries=entries,
        overviews=Overviews(database),
        releases=releases,
        imports=imports,
        gaps=gaps,
        editorial=Editorial(entries=entries, now=now),
        publishing=Publishing(entries=entries, releases=releases, served=served, now=now),
        import_jobs=ImportJobs(
            reader=reader, report_json=report_json, imports=imports, entries=entries, now=now
        ),
        gap_queue=GapQueue(gaps=gaps, entries=entries, embedder=embedder, now=now),
        batch_test=BatchTest(releases=releases, served=served, now=now),
        retriever=retriever,
        evidence=served.evidence,
        served=lambda: served.number,
        now=now,
    )
