"""Checks that answers come in traditional characters to pages that ask for them, and only there."""

from __future__ import annotations

import json

import httpx
import pytest

from gateway.scripts import traditional
from gateway.traditional_answers import ASKED, keys_turned, written
from tests.gateway.front import Front

HANT = {"Accept-Language": "zh-Hant"}  # as the pages are marked


async def both(front: Front, path: str) -> tuple[httpx.Response, httpx.Response]:
    """Return an answer as it is, and as a page in traditional characters gets it."""
    return await front.http.get(path), await front.http.get(path, headers=HANT)


async def test_topics_are_named_in_the_characters_of_the_page(front: Front) -> None:
    plain, turned = await both(front, "/api/v1/topics/travel")

    assert (plain.json()["name"], turned.json()["name"]) == ("异地就医", "異地就醫")
    assert [item["code"] for item in turned.json()["items"]] == [
        item["code"] for item in plain.json()["items"]
    ]
    assert "辦" in json.dumps(turned.json()["items"], ensure_ascii=False)
    assert turned.headers["content-language"] == "zh-Hant"
    assert int(turned.headers["content-length"]) == len(turned.content)
    assert "content-language" not in plain.headers


async def test_what_pages_send_back_stays_as_it_is(front: Front) -> None:
    plain, turned = await both(front, "/api/v1/info")

    assert turned.json()["regions"] == plain.json()["regions"] == plain.json()["region_names"]
    assert turned.json()["region_names"] == [traditional(one) for one in plain.json()["regions"]]
    assert turned.json()["region_names"] != turned.json()["regions"]


async def test_why_something_was_refused_is_told_in_them_too(front: Front) -> None:
    plain, turned = await both(front, "/api/v1/topics/nothing-of-ours")

    assert turned.status_code == plain.status_code == 404
    assert turned.json()["type"] == plain.json()["type"]
    assert turned.json()["detail"] != plain.json()["detail"]


@pytest.mark.parametrize("path", ["/healthz", "/topics", "/api/v1/policies/x/leaflet.pdf"])
async def test_everything_else_is_sent_as_it_is(front: Front, path: str) -> None:
    """Pages have routes of their own for their characters."""
    plain, turned = await both(front, path)

    assert turned.status_code == plain.status_code
    if "problem" not in plain.headers["content-type"]:
        assert turned.content == plain.content


async def test_turns_of_a_conversation_are_not_turned_here(front: Front) -> None:
    citizen = await front.citizen()

    opened = await front.http.post("/api/v1/conversations", json={}, headers=HANT)

    assert "办事" in opened.json()["greeting"]["text"]
    assert keys_turned(f"{citizen.path}/messages") == keys_turned(citizen.path) == {"detail"}


def test_a_name_may_be_turned_in_one_place_and_kept_in_another() -> None:
    keys = frozenset({"document.region", "title"})
    answer = {
        "region": "烟台市",
        "documents": [{"title": "办法"}],
        "document": {"region": "烟台市"},
    }

    assert written(answer, keys) == {
        "region": "烟台市",
        "documents": [{"title": "辦法"}],
        "document": {"region": "煙臺市"},
    }


def test_what_browsers_say_by_themselves_asks_for_nothing() -> None:
    assert ASKED not in {"zh-tw", "zh-hk", "zh-tw,zh;q=0.9", "zh-hant-tw"}
