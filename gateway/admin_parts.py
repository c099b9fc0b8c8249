"""Holds what the editors' routes use."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from core.contracts import Retriever
from core.store import EntryStore, GapStore, ImportStore, Overviews, ReleaseStore, StaffStore
from gateway.staff import StaffDoor
from knowledge_base.review.editorial import Editorial
from knowledge_base.review.gap_queue import GapQueue
from knowledge_base.review.hit_test import BatchTest
from knowledge_base.review.import_jobs import ImportJobs
from knowledge_base.review.publishing import Publishing


@dataclass(frozen=True, slots=True)
class AdminParts:
    """Hold the editorial side: stores to look things up, and who does what must be right."""

    door: StaffDoor
    staff: StaffStore
    entries: EntryStore
    overviews: Overviews
    releases: ReleaseStore
    imports: ImportStore
    gaps: GapStore
    editorial: Editorial
    publishing: Publishing
    import_jobs: ImportJobs
    gap_queue: GapQueue
    batch_test: BatchTest
    retriever: Retriever
    evidence: Callable[[str, str | None, date], Awaitable[Mapping[str, Mapping[str, float]]]]
    served: Callable[[], int]  # the number of the release in service here
    now: Callable[[], datetime]
