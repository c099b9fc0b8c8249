"""Tests gateway.items_api: the catalogue as anybody may read it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI

from gateway.items_api import item_routes
from gateway.problems import install
from tests.fakes.office import CATALOGUE, CONTRACT, TRAVEL

ROOT = "/api/v1/items"
LONG_STAY = "YB-SL-0302"


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    app = FastAPI()
    install(app)
    app.include_router(item_routes(CATALOGUE))
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://test"
    ) as client:
        yield client


async def test_every_item_is_listed_and_each_can_be_fetched(http: httpx.AsyncClient) -> None:
    listed = (await http.get(ROOT)).json()["items"]

    one = (await http.get(f"{ROOT}/{CONTRACT}")).json()

    assert one in listed
    assert [item["code"] for item in listed] == [item.code for item in CATALOGUE.items]
    assert set(one) == {
        *("code", "name", "topic", "summary", "who", "region", "updated", "sectors"),
        *("materials", "ways", "steps", "flow", "time_limit", "standard", "effect", "fee"),
        *("basis", "rated_on", "facilities", "appliable", "parts", "fields"),
    }
    assert one["sectors"] == ["employee", "resident"]
    assert any(way["offline"] for way in one["ways"])


async def test_a_region_sees_its_own_version(http: httpx.AsyncClient) -> None:
    params = {"region": "青岛市"}

    one = (await http.get(f"{ROOT}/{TRAVEL}", params=params)).json()

    listed = (await http.get(ROOT, params=params)).json()["items"]
    assert one in listed
    assert (one["region"], one["fields"][0]["key"]) == ("青岛市", "province")
    assert one["fields"][0]["screening"]
    assert (await http.get(f"{ROOT}/{TRAVEL}")).json()["region"] == "全国"


async def test_materials_say_when_they_are_needed(http: httpx.AsyncClient) -> None:
    materials = (await http.get(f"{ROOT}/{LONG_STAY}")).json()["materials"]

    by_name = {material["name"]: material for material in materials}
    assert by_name["异地工作证明"]["when"] == {"reason": ["在外地工作"]}
    assert by_name["代办人身份证件"]["by_delegate"]
    assert by_name["有效身份证件"]["photo"] == "id_card"
    assert by_name["有效身份证件"]["beyond_national"] is None


async def test_an_item_for_information_is_not_appliable(http: httpx.AsyncClient) -> None:
    one = (await http.get(f"{ROOT}/YB-SL-1101")).json()

    assert not one["appliable"]
    assert one["fields"] == []
    assert (await http.get(f"{ROOT}/{CONTRACT}")).json()["appliable"]


@pytest.mark.parametrize(
    ("chosen", "names"),
    [
        ("yantai", ["事项名称", "申办材料", "经办方式", "办理流程", "办结时限", "服务标准"]),
        ("national", ["事项名称", "事项编码", "办理材料", "办理时限", "办理环节", "服务标准"]),
    ],
)
async def test_the_six_unified_fields_are_given_by_their_names(
    http: httpx.AsyncClient, chosen: str, names: list[str]
) -> None:
    params = {"set": chosen, "region": "烟台市"}

    data = (await http.get(f"{ROOT}/YB-SL-0303/unified", params=params)).json()

    assert (data["code"], data["region"], data["set"]) == ("YB-SL-0303", "烟台市", chosen)
    assert [field["name"] for field in data["fields"]] == names
    assert all(field["lines"] for field in data["fields"])
    assert data["fields"][0]["lines"] == ["异地转诊备案"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"{ROOT}/YB-XX-0000", 404),
        (f"{ROOT}/YB-XX-0000/unified", 404),
        (f"{ROOT}/{CONTRACT}/unified?set=shanghai", 422),
        (f"{ROOT}?region={'长' * 33}", 422),
    ],
)
async def test_what_there_is_not_is_refused(
    http: httpx.AsyncClient, path: str, status: int
) -> None:
    assert (await http.get(path)).status_code == status
