"""Tests gateway.cases_api: how staff work on applications, and what their citizen sees."""

from __future__ import annotations

from datetime import timedelta
from typing import cast

import httpx
import pytest

from core import editorial_wording, wording
from core import follow_up_wording as say
from core.applications import Phase
from core.conversation import Conversation
from core.hashing import hashed
from core.notice_tables import notices
from core.store.conversations import Line
from core.tables import audit
from gateway.cases_api import PAGE
from tests.fakes.bureau import BIRTH, MATERNITY, NEWBORN, TRAVEL
from tests.fakes.bureau import bureau as bureau
from tests.gateway.case_desk import ANNA, BEN, DESK, PASSWORD, Desk, Json
from tests.gateway.case_desk import desk as desk
from tests.people import ID_NUMBER, MOBILE

OWN = "/api/v1/conversations/mine/applications"


def refused(response: httpx.Response, status: int, detail: str) -> None:
    assert response.headers["content-type"] == "application/problem+json"
    assert (response.status_code, response.json()["detail"]) == (status, detail)


def numbers(answer: Json) -> list[object]:
    return [line["number"] for line in cast(list[Json], answer["applications"])]


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "", None),
        ("GET", "/{n}", None),
        ("POST", "/{n}/take", None),
        ("POST", "/{n}/transfer", {"to": ANNA, "reason": "请假"}),
        ("POST", "/{n}/review", {}),
        ("POST", "/{n}/papers", {"missing": ["户口簿"]}),
        ("POST", "/{n}/approve", {}),
        ("POST", "/{n}/reject", {"note": "不符"}),
    ],
)
async def test_only_staff_of_the_desk_work_on_applications(
    desk: Desk, method: str, path: str, body: object
) -> None:
    filed = await desk.bureau.filed()
    path = DESK + path.format(n=filed.number)

    stranger = await desk.http.request(method, path, json=body)
    await desk.sign_in(BEN, ("knowledge",))
    editor = await desk.http.request(method, path, json=body)

    refused(stranger, 401, wording.NOT_AUTHORISED)
    refused(editor, 403, editorial_wording.NOT_DESK_DUTY)
    assert await desk.bureau.now_of(filed) == filed


async def test_the_list_shows_urgency_and_nothing_personal(desk: Desk) -> None:
    filed = await desk.bureau.filed()
    await desk.sign_in()

    answer = await desk.get()

    (line,) = cast(list[Json], answer["applications"])
    assert (line["number"], line["item"]) == (filed.number, "门诊统筹签约")
    assert (line["working_days_left"], line["late"]) == (5, False)
    assert (answer["total"], answer["page"], answer["pages"]) == (1, 1, 1)
    assert all(secret not in str(answer) for secret in (ID_NUMBER, MOBILE, "王秀英"))


async def test_states_owners_and_numbers_narrow_the_list(desk: Desk) -> None:
    first, second = await desk.bureau.filed(1), await desk.bureau.filed(2, TRAVEL)
    await desk.sign_in()
    await desk.post(first.number, "approve")
    await desk.post(second.number, "take")
    desk.bureau.clock.pass_by(timedelta(days=8))
    await desk.sign_in()

    number = str(first.number)
    assert numbers(await desk.get(state="approved")) == [first.number]
    assert numbers(await desk.get(mine="true")) == [second.number]
    assert numbers(await desk.get(state="late")) == [second.number]
    assert numbers(await desk.get(q=f"{number[:4]} {number[4:8]} {number[8:]}")) == [first.number]
    assert numbers(await desk.get(q="没有这个号")) == []
    await desk.sign_in(BEN)
    assert numbers(await desk.get(mine="true")) == []


async def test_the_list_comes_in_pages(desk: Desk) -> None:
    for count in range(1, PAGE + 2):
        await desk.bureau.filed(count)
    await desk.sign_in()

    first, second = await desk.get(page="1"), await desk.get(page="2")

    assert (len(numbers(first)), len(numbers(second))) == (PAGE, 1)
    assert (first["total"], first["pages"]) == (PAGE + 1, 2)


