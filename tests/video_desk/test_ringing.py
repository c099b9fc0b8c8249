"""Tests video_desk.ringing: who is rung, what comes next, and that nobody is served twice."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core import queue_wording as say
from core.desk_tables import offers
from core.errors import NotAllowedNow
from core.offers import OfferState
from core.tables import audit
from core.teams import DutyState
from tests.fakes.office import Office
from tests.video_desk.ring_desk import CONTRACT_NAME, OVERFLOW, ring_desk


async def test_a_ticket_rings_at_who_has_been_free_longest(office: Office) -> None:
    desk = ring_desk(office)
    gateway = desk.gateway()
    await desk.on_duty("1002", "1001")
    await desk.ticket(gateway)

    await gateway.ringing.step()

    assert await desk.rings_at() == {"t01": "1002"}
    assert gateway.rings() == [("1002", "t01")]
    (event,) = [e for _, e in gateway.staff_pages.events if e["type"] == "ring"]
    assert event["until"] == (office.clock() + timedelta(seconds=20)).isoformat()


async def test_who_just_served_is_rung_after_who_waited(office: Office) -> None:
    desk = ring_desk(office)
    gateway = desk.gateway()
    await desk.on_duty("1001", "1002")
    await desk.ticket(gateway, 1)
    await gateway.ringing.step()
    await gateway.desk.accept("t01", "1001", "王工")
    office.clock.pass_by(timedelta(seconds=30))
    await desk.signs("1001", "1002")
    await gateway.desk.close("t01", "1001", "已解决")
    await desk.ticket(gateway, 2)

    await gateway.ringing.step()

    assert await desk.rings_at() == {"t02": "1002"}


async def test_after_twenty_seconds_the_next_agent_is_rung(office: Office) -> None:
    desk = ring_desk(office)
    gateway = desk.gateway()
    await desk.on_duty("1001", "1002")
    await desk.ticket(gateway)
    await gateway.ringing.step()

    await desk.pass_seconds(19, gateway, "1001", "1002")
    before = await desk.rings_at()
    await desk.pass_seconds(1, gateway, "1001", "1002")

    assert (before, await desk.rings_at()) == ({"t01": "1001"}, {"t01": "1002"})
    assert ("1001", {"type": "ring_over", "ticket_id": "t01"}) in gateway.staff_pages.events


async def test_who_declines_is_not_asked_again_at_once(office: Office) -> None:
    desk = ring_desk(office)
    gateway = desk.gateway()
    await desk.on_duty("1001")
    await desk.ticket(gateway)
    await gateway.ringing.step()
    await desk.offers.decline("t01", "1001", office.clock())

    await desk.pass_seconds(10, gateway, "1001")
    soon = await desk.rings_at()
    await desk.pass_seconds(300, gateway, "1001")

    assert (soon, await desk.rings_at()) == ({}, {"t01": "1001"})


async def test_two_missed_rings_make_an_agent_away_and_they_are_told(office: Office) -> None:
    desk = ring_desk(office)
    gateway = desk.gateway()
    await desk.on_duty("1001")
    for number in (1, 2):
        await desk.ticket(gateway, number)
    await gateway.ringing.step()

    await desk.pass_seconds(20, gateway, "1001")
    await desk.pass_seconds(20, gateway, "1001")

    known = await desk.presence.of("1001")
    assert known is not None
    assert known.state is DutyState.AWAY
    told = {"type": "presence", "state": "away", "detail": say.SET_AWAY}
    assert ("1001", told) in gateway.staff_pages.events
    assert await desk.rings_at() == {}


async def test_an_agent_who_goes_offline_while_it_rings_loses_it_to_the_next(
    office: Office,
) -> None:
    desk = ring_desk(office)
    gateway = desk.gateway()
    await desk.on_duty("1001")
    office.clock.pass_by(timedelta(seconds=40))  # the last sign was 41 seconds ago
    await desk.on_duty("1002")
    await desk.ticket(gateway)
    await gateway.ringing.step()
    first = await desk.rings_at()

    await desk.pass_seconds(5, gateway, "1002")

    assert (first, await desk.rings_at()) == ({"t01": "1001"}, {"t01": "1002"})
    assert [row["state"] for row in await office.rows(offers)] == ["gone", "ringing"]


async def test_when_all_are_offline_nothing_rings_and_a_call_back_is_offered_once(
    office: Office,
) -> None:
    desk = ring_desk(office)
    gateway = desk.gateway()
    await desk.on_duty("1001", "1002")
    office.clock.pass_by(timedelta(minutes=1))
    conversation = await desk.ticket(gateway)
    await gateway.ringing.step()
    assert gateway.channel.of_type("call_back_offer") == []

    for _ in range(2):
        office.clock.pass_by(OVERFLOW)
        await gateway.ringing.step()

    assert await desk.rings_at() == {}
    assert gateway.channel.of_type("call_back_offer") == [
        {"type": "call_back_offer", "why": "long"}
    ]
    lines = [line.text for line in await office.conversations.lines_after(conversation.id, 0)]
    assert lines.count(say.LONG_WAIT) == 1
    assert (await office.tickets.ticket("t01")).state == "waiting"


async def test_outside_the_hours_a_call_back_is_offered_at_once(office: Office) -> None:
    desk = ring_desk(office)
    gateway = desk.gateway()
    office.clock.at = office.clock.at.replace(hour=20)
    await desk.ticket(gateway)

    await gateway.ringing.step()

    assert gateway.channel.of_type("call_back_offer") == [
        {"type": "call_back_offer", "why": "closed"}
    ]


async def test_who_works_late_is_rung_and_nobody_is_told_that_it_is_closed(
    office: Office,
) -> None:
    desk = ring_desk(office)
    gateway = desk.gateway()
    office.clock.at = office.clock.at.replace(hour=20)
    await desk.on_duty("1001")
    await desk.ticket(gateway)

    await gateway.ringing.step()

    assert await desk.rings_at() == {"t01": "1001"}
    assert gateway.channel.of_type("call_back_offer") == []


async def test_a_ticket_rings_at_an_agent_with_its_skill(office: Office) -> None:
    desk = ring_desk(office)
    gateway = desk.gateway()
    await desk.on_duty("1001", "1002")
    await desk.team("chronic", "1001", skills=("02",))
    await desk.team("contract", "1002", skills=("01",))
    await desk.ticket(gateway, item=CONTRACT_NAME)

    await gateway.ringing.step()

    assert await desk.rings_at() == {"t01": "1002"}


async def test_who_chose_a_team_waits_for_it(office: Office) -> None:
    desk = ring_desk(office)
    gateway = desk.gateway()
    await desk.on_duty("1001")
    await desk.team("yantai", "1002")
    await desk.ticket(gateway, team="yantai")
    await gateway.ringing.step()
    before = await desk.rings_at()

    await desk.on_duty("1002")
    await gateway.ringing.step()

    assert (before, await desk.rings_at()) == ({}, {"t01": "1002"})


async def test_the_elder_lane_rings_first_and_is_audited(office: Office) -> None:
    desk = ring_desk(office)
    gateway = desk.gateway()
    await desk.ticket(gateway, 1)
    office.clock.pass_by(timedelta(minutes=2))
    await desk.ticket(gateway, 2, persona="elder")
    await desk.on_duty("1001")

    await gateway.ringing.step()
    await gateway.desk.accept("t02", "1001", "王工")

    assert gateway.rings() == [("1001", "t02")]
    (row,) = [r for r in await office.rows(audit) if r["action"] == "served_before"]
    assert (row["subject"], row["actor"]) == ("ticket:t02", "staff:1001")
    assert row["detail"] == {"why": "elder_lane", "waiting_on": ["t01"]}


async def test_who_is_passed_over_sees_how_many_old_people_are_served_first(
    office: Office,
) -> None:
    desk = ring_desk(office)
    gateway = desk.gateway()
    conversation = await desk.ticket(gateway, 1)
    office.clock.pass_by(timedelta(minutes=2))
    await desk.ticket(gateway, 2, persona="elder")

    place = await gateway.desk.place_of(conversation.id)

    assert place is not None
    assert (place.position, place.elders_before) == (2, 1)


async def test_a_ticket_picked_by_hand_past_others_is_audited_as_such(office: Office) -> None:
    desk = ring_desk(office)
    gateway = desk.gateway()
    await desk.ticket(gateway, 1)
    office.clock.pass_by(timedelta(minutes=2))
    await desk.ticket(gateway, 2)

    await gateway.desk.accept("t02", "1001", "王工")

    (row,) = [r for r in await office.rows(audit) if r["action"] == "served_before"]
    assert row["detail"] == {"why": "picked", "waiting_on": ["t01"]}


async def test_what_rings_at_a_colleague_cannot_be_taken(office: Office) -> None:
    desk = ring_desk(office)
    gateway = desk.gateway()
    await desk.on_duty("1001")
    await desk.ticket(gateway)
    await gateway.ringing.step()

    with pytest.raises(NotAllowedNow) as refused:
        await gateway.desk.accept("t01", "1002", "李工")

    assert refused.value.args[1] == say.RINGS_ELSEWHERE
    await gateway.desk.accept("t01", "1001", "王工")
    assert [row["state"] for row in await office.rows(offers)] == [OfferState.ACCEPTED.value]


async def test_who_left_the_queue_rings_no_more_and_cannot_be_taken(office: Office) -> None:
    desk = ring_desk(office)
    gateway = desk.gateway()
    await desk.on_duty("1001")
    conversation = await desk.ticket(gateway)
    await gateway.ringing.step()
    await gateway.waiting.leave(conversation.id)

    with pytest.raises(NotAllowedNow) as refused:
        await gateway.desk.accept("t01", "1001", "王工")
    await gateway.ringing.step()

    assert refused.value.args[1] == say.HAS_LEFT
    assert [row["state"] for row in await office.rows(offers)] == [OfferState.WITHDRAWN.value]
    assert ("1001", {"type": "ring_over", "ticket_id": "t01"}) in gateway.staff_pages.events
