"""Tests which places a citizen in WeChat is told of, with the demonstration tables."""

from __future__ import annotations

import pytest

from core.lookups import Datum
from core.messages import Status
from core.store import LookupStore
from gateway.wechat_engines import NearPlaces
from knowledge_base.lookups.coordinates import point
from knowledge_base.lookups.lookups import Lookups
from tests.fakes.office import CATALOGUE, HOTLINE, REGIONS, Office

DOORSTEP = (36.076, 120.416)  # GCJ-02, as WeChat tells it, of an invented office


@pytest.fixture
async def places(office: Office) -> NearPlaces:
    look_ups = Lookups(
        LookupStore(office.database),
        CATALOGUE,
        regions=lambda: REGIONS,
        now=office.clock,
        hotline=HOTLINE,
    )
    await look_ups.seed_demo(office.clock())
    await look_ups.reload()
    return NearPlaces(look_ups, HOTLINE, office.clock)


@pytest.mark.parametrize("region", [None, "天津市"])
async def test_who_shows_where_they_are_is_told_the_nearest_offices_and_asked_nothing(
    places: NearPlaces, region: str | None
) -> None:
    reply = await places.near(*DOORSTEP, "某处", region)

    assert reply is not None
    assert reply.status is Status.ANSWERED
    first = next(line for line in reply.text.splitlines() if line.startswith("1. "))
    assert "市南区医保经办大厅" in first
    assert "示例路1号" in first


async def test_far_from_every_office_nothing_is_called_near(places: NearPlaces) -> None:
    assert await places.near(19.0, -155.0, "海上", None) is None


def test_wechats_coordinates_are_not_those_of_a_browser() -> None:
    assert point(*DOORSTEP, Datum.GCJ02) != point(*DOORSTEP, Datum.WGS84)
