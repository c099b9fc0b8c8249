"""Tests what staff write down about a case, and what they are told never to say."""

from __future__ import annotations

from core.forbidden_words import FORBIDDEN
from core.tables import audit
from tests.fakes.office import CONTRACT
from tests.gateway.front import Citizen, Front

TICKETS = "/api/v1/staff/tickets"


async def accepted(front: Front, citizen: Citizen) -> str:
    await citizen.say("人工")
    ticket = (await front.office.tickets.open_tickets())[-1].id
    await front.signed_in()
    assert (await front.http.post(f"{TICKETS}/{ticket}/accept")).status_code == 200
    return ticket


async def test_a_note_is_kept_masked_for_whoever_serves_the_case(front: Front) -> None:
    ticket = await accepted(front, await front.citizen())

    kept = await front.http.put(
        f"{TICKETS}/{ticket}/note", json={"text": "女儿来办，电话13800138000"}
    )

    (shown,) = (await front.http.get(TICKETS)).json()["tickets"]
    again = (await front.http.post(f"{TICKETS}/{ticket}/accept")).json()["ticket"]
    assert kept.status_code == 204
    assert shown["note"] == again["note"] == "女儿来办，电话138****8000"
    assert [row["action"] for row in await front.office.rows(audit)][-1] == "noted"


async def test_only_who_serves_a_case_notes_something_about_it(front: Front) -> None:
    ticket = await accepted(front, await front.citizen())
    await front.signed_in("1002", "李工")

    refused = await front.http.put(f"{TICKETS}/{ticket}/note", json={"text": "我看看"})

    assert refused.status_code == 409
    assert (await front.office.tickets.ticket(ticket)).note == ""


async def test_citizens_do_not_see_the_note(front: Front) -> None:
    citizen = await front.citizen()
    ticket = await accepted(front, citizen)
    await front.http.put(f"{TICKETS}/{ticket}/note", json={"text": "有点着急"})

    history = await front.http.get(f"{citizen.path}/history", headers=citizen.headers)

    assert "有点着急" not in history.text


async def test_staff_see_of_which_item_a_case_is(front: Front) -> None:
    citizen = await front.citizen()
    await front.office.drafted(await front.office.conversations.conversation(citizen.id))
    await citizen.say("人工")
    await front.signed_in()

    (shown,) = (await front.http.get(TICKETS)).json()["tickets"]

    assert (shown["item"], shown["item_code"]) == ("门诊统筹签约", CONTRACT)


async def test_staff_are_told_what_is_never_said(front: Front) -> None:
    await front.signed_in()

    told = (await front.http.get("/api/v1/staff/forbidden-words")).json()["forbidden"]

    assert [one["instead"] for one in told] == [one.instead for one in FORBIDDEN]
    assert "不归我管" in told[1]["words"]
