"""Tests gateway.lookups_api: the public routes, and their refusals."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI

from core.lookup_wording import MAYBE_HOLIDAY
from gateway.lookups_api import lookup_routes
from gateway.problems import install
from tests.fakes.office import CALENDAR
from tests.knowledge_base.lookups.tables import NOON, opened

Params = dict[str, str | int | float | bool | None]
ROOT = "/api/v1/lookups"
SOURCE = {"title", "issuer", "date", "region", "section", "document_id", "date_note"}


@pytest.fixture
async def http(database_url: str) -> AsyncIterator[httpx.AsyncClient]:
    async with opened(database_url) as (lookups, _):
        app = FastAPI()
        install(app)
        app.include_router(lookup_routes(lookups, lambda: NOON, CALENDAR))
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(app), base_url="http://test"
        ) as client:
            yield client


async def test_a_drug_is_found_with_its_source(http: httpx.AsyncClient) -> None:
    response = await http.get(f"{ROOT}/drugs", params={"q": "anlvdiping"})

    data = response.json()
    (hit,) = data["hits"]
    assert (response.status_code, data["outcome"], data["ask"]) == (200, "found", None)
    assert (hit["generic"], hit["first_pay_percent"], hit["why"]) == ("氨氯地平", "0", "拼音一致")
    assert (hit["demo"], hit["version"], set(hit["source"])) == (True, "演示-2026", SOURCE)
    assert data["note"] == "以医院实际结算为准。"


async def test_what_tells_drugs_apart_is_asked(http: httpx.AsyncClient) -> None:
    data = (await http.get(f"{ROOT}/drugs", params={"q": "硝苯地平"})).json()

    assert data["outcome"] == "which_trait"
    assert data["ask"]["what"] == "剂型"
    assert data["ask"]["choices"] == ["片剂", "缓释片", "控释片"]


async def test_the_region_decides(http: httpx.AsyncClient) -> None:
    params = {"q": "甘精胰岛素", "region": "天津市"}

    (hit,) = (await http.get(f"{ROOT}/drugs", params=params)).json()["hits"]

    assert hit["first_pay_percent"] == "20"


async def test_a_consumable_has_its_limit(http: httpx.AsyncClient) -> None:
    (hit,) = (await http.get(f"{ROOT}/consumables", params={"q": "血糖试纸"})).json()["hits"]

    assert (hit["limit_yuan"], hit["unit"]) == ("1.2", "片")


async def test_the_nearest_place_comes_first(http: httpx.AsyncClient) -> None:
    params: Params = {"kind": "双通道药店", "lat": 36.067, "lng": 120.409, "limit": 2}

    data = (await http.get(f"{ROOT}/places", params=params)).json()

    first, second = data["places"]
    assert first["county"] == "市南区"
    assert first["metres"] < second["metres"]
    assert (first["open_now"], first["open_words"]) == ("open", "现在开门，21:00关门")
    assert first["map"].startswith("https://uri.amap.com/marker?position=")
    assert first["geo"].startswith("geo:36.0")


async def test_places_are_found_for_an_item_near_a_county(http: httpx.AsyncClient) -> None:
    params = {"item": "医疗费手工报销", "region": "烟台市", "near": "芝罘区"}

    data = (await http.get(f"{ROOT}/places", params=params)).json()

    assert data["kinds"] == ["经办机构"]
    assert [place["county"] for place in data["places"]] == ["芝罘区"]
    assert data["near"] == "芝罘区"


async def test_who_says_nothing_of_where_they_are_gets_places_of_all_regions(
    http: httpx.AsyncClient,
) -> None:
    params: Params = {"kind": "经办机构", "limit": 3}

    data = (await http.get(f"{ROOT}/places", params=params)).json()
    everywhere = (await http.get(f"{ROOT}/places", params=params | {"limit": 20})).json()

    assert len(data["places"]) == 3
    assert data["total"] == everywhere["total"] == len(everywhere["places"])
    assert len({place["region"] for place in everywhere["places"]}) > 1


async def test_a_place_whose_address_is_not_stated_says_null(http: httpx.AsyncClient) -> None:
    params: Params = {"kind": "自助机", "region": "青岛市", "limit": 20}

    places = (await http.get(f"{ROOT}/places", params=params)).json()["places"]

    assert len(places) == 8
    assert {(p["address"], p["hours"], p["map"], p["demo"]) for p in places} == {
        (None, None, None, False)
    }


async def test_a_list_tells_how_many_are_not_named(http: httpx.AsyncClient) -> None:
    params = {"kind": "乡镇便民服务中心", "region": "黔东南州"}

    data = (await http.get(f"{ROOT}/items-at", params=params)).json()

    assert (data["total"], data["named"], data["complete"]) == (19, 3, False)
    assert data["items"][0]["source"]["document_id"].startswith("qiandongnan-2023")


@pytest.mark.parametrize(
    ("route", "params"),
    [
        ("drugs", {}),
        ("drugs", {"q": ""}),
        ("drugs", {"q": "药" * 101}),
        ("places", {}),
        ("places", {"kind": "饭馆"}),
        ("places", {"kind": "自助机", "lat": 36.0}),
        ("places", {"kind": "自助机", "lat": "nan", "lng": 120}),
        ("places", {"kind": "自助机", "limit": 21}),
        ("items-at", {}),
        ("items-at", {"kind": "自助机", "via": "网上"}),
    ],
)
async def test_what_makes_no_sense_is_a_problem_document(
    http: httpx.AsyncClient, route: str, params: Params
) -> None:
    response = await http.get(f"{ROOT}/{route}", params=params)

    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["type"] == "/problems/invalid-request"


async def test_who_says_where_they_are_chooses_from_counties_and_streets(
    http: httpx.AsyncClient,
) -> None:
    areas = (await http.get(f"{ROOT}/areas", params={"region": "青岛市"})).json()["areas"]
    none = (await http.get(f"{ROOT}/areas", params={"region": "月球"})).json()["areas"]

    by_county = {area["county"]: area["streets"] for area in areas}
    assert "示例一路街道" in by_county["市南区"]
    assert none == []


async def test_on_a_public_holiday_only_what_never_closes_is_surely_open(
    database_url: str,
) -> None:
    new_year = NOON.replace(year=2027, month=1, day=1)
    params: Params = {"kind": "定点医疗机构", "region": "青岛市"}
    async with opened(database_url) as (lookups, _):
        app = FastAPI()
        app.include_router(lookup_routes(lookups, lambda: new_year, CALENDAR))
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as holiday:
            hospitals = (await holiday.get(f"{ROOT}/places", params=params)).json()["places"]
            params["kind"] = "经办机构"
            offices = (await holiday.get(f"{ROOT}/places", params=params)).json()["places"]

    assert {place["open_now"] for place in hospitals} == {"open"}
    assert {place["open_now"] for place in offices} == {None}
    assert {place["open_words"] for place in offices} == {MAYBE_HOLIDAY}
