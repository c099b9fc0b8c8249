"""Tests gateway.ratings_api: rating one's own application, complaining without an account."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest

from core import rating_wording as say
from core.rating_tables import ratings
from gateway.hourly_limit import HourlyLimit
from gateway.limits import Buckets
from tests.fakes.office import CATALOGUE, CONTRACT
from tests.gateway.rating_desk import DUE, RatingDesk
from tests.gateway.rating_desk import rating_desk as rating_desk

COMPLAINTS = "/api/v1/complaints"
ASPECTS = CATALOGUE.item(CONTRACT).rated_on
COMPLAINT = {"text": "窗口的人态度太差，我电话13800138000"}


def path(number: str) -> str:
    return f"/api/v1/applications/{number}/rating"


def assert_refused(response: httpx.Response, status: int, detail: str | None = None) -> None:
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    if detail is not None:
        assert response.json()["detail"] == detail


async def test_the_owner_rates_with_aspects_and_a_comment(rating_desk: RatingDesk) -> None:
    owner = await rating_desk.owner()
    number = await rating_desk.filed(owner)
    body = {"level": 5, "aspects": {ASPECTS[0]: 4}, "comment": " 谢谢13800138000 "}

    posted = await rating_desk.http.post(path(number), json=body, headers=owner.headers)
    read = await rating_desk.http.get(path(number), headers=owner.headers)

    assert posted.status_code == 200
    assert posted.json()["case"] is None
    assert read.json() == {
        "rating": {
            "number": number,
            "level": 5,
            "name": "非常满意",
            "aspects": {ASPECTS[0]: 4},
            "comment": "谢谢138****8000",
            "rated_at": "2026-12-21T02:00:00+00:00",
            "changeable_until": "2026-12-21T02:10:00+00:00",
        },
        "levels": [{"level": k.value, "name": name} for k, name in say.LEVELS.items()],
        "aspects": list(ASPECTS),
    }


async def test_before_it_is_rated_the_page_learns_what_can_be_rated(
    rating_desk: RatingDesk,
) -> None:
    owner = await rating_desk.owner()
    number = await rating_desk.filed(owner)

    read = await rating_desk.http.get(path(number), headers=owner.headers)

    assert read.json()["rating"] is None
    assert [level["name"] for level in read.json()["levels"]] == list(say.MARKS)


async def test_a_bad_rating_tells_the_case_and_its_day(rating_desk: RatingDesk) -> None:
    owner = await rating_desk.owner()
    number = await rating_desk.filed(owner)

    posted = await rating_desk.http.post(path(number), json={"level": 1}, headers=owner.headers)

    assert posted.json()["case"] == {"number": "Z202612210001", "due": DUE}
    (case,) = await rating_desk.rectifications.open_cases()
    assert case.rating_number == number


async def test_a_rating_is_changed_within_ten_minutes_and_stands_after(
    rating_desk: RatingDesk,
) -> None:
    owner = await rating_desk.owner()
    number = await rating_desk.filed(owner)
    clock, http = rating_desk.office.clock, rating_desk.http
    await http.post(path(number), json={"level": 2}, headers=owner.headers)
    clock.pass_by(timedelta(minutes=10))

    changed = await http.post(path(number), json={"level": 4}, headers=owner.headers)
    clock.pass_by(timedelta(seconds=1))
    late = await http.post(path(number), json={"level": 1}, headers=owner.headers)

    assert (changed.status_code, changed.json()["case"]) == (200, None)
    assert_refused(late, 409, say.TOO_LATE.format(level="满意", minutes=10))
    (row,) = await rating_desk.office.rows(ratings)
    assert row["level"] == 4


@pytest.mark.parametrize(
    "body",
    [
        *({}, {"level": 0}, {"level": 6}, {"level": "5"}, {"level": 5, "stars": 5}),
        {"level": 5, "aspects": {"长得好看": 5}},
        {"level": 5, "aspects": {ASPECTS[0]: 6}},
        {"level": 5, "comment": "长" * 501},
    ],
)
async def test_what_is_no_rating_is_refused_and_nothing_is_stored(
    rating_desk: RatingDesk, body: dict[str, object]
) -> None:
    owner = await rating_desk.owner()
    number = await rating_desk.filed(owner)

    refused = await rating_desk.http.post(path(number), json=body, headers=owner.headers)

    assert_refused(refused, 422)
    assert await rating_desk.office.rows(ratings) == []


async def test_nobody_rates_or_reads_for_somebody_else(rating_desk: RatingDesk) -> None:
    number = await rating_desk.filed(await rating_desk.owner())
    stranger = await rating_desk.owner()
    http = rating_desk.http

    rated = await http.post(path(number), json={"level": 1}, headers=stranger.headers)
    read = await http.get(path(number), headers=stranger.headers)
    unknown = await http.get(path("20991231000010"), headers=stranger.headers)
    nobody = await http.post(path(number), json={"level": 1})

    assert_refused(rated, 404)
    assert rated.json() == unknown.json()
    assert_refused(read, 404)
    assert_refused(nobody, 401)
    assert await rating_desk.office.rows(ratings) == []


async def test_anybody_complains_without_name_or_conversation(rating_desk: RatingDesk) -> None:
    response = await rating_desk.http.post(COMPLAINTS, json=COMPLAINT)

    assert response.status_code == 201
    told = response.json()
    remark = await rating_desk.office.remarks.remark(told["number"])
    assert (remark.conversation_id, remark.kind, remark.subject) == (None, "complaint", "manner")
    assert remark.text == "窗口的人态度太差，我电话138****8000"
    assert (told["kind"], told["due"]) == ("complaint", DUE)
    assert told["number"] in told["detail"]
    assert "12345" in told["detail"]


async def test_a_report_of_fraud_is_known_by_its_words(rating_desk: RatingDesk) -> None:
    body = {"text": "有人拿别人卡开药", "phone": "13800138000"}

    told = (await rating_desk.http.post(COMPLAINTS, json=body)).json()

    remark = await rating_desk.office.remarks.remark(told["number"])
    assert (remark.kind, remark.reply_by, remark.phone) == ("report", "phone", "13800138000")
    assert "不用留姓名" in told["detail"]


@pytest.mark.parametrize(
    "body",
    [{}, {"text": ""}, {"text": "   "}, {"text": "慢" * 2001}, {"text": "太慢", "phone": "123"}],
)
async def test_a_complaint_that_says_nothing_is_refused(
    rating_desk: RatingDesk, body: dict[str, str]
) -> None:
    assert_refused(await rating_desk.http.post(COMPLAINTS, json=body), 422)


async def test_the_sixth_complaint_of_an_address_within_an_hour_is_put_off(
    rating_desk: RatingDesk,
) -> None:
    for _ in range(5):
        assert (await rating_desk.http.post(COMPLAINTS, json=COMPLAINT)).status_code == 201

    sixth = await rating_desk.http.post(COMPLAINTS, json=COMPLAINT)
    rating_desk.office.clock.pass_by(timedelta(hours=1))
    later = await rating_desk.http.post(COMPLAINTS, json=COMPLAINT)

    assert_refused(sixth, 429, say.TOO_MANY_COMPLAINTS.format(hotline="12393"))
    assert later.status_code == 201


async def test_one_address_does_not_stop_another() -> None:
    limit = HourlyLimit("complaints", Buckets(lambda: 0.0).take, most=1)

    allowed = [await limit.allows(one) for one in ("1.1.1.1", "1.1.1.1", "2.2.2.2")]

    assert allowed == [True, False, True]


async def test_gateways_that_count_together_allow_no_more_than_one_does() -> None:
    counted = Buckets(lambda: 0.0)
    here, there = (HourlyLimit("complaints", counted.take, most=2) for _ in range(2))
    other = HourlyLimit("call-backs", counted.take, most=2)

    allowed = [await limit.allows("1.1.1.1") for limit in (here, there, here, there)]

    assert allowed == [True, True, False, False]
    assert await other.allows("1.1.1.1")


async def test_who_complained_in_a_conversation_reads_the_answer_there(
    rating_desk: RatingDesk,
) -> None:
    owner, stranger = await rating_desk.owner(), await rating_desk.owner()
    body = {**COMPLAINT, "conversation_id": owner.id}
    told = await rating_desk.http.post(COMPLAINTS, json=body, headers=owner.headers)
    number = told.json()["number"]
    await rating_desk.office.remarks.answer(
        number, "1001", "已批评教育", rating_desk.office.clock()
    )
    http = rating_desk.http

    mine = await http.get(f"/api/v1/remarks/{number}", headers=owner.headers)
    theirs = await http.get(f"/api/v1/remarks/{number}", headers=stranger.headers)
    nobodys = await http.get(f"/api/v1/remarks/{number}")

    assert mine.json()["answer"] == "已批评教育"
    assert mine.json()["subject"] == "服务态度"
    assert_refused(theirs, 404)
    assert_refused(nobodys, 401)


async def test_a_complaint_is_not_put_into_somebody_elses_conversation(
    rating_desk: RatingDesk,
) -> None:
    owner, stranger = await rating_desk.owner(), await rating_desk.owner()
    body = {**COMPLAINT, "conversation_id": owner.id}

    refused = await rating_desk.http.post(COMPLAINTS, json=body, headers=stranger.headers)

    assert_refused(refused, 401)
