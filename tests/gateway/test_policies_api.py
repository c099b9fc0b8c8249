"""Tests gateway.policies_api: what the policy reader gets, key by key."""

from __future__ import annotations

from datetime import date
from urllib.parse import quote

import pypdfium2  # type: ignore[import-untyped]
import pytest

from core import leaflet_wording as wording
from gateway.policies import Standing
from tests.gateway.policy_shelf import Shelf, entry, reader

DOCUMENT = {"id", "title", "issuer", "number", "date", "date_note", "region", "entries", "updated"}
ENTRY = {
    *("id", "section", "topic", "text", "plain", "spoken", "in_force", "expired", "expired_note"),
    *("superseded_by", "items", "asked_as"),
}


def path_of(entry_id: str, *rest: str) -> str:
    """Return where an entry answers."""
    return "/".join((f"/api/v1/knowledge/entries/{quote(entry_id, safe='')}", *rest))


def words_of(content: bytes) -> list[str]:
    """Return what can be read on each page."""
    # Not pdfminer: it knows no character maps that lie in the file itself.
    pages = pypdfium2.PdfDocument(content)
    return [page.get_textpage().get_text_range().replace("\r\n", "") for page in pages]


async def test_documents_are_listed_with_exactly_the_keys_of_the_contract() -> None:
    shelf = Shelf([entry("a", updated=date(2026, 1, 2)), entry("b", updated=date(2026, 3, 4))])

    response = await reader(shelf).get("/api/v1/policies")

    (document,) = response.json()["documents"]
    assert set(document) == DOCUMENT
    assert (document["id"], document["entries"]) == ("tianjin-2024-rules", 2)
    assert (document["date"], document["updated"]) == ("2024-03-01", "2026-03-04")
    assert document["number"] == "津医保规〔2024〕1号"


async def test_a_region_gets_its_own_documents_and_then_the_nations() -> None:
    shelf = Shelf(
        [
            entry("n", document="nation", region="全国", issued=date(2025, 1, 1)),
            entry("old", document="old"),
            entry("new", document="new", issued=date(2024, 9, 1)),
            entry("q", document="qingdao", region="青岛市"),
        ]
    )

    response = await reader(shelf).get("/api/v1/policies", params={"region": "天津市"})

    assert [d["id"] for d in response.json()["documents"]] == ["new", "old", "nation"]


async def test_a_document_has_its_entries_by_chapter_in_their_order() -> None:
    shelf = Shelf(
        [entry("a"), entry("b", section="第二章 就医"), entry("c"), entry("x", document="other")]
    )

    response = await reader(shelf).get("/api/v1/policies/tianjin-2024-rules")

    data = response.json()
    assert [
        (chapter["section"], [e["id"].split("#")[1] for e in chapter["entries"]])
        for chapter in data["chapters"]
    ] == [("第一章 总则", ["a@1", "c@1"]), ("第二章 就医", ["b@1"])]
    first = data["chapters"][0]["entries"][0]
    assert set(first) == ENTRY
    assert first["in_force"] == {"from": "2024-04-01", "until": None}
    assert len(first["asked_as"]) == 3


async def test_an_entry_that_has_run_out_says_so_with_its_dates_and_successor() -> None:
    gone = entry(
        "a",
        in_force_until=date(2026, 11, 21),
        expired_note="已由新办法代替。",
        superseded_by="new#a@1",
    )

    response = await reader(Shelf([gone])).get(path_of("tianjin-2024-rules#a@1"))

    data = response.json()
    assert (data["state"], data["expired"]) == ("expired", True)
    assert (data["in_force"]["until"], data["superseded_by"]) == ("2026-11-21", "new#a@1")


async def test_an_entry_holds_on_its_last_day() -> None:
    shelf = Shelf([entry("a", in_force_until=date(2026, 11, 22))])

    response = await reader(shelf).get(path_of("tianjin-2024-rules#a@1"))

    assert (response.json()["state"], response.json()["expired"]) == ("in_force", False)


