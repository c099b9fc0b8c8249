"""Tests that tickets ring on the pages of staff, through the whole gateway."""

from __future__ import annotations

from datetime import timedelta

from core import queue_wording as say
from core.teams import DutyState
from tests.gateway.front import Front

STAFF = "/api/v1/staff"


async def waiting_ticket(front: Front) -> str:
    citizen = await front.citizen()
    await citizen.say("人工")
    return (await front.office.tickets.open_tickets())[-1].id


async def test_an_open_page_is_a_sign_that_the_agent_is_there(front: Front) -> None:
    await front.signed_in()
    async with await front.staff_stream() as page:
        await page.receive()

        await front.http.put(f"{STAFF}/presence", json={"state": "on"})
        told = await page.receive_until("presence")

    known = await front.parts.desk.queue.duty.presence.of("1001")
    assert told["state"] == "on"
    assert known is not None
    assert (known.state, known.seen_at) == (DutyState.ON, front.office.clock())


async def test_a_ticket_rings_on_the_page_of_a_free_agent_who_takes_it(front: Front) -> None:
    await front.signed_in()
    async with await front.staff_stream() as page:
        await front.http.put(f"{STAFF}/presence", json={"state": "on"})
        ticket = await waiting_ticket(front)
        await front.parts.desk.queue.ringing.step()
        ring = await page.receive_until("ring")

        taken = await front.http.post(f"{STAFF}/tickets/{ticket}/accept")
        await front.parts.desk.queue.ringing.step()
        over = await page.receive_until("ring_over")

    shown = ring["ticket"]
    assert isinstance(shown, dict)
    assert (shown["id"], over["ticket_id"], taken.status_code) == (ticket, ticket, 200)


async def test_a_page_that_opens_again_shows_what_rings(front: Front) -> None:
    await front.signed_in()
    async with await front.staff_stream():
        await front.http.put(f"{STAFF}/presence", json={"state": "on"})
    await waiting_ticket(front)
    await front.parts.desk.queue.ringing.step()

    async with await front.staff_stream() as page:
        ring = await page.receive_until("ring")

    assert ring["until"] == (front.office.clock() + timedelta(seconds=20)).isoformat()


async def test_what_rings_at_a_colleague_is_refused_in_words(front: Front) -> None:
    await front.signed_in()
    await front.http.put(f"{STAFF}/presence", json={"state": "on"})
    ticket = await waiting_ticket(front)
    await front.parts.desk.queue.ringing.step()
    await front.signed_in("1002", "李工")

    answer = await front.http.post(f"{STAFF}/tickets/{ticket}/accept")

    assert (answer.status_code, answer.json()["detail"]) == (409, say.RINGS_ELSEWHERE)
