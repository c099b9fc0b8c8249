"""Tests distances, map links, and in which order places are offered."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.lookup_results import Closeness
from core.lookups import Datum, PlaceKind
from core.opening_hours import Opening
from knowledge_base.lookups.coordinates import (
    Point,
    geo_uri,
    map_link,
    metres_between,
    point,
    wgs84,
)
from knowledge_base.lookups.nearest import PlaceFinder, Whereabouts
from tests.knowledge_base.lookups.tables import NOON, place

KINDS = {PlaceKind.AGENCY}


def test_a_known_distance_is_measured() -> None:
    qingdao, yantai = Point(36.0671, 120.3826), Point(37.4638, 121.4479)

    assert metres_between(qingdao, yantai) == pytest.approx(181_800, rel=0.005)
    assert metres_between(qingdao, qingdao) == 0


def test_gps_coordinates_are_moved_by_some_hundred_metres() -> None:
    # Tian'anmen, as commonly published in both systems.
    moved = point(39.90734, 116.39089, Datum.WGS84)

    assert metres_between(moved, Point(39.90874, 116.39713)) < 15


@given(st.floats(20, 50), st.floats(80, 130))
def test_map_coordinates_lead_back_to_gps(latitude: float, longitude: float) -> None:
    back = wgs84(point(latitude, longitude, Datum.WGS84))

    assert back == pytest.approx((latitude, longitude), abs=1e-6)


def test_the_link_leads_to_the_one_allowed_host() -> None:
    link = map_link(place("大厅&x=1", at=(37.5, 121.4)))

    assert link.startswith("https://uri.amap.com/marker?position=121.400000,37.500000&name=")
    assert "&x=1" not in link
    assert map_link(place("大厅")) == ""


def test_a_geo_uri_is_told_in_gps_coordinates() -> None:
    uri = geo_uri(place("大厅", at=(37.5, 121.4)))

    latitude, longitude = map(float, uri.removeprefix("geo:").split(","))
    assert 50 < metres_between(Point(latitude, longitude), Point(37.5, 121.4)) < 1000


def test_measured_places_come_by_distance() -> None:
    finder = PlaceFinder(
        [place("远", at=(37.6, 121.4)), place("近", at=(37.51, 121.4)), place("无")]
    )

    found = finder.nearest(Whereabouts("烟台市", point=Point(37.5, 121.4)), KINDS, NOON)

    assert [near.place.name for near in found] == ["近", "远", "无"]
    assert found[0].metres == pytest.approx(1112, abs=5)


def test_the_same_street_comes_before_the_same_county() -> None:
    finder = PlaceFinder(
        [place("别区", "福山区"), place("本区"), place("本街", street="示例南街街道")]
    )
    at = finder.where("芝罘区示例南街附近的医保大厅", "烟台市")

    found = finder.nearest(at, KINDS, NOON)

    assert [near.closeness for near in found] == [Closeness.STREET, Closeness.COUNTY]


def test_a_place_that_is_named_is_where_somebody_stands() -> None:
    finder = PlaceFinder([place("人民医院", at=(37.5, 121.4), kind=PlaceKind.HOSPITAL)])

    at = finder.where("我在人民医院旁边", "烟台市")

    assert (at.point, at.words) == (Point(37.5, 121.4), "人民医院")


def test_only_places_of_the_kind_are_offered() -> None:
    finder = PlaceFinder([place("药店", kind=PlaceKind.PHARMACY), place("大厅")])

    found = finder.nearest(Whereabouts("烟台市"), KINDS, NOON)

    assert [near.place.name for near in found] == ["大厅"]


def test_opening_hours_are_judged_in_the_time_of_china() -> None:
    finder = PlaceFinder([place("大厅")])
    utc = datetime(2026, 12, 21, 4, 30, tzinfo=ZoneInfo("UTC"))  # 12:30 in Shanghai

    (near,) = finder.nearest(Whereabouts("烟台市"), KINDS, utc)

    assert near.state is not None
    assert near.state.opening is Opening.BREAK
