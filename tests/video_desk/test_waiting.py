"""Tests video_desk.waiting: citizens join the queue, choose a team, and leave."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core import queue_wording as say
from core.contracts import QueuePlace
from core.conversation import Stage
from core.errors import NotAllowedNow, NotFound
from core.place_words import place_spoken, place_text
from core.tables import audit
from tests.fakes.office import Office
from tests.video_desk.ring_desk import ring_desk
from video_desk.waiting import Wish


async def test_who_leaves_the_queue_is_back_with_the_assistant(office: Office) -> None:
    desk = ring_desk(office)
    gateway = desk.gateway()
    conversation = await desk.ticket(gateway)

    for _ in range(2):
        await gateway.waiting.leave(conversation.id)

    assert (await office.conversations.conversation(conversation.id)).stage is Stage.BOT
    ticket = await office.tickets.ticket("t01")
    assert (ticket.state, ticket.outcome, ticket.agent) == ("closed", "离开排队", None)
    lines = [line.text for line in await office.conversations.lines_after(conversation.id, 0)]
    assert lines.count(say.LEFT) == 1
    assert gateway.channel.of_type("stage") == [{"type": "stage", "stage": "bot", "agent": None}]
    assert [r["action"] for r in await office.rows(audit) if r["subject"] == "ticket:t01"] == [
        "closed"
    ]


async def test_leaving_moves_everybody_behind_up(office: Office) -> None:
    desk = ring_desk(office)
    gateway = desk.gateway()
    first = await desk.ticket(gateway, 1)
    office.clock.pass_by(timedelta(seconds=1))
    second = await desk.ticket(gateway, 2)

    await gateway.waiting.leave(first.id)

    told = [e for key, e in gateway.channel.events if key == second.id and e["type"] == "queue"]
    assert [event["position"] for event in told] == [2, 1]


async def test_who_is_served_already_cannot_leave_the_queue(office: Office) -> None:
    desk = ring_desk(office)
    gateway = desk.gateway()
    conversation = await desk.ticket(gateway)
    await gateway.desk.accept("t01", "1001", "王工")

    with pytest.raises(NotAllowedNow) as refused:
        await gateway.waiting.leave(conversation.id)

    assert refused.value.args[1] == say.SERVED_ALREADY
    assert (await office.tickets.ticket("t01")).state == "accepted"


async def test_who_left_can_wait_again(office: Office) -> None:
    desk = ring_desk(office)
    gateway = desk.gateway()
    conversation = await desk.ticket(gateway)
    await gateway.waiting.leave(conversation.id)

    place = await gateway.waiting.join(
        await office.conversations.conversation(conversation.id), Wish("video")
    )

    assert (place.position, place.open_now) == (1, True)
    assert (await office.tickets.ticket(place.ticket_id)).channel == "video"


async def test_choosing_a_team_keeps_the_place_and_stops_a_ring_elsewhere(office: Office) -> None:
    desk = ring_desk(office)
    gateway = desk.gateway()
    await desk.team("yantai", "1002")
    await desk.on_duty("1001")
    conversation = await desk.ticket(gateway)
    opened = (await office.tickets.ticket("t01")).opened_at
    await gateway.ringing.step()
    office.clock.pass_by(timedelta(seconds=5))

    place = await gateway.waiting.join(conversation, Wish("text", "yantai"))
    await gateway.ringing.step()

    assert (place.ticket_id, place.team) == ("t01", "yantai")
    assert await desk.rings_at() == {}
    assert (await office.tickets.ticket("t01")).opened_at == opened
    lines = [line.text for line in await office.conversations.lines_after(conversation.id, 0)]
    assert lines[-1] == say.TEAM_CHOSEN.format(team="yantai组")


async def test_an_unknown_team_is_refused_in_words_before_anybody_waits(office: Office) -> None:
    gateway = ring_desk(office).gateway()
    conversation = await office.opened()

    with pytest.raises(NotFound) as refused:
        await gateway.waiting.join(conversation, Wish("text", "nowhere"))

    assert refused.value.args[1] == say.NO_SUCH_TEAM
    assert await office.tickets.open_tickets() == []


async def test_the_place_counts_those_who_wait_for_the_same_team_or_for_anybody(
    office: Office,
) -> None:
    desk = ring_desk(office)
    gateway = desk.gateway()
    await desk.team("yantai", "1002")
    await desk.team("qingdao", "1003")
    waiting = []
    for number, team in enumerate(["qingdao", None, "yantai", "yantai"], 1):
        waiting.append(await desk.ticket(gateway, number, team=team))
        office.clock.pass_by(timedelta(seconds=1))

    places = [await gateway.desk.place_of(one.id) for one in waiting]

    assert [place.position for place in places if place is not None] == [1, 2, 2, 3]


async def test_the_minutes_of_a_team_come_from_its_own_members(office: Office) -> None:
    desk = ring_desk(office)
    gateway = desk.gateway()
    team = await desk.team("yantai", "1002")
    for number, (agent, minutes) in enumerate([("1002", 10), ("1001", 2)] * 3):
        await desk.ticket(gateway, number)
        office.clock.pass_by(timedelta(minutes=minutes))
        await gateway.desk.accept(f"t{number:02}", agent, agent)

    assert await gateway.desk.expected(team) == (True, 0, 10)


async def test_giving_a_team_up_lets_who_waits_for_it_be_served_by_anybody(
    office: Office,
) -> None:
    desk = ring_desk(office)
    gateway = desk.gateway()
    await desk.team("yantai", "1002")
    await desk.on_duty("1001")
    await desk.ticket(gateway, team="yantai")

    await desk.teams.give_up("yantai", "1001", office.clock())
    await gateway.ringing.step()

    assert await desk.rings_at() == {"t01": "1001"}
    assert await desk.teams.teams() == []


async def test_two_teams_cannot_have_the_same_name(office: Office) -> None:
    desk = ring_desk(office)
    team = await desk.team("yantai")

    with pytest.raises(NotAllowedNow) as refused:
        await desk.teams.put(type(team)("other", team.name), "1001", office.clock())

    assert refused.value.args[1] == say.TEAM_NAME_TAKEN


@pytest.mark.parametrize(
    ("place", "written", "spoken"),
    [
        (QueuePlace("t", 1, None, True), "下一位就是您。", "下一位就是您。"),
        (
            QueuePlace("t", 3, 12, True),
            "您排在第3位，前面还有2位。大约等12分钟。",
            "您排在第三位，前面还有两位。大约等十二分钟。",
        ),
        (
            QueuePlace("t", 2, None, True, elders_before=1),
            "您排在第2位，前面还有1位。其中1位是老年人，优先接待。",
            "您排在第二位，前面还有一位。其中一位是老年人，优先接待。",
        ),
        (
            QueuePlace("t", 2, None, True, elder_lane=True),
            "您排在第2位，前面还有1位。您走的是长辈优先通道。",
            "您排在第二位，前面还有一位。您走的是长辈优先通道。",
        ),
        (QueuePlace("t", 1, None, True, elder_lane=True), say.NEXT, say.NEXT),
        (QueuePlace("t", 1, 3, False), say.NOBODY_NOW, say.NOBODY_NOW),
    ],
)
def test_the_place_is_told_for_the_eye_and_for_the_ear(
    place: QueuePlace, written: str, spoken: str
) -> None:
    assert (place_text(place), place_spoken(place)) == (written, spoken)
