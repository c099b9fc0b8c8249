"""Tests gateway.admin_api over HTTP: imports and documents, and who and what is refused."""

from __future__ import annotations

from typing import cast

import httpx
import pytest

from core import editorial_wording as wording
from tests.gateway.editors import (
    NOTICE,
    done,
    editor,
    imported,
    path_of,
)
from tests.gateway.front import Front, Json
from tests.gateway.test_problems import assert_problem


async def test_the_same_file_again_is_the_same_document(front: Front) -> None:
    async with editor(front, "li") as li:
        first = await imported(front, li)
        second = await imported(front, li)
        documents = await li.get("/documents")

    assert first == second
    (document,) = cast(list[Json], documents["documents"])
    assert document["counts"] == {
        **{"draft": 1, "in_review": 0, "approved": 0, "published": 0, "retired": 0},
        "doubts": 1,
    }


async def test_a_file_that_cannot_be_read_changes_nothing(front: Front) -> None:
    async with editor(front, "li") as li:
        begun = done(await li.upload("/imports", "坏.pdf", b"%PDF-1.7 not really"))
        await front.parts.admin.import_jobs.finished()
        job = await li.get(f"/imports/{begun['id']}")
        documents = await li.get("/documents")

    assert (job["state"], job["document_id"], job["report"]) == ("failed", None, {})
    assert job["problem"]
    assert documents == {"documents": []}


async def test_what_is_known_of_a_document_changes_in_all_its_drafts(front: Front) -> None:
    async with editor(front, "li") as li:
        entry = await imported(front, li)
        document_id = cast(Json, cast(Json, entry["content"])["document"])["id"]
        changed = done(await li.patch(f"/documents/{document_id}", {"date_note": "推定"}))
        after = await li.get(path_of(entry))

    assert changed["date_note"] == "推定"
    assert cast(Json, after["content"])["document"] == changed
    assert after["revision"] == cast(int, entry["revision"]) + 1


async def test_a_document_can_be_begun_without_a_file(front: Front) -> None:
    body = {"title": "青岛市门诊通知", "issuer": "青岛市医疗保障局", "region": "青岛市"}
    async with editor(front, "li") as li:
        begun = await li.post("/documents", {**body, "date": "2026-01-05"})
        document_id = begun.json()["document"]["id"]
        more = done(await li.post("/entries", {"document_id": document_id, "question": "怎么报"}))
        listed = await li.get(f"/documents/{document_id}")
        discarded = await li.step(more, "discard")
        after = await li.get(f"/documents/{document_id}")

    assert begun.status_code == 201
    assert document_id == "qingdao-2026-qing-dao-shi-men-zhen-tong-zhi"
    assert cast(Json, more["content"])["asked_as"] == ["怎么报"]
    assert len(cast(list[Json], listed["entries"])) == 2
    assert discarded.status_code == 204
    assert len(cast(list[Json], after["entries"])) == 1


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/documents"),
        ("POST", "/documents"),
        ("PATCH", "/documents/yantai"),
        ("POST", "/imports?name=a.txt"),
        ("GET", "/imports"),
        ("GET", "/entries"),
        ("POST", "/entries"),
        ("PATCH", "/entries/yantai%23transfer/1"),
        ("POST", "/entries/yantai%23transfer/1/approve"),
        ("POST", "/releases"),
        ("POST", "/releases/1/rollback"),
        ("POST", "/withdrawals"),
        ("POST", "/hit-test/batch?name=a.txt"),
        ("GET", "/gaps"),
        ("PATCH", "/gaps/g1"),
        ("GET", "/staff"),
    ],
)
async def test_every_route_wants_the_duty_of_editing(front: Front, method: str, path: str) -> None:
    async with editor(front, "1001", "desk") as desk:
        refused = await desk.http.request(method, path, json={})
        await desk.http.delete("http://test/api/v1/staff/session")
        stranger = await desk.http.request(method, path, json={})

    assert_problem(refused, 403, wording.NOT_YOUR_DUTY)
    assert stranger.status_code == 401


async def test_an_editor_without_the_desks_duty_sees_no_citizen(front: Front) -> None:
    async with editor(front, "li") as li:
        me = done(await li.http.get("http://test/api/v1/staff/me"))
        tickets = await li.http.get("http://test/api/v1/staff/tickets")

    assert me["duties"] == ["knowledge"]
    assert_problem(tickets, 403, wording.NOT_DESK_DUTY)


@pytest.mark.parametrize(
    "content",
    [
        {"document": {}},
        {"flags": []},
        {"text": 5},
        {"text": "有\u0000字符"},
        {"asked_as": "一句话"},
        {"tests": [{"question": "不认识的名字"}]},
        {"in_force": {"from": "2026年", "until": None}},
        {"unknown": 1},
    ],
)
async def test_content_of_another_shape_is_refused(front: Front, content: Json) -> None:
    async with editor(front, "li") as li:
        entry = await imported(front, li)
        refused = await li.patch(
            path_of(entry), {"revision": entry["revision"], "content": content}
        )
        after = await li.get(path_of(entry))

    assert refused.status_code == 422
    assert after == entry


async def test_a_large_file_is_taken_only_where_files_are_imported(front: Front) -> None:
    large = NOTICE.encode() + b"\n" * 100_000
    async with editor(front, "li") as li:
        taken = await li.upload("/imports", "大.txt", large)
        refused = await li.upload("/withdrawals", "大.txt", large)
        await front.parts.admin.import_jobs.finished()

    assert taken.status_code == 202
    assert refused.status_code == 413


async def test_an_unknown_entry_or_release_is_not_found(front: Front) -> None:
    async with editor(front, "li") as li:
        answers: list[httpx.Response] = [
            await li.http.get("/entries/nobody%23nothing/1"),
            await li.http.get("/documents/nobody"),
            await li.http.get("/imports/nobody"),
            await li.post("/releases", {"entries": ["nobody#nothing@1"], "note": ""}),
            await li.post("/releases", {"entries": ["nobody"], "note": ""}),
            await li.post("/releases/7/rollback", {"note": ""}),
            await li.post("/withdrawals", {"key": "nobody", "reason": "无"}),
            await li.post("/entries", {"document_id": "nobody"}),
            await li.post("/gaps/nobody/draft", {"document_id": "nobody"}),
            await li.patch("/gaps/nobody", {"state": "open"}),
        ]

    assert [answer.status_code for answer in answers] == [404] * len(answers)


async def test_editors_are_listed_as_possible_owners(front: Front) -> None:
    async with editor(front, "li") as li, editor(front, "1001", "desk"):
        staff = await li.get("/staff")

    assert staff == {"staff": [{"name": "li", "display_name": "编辑li"}]}
