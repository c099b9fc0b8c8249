"""Answers from tables: the one door to drugs, consumables, places, and what is done where."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from core.catalogue import Catalogue
from core.knowledge import NATION
from core.lookup_answer import consumable_answer, drug_answer
from core.lookup_list_answer import collection_answer, ways_answer
from core.lookup_place_answer import places_answer
from core.lookup_results import Collection, PlaceSearch, ProductSearch, Ways
from core.lookups import Consumable, Datum, Drug, PlaceKind, Rows, TableKind, Via
from core.messages import Reply
from core.store.lookups import LookupStore
from knowledge_base.lookups.coordinates import Point, point
from knowledge_base.lookups.csv_rows import read_rows
from knowledge_base.lookups.questions import (
    AboutItems,
    AboutPlaces,
    AboutProduct,
    Vocabulary,
    read,
)
from knowledge_base.lookups.snapshot import Snapshot, of_region, snapshot
from knowledge_base.written import unified

DEMO = Path(__file__).with_name("demo")
SEEDER = "system:seed"
_NATION = re.compile(r"国家|全国|中央")


class Lookups:
    """Look up what citizens ask for; a reload changes all tables at one stroke."""

    def __init__(
        self,
        store: LookupStore,
        catalogue: Catalogue,
        *,
        regions: Callable[[], Sequence[str]],
        now: Callable[[], datetime],
        hotline: str,
    ) -> None:
        """Take the tables, the service items, the regions we speak for, and the hotline."""
        self._store = store
        self._catalogue = catalogue
        self._now = now
        self._hotline = hotline
        self._regions = regions
        self._reloading = asyncio.Lock()
        self._snapshot = self._built(Rows())

    async def reload(self) -> None:
        """Read all tables anew; until that is done, the old ones answer."""
        async with self._reloading:
            rows = await self._store.rows()
            self._snapshot = await asyncio.to_thread(self._built, rows)

    async def follow(self, every: float) -> None:
        """Read the tables at once, and again `every` so many seconds if somebody changed them.

        Runs until it is cancelled: tables are imported by another process.
        """
        known = -1
        while True:
            newest = await self._store.last_change()
            if newest != known:
                await self.reload()
                known = newest
            await asyncio.sleep(every)

    async def seed_demo(self, at: datetime) -> int:
        """Store the demonstration rows of each table that is empty; return how many were added."""
        added = 0
        for kind in TableKind:
            if not await self._store.is_empty(kind):
                continue
            parsed = read_rows(kind, (DEMO / f"{kind.value}.csv").read_bytes())
            if parsed.problems:
                raise ValueError(f"{kind.value}.csv: {parsed.problems[0]}")
            stored = await self._store.bring_in(kind, parsed.rows, at=at, actor=SEEDER)
            added += stored.added
        return added

    async def answer(self, text: str, *, region: str | None, now: datetime) -> Reply | None:
        """Answer a look-up for somebody insured in `region`; None if the text is none."""
        until = self._snapshot.holds_until
        if until is not None and self._now().date() >= until:
            await self.reload()  # an edition that was imported ahead of time begins
        return await asyncio.to_thread(self._answer, text, region, now)

    def drugs(self, asked: str, region: str | None = None) -> ProductSearch[Drug]:
        """Return the drugs that a name may mean."""
        held = self._snapshot
        return of_region(held.drugs, held.gazetteer.canonical(region)).find(asked)

    def consumables(self, asked: str, region: str | None = None) -> ProductSearch[Consumable]:
        """Return the consumables that a name may mean."""
        held = self._snapshot
        return of_region(held.consumables, held.gazetteer.canonical(region)).find(asked)

    def nearest(
        self,
        *,
        item: str | None = None,
        kinds: Sequence[PlaceKind] = (),
        region: str | None = None,
        near: str = "",
        at: tuple[float, float] | None = None,
        now: datetime,
        limit: int = 3,
    ) -> PlaceSearch:
        """Return the nearest places of some kinds, or where an item is done.

        Who says nothing of where they are gets the places of all regions, as the table has them.
        `at` is (latitude, longitude) in WGS-84, as browsers tell it; `near` is a place in words.
        """
        spot = point(*at, Datum.WGS84) if at is not None else None
        held = self._snapshot
        return self._nearest(held, item, kinds, region, near, spot, now, limit, everywhere=True)

    def areas(self, region: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Return the counties of a region that have places, each with its streets."""
        held = self._snapshot
        return held.places.areas(held.gazetteer.canonical(region) or region)

    def items_at(
        self,
        kind: PlaceKind | None,
        region: str | None,
        *,
        via: Via | None = None,
        who: str = "",
    ) -> Collection:
        """Return the items that can be done at a kind of place, or by a way."""
        held = self._snapshot
        return held.offers.items_at(kind, held.gazetteer.canonical(region), via=via, who=who)

    def ways_of(self, item: str, region: str | None) -> Ways:
        """Return in which ways an item is done in a region."""
        held = self._snapshot
        return held.offers.ways_of(item, held.gazetteer.canonical(region))

    def _built(self, rows: Rows) -> Snapshot:
        return snapshot(rows, self._catalogue, self._now().date(), self._regions())

    def _answer(self, text: str, region: str | None, now: datetime) -> Reply | None:
        held = self._snapshot  # a reload in between must not mix two states
        insured = held.gazetteer.canonical(region)
        vocabulary = Vocabulary(
            of_region(held.drugs, insured).names,
            of_region(held.consumables, insured).names,
            held.offers.items_in,
        )
        question = read(text, vocabulary)
        match question:
            case None:
                return None
            case AboutProduct():
                return self._product(held, question, _asked_region(held, text, insured))
            case AboutItems():
                asked = _asked_region(held, text, insured)
                found = held.offers.items_at(
                    question.kind, asked, via=question.via, who=question.who
                )
                return collection_answer(found, self._hotline)
            case AboutPlaces():
                return self._places(held, question, text, insured, now)

    def _product(self, held: Snapshot, question: AboutProduct, region: str | None) -> Reply:
        name = held.gazetteer.without_places(question.name) or question.name
        if question.consumable:
            consumables = of_region(held.consumables, region)
            return consumable_answer(consumables.find(name), consumables.edition, self._hotline)
        drugs = of_region(held.drugs, region)
        return drug_answer(drugs.find(name), drugs.edition, self._hotline)

    def _places(
        self, held: Snapshot, question: AboutPlaces, text: str, region: str | None, now: datetime
    ) -> Reply | None:
        asked = _asked_region(held, text, region)
        search = self._nearest(held, question.item, question.kinds, asked, text, None, now, 3)
        ways = held.offers.ways_of(question.item, search.region) if question.item else None
        if not search.places and search.region is not None and search.held:
            # Without such a place in the table a document may still say more.
            return ways_answer(ways, self._hotline) if ways is not None else None
        kinds = set(search.kinds)
        return places_answer(
            search,
            want=question.want,
            ways=ways,
            hotline=self._hotline,
            regions=held.places.regions,
            counties=held.places.counties(search.region, kinds),
        )

    def _nearest(
        self,
        held: Snapshot,
        item: str | None,
        kinds: Sequence[PlaceKind],
        region: str | None,
        near: str,
        spot: Point | None,
        now: datetime,
        limit: int,
        *,
        everywhere: bool = False,
    ) -> PlaceSearch:
        canonical = held.gazetteer.canonical(region)
        where = held.places.where(unified(near), canonical, spot)
        wanted, names = list(kinds), set[str]()
        if item is not None:
            done_at, names = held.offers.places_for(item, where.region)
            wanted = [k for k in PlaceKind if k in done_at and (not kinds or k in kinds)]
        known = everywhere or where.region is not None or spot is not None
        places = held.places.nearest(where, wanted, now, names=names) if known else ()
        return PlaceSearch(
            places=places[:limit],
            kinds=tuple(wanted),
            item=item,
            region=where.region if spot is None or where.region else NATION,
            near=where.words,
            held=where.region is None or where.region in held.places.regions,
            total=len(places),
        )


def _asked_region(held: Snapshot, text: str, insured: str | None) -> str | None:
    """Return the region that the text names, else the one where the citizen is insured."""
    said = unified(text)
    named = held.gazetteer.asked_about(said, insured_in=None)
    if named is None and _NATION.search(said):
        return NATION
    return named or insured
