"""Tests call-backs over HTTP: citizens book and cancel, agents take them and call."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from core import call_back_wording as say
from core.applications import Application
from core.notice_tables import notices
from gateway.phone_side import MOST_BOOKINGS
from tests.gateway.phone_desk import NUMBER, PhoneDesk
from tests.gateway.phone_desk import phone_desk as phone_desk
from tests.gateway.test_problems import assert_problem

LIST = "/api/v1/desk/call-backs"


async def test_free_half_hours_are_offered_in_words(phone_desk: PhoneDesk) -> None:
    answer = (await phone_desk.http.get("/api/v1/call-back-slots")).json()

    assert answer["slots"][0] == {
        "starts": "2026-12-21T10:30:00+08:00",
        "ends": "2026-12-21T11:00:00+08:00",
        "text": "今天 10:30-11:00",
        "spoken": "今天上午十点半到十一点",
    }


async def test_a_citizen_books_sees_and_cancels_a_call_back(phone_desk: PhoneDesk) -> None:
    owner = await phone_desk.owner()

    booked = await phone_desk.book(owner, topic="异地备案")
    again = await phone_desk.book(owner, booked.json()["starts"])
    listed = (await phone_desk.http.get(owner.path, headers=owner.headers)).json()
    number = booked.json()["number"]
    cancelled = await phone_desk.http.delete(f"{owner.path}/{number}", headers=owner.headers)
    after = (await phone_desk.http.get(owner.path, headers=owner.headers)).json()

    assert booked.status_code == 201
    assert again.json()["number"] == number
    assert (booked.json()["phone"], booked.json()["topic"]) == ("138****8000", "异地备案")
    assert booked.json()["text"] == say.BOOKED.format(
        when="今天 10:30-11:00", phone="138****8000", number=number
    )
    assert NUMBER not in booked.text
    assert [one["number"] for one in listed["call_backs"]] == [number]
    assert cancelled.status_code == 204
    assert [one["standing"] for one in after["call_backs"]] == ["cancelled"]


async def test_the_call_back_says_what_it_is_about_by_itself(phone_desk: PhoneDesk) -> None:
    conversation = await phone_desk.office.opened()
    draft = Application("a1", conversation.id, "YB-SL-0301")
    await phone_desk.office.drafted(conversation, draft)
    booking = phone_desk.side.call_backs.calling_back
    starts = (await booking.slots())[0].starts

    booked = await booking.book(conversation.id, NUMBER, starts)

    assert booked.topic == "临时外出就医人员备案"


@pytest.mark.parametrize(
    ("phone", "starts", "status", "told"),
    [
        ("1380013800", None, 422, say.BAD_PHONE),
        (NUMBER, "2026-12-21T10:15:00+08:00", 409, say.NO_SUCH_SLOT),
        (NUMBER, "2026-12-20T10:30:00+08:00", 409, say.NO_SUCH_SLOT),
        (NUMBER, "2026-12-21T22:30:00+08:00", 409, say.NO_SUCH_SLOT),
    ],
)
async def test_what_cannot_be_booked_is_refused_in_words(
    phone_desk: PhoneDesk, phone: str, starts: str | None, status: int, told: str
) -> None:
    answer = await phone_desk.book(await phone_desk.owner(), starts, phone)

    assert_problem(answer, status, told)


@pytest.mark.parametrize("starts", ["2026-12-21T10:30:00", "soon", ""])
async def test_a_time_without_a_zone_is_no_time(phone_desk: PhoneDesk, starts: str) -> None:
    owner = await phone_desk.owner()
    body = {"phone": NUMBER, "starts": starts}

    answer = await phone_desk.http.post(owner.path, json=body, headers=owner.headers)

    assert answer.status_code == 422


async def test_a_slot_holds_what_it_has_places_for_and_is_offered_no_more(
    phone_desk: PhoneDesk,
) -> None:
    owners = [await phone_desk.owner() for _ in range(5)]
    first = (await phone_desk.slots())[0]

    answers = await asyncio.gather(
        *(phone_desk.book(owner, first, f"1390013900{index}") for index, owner in enumerate(owners))
    )

    assert sorted(answer.status_code for answer in answers) == [201, 201, 409, 409, 409]
    assert first not in await phone_desk.slots()


async def test_nobody_books_or_cancels_in_a_strangers_conversation(
    phone_desk: PhoneDesk,
) -> None:
    owner, stranger = await phone_desk.owner(), await phone_desk.owner()
    number = (await phone_desk.book(owner)).json()["number"]

    forged = await phone_desk.http.get(owner.path, headers=stranger.headers)
    cancelled = await phone_desk.http.delete(f"{stranger.path}/{number}", headers=stranger.headers)

    assert (forged.status_code, cancelled.status_code) == (401, 404)


async def test_one_address_cannot_book_without_end(phone_desk: PhoneDesk) -> None:
    for _ in range(MOST_BOOKINGS):
        await phone_desk.book(await phone_desk.owner(), phone="1380013800")

    answer = await phone_desk.book(await phone_desk.owner())

    assert_problem(answer, 429, say.TOO_MANY)


async def test_agents_see_whom_to_call_but_the_number_only_when_they_call(
    phone_desk: PhoneDesk,
) -> None:
    number = await phone_desk.due()
    await phone_desk.signed_in()

    before = await phone_desk.http.get(LIST)
    taken = await phone_desk.http.post(f"{LIST}/{number}/take")
    mine = await phone_desk.http.get(LIST)
    await phone_desk.signed_in("1002")
    colleagues = await phone_desk.http.get(LIST)

    assert before.json()["call_backs"][0]["due"] is True
    assert NUMBER not in before.text
    assert (taken.json()["phone"], taken.json()["mine"]) == (NUMBER, True)
    assert NUMBER in mine.text
    assert NUMBER not in colleagues.text
    assert colleagues.json()["call_backs"][0]["staff"] == "1001"


async def test_of_two_agents_who_take_the_same_call_back_one_gets_it(
    phone_desk: PhoneDesk,
) -> None:
    number = await phone_desk.due()
    await phone_desk.signed_in("1002")
    await phone_desk.http.post(f"{LIST}/{number}/take")
    await phone_desk.signed_in("1001")

    answer = await phone_desk.http.post(f"{LIST}/{number}/take")

    assert_problem(answer, 409, say.TAKEN)
    assert NUMBER not in answer.text


async def test_nobody_is_called_before_the_time_they_were_promised(
    phone_desk: PhoneDesk,
) -> None:
    booked = (await phone_desk.book(await phone_desk.owner())).json()
    await phone_desk.signed_in()

    answer = await phone_desk.http.post(f"{LIST}/{booked['number']}/take")

    assert_problem(answer, 409, say.NOT_DUE)


async def test_who_was_reached_leaves_the_list(phone_desk: PhoneDesk) -> None:
    number = await phone_desk.due()
    await phone_desk.signed_in()
    path = f"{LIST}/{number}"
    await phone_desk.http.post(f"{path}/take")

    noted = await phone_desk.http.post(f"{path}/note", json={"note": "要带身份证"})
    done = await phone_desk.http.post(f"{path}/reached", json={"note": "说清楚了"})

    assert noted.json()["note"] == "要带身份证"
    assert (done.json()["standing"], done.json()["note"]) == ("done", "要带身份证\n说清楚了")
    assert NUMBER not in done.text
    assert (await phone_desk.http.get(LIST)).json() == {"call_backs": []}


async def test_who_did_not_answer_is_called_in_the_other_half_of_the_day_and_told(
    phone_desk: PhoneDesk,
) -> None:
    number = await phone_desk.due()
    await phone_desk.signed_in()
    await phone_desk.http.post(f"{LIST}/{number}/take")

    missed = await phone_desk.http.post(f"{LIST}/{number}/missed", json={})

    (told,) = await phone_desk.office.rows(notices)
    assert missed.json()["standing"] == "booked"
    assert missed.json()["when"] == "今天 12:00-12:30"
    assert missed.json()["tried"] == 1
    assert told["text"] == say.CALLED_IN_VAIN.format(when="今天 12:00-12:30")


async def test_after_three_calls_in_vain_it_is_over(phone_desk: PhoneDesk) -> None:
    number = await phone_desk.due()
    await phone_desk.signed_in()
    for _ in range(3):
        assert (await phone_desk.http.post(f"{LIST}/{number}/take")).status_code == 200
        answer = await phone_desk.http.post(f"{LIST}/{number}/missed", json={})
        phone_desk.office.clock.pass_by(timedelta(days=1))

    assert (answer.json()["standing"], answer.json()["tried"]) == ("missed", 3)
    assert (await phone_desk.http.get(LIST)).json() == {"call_backs": []}


@pytest.mark.parametrize("act", ["reached", "missed", "note"])
async def test_only_who_took_it_says_what_came_of_it(phone_desk: PhoneDesk, act: str) -> None:
    number = await phone_desk.due()
    await phone_desk.signed_in()

    answer = await phone_desk.http.post(f"{LIST}/{number}/{act}", json={"note": "没有打"})

    assert_problem(answer, 409, say.NOT_YOURS)


async def test_the_desks_pages_hear_of_every_change(phone_desk: PhoneDesk) -> None:
    number = await phone_desk.due()
    await phone_desk.signed_in()
    pages = phone_desk.office.staff_pages
    booked = list(pages.events)
    pages.events.clear()

    await phone_desk.http.post(f"{LIST}/{number}/take")
    await phone_desk.http.post(f"{LIST}/{number}/reached", json={})

    assert booked == [("*", {"type": "call_backs_changed"})]
    assert pages.events == booked * 2


async def test_nobody_but_the_desk_sees_call_backs(phone_desk: PhoneDesk) -> None:
    number = await phone_desk.due()
    nobody = [(await phone_desk.http.get(LIST)).status_code]
    nobody.append((await phone_desk.http.post(f"{LIST}/{number}/take")).status_code)
    await phone_desk.signed_in("1003", "knowledge")

    editor = await phone_desk.http.get(LIST)

    assert nobody == [401, 401]
    assert editor.status_code == 403
