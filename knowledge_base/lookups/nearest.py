"""Finds the places of a kind that are nearest to where somebody is, or says they are."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from core.lookup_results import Closeness, Nearby
from core.lookups import Place, PlaceKind
from knowledge_base.lookups.coordinates import Point, geo_uri, map_link, metres_between, point_of
from knowledge_base.written import unified

HERE = ZoneInfo("Asia/Shanghai")  # opening hours are told in this time
_COUNTY_ENDING = re.compile(r"(市|区|县)$")
_STREET_ENDING = re.compile(r"(街道|镇|乡|村|社区)$")


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Say where somebody is, as far as they said so."""

    region: str | None = None
    county: str = ""
    street: str = ""
    point: Point | None = None
    words: str = ""  # the place as it is named in the table


class PlaceFinder:
    """Search the places that are in force."""

    def __init__(self, places: Sequence[Place]) -> None:
        """Take the places."""
        self._places = tuple(places)
        self.regions = tuple(dict.fromkeys(p.origin.region for p in places))
        self._named = sorted(
            ((unified(p.name), p) for p in places), key=lambda pair: len(pair[0]), reverse=True
        )
        counties = dict.fromkeys((p.county, p.origin.region) for p in places)
        self._counties = sorted(counties, key=lambda pair: len(pair[0]), reverse=True)
        streets = dict.fromkeys((p.street, p.county, p.origin.region) for p in places if p.street)
        self._streets = sorted(streets, key=lambda triple: len(triple[0]), reverse=True)

    def where(self, text: str, region: str | None, spot: Point | None = None) -> Whereabouts:
        """Return where somebody is: at `spot`, else where a text in unified writing puts them."""
        if spot is not None:
            return Whereabouts(region, point=spot)
        for name, place in self._named:
            if name in text and _agrees(region, place.origin.region):
                return Whereabouts(
                    place.origin.region, place.county, place.street, point_of(place), place.name
                )
        county = self._county(text, region)
        for street, its_county, its_region in self._streets:
            if not _agrees(region, its_region) or (county and county[0] != its_county):
                continue
            short = _STREET_ENDING.sub("", street)
            if street in text or (len(short) >= 3 and short in text):
                return Whereabouts(its_region, its_county, street, words=its_county + street)
        if county is not None:
            return Whereabouts(county[1], county[0], words=county[0])
        return Whereabouts(region)

    def nearest(
        self,
        at: Whereabouts,
        kinds: Collection[PlaceKind],
        now: datetime,
        *,
        names: Collection[str] = (),
    ) -> tuple[Nearby, ...]:
        """Return places of these kinds, or with these names, in the region, nearest first."""
        local = now.astimezone(HERE)
        fitting = [
            _nearby(place, at, local)
            for place in self._places
            if (place.kind in kinds or place.name in names)
            and (at.region is None or place.origin.region == at.region)
        ]
        fitting.sort(key=_order)
        if any(near.closeness in {Closeness.STREET, Closeness.COUNTY} for near in fitting):
            # Who names a county does not ask for places in another one.
            fitting = [near for near in fitting if near.closeness is not Closeness.REGION]
        return tuple(fitting)

    def counties(self, region: str | None, kinds: Collection[PlaceKind]) -> tuple[str, ...]:
        """Return the counties of a region that have places of these kinds."""
        return tuple(
            dict.fromkeys(
                p.county for p in self._places if p.origin.region == region and p.kind in kinds
            )
        )

    def areas(self, region: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Return the counties of a region, each with its streets, for who says where they are."""
        found: dict[str, dict[str, None]] = {}
        for place in self._places:
            if place.origin.region == region:
                streets = found.setdefault(place.county, {})
                if place.street:
                    streets[place.street] = None
        return tuple((county, tuple(streets)) for county, streets in found.items())

    def _county(self, text: str, region: str | None) -> tuple[str, str] | None:
        for county, its_region in self._counties:
            short = _COUNTY_ENDING.sub("", county)
            said = county in text or (len(short) >= 2 and short in text and region is not None)
            if said and _agrees(region, its_region):
                return county, its_region
        return None


def _agrees(region: str | None, other: str) -> bool:
    return region is None or region == other


def _nearby(place: Place, at: Whereabouts, local: datetime) -> Nearby:
    spot, metres = point_of(place), None
    if at.point is not None and spot is not None:
        metres = metres_between(at.point, spot)
        closeness = Closeness.METRES
    elif at.street and (place.street, place.county) == (at.street, at.county):
        closeness = Closeness.STREET
    elif at.county and place.county == at.county:
        closeness = Closeness.COUNTY
    else:
        closeness = Closeness.REGION
    state = place.hours.at(local) if place.hours is not None else None
    return Nearby(place, closeness, metres, state, map_link(place), geo_uri(place))


def _order(near: Nearby) -> tuple[int, int]:
    """Measured places come first, by distance; the others by street, county, region."""
    ranks = (Closeness.METRES, Closeness.STREET, Closeness.COUNTY, Closeness.REGION)
    return ranks.index(near.closeness), near.metres or 0