async def test_an_application_shows_masked_fields_parts_and_its_history(desk: Desk) -> None:
    filed = await desk.bureau.filed()
    await desk.sign_in()
    await desk.post(filed.number, "papers", missing=["户口簿"])

    answer = await desk.get(f"/{filed.number}")

    fields = cast(dict[str, str], answer["fields"])
    assert fields["姓名"] == "王秀英"
    assert fields["手机号"] == "138****8000"
    assert answer["masked"] == ["身份证号", "手机号"]
    assert ID_NUMBER not in str(answer)
    assert (answer["phase"], answer["missing"]) == ("needs_papers", ["户口簿"])
    history = [line["text"] for line in cast(list[Json], answer["history"])]
    assert history == [f"员{ANNA}接手，负责到底", "一次性告知缺少材料：户口簿"]


async def test_a_composite_matter_shows_its_parts(desk: Desk) -> None:
    whole, first, second = await desk.bureau.birth()
    await desk.sign_in()

    answer = await desk.get(f"/{whole.number}")

    assert [part["number"] for part in cast(list[Json], answer["parts"])] == [
        first.number,
        second.number,
    ]
    assert numbers(await desk.get()) == [first.number, second.number]


async def test_every_look_and_every_move_of_staff_is_audited(desk: Desk) -> None:
    filed = await desk.bureau.filed()
    await desk.sign_in()
    before = len(await desk.bureau.rows(audit))

    await desk.get()
    await desk.get(f"/{filed.number}")
    await desk.post(filed.number, "approve")

    added = (await desk.bureau.rows(audit))[before:]
    assert {row["actor"] for row in added} == {f"staff:{ANNA}"}
    assert [row["subject"].split(":")[0] for row in added] == ["seen", "seen", *["application"] * 2]


async def test_a_colleagues_application_is_transferred_and_not_taken(desk: Desk) -> None:
    filed = await desk.bureau.filed()
    await desk.sign_in()
    await desk.post(filed.number, "take")
    await desk.sign_in(BEN)

    taken = await desk.post(filed.number, "take")
    approved = await desk.post(filed.number, "approve")
    given = await desk.post(filed.number, "transfer", to=BEN, reason="她请假了")
    done = await desk.post(filed.number, "approve")

    refused(taken, 409, say.NOT_OWNER.format(owner=f"员{ANNA}"))
    refused(approved, 409, say.NOT_OWNER.format(owner=f"员{ANNA}"))
    assert given.json()["owner_name"] == f"员{BEN}"
    assert done.json()["phase"] == "approved"


@pytest.mark.parametrize(
    ("to", "reason", "detail"),
    [
        ("nobody", "请假", say.NOT_A_COLLEAGUE),
        ("editor", "请假", say.NOT_A_COLLEAGUE),
        (BEN, " ", say.NO_TRANSFER_REASON),
    ],
)
async def test_a_transfer_needs_a_colleague_at_the_desk_and_a_reason(
    desk: Desk, to: str, reason: str, detail: str
) -> None:
    filed = await desk.bureau.filed()
    await desk.door.add("editor", "编辑", PASSWORD, ("knowledge",))
    await desk.door.add(BEN, "小李", PASSWORD)
    await desk.sign_in()

    refused(await desk.post(filed.number, "transfer", to=to, reason=reason), 422, detail)


@pytest.mark.parametrize(
    ("act", "body", "detail"),
    [
        ("reject", {"note": "  "}, say.NO_REJECT_REASON),
        ("reject", {}, say.NO_REJECT_REASON),
        ("papers", {"missing": []}, say.NO_MISSING),
        ("papers", {"missing": ["户口簿"], "answer_by": "2026-12-01"}, say.BAD_ANSWER_DAY),
        ("papers", {"missing": ["户口簿"], "answer_by": "下周"}, wording.BAD_REQUEST),
        ("approve", {"note": "好", "phase": "approved"}, wording.BAD_REQUEST),
    ],
)
async def test_what_staff_leave_out_is_said_in_words_and_changes_nothing(
    desk: Desk, act: str, body: Json, detail: str
) -> None:
    filed = await desk.bureau.filed()
    await desk.sign_in()

    refused(await desk.post(filed.number, act, **body), 422, detail)

    assert (await desk.bureau.now_of(filed)).phase is Phase.SUBMITTED
    assert await desk.bureau.rows(notices) == []


