"""Tests gateway.topics_api: what stands together on a topic's page."""

from __future__ import annotations

from collections.abc import Sequence

import httpx
import pytest
from fastapi import FastAPI

from core.service_items import ALWAYS
from core.store import PopularStore
from gateway.problems import install
from gateway.topic_files import read_topics
from gateway.topics_api import TopicParts, topic_routes
from tests.fakes.office import CATALOGUE, ITEMS, Office
from tests.gateway.policy_shelf import TODAY, Shelf, entry

ROOT = "/api/v1/topics"


def browser(office: Office, shelf: Shelf) -> httpx.AsyncClient:
    app = FastAPI()
    install(app)
    app.include_router(
        topic_routes(
            TopicParts(
                read_topics(ITEMS, CATALOGUE),
                CATALOGUE,
                shelf,
                PopularStore(office.database),
                lambda: TODAY,
            )
        )
    )
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test")


def ids(found: Sequence[dict[str, str]]) -> list[str]:
    return [one["id"].split("#")[1] for one in found]


async def test_a_topic_has_items_rules_and_questions_of_its_region(office: Office) -> None:
    shelf = Shelf(
        [
            entry("nation", region="全国", topic="异地就医 备案", asked_as=("外地看病要备案吗",)),
            entry("own", topic="转诊转院 手续", asked_as=("转院怎么办",)),
            entry("other-city", region="青岛市", topic="异地就医"),
            entry("other-matter", topic="生育津贴"),
        ]
    )

    data = (await browser(office, shelf).get(f"{ROOT}/travel", params={"region": "天津市"})).json()

    assert [item["code"] for item in data["items"]] == ["YB-SL-0301", "YB-SL-0302", "YB-SL-0303"]
    assert all(any(way["offline"] for way in item["ways"]) for item in data["items"])
    cases = {paper["needed_when"] for item in data["items"] for paper in item["materials"]}
    assert "" in cases  # of what is always needed
    assert ALWAYS not in cases
    assert ids(data["policies"]) == ["own@1", "nation@1"]
    assert data["questions"] == ["转院怎么办", "外地看病要备案吗"]
    assert (data["published"], data["look_ups"]) == (True, ["places", "mine"])
    assert data["policies"][0]["document"]["issuer"] == "天津市医疗保障局"


async def test_a_topic_without_rules_says_that_nothing_is_published(office: Office) -> None:
    http = browser(office, Shelf([entry("a", region="全国", topic="异地就医")]))

    data = (await http.get(f"{ROOT}/long-term-care")).json()

    assert (data["published"], data["policies"], data["questions"]) == (False, [], [])
    assert [item["code"] for item in data["items"]] == ["YB-SL-0801"]


async def test_without_a_region_only_the_nations_rules_are_told(office: Office) -> None:
    shelf = Shelf(
        [entry("own", topic="异地就医"), entry("nation", region="全国", topic="异地就医")]
    )

    data = (await browser(office, shelf).get(f"{ROOT}/travel")).json()

    assert (ids(data["policies"]), data["region"]) == (["nation@1"], "全国")


async def test_a_rule_that_ran_out_is_shown_as_such_and_asked_about_no_more(
    office: Office,
) -> None:
    gone = entry("gone", topic="异地就医", region="全国", expired_note="已由新办法代替。")

    data = (await browser(office, Shelf([gone])).get(f"{ROOT}/travel")).json()

    assert data["policies"][0]["expired"]
    assert data["questions"] == []


async def test_the_list_counts_what_each_topic_holds(office: Office) -> None:
    http = browser(office, Shelf([entry("a", region="全国", topic="异地就医")]))

    topics = (await http.get(ROOT)).json()["topics"]

    by_code = {topic["code"]: topic for topic in topics}
    assert (by_code["travel"]["policies"], by_code["travel"]["items"]) == (1, 3)
    assert by_code["account"]["policies"] == 0


@pytest.mark.parametrize("code", ["nothing", "..", "%00"])
async def test_an_unknown_topic_is_not_found(office: Office, code: str) -> None:
    response = await browser(office, Shelf()).get(f"{ROOT}/{code}")

    assert response.status_code == 404
