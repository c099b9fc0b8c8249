"""Gathers what a manager's board shows of a span of days."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from core.board import Contacts, DayVolume, Hearing, Satisfaction, ServiceTime, Waits, service_times
from core.catalogue import Catalogue
from core.store import Database, ReleaseStore
from core.store.board import BoardStore
from core.store.gaps import Gap
from core.store.rectifications import RectificationStore
from gateway.admin_parts import AdminParts
from gateway.rectification_api import RectificationParts
from knowledge_base.review.gap_queue import GapQueue

EXPIRES_WITHIN = timedelta(days=60)
MOST_GAPS = 10


@dataclass(frozen=True, slots=True)
class Span:
    """Be whole days of the bureau's zone, both ends among them."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Expiring:
    """Be a published entry that is not in force for long any more, or that was."""

    key: str
    title: str
    section: str
    until: date


@dataclass(frozen=True, slots=True)
class Board:
    """Be all that is shown."""

    span: Span
    volumes: Sequence[DayVolume]
    contacts: Sequence[Contacts]
    waits: Sequence[Waits]
    satisfaction: Satisfaction
    rectified: float | None  # share of the cases that kept their day, 0..1; None: none is decided
    hearing: Sequence[Hearing]
    items: Sequence[ServiceTime]
    gaps: Sequence[Gap]
    expiring: Sequence[Expiring]


@dataclass(frozen=True, slots=True)
class BoardRoom:
    """Hold the stores that are asked, and answer for a span."""

    store: BoardStore
    gaps: GapQueue
    releases: ReleaseStore
    rectifications: RectificationStore
    catalogue: Catalogue
    wanted: float  # 非常满意率, 0..1
    days_between: Callable[[date, date], int]  # working days
    now: Callable[[], datetime]

    async def shown(self, span: Span) -> Board:
        """Return the board of these days; gaps, expiring entries, what is overdue: today's."""
        now = self.now()
        zone = now.tzinfo
        assert zone is not None
        since = datetime.combine(span.first, time(), zone)
        until = datetime.combine(span.last + timedelta(days=1), time(), zone)
        overdue = await self.store.overdue(now.date())
        return Board(
            span=span,
            volumes=await self.store.volumes(span.first, span.last, zone),
            contacts=await self.store.contacts(since, until),
            waits=await self.store.waits(since, until),
            satisfaction=await self.store.satisfaction(since, until),
            rectified=await self.rectifications.on_time_share(since, now.date()),
            hearing=await self.store.hearing(since, until),
            items=service_times(
                await self.store.decided(since, until, zone), overdue, self.days_between
            ),
            gaps=[one.gap for one in await self.gaps.listed("open")][:MOST_GAPS],
            expiring=await self._expiring(now.date()),
        )

    async def _expiring(self, today: date) -> list[Expiring]:
        _, entries = await self.releases.in_force()
        found = [
            Expiring(entry.key, content.document.title, content.section, content.in_force_until)
            for entry in entries
            if (content := entry.content).in_force_until is not None
            and content.in_force_until <= today + EXPIRES_WITHIN
        ]
        return sorted(found, key=lambda one: (one.until, one.key))


def board_room(database: Database, admin: AdminParts, rated: RectificationParts) -> BoardRoom:
    """Return what answers, from the stores of editors and of ratings."""
    return BoardRoom(
        store=BoardStore(database),
        gaps=admin.gap_queue,
        releases=admin.releases,
        rectifications=rated.rectifications,
        catalogue=rated.catalogue,
        wanted=rated.target,
        days_between=rated.days_left,
        now=rated.now,
    )


def hundredths(share: float | None) -> float | None:
    """Return a share as a percentage with one digit; None stays None."""
    return None if share is None else math.floor(share * 1000 + 0.5) / 10


def names(catalogue: Catalogue, items: Sequence[ServiceTime]) -> Mapping[str, str]:
    """Return the name of each item by its code; a code that is gone names itself."""
    known = {item.code: item.name for item in catalogue.items}
    return {one.item_code: known.get(one.item_code, one.item_code) for one in items}