@pytest.mark.parametrize("standing", [Standing.REPLACED, Standing.WITHDRAWN])
async def test_a_citation_of_an_old_version_still_resolves(standing: Standing) -> None:
    shelf = Shelf(older={"tianjin-2024-rules#a@1": (entry("a"), standing)})
    if standing is Standing.REPLACED:
        shelf.entries.append(entry("a", version=2))

    response = await reader(shelf).get(path_of("tianjin-2024-rules#a@1"))

    data = response.json()
    assert set(data) == ENTRY | {"document", "state", "in_service"}
    assert data["state"] == standing.value
    assert data["in_service"] == (
        "tianjin-2024-rules#a@2" if standing is Standing.REPLACED else None
    )
    assert data["document"]["title"] == "便民服务办法"


async def test_an_id_without_version_means_the_one_in_service() -> None:
    shelf = Shelf([entry("a", version=3)])

    response = await reader(shelf).get(path_of("tianjin-2024-rules#a"))

    assert response.json()["id"] == "tianjin-2024-rules#a@3"


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/policies/none",
        "/api/v1/policies/none/leaflet.pdf?topic=x",
        "/api/v1/policies/tianjin-2024-rules/leaflet.pdf?topic=火星",
        path_of("tianjin-2024-rules#none@1"),
        path_of("tianjin-2024-rules#none"),
        path_of("tianjin-2024-rules#none@1", "leaflet.pdf"),
    ],
)
async def test_what_is_not_there_is_a_problem_with_a_sentence(path: str) -> None:
    response = await reader(Shelf([entry("a")])).get(path)

    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["detail"].endswith("。")


async def test_the_leaflet_of_an_entry_is_one_page_with_its_words_in_it() -> None:
    response = await reader(Shelf([entry("a")])).get(
        path_of("tianjin-2024-rules#a@1", "leaflet.pdf")
    )

    assert response.headers["content-type"] == "application/pdf"
    assert "filename*=UTF-8''" in response.headers["content-disposition"]
    (words,) = words_of(response.content)
    assert "没有手机能看病吗？" in words
    assert "没有手机，带身份证也行。" in words
    assert "津医保规〔2024〕1号" in words
    assert "tianjin-2024-rules" not in words  # an id says nothing to citizens; the QR code has it
    assert "2026年11月22日印制" in words
    assert "12393" in words


async def test_the_letters_travel_with_the_leaflet() -> None:
    response = await reader(Shelf([entry("a")])).get(
        path_of("tianjin-2024-rules#a@1", "leaflet.pdf")
    )

    assert b"/FontFile3" in response.content or b"/FontFile2" in response.content
    assert len(response.content) < 200_000  # bytes: only the letters that are used


@pytest.mark.parametrize(
    ("standing", "sentence"),
    [(Standing.REPLACED, wording.REPLACED), (Standing.WITHDRAWN, wording.WITHDRAWN)],
)
async def test_what_no_longer_answers_is_not_printed(standing: Standing, sentence: str) -> None:
    shelf = Shelf(older={"tianjin-2024-rules#a@1": (entry("a"), standing)})

    response = await reader(shelf).get(path_of("tianjin-2024-rules#a@1", "leaflet.pdf"))

    assert (response.status_code, response.json()["detail"]) == (409, sentence)


async def test_without_a_font_the_leaflet_is_refused_in_one_sentence() -> None:
    shelf = Shelf([entry("a")])

    response = await reader(shelf, has_font=False).get(
        path_of("tianjin-2024-rules#a@1", "leaflet.pdf")
    )

    assert (response.status_code, response.json()["detail"]) == (503, wording.NO_FONT)
    assert response.headers["content-type"] == "application/problem+json"


async def test_a_topics_leaflet_tells_each_rule_in_force() -> None:
    shelf = Shelf(
        [
            entry("a"),
            entry("b", plain="买药也能用医保码。", topic="购药 医保码"),
            entry("c", plain="健康码要看。", topic="医保码", expired_note="已取消。"),
            entry("d", plain="缴费走银行。", topic="缴费"),
        ]
    )

    response = await reader(shelf).get(
        "/api/v1/policies/tianjin-2024-rules/leaflet.pdf", params={"topic": "医保码"}
    )

    (words,) = words_of(response.content)
    assert "亮一下医保码就行" in words
    assert "买药也能用医保码" in words
    assert "健康码要看" not in words
    assert "缴费走银行" not in words


async def test_a_topics_leaflet_needs_a_topic() -> None:
    response = await reader(Shelf([entry("a")])).get(
        "/api/v1/policies/tianjin-2024-rules/leaflet.pdf"
    )

    assert (response.status_code, response.json()["detail"]) == (422, wording.NO_TOPIC)
