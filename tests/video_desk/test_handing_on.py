"""Tests video_desk.handing_on: citizens go to another team or colleague, as often as it takes."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest

from core import queue_wording as say
from core.conversation import Stage
from core.errors import NotAllowedNow, NotFound
from core.teams import DutyState
from tests.fakes.office import Office
from tests.video_desk.ring_desk import Gateway, RingDesk, ring_desk


async def at_work(office: Office) -> tuple[RingDesk, Gateway]:
    for name, shown in (("1001", "王工"), ("1002", "李工"), ("1003", "赵工")):
        await office.staff.add(name, shown, "hash", ("desk",))
    desk = ring_desk(office)
    return desk, desk.gateway()


async def hand_on(gateway: Gateway, agent: str, **to: str) -> None:
    await gateway.handing_on.transfer(
        "t01",
        agent,
        team=to.get("team"),
        to=to.get("to"),
        reason=to.get("reason", "不是我组的事"),
        summary=to.get("summary", "已核对身份"),
    )


async def test_a_colleague_who_is_named_is_rung_and_the_first_owner_is_kept(
    office: Office,
) -> None:
    desk, gateway = await at_work(office)
    await desk.on_duty("1001", "1003", "1002")
    conversation = await desk.ticket(gateway)
    await gateway.desk.accept("t01", "1001", "王工")

    await hand_on(gateway, "1001", to="1002")
    await gateway.ringing.step()

    ticket = await office.tickets.ticket("t01")
    assert (ticket.state, ticket.agent) == ("waiting", None)
    assert (ticket.wants_agent, ticket.first_agent) == ("1002", "1001")
    assert (await office.conversations.conversation(conversation.id)).stage is Stage.WAITING
    assert await desk.rings_at() == {"t01": "1002"}
    told = [line.text for line in await office.conversations.lines_after(conversation.id, 0)]
    assert told[-1] == say.HANDED_ON_AGENT.format(name="李工")
    assert ("1001", {"type": "closed", "ticket_id": "t01"}) in gateway.staff_pages.events


async def test_a_team_gets_it_and_who_handed_on_is_not_rung(office: Office) -> None:
    desk, gateway = await at_work(office)
    await desk.team("yantai", "1001", "1002")
    await desk.on_duty("1001", "1002")
    await desk.ticket(gateway)
    await gateway.desk.accept("t01", "1001", "王工")
    await desk.presence.choose("1002", DutyState.BUSY, office.clock())

    await hand_on(gateway, "1001", team="yantai")
    await gateway.ringing.step()
    busy = await desk.rings_at()
    await desk.on_duty("1002")
    await gateway.ringing.step()

    assert (busy, await desk.rings_at()) == ({}, {"t01": "1002"})


async def test_a_colleague_who_does_not_come_in_three_minutes_is_waited_for_no_longer(
    office: Office,
) -> None:
    desk, gateway = await at_work(office)
    await desk.on_duty("1001", "1002", "1003")
    await desk.ticket(gateway)
    await gateway.desk.accept("t01", "1001", "王工")
    await desk.presence.choose("1002", DutyState.BUSY, office.clock())
    await hand_on(gateway, "1001", to="1002")

    await desk.pass_seconds(179, gateway, "1001", "1002", "1003")
    before = await desk.rings_at()
    await desk.pass_seconds(1, gateway, "1001", "1002", "1003")

    assert (before, await desk.rings_at()) == ({}, {"t01": "1003"})


async def test_a_colleague_who_is_away_is_not_waited_for(office: Office) -> None:
    desk, gateway = await at_work(office)
    await desk.on_duty("1001", "1003")
    await desk.ticket(gateway)
    await gateway.desk.accept("t01", "1001", "王工")

    await hand_on(gateway, "1001", to="1002")
    await gateway.ringing.step()

    assert await desk.rings_at() == {"t01": "1003"}


async def test_handing_on_again_and_back_works_and_every_step_is_kept(office: Office) -> None:
    desk, gateway = await at_work(office)
    await desk.on_duty("1001", "1002", "1003")
    await desk.ticket(gateway)
    names = ("1001", "1002", "1003", "1001")
    for agent, to in pairwise(names):
        await gateway.desk.accept("t01", agent, agent)
        await hand_on(gateway, agent, to=to, reason=f"从{agent}转")
        await gateway.ringing.step()
        assert await desk.rings_at() == {"t01": to}

    await gateway.desk.accept("t01", "1001", "王工")
    await gateway.desk.close("t01", "1001", "已解决")

    steps = await desk.hand_ons.hand_ons("t01")
    assert [(step.agent, step.to, step.reason) for step in steps] == [
        ("1001", "1002", "从1001转"),
        ("1002", "1003", "从1002转"),
        ("1003", "1001", "从1003转"),
    ]
    assert (await office.tickets.ticket("t01")).first_agent == "1001"


async def test_numbers_in_a_reason_are_masked(office: Office) -> None:
    desk, gateway = await at_work(office)
    await desk.ticket(gateway)
    await gateway.desk.accept("t01", "1001", "王工")

    await hand_on(gateway, "1001", to="1002", reason="回 13800138000", summary="13900139000")

    (step,) = await desk.hand_ons.hand_ons("t01")
    assert (step.reason, step.summary) == ("回 138****8000", "139****9000")


async def test_the_wait_after_a_hand_on_counts_from_then(office: Office) -> None:
    desk, gateway = await at_work(office)
    await desk.ticket(gateway)
    await gateway.desk.accept("t01", "1001", "王工")
    office.clock.pass_by(timedelta(hours=1))

    await hand_on(gateway, "1001", to="1002")
    await gateway.ringing.step()

    assert gateway.channel.of_type("call_back_offer") == []
    assert (await office.tickets.ticket("t01")).waiting_since == office.clock()


@pytest.mark.parametrize(
    ("to", "error", "sentence"),
    [
        ({}, NotAllowedNow, say.NOBODY_NAMED),
        ({"to": "1001"}, NotAllowedNow, say.NOT_TO_YOURSELF),
        ({"to": "9999"}, NotFound, say.NO_SUCH_COLLEAGUE),
        ({"team": "nowhere"}, NotFound, say.NO_SUCH_TEAM),
    ],
)
async def test_who_cannot_take_it_is_said_in_words_and_nothing_changes(
    office: Office, to: dict[str, str], error: type[Exception], sentence: str
) -> None:
    desk, gateway = await at_work(office)
    await desk.ticket(gateway)
    await gateway.desk.accept("t01", "1001", "王工")

    with pytest.raises(error) as refused:
        await hand_on(gateway, "1001", **to)

    assert refused.value.args[1] == sentence
    assert (await office.tickets.ticket("t01")).agent == "1001"


async def test_who_is_served_by_an_agent_lost_for_three_minutes_goes_to_another(
    office: Office,
) -> None:
    desk, gateway = await at_work(office)
    await desk.on_duty("1001", "1002")
    conversation = await desk.ticket(gateway)
    await gateway.desk.accept("t01", "1001", "王工")

    await desk.pass_seconds(170, gateway, "1002")
    before = await desk.rings_at()
    await desk.pass_seconds(10, gateway, "1002")
    await gateway.ringing.step()

    assert (before, await desk.rings_at()) == ({}, {"t01": "1002"})
    assert (await office.tickets.ticket("t01")).first_agent == "1001"
    told = [line.text for line in await office.conversations.lines_after(conversation.id, 0)]
    assert told.count(say.AGENT_LOST) == 1


async def test_after_a_restart_pages_have_three_minutes_to_come_back(office: Office) -> None:
    desk, gateway = await at_work(office)
    await desk.on_duty("1001")
    await desk.ticket(gateway)
    await gateway.desk.accept("t01", "1001", "王工")
    office.clock.pass_by(timedelta(minutes=10))
    restarted = desk.gateway()

    await restarted.ringing.step()
    await desk.pass_seconds(179, restarted, "1001")
    await desk.pass_seconds(2, restarted)

    assert (await office.tickets.ticket("t01")).agent == "1001"


async def test_an_agent_whose_page_is_open_keeps_whom_they_serve_even_if_away(
    office: Office,
) -> None:
    desk, gateway = await at_work(office)
    await desk.on_duty("1001", "1002")
    await desk.ticket(gateway)
    await gateway.desk.accept("t01", "1001", "王工")
    await desk.presence.choose("1001", DutyState.AWAY, office.clock())

    for _ in range(5):
        await desk.pass_seconds(40, gateway, "1001", "1002")

    assert (await office.tickets.ticket("t01")).agent == "1001"


async def test_only_who_serves_can_hand_on(office: Office) -> None:
    desk, gateway = await at_work(office)
    await desk.ticket(gateway)
    await gateway.desk.accept("t01", "1001", "王工")

    with pytest.raises(NotAllowedNow) as refused:
        await hand_on(gateway, "1002", to="1003")

    assert refused.value.args[1] == say.NOT_YOUR_TICKET
    assert await desk.hand_ons.hand_ons("t01") == []
