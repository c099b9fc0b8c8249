"""Serves look-ups to anybody: drugs, consumables, places, and what is done where."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.exceptions import RequestValidationError

from core.lookup_place_answer import open_words
from core.lookup_results import Collection, Nearby, Outcome, P, ProductSearch
from core.lookup_wording import MAYBE_HOLIDAY, MAYBE_MAKE_UP, SETTLED
from core.lookups import Consumable, Drug, Origin, PlaceKind, TableKind, Via
from core.messages import Source
from core.working_days import WorkingCalendar
from knowledge_base.lookups.lookups import Lookups

Json = dict[str, object]
MOST_HITS = 20
Asked = Annotated[str, Query(min_length=1, max_length=100)]
Region = Annotated[str | None, Query(max_length=32)]


def lookup_routes(
    lookups: Lookups, now: Callable[[], datetime], calendar: WorkingCalendar
) -> APIRouter:
    """Return the routes under /api/v1/lookups; by the calendar, weekly hours may not hold."""
    api = APIRouter(prefix="/api/v1/lookups")

    @api.get("/drugs")
    async def drugs(q: Asked, region: Region = None) -> Json:
        """Return the drugs that a name may mean, best first."""
        found = await asyncio.to_thread(lookups.drugs, q, region)
        return _search_json(found, TableKind.DRUGS, [drug_json(h.product) for h in found.hits])

    @api.get("/consumables")
    async def consumables(q: Asked, region: Region = None) -> Json:
        """Return the consumables that a name may mean, best first."""
        found = await asyncio.to_thread(lookups.consumables, q, region)
        rows = [consumable_json(hit.product) for hit in found.hits]
        return _search_json(found, TableKind.CONSUMABLES, rows)

    @api.get("/places")
    async def places(
        item: Annotated[str | None, Query(max_length=100)] = None,
        kind: PlaceKind | None = None,
        region: Region = None,
        near: Annotated[str, Query(max_length=100)] = "",
        lat: Annotated[float | None, Query(ge=3, le=54, allow_inf_nan=False)] = None,
        lng: Annotated[float | None, Query(ge=73, le=136, allow_inf_nan=False)] = None,
        limit: Annotated[int, Query(ge=1, le=20)] = 3,
    ) -> Json:
        """Return the nearest places; `lat` and `lng` are WGS-84, as browsers tell them.

        Without a region, a place in words or a position: places of all regions.
        """
        if (lat is None) != (lng is None) or (item is None and kind is None):
            raise RequestValidationError([{"loc": ("query", "lat"), "msg": "incomplete"}])
        found = lookups.nearest(
            item=item,
            kinds=(kind,) if kind is not None else (),
            region=region,
            near=near,
            at=(lat, lng) if lat is not None and lng is not None else None,
            now=now(),
            limit=limit,
        )
        today = now().date()
        return {
            "places": [place_json(place, _doubt(calendar, today)) for place in found.places],
            "kinds": [sought.value for sought in found.kinds],
            "region": found.region,
            "near": found.near,
            "held": found.held,
            "total": found.total,
        }

    @api.get("/areas")
    async def areas(region: Annotated[str, Query(min_length=1, max_length=32)]) -> Json:
        """Return the counties and streets of a region, for who says where they are in words."""
        found = [{"county": c, "streets": list(streets)} for c, streets in lookups.areas(region)]
        return {"areas": found}

    @api.get("/items-at")
    async def items_at(
        kind: PlaceKind | None = None, via: Via | None = None, region: Region = None
    ) -> Json:
        """Return the items that can be done at a kind of place, or by a way."""
        if (kind is None) == (via is None):
            raise RequestValidationError([{"loc": ("query", "kind"), "msg": "one of kind, via"}])
        return collection_json(lookups.items_at(kind, region, via=via))

    return api


def drug_json(drug: Drug) -> Json:
    """Return a drug in the names of the public contract; the share is a percentage."""
    return {
        "generic": drug.generic,
        "trade": drug.trade or None,
        "form": drug.form,
        "strength": drug.strength,
        "maker": drug.maker,
        "category": drug.category,
        "first_pay_percent": str(drug.first_pay),
        "limit_note": drug.limit_note or None,
        "code": drug.code or None,
    }


def consumable_json(consumable: Consumable) -> Json:
    """Return a consumable; the price limit is in yuan for one unit."""
    return {
        "name": consumable.name,
        "model": consumable.model,
        "maker": consumable.maker,
        "unit": consumable.unit,
        "limit_yuan": str(consumable.limit),
        "code": consumable.code or None,
    }


def place_json(near: Nearby, doubt: str = "") -> Json:
    """Return a place, with how far it is and whether it is open; `doubt`: why that is not sure."""
    place = near.place
    if place.hours is None or place.hours.always_open:
        doubt = ""
    return {
        "name": place.name,
        "kind": place.kind.value,
        "region": place.origin.region,
        "county": place.county,
        "street": place.street or None,
        "address": place.address or None,
        "phone": place.phone or None,
        "hours": str(place.hours) if place.hours is not None else None,
        "holidays": place.holidays or None,
        "open_now": near.state.opening.value if near.state is not None and not doubt else None,
        "open_words": doubt or open_words(near.state),
        "closeness": near.closeness.value,
        "metres": near.metres,
        "accessible": place.accessible,
        "checked_on": place.checked_on.isoformat(),
        "map": near.map_link or None,
        "geo": near.geo or None,
        **_origin_json(place.origin, TableKind.PLACES, place.name),
    }


def _doubt(calendar: WorkingCalendar, day: date) -> str:
    """Return why the hours of the week may not hold on that day; empty if they do."""
    if not calendar.is_out_of_turn(day):
        return ""
    return MAYBE_MAKE_UP if day in calendar.make_up else MAYBE_HOLIDAY


def collection_json(found: Collection) -> Json:
    """Return a collection; `total` is what the source counts, whether it names them or not."""
    return {
        "region": found.region,
        "kind": found.kind.value if found.kind is not None else None,
        "via": found.via.value if found.via is not None else None,
        "items": [
            {
                "name": item.name,
                "note": item.note or None,
                "counted": item.counted,
                "demo": item.demo,
                "source": source_json(item.source),
            }
            for item in found.items
        ],
        "total": found.total,
        "named": found.named,
        "complete": found.total is not None and found.named >= found.total,
        "total_source": source_json(found.total_source) if found.total_source else None,
        "regions": list(found.regions),
    }


def source_json(source: Source) -> Json:
    """Return a citation in the names of the public contract."""
    return {
        "title": source.title,
        "issuer": source.issuer,
        "date": source.issued.isoformat(),
        "region": source.region,
        "section": source.section,
        "document_id": source.document_id,
        "date_note": source.date_note,
    }


def _search_json(found: ProductSearch[P], kind: TableKind, rows: list[Json]) -> Json:
    hits = [
        {
            **row,
            "score": round(hit.score, 4),
            "why": hit.why.value,
            **_origin_json(
                hit.product.origin, kind, " ".join((hit.name, *(v for _, v in hit.product.traits)))
            ),
        }
        for hit, row in zip(found.hits, rows, strict=True)
    ]
    asks = found.outcome in {Outcome.WHICH_NAME, Outcome.WHICH_TRAIT}
    return {
        "outcome": found.outcome.value,
        "hits": hits[:MOST_HITS],
        "ask": {
            "what": found.trait or None,
            "choices": list(found.values or found.names),
            "more": found.more,
            "missing": found.missing or None,
        }
        if asks
        else None,
        "note": SETTLED,
    }


def _origin_json(origin: Origin, kind: TableKind, section: str) -> Json:
    return {
        "demo": origin.demo,
        "version": origin.version,
        "in_force_from": origin.in_force_from.isoformat(),
        "source": source_json(origin.source(kind, section)),
    }
