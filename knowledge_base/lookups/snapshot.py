"""Chooses the rows that are in force today, and holds everything that is searched in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from core.catalogue import Catalogue
from core.knowledge import NATION
from core.lookups import Consumable, Drug, Product, Row, Rows
from knowledge_base.lookups.nearest import PlaceFinder
from knowledge_base.lookups.offers import Offers
from knowledge_base.lookups.product_finder import ProductFinder
from knowledge_base.places import Places

R = TypeVar("R", bound=Row)
P = TypeVar("P", Drug, Consumable)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Hold what can be looked up at one moment; a reload puts a new one in its place."""

    drugs: dict[str, ProductFinder[Drug]]  # by region; 全国 is always there
    consumables: dict[str, ProductFinder[Consumable]]
    places: PlaceFinder
    offers: Offers
    gazetteer: Places
    holds_until: date | None  # the day on which the next edition begins; None: no such day


def snapshot(
    rows: Rows, catalogue: Catalogue, today: date, regions: Iterable[str] = ()
) -> Snapshot:
    """Return what the rows say today; `regions` are held besides those of the rows."""
    places, offers = in_force(rows.places, today), in_force(rows.offers, today)
    everything: tuple[Row, ...] = (
        *rows.drugs,
        *rows.consumables,
        *rows.places,
        *rows.offers,
        *rows.totals,
    )
    in_tables = (*(p.origin.region for p in places), *(o.origin.region for o in offers))
    held = dict.fromkeys((*regions, *in_tables))
    coming = (r.origin.in_force_from for r in everything if r.origin.in_force_from > today)
    return Snapshot(
        drugs=_finders(in_force(rows.drugs, today)),
        consumables=_finders(in_force(rows.consumables, today)),
        places=PlaceFinder(places),
        offers=Offers(offers, in_force(rows.totals, today), catalogue),
        gazetteer=Places(name for name in held if name != NATION),
        holds_until=min(coming, default=None),
    )


def in_force(rows: Iterable[R], today: date) -> tuple[R, ...]:
    """Keep, for each region, the newest edition that has begun."""
    begun = [row for row in rows if row.origin.in_force_from <= today]
    newest: dict[str, tuple[date, str]] = {}
    for row in begun:
        edition = (row.origin.in_force_from, row.origin.version)
        newest[row.origin.region] = max(edition, newest.get(row.origin.region, edition))
    return tuple(
        row
        for row in begun
        if newest[row.origin.region] == (row.origin.in_force_from, row.origin.version)
    )


def of_region(finders: dict[str, ProductFinder[P]], region: str | None) -> ProductFinder[P]:
    """Return the catalogue that holds for a region."""
    return finders.get(region or NATION, finders[NATION])


def _finders(products: Sequence[P]) -> dict[str, ProductFinder[P]]:
    """Return a finder for every region: its own products, and the nation's where it has none."""
    by_region: dict[str, list[P]] = {NATION: []}
    for product in products:
        by_region.setdefault(product.origin.region, []).append(product)
    for region, own in by_region.items():
        if region != NATION:
            named = {_name(product) for product in own}
            own += (p for p in by_region[NATION] if _name(p) not in named)
    return {region: ProductFinder(own) for region, own in by_region.items()}


def _name(product: Product) -> str:
    return product.called[0]
