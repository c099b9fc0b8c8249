"""Measures distances, and turns GPS coordinates into those of Chinese maps and back."""

from __future__ import annotations

import math
from dataclasses import dataclass
from urllib.parse import urlencode

from core.lookups import Datum, Place

EARTH = 6_371_008.8  # metres, mean radius
_AXIS = 6_378_245.0  # metres, of the ellipsoid of Krasovsky, on which GCJ-02 is defined
_ECCENTRICITY = 0.00669342162296594323
MAP = "https://uri.amap.com/marker"  # the only foreign host that answers link to


@dataclass(frozen=True, slots=True)
class Point:
    """Be a spot in GCJ-02, the system of every map published in mainland China."""

    latitude: float  # degrees
    longitude: float  # degrees


def point(latitude: float, longitude: float, datum: Datum) -> Point:
    """Return a spot given in either system."""
    if datum is Datum.GCJ02:
        return Point(latitude, longitude)
    north, east = _shift(latitude, longitude)
    return Point(latitude + north, longitude + east)


def point_of(place: Place) -> Point | None:
    """Return where a place is, or None if that is not known."""
    if place.latitude is None or place.longitude is None:
        return None
    return point(place.latitude, place.longitude, place.datum)


def metres_between(one: Point, other: Point) -> int:
    """Return the distance along the great circle (haversine), in whole metres."""
    lat1, lat2 = math.radians(one.latitude), math.radians(other.latitude)
    half = math.sin((lat2 - lat1) / 2) ** 2
    east = math.radians(other.longitude - one.longitude)
    half += math.cos(lat1) * math.cos(lat2) * math.sin(east / 2) ** 2
    return round(2 * EARTH * math.asin(min(1.0, math.sqrt(half))))


def wgs84(spot: Point) -> tuple[float, float]:
    """Return (latitude, longitude) in WGS-84, right to within a centimetre."""
    latitude, longitude = spot.latitude, spot.longitude
    for _ in range(5):  # each round makes the error some thousand times smaller
        there = point(latitude, longitude, Datum.WGS84)
        latitude += spot.latitude - there.latitude
        longitude += spot.longitude - there.longitude
    return latitude, longitude


def map_link(place: Place) -> str:
    """Return a link that shows the place on a map, or nothing if its coordinates are unknown."""
    spot = point_of(place)
    if spot is None:
        return ""
    position = f"{spot.longitude:.6f},{spot.latitude:.6f}"
    query = {"position": position, "name": place.name, "coordinate": "gaode", "callnative": "0"}
    return f"{MAP}?{urlencode(query, safe=',')}"


def geo_uri(place: Place) -> str:
    """Return the place as a geo: URI, which RFC 5870 wants in WGS-84."""
    spot = point_of(place)
    if spot is None:
        return ""
    latitude, longitude = wgs84(spot)
    return f"geo:{latitude:.6f},{longitude:.6f}"


def _shift(latitude: float, longitude: float) -> tuple[float, float]:
    """Return by how many degrees GCJ-02 lies north and east of WGS-84."""
    x, y = longitude - 105.0, latitude - 35.0
    waves = (20 * math.sin(6 * x * math.pi) + 20 * math.sin(2 * x * math.pi)) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * math.sqrt(abs(x)) + waves
    north += (20 * math.sin(y * math.pi) + 40 * math.sin(y / 3 * math.pi)) * 2 / 3
    north += (160 * math.sin(y / 12 * math.pi) + 320 * math.sin(y * math.pi / 30)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * math.sqrt(abs(x)) + waves
    east += (20 * math.sin(x * math.pi) + 40 * math.sin(x / 3 * math.pi)) * 2 / 3
    east += (150 * math.sin(x / 12 * math.pi) + 300 * math.sin(x / 30 * math.pi)) * 2 / 3
    angle = math.radians(latitude)
    magic = 1 - _ECCENTRICITY * math.sin(angle) ** 2
    root = math.sqrt(magic)
    north_metres = _AXIS * (1 - _ECCENTRICITY) / (magic * root) * math.pi
    east_metres = _AXIS / root * math.cos(angle) * math.pi
    return north * 180 / north_metres, east * 180 / east_metres
