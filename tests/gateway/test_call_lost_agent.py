"""Tests what becomes of a call whose agent's pages have been gone for three minutes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core import call_wording
from core import queue_wording as say
from core.calls import Call, CallState
from core.contracts import Ticket
from core.teams import LOST_AFTER
from tests.gateway.browser_socket import BrowserSocket, Json
from tests.video_desk.call_desk import CallDesk
from tests.video_desk.ring_desk import Gateway, RingDesk, ring_desk

NO_SEAT = 4401
STEP = timedelta(seconds=20)  # as often as a living page renews its seat, and gives a sign


@pytest.fixture
def rings(call_desk: CallDesk) -> RingDesk:
    """Be what rings at the agents of the same desk."""
    return ring_desk(call_desk.office)


async def served(call_desk: CallDesk, rings: RingDesk) -> tuple[Call, Gateway]:
    """Let 1001 serve the citizen in a call, while 1002 is there, too."""
    gateway = rings.gateway()
    await call_desk.staff("1002", "李工")
    call = await call_desk.opened()
    await rings.on_duty("1001", "1002")
    return call, gateway


async def gone_for_long(call_desk: CallDesk, rings: RingDesk, call: Call, gateway: Gateway) -> None:
    """Let three minutes pass in which only 1002 and the citizen give signs."""
    service, passed = call_desk.parts.service, timedelta()
    while passed <= LOST_AFTER:
        await rings.pass_seconds(STEP.total_seconds(), gateway, "1002")
        passed += STEP
        citizen = await call_desk.parts.seats.seat(call.id, "citizen")
        await service.renew(citizen, str(citizen.stream))
        await service.lapse()


async def test_the_citizen_keeps_the_call_and_is_served_by_the_next_agent_in_it(
    call_desk: CallDesk, rings: RingDesk
) -> None:
    call, gateway = await served(call_desk, rings)
    call_desk.forms.form = {"state": "filling", "number": None, "version": 7}
    session = await call_desk.session()

    async with call_desk.page(call, session=session) as citizen:
        await citizen.receive_until("welcome")
        async with call_desk.page(call, staff="1001") as agent:
            await agent.receive_until("welcome")
        await gone_for_long(call_desk, rings, call, gateway)
        told = await citizen.receive_until("problem")
        await gateway.desk.accept("t1", "1002", "李工")
        answer = await call_desk.http.post(
            "/api/v1/staff/tickets/t1/call", headers=call_desk.cookie("1002")
        )
        async with call_desk.page(call, staff="1002") as agent:
            welcome = await agent.receive_until("welcome")
            there = await seated_agent(citizen, "李工")

    lines = [line.text for line in await call_desk.office.conversations.lines_after("c1", 0)]
    assert told["detail"] == call_wording.AGENT_LOST
    assert lines.count(say.AGENT_LOST) == 1
    assert answer.json() == {"call_id": call.id}
    assert welcome["form"] == call_desk.forms.form
    assert there["connected"]
    assert (await call_desk.parts.calls.call(call.id)).state is CallState.LIVE


async def test_who_was_lost_does_not_come_back_into_a_call_that_somebody_else_serves(
    call_desk: CallDesk, rings: RingDesk
) -> None:
    call, gateway = await served(call_desk, rings)
    session = await call_desk.session()

    async with call_desk.page(call, session=session) as citizen:
        await citizen.receive_until("welcome")
        async with call_desk.page(call, staff="1001") as agent:
            await agent.receive_until("welcome")
        await gone_for_long(call_desk, rings, call, gateway)
        ticket: Ticket = await call_desk.office.tickets.ticket("t1")
        async with call_desk.page(call, staff="1001") as early:
            code_before = await early.closed()
        await gateway.desk.accept("t1", "1002", "李工")
        await call_desk.http.post("/api/v1/staff/tickets/t1/call", headers=call_desk.cookie("1002"))
        async with call_desk.page(call, staff="1001") as late:
            code_after = await late.closed()

    assert (ticket.state, ticket.agent) == ("waiting", None)
    assert (code_before, code_after) == (NO_SEAT, NO_SEAT)


async def seated_agent(page: BrowserSocket, name: str) -> Json:
    """Wait until a page is shown an agent of that name who is there; return the seat."""
    while True:
        told = (await page.receive_until("seats"))["seats"]
        assert isinstance(told, list)
        for seat in told:
            if seat["name"] == name and seat["connected"]:
                return dict(seat)