async def test_papers_are_asked_for_once_and_again_only_with_a_reason(desk: Desk) -> None:
    filed = await desk.bureau.filed()
    await desk.sign_in()
    asked = await desk.post(
        filed.number, "papers", missing=["户口簿"], note="要原件", answer_by="2026-12-30"
    )
    await desk.post(filed.number, "review")

    again = await desk.post(filed.number, "papers", missing=["发票"])
    reasoned = await desk.post(filed.number, "papers", missing=["发票"], reason="漏看了")

    assert asked.json()["answer_by"] == "2026-12-30"
    refused(again, 422, say.SECOND_ASK)
    assert reasoned.json()["phase"] == "needs_papers"


async def test_of_two_who_decide_on_the_same_page_the_second_is_told(desk: Desk) -> None:
    filed = await desk.bureau.filed()
    await desk.sign_in()
    version = (await desk.get(f"/{filed.number}"))["version"]

    first = await desk.post(filed.number, "review", version=version)
    second = await desk.post(filed.number, "reject", note="不符", version=version)

    assert first.status_code == 200
    refused(second, 409, say.CHANGED_MEANWHILE)


async def test_what_is_over_is_over(desk: Desk) -> None:
    filed = await desk.bureau.filed()
    await desk.sign_in()
    await desk.post(filed.number, "approve")

    for act, body in (("reject", {"note": "不符"}), ("review", {}), ("approve", {})):
        refused(await desk.post(filed.number, act, **body), 409, wording.NOT_ALLOWED_NOW)


@pytest.mark.parametrize("act", ["take", "review", "approve"])
async def test_an_unknown_number_is_not_found(desk: Desk, act: str) -> None:
    await desk.sign_in()

    refused(await desk.post("20261221999997", act), 404, wording.NOT_FOUND)


async def own_conversation(desk: Desk) -> dict[str, str]:
    """Open a conversation, and return what proves whose it is."""
    conversation = Conversation("mine", "web", desk.bureau.clock())
    greeting = Line(0, desk.bureau.clock(), "assistant", "您好")
    await desk.bureau.conversations.open_conversation(conversation, hashed("t"), greeting)
    return {"Authorization": "Bearer t"}


async def test_citizens_see_their_own_list_and_strangers_none(desk: Desk) -> None:
    mine = await own_conversation(desk)
    filed = await desk.bureau.filed(9, conversation_id="mine")
    await desk.bureau.filed(8)

    own = await desk.http.get(OWN, headers=mine)
    other = await desk.http.get(OWN, headers={"Authorization": "Bearer x"})
    none = await desk.http.get(OWN)

    (line,) = own.json()["applications"]
    assert (line["number"], line["owner_name"]) == (filed.number, say.NOBODY)
    assert (line["next"], line["progress"]) == (say.NEXT["submitted"], None)
    refused(other, 401, wording.NOT_AUTHORISED)
    refused(none, 401, wording.NOT_AUTHORISED)


async def test_the_own_list_counts_the_parts_of_a_composite_matter(desk: Desk) -> None:
    mine = await own_conversation(desk)
    whole = await desk.bureau.filed(1, BIRTH, "mine")
    first = await desk.bureau.filed(2, NEWBORN, "mine", parent_id=whole.id)
    await desk.bureau.filed(3, MATERNITY, "mine", parent_id=whole.id)
    await desk.sign_in()
    await desk.post(first.number, "approve")

    own = await desk.http.get(OWN, headers=mine)

    (line,) = own.json()["applications"]
    assert (line["number"], line["phase"]) == (whole.number, "in_review")
    assert line["progress"] == {"done": 1, "total": 2}
    assert [part["phase"] for part in line["parts"]] == ["approved", "submitted"]
