"""Tests gateway.rectification_api and gateway.remarks_desk_api: what staff see and may do."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest

from core import rating_wording as say
from core.tables import audit
from tests.gateway.rating_desk import DUE, MOBILE, RatingDesk
from tests.gateway.rating_desk import rating_desk as rating_desk

CASES = "/api/v1/desk/rectifications"
REMARKS = "/api/v1/desk/remarks"
SUMMARY = "/api/v1/desk/ratings/summary"
CASE = "Z202612210001"
FIXED = {"outcome": "已向窗口说明，已补办"}
CONTENT = {"reached": True, "accepts": True, "result": "群众认可"}
UNHAPPY = {"reached": True, "accepts": False, "result": "还要再跑一趟"}
NOBODY = {"reached": False, "result": "没人接"}


async def post(desk: RatingDesk, step: str, body: object = None) -> httpx.Response:
    return await desk.http.post(f"{CASES}/{CASE}/{step}", json=body)


async def numbers(desk: RatingDesk, which: str) -> list[str]:
    data = (await desk.http.get(CASES, params={"which": which})).json()
    return [case["number"] for case in data["cases"]]


@pytest.mark.parametrize("path", [CASES, f"{CASES}/{CASE}", SUMMARY, REMARKS])
async def test_only_the_desk_may_look(rating_desk: RatingDesk, path: str) -> None:
    unknown = await rating_desk.http.get(path)
    await rating_desk.signed_in(duty="knowledge")
    editor = await rating_desk.http.get(path)

    assert (unknown.status_code, editor.status_code) == (401, 403)


async def test_a_case_is_taken_fixed_called_back_and_closed(rating_desk: RatingDesk) -> None:
    number = await rating_desk.rated(2, "跑了三趟")
    await rating_desk.signed_in()

    steps = [
        await post(rating_desk, "take"),
        await post(rating_desk, "fix", FIXED),
        await post(rating_desk, "call", CONTENT),
        await post(rating_desk, "close"),
    ]

    assert [(r.status_code, r.json()["state"]) for r in steps] == [
        *((200, state) for state in ("in_hand", "fixed", "called_back", "closed"))
    ]
    closed = steps[-1].json()
    assert (closed["about"], closed["level"], closed["text"]) == (number, 2, "跑了三趟")
    assert (closed["due"], closed["closed_on"]) == (DUE, "2026-12-21")
    assert [call["result"] for call in closed["calls"]] == ["群众认可"]
    assert await numbers(rating_desk, "open") == []


async def test_the_number_to_call_is_for_the_owner_of_the_case(rating_desk: RatingDesk) -> None:
    await rating_desk.rated(2)
    await rating_desk.signed_in()
    before = (await rating_desk.http.get(f"{CASES}/{CASE}")).json()

    taken = (await post(rating_desk, "take")).json()
    await rating_desk.signed_in("1002")
    colleague = (await rating_desk.http.get(f"{CASES}/{CASE}")).json()

    assert [seen["phone"] for seen in (before, taken, colleague)] == [None, MOBILE, None]
    looks = [row for row in await rating_desk.office.rows(audit) if row["action"] == "phone_seen"]
    assert [(row["actor"], row["subject"]) for row in looks] == [
        ("staff:1001", f"rectification:{CASE}")
    ]


async def test_a_colleague_neither_takes_nor_moves_it(rating_desk: RatingDesk) -> None:
    await rating_desk.rated(2)
    await rating_desk.signed_in()
    await post(rating_desk, "take")
    await rating_desk.signed_in("1002")

    taken = await post(rating_desk, "take")
    fixed = await post(rating_desk, "fix", FIXED)

    assert (taken.status_code, taken.json()["detail"]) == (409, say.CASE_TAKEN)
    assert (fixed.status_code, fixed.json()["detail"]) == (409, say.CASE_NOT_YOURS)


async def test_nothing_is_closed_without_a_call(rating_desk: RatingDesk) -> None:
    await rating_desk.rated(2)
    await rating_desk.signed_in()
    await post(rating_desk, "take")
    await post(rating_desk, "fix", FIXED)

    refused = await post(rating_desk, "close")

    assert (refused.status_code, refused.json()["detail"]) == (409, say.CASE_NOT_CALLED)


async def test_calls_that_nobody_answers_leave_it_to_be_called_again(
    rating_desk: RatingDesk,
) -> None:
    await rating_desk.rated(2)
    await rating_desk.signed_in()
    await post(rating_desk, "take")
    await post(rating_desk, "fix", FIXED)

    states = [(await post(rating_desk, "call", NOBODY)).json()["state"] for _ in range(3)]

    assert states == ["fixed", "fixed", "called_back"]


async def test_who_is_still_unhappy_opens_it_again_with_a_new_day(rating_desk: RatingDesk) -> None:
    await rating_desk.rated(2)
    await rating_desk.signed_in()
    await post(rating_desk, "take")
    await post(rating_desk, "fix", FIXED)
    rating_desk.office.clock.pass_by(timedelta(days=1))
    await rating_desk.back_at_work()

    again = (await post(rating_desk, "call", UNHAPPY)).json()

    assert (again["state"], again["reopened"], again["owner"]) == ("in_hand", 1, "1001")
    assert again["due"] == "2027-01-13"


async def test_a_closed_case_can_be_opened_again(rating_desk: RatingDesk) -> None:
    await rating_desk.rated(2)
    await rating_desk.signed_in()
    for step, body in (("take", None), ("fix", FIXED), ("call", CONTENT), ("close", None)):
        await post(rating_desk, step, body)

    again = (await post(rating_desk, "reopen")).json()

    assert (again["state"], again["closed_on"], again["reopened"]) == ("in_hand", None, 1)


async def test_the_lists_show_what_is_mine_and_what_is_late(rating_desk: RatingDesk) -> None:
    await rating_desk.rated(2)
    await rating_desk.rated(1)
    await rating_desk.signed_in()
    await post(rating_desk, "take")

    mine, late = await numbers(rating_desk, "mine"), await numbers(rating_desk, "overdue")
    rating_desk.office.clock.pass_by(timedelta(days=30))
    await rating_desk.back_at_work()
    later = await numbers(rating_desk, "overdue")

    assert (mine, late) == ([CASE], [])
    assert later == await numbers(rating_desk, "open") == [CASE, "Z202612210002"]


async def test_the_list_does_not_say_what_citizens_said(rating_desk: RatingDesk) -> None:
    await rating_desk.rated(2, "跑了三趟")
    await rating_desk.signed_in()

    listed = await rating_desk.http.get(CASES)

    assert "跑了三趟" not in listed.text
    assert MOBILE not in listed.text


async def test_the_summary_counts_levels_and_says_nobodys_words(rating_desk: RatingDesk) -> None:
    given = [await rating_desk.rated(level, "说了句话") for level in (5, 5, 5, 4, 2)]
    given.append(await rating_desk.rated(5, channel="phone"))
    await rating_desk.signed_in()

    response = await rating_desk.http.get(SUMMARY)

    summary = response.json()
    assert [level["count"] for level in summary["levels"]] == [4, 1, 0, 1, 0]
    assert (summary["count"], summary["very_satisfied_share"], summary["target"]) == (6, 4 / 6, 0.7)
    assert summary["rectifications"] == {"open": 1, "overdue": 0, "on_time_share": None}
    assert "说了句话" not in response.text
    assert not any(number in response.text for number in given)


async def test_so_few_ratings_that_people_could_be_guessed_are_not_split(
    rating_desk: RatingDesk,
) -> None:
    for level in (5, 5, 5, 4, 2):
        await rating_desk.rated(level)
    await rating_desk.rated(1, channel="phone")
    await rating_desk.signed_in()

    summary = (await rating_desk.http.get(SUMMARY)).json()

    by_channel = {group["channel"]: group for group in summary["by_channel"]}
    assert by_channel["web"]["very_satisfied_share"] == 0.6
    assert (by_channel["phone"]["count"], by_channel["phone"]["levels"]) == (1, None)


async def test_ratings_older_than_asked_for_are_not_counted(rating_desk: RatingDesk) -> None:
    await rating_desk.rated(5)
    rating_desk.office.clock.pass_by(timedelta(days=8))
    await rating_desk.signed_in()

    week = (await rating_desk.http.get(SUMMARY, params={"days": 7})).json()
    month = (await rating_desk.http.get(SUMMARY)).json()

    assert (week["count"], week["very_satisfied_share"], month["count"]) == (0, None, 1)


async def test_an_answer_reaches_the_citizen_where_they_wrote_and_once(
    rating_desk: RatingDesk,
) -> None:
    owner = await rating_desk.owner()
    body = {"text": "网页上的字太小", "kind": "feedback", "conversation_id": owner.id}
    told = await rating_desk.http.post("/api/v1/complaints", json=body, headers=owner.headers)
    number = told.json()["number"]
    await rating_desk.signed_in()
    waiting = (await rating_desk.http.get(REMARKS)).json()["remarks"]
    answer = {"text": "已经放大了"}

    first = await rating_desk.http.post(f"{REMARKS}/{number}/answer", json=answer)
    again = await rating_desk.http.post(f"{REMARKS}/{number}/answer", json=answer)

    assert [remark["number"] for remark in waiting] == [number]
    assert (first.status_code, again.status_code) == (200, 200)
    text = say.ANSWER_NOTICE.format(number=number, text="已经放大了")
    assert rating_desk.notices.told == {f"remark:{number}": (owner.id, "reply", text)}
    assert (await rating_desk.http.get(REMARKS)).json()["remarks"] == []


async def test_an_anonymous_remark_is_answered_without_a_notice(rating_desk: RatingDesk) -> None:
    told = await rating_desk.http.post("/api/v1/complaints", json={"text": "窗口排队太久"})
    number = told.json()["number"]
    await rating_desk.signed_in()

    done = await rating_desk.http.post(f"{REMARKS}/{number}/answer", json={"text": "已加开窗口"})

    assert done.json()["answered_by"] == "1001"
    assert rating_desk.notices.told == {}


async def test_another_answer_to_the_same_remark_is_refused(rating_desk: RatingDesk) -> None:
    told = await rating_desk.http.post("/api/v1/complaints", json={"text": "窗口排队太久"})
    path = f"{REMARKS}/{told.json()['number']}/answer"
    await rating_desk.signed_in()
    await rating_desk.http.post(path, json={"text": "已加开窗口"})

    refused = await rating_desk.http.post(path, json={"text": "不加开"})

    assert (refused.status_code, refused.json()["detail"]) == (409, say.ANSWERED_ALREADY)


async def test_the_number_that_was_left_is_shown_for_a_reason_that_is_written_down(
    rating_desk: RatingDesk,
) -> None:
    body = {"text": "窗口的人骂我", "phone": MOBILE}
    number = (await rating_desk.http.post("/api/v1/complaints", json=body)).json()["number"]
    unmask, wish = f"{REMARKS}/{number}/unmask", {"reason": "联系群众"}
    stranger = await rating_desk.http.post(unmask, json=wish)
    await rating_desk.signed_in()

    listed = (await rating_desk.http.get(REMARKS)).json()["remarks"]
    curious = await rating_desk.http.post(unmask, json={"reason": "看看"})
    seen = await rating_desk.http.post(unmask, json=wish)

    assert [one["phone"] for one in listed] == ["138****8000"]
    assert [one.status_code for one in (stranger, curious, seen)] == [401, 422, 200]
    assert seen.json() == {"value": MOBILE}
    (look,) = [row for row in await rating_desk.office.rows(audit) if row["action"] == "unmasked"]
    assert (look["actor"], look["subject"]) == ("staff:1001", f"remark:{number}")
    assert look["detail"] == {"field": "phone", "reason": "联系群众"}


async def test_who_left_no_number_has_none_to_be_shown(rating_desk: RatingDesk) -> None:
    told = await rating_desk.http.post("/api/v1/complaints", json={"text": "窗口排队太久"})
    await rating_desk.signed_in()

    unmask = f"{REMARKS}/{told.json()['number']}/unmask"
    answer = await rating_desk.http.post(unmask, json={"reason": "联系群众"})

    assert answer.status_code == 404


async def test_a_complaint_becomes_a_case_when_staff_say_so(rating_desk: RatingDesk) -> None:
    body = {"text": "窗口的人骂我", "phone": MOBILE}
    number = (await rating_desk.http.post("/api/v1/complaints", json=body)).json()["number"]
    await rating_desk.signed_in()

    opened = await rating_desk.http.post(f"{REMARKS}/{number}/rectification")
    taken = (await post(rating_desk, "take")).json()

    assert opened.status_code == 201
    assert (opened.json()["source"], opened.json()["about"]) == ("remark", number)
    assert (taken["kind"], taken["text"], taken["phone"]) == ("complaint", "窗口的人骂我", MOBILE)
