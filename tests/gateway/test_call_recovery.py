"""Tests how seats are held for pages that are lost, and how they come back to everything."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

from core import call_wording
from core.calls import SEAT_HELD, CallState
from tests.fakes.office import Office
from tests.gateway.browser_socket import BrowserSocket
from tests.video_desk.call_desk import CallDesk, open_call_desk

RECORDING = {"type": "recording", "state": "asked", "text": call_wording.ASK_RECORDING}


async def test_a_lost_page_keeps_its_seat_and_comes_back_to_everything(
    call_desk: CallDesk,
) -> None:
    call = await call_desk.opened()
    session = await call_desk.session()
    call_desk.forms.form = {"state": "filling", "number": None, "version": 7}
    async with call_desk.page(call, staff="1001") as agent:
        await agent.receive_until("welcome")
        async with call_desk.page(call, session=session) as citizen:
            await citizen.receive_until("welcome")
            await citizen.send({"type": "say", "text": "我在", "message_id": "m1"})
            await citizen.receive_until("line")
            await citizen.send({"type": "media", "kind": "audio"})
            await _settled(citizen)

        held = await agent.receive_until("held")
        call_desk.office.clock.pass_by(SEAT_HELD - timedelta(seconds=1))
        await call_desk.parts.service.lapse()
        async with call_desk.page(call, session=session) as citizen:
            welcome = await citizen.receive_until("welcome")

    assert held["seat"] == "citizen"
    assert welcome["form"] == call_desk.forms.form
    assert _list(welcome["lines"])[-1]["text"] == "我在"
    assert _list(welcome["seats"])[1]["media"] == "audio"
    assert (await call_desk.parts.calls.call(call.id)).state is CallState.LIVE


async def test_a_seat_is_given_up_after_a_minute_and_the_agent_is_told_what_to_do(
    call_desk: CallDesk,
) -> None:
    call = await call_desk.opened()
    session = await call_desk.session()
    async with call_desk.page(call, staff="1001") as agent:
        await agent.receive_until("welcome")
        async with call_desk.page(call, session=session) as citizen:
            await citizen.receive_until("welcome")
        await agent.receive_until("held")
        call_desk.office.clock.pass_by(SEAT_HELD + timedelta(seconds=1))
        await call_desk.parts.service.renew(  # the agent's page is alive
            seat := await call_desk.parts.seats.seat(call.id, "agent"), str(seat.stream)
        )

        await call_desk.parts.service.lapse()

        assert (await agent.receive_until("problem"))["detail"] == call_wording.CITIZEN_LOST
        assert call_desk.engine.left == [(call.id, "citizen")]
        async with call_desk.page(call, session=session) as late:
            assert (await late.receive_until("welcome"))["you"]


async def test_when_everybody_is_gone_the_call_is_over(call_desk: CallDesk) -> None:
    call = await call_desk.opened()
    async with call_desk.both(call):
        pass
    call_desk.office.clock.pass_by(SEAT_HELD + timedelta(seconds=1))

    await call_desk.parts.service.lapse()

    ended = await call_desk.parts.calls.call(call.id)
    assert (ended.state, ended.why) == (CallState.ENDED, "lost")


async def test_a_second_page_of_the_same_person_takes_the_seat(call_desk: CallDesk) -> None:
    call = await call_desk.opened()
    session = await call_desk.session()

    async with call_desk.page(call, session=session) as first:
        await first.receive_until("welcome")
        async with call_desk.page(call, session=session) as second:
            await second.receive_until("welcome")
            await first.receive_until("seats")
            await first.send({"type": "media", "kind": "low"})
            assert await first.closed() == 4409
            await second.send({"type": "media", "kind": "text"})
            await _settled(second)

    assert (await call_desk.parts.seats.seat(call.id, "citizen")).medium == "text"


async def test_a_restarted_gateway_knows_the_call_and_its_seats(call_desk: CallDesk) -> None:
    call = await call_desk.opened()
    session = await call_desk.session()
    stale = await call_desk.parts.seats.connect(  # by a stream of a process that is dead
        call.id, "citizen", "dead", call_desk.office.clock() + SEAT_HELD
    )
    assert stale.stream == "dead"

    async with call_desk.page(call, session=session) as citizen:
        welcome = await citizen.receive_until("welcome")
        before = await call_desk.parts.seats.disconnect(
            call.id, "citizen", "dead", call_desk.office.clock()
        )

    assert welcome["call"] == {
        "id": call.id,
        "ticket_id": "t1",
        "state": "waiting",
        "engine": "forward",
        "opened_at": call.opened_at.isoformat(),
        "live_at": None,
    }
    assert not before  # the dead stream holds nothing any more


async def test_a_gateway_that_was_down_for_long_lets_people_come_back_first(
    call_desk: CallDesk, office: Office, tmp_path: Path
) -> None:
    call = await call_desk.opened()
    session = await call_desk.session()
    office.clock.pass_by(timedelta(minutes=5))

    async with open_call_desk(office, tmp_path) as restarted:
        await restarted.parts.service.lapse()
        async with restarted.page(call, session=session) as citizen:
            welcome = await citizen.receive_until("welcome")
            office.clock.pass_by(SEAT_HELD)
            await restarted.parts.service.lapse()

            stored = await call_desk.parts.calls.call(call.id)
            seats = await call_desk.parts.seats.seats(call.id)

    assert welcome["you"] == {"seat": "citizen", "role": "citizen", "name": "市民"}
    assert stored.state is CallState.WAITING
    assert {seat.id: seat.taken for seat in seats} == {"agent": False, "citizen": True}


async def test_a_gateway_that_took_long_to_start_gives_them_the_whole_minute_from_then(
    call_desk: CallDesk, office: Office, tmp_path: Path
) -> None:
    call = await call_desk.opened()

    async with open_call_desk(office, tmp_path) as slow:
        seats = next(chore for chore in slow.side.chores if chore.name == "seats")
        office.clock.pass_by(2 * SEAT_HELD)  # it loads what it needs; nobody can reach it yet
        first = asyncio.create_task(seats.run())
        for _ in range(3):
            await asyncio.sleep(0)  # let it begin
        await slow.parts.service.lapse()
        first.cancel()

        kept = await call_desk.parts.seats.seats(call.id)

    assert {seat.id: seat.taken for seat in kept} == {"agent": True}


async def _settled(page: BrowserSocket) -> None:
    """Wait until everything sent before is done: the answer to nonsense comes after it."""
    await page.send('{"type": "nonsense"}')
    while (await page.receive_until("problem"))["in_reply_to"] != "nonsense":
        pass


def _list(value: object) -> list[dict[str, object]]:
    assert isinstance(value, list)
    return value
