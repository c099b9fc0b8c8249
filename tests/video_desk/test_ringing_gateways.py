"""Tests video_desk.ringing at several gateways at once: the rows decide, nobody is served twice."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import timedelta

from core import queue_wording as say
from core.desk_tables import offers
from core.errors import NotAllowedNow
from core.tables import audit
from tests.fakes.office import Office
from tests.video_desk.ring_desk import Gateway, ring_desk


async def test_every_gateway_shows_the_ring_to_its_own_pages_once(office: Office) -> None:
    desk = ring_desk(office)
    first, second = desk.gateway(), desk.gateway()
    await desk.on_duty("1001")
    await desk.ticket(first)

    for _ in range(2):
        for gateway in (first, second):
            await gateway.ringing.step()

    assert first.rings() == second.rings() == [("1001", "t01")]
    assert len(await office.rows(offers)) == 1


async def test_citizens_of_another_gateway_are_told_their_new_place(office: Office) -> None:
    desk = ring_desk(office)
    first, second = desk.gateway(), desk.gateway()
    await desk.ticket(first, 1)
    office.clock.pass_by(timedelta(seconds=1))
    await desk.ticket(first, 2)
    await second.ringing.step()
    second.channel.events.clear()

    await first.desk.accept("t01", "1001", "王工")
    await second.ringing.step()
    await second.ringing.step()

    assert [event["position"] for event in second.channel.of_type("queue")] == [1]
    assert second.staff_pages.events == [("*", {"type": "queue_changed"})]


async def test_the_emergency_notice_reaches_who_waits_once_and_is_taken_back(
    office: Office,
) -> None:
    desk = ring_desk(office)
    gateway = desk.gateway()
    await desk.ticket(gateway)
    await desk.notices.set("今天系统检修，请稍等。", "1001", office.clock())

    for _ in range(2):
        await gateway.ringing.step()
    await desk.notices.end("1001", office.clock())
    await gateway.ringing.step()

    told = [event["text"] for event in gateway.channel.of_type("notice")]
    assert told == ["今天系统检修，请稍等。", None]


async def test_fifty_citizens_and_five_agents_at_three_gateways_each_get_exactly_one(
    office: Office,
) -> None:
    desk = ring_desk(office)
    gateways = [desk.gateway() for _ in range(3)]
    agents = [f"10{number:02}" for number in range(5)]
    await desk.on_duty(*agents)
    await asyncio.gather(*(desk.ticket(gateways[n % 3], n) for n in range(50)))

    refused: set[str | None] = set()
    for _ in range(40):
        await asyncio.gather(*(gateway.ringing.step() for gateway in gateways))
        rings = await desk.rings_at()
        assert len(set(rings.values())) == len(rings)  # one ring at an agent
        # Every agent clicks, and some click on what rings at a colleague.
        refused |= {
            *await asyncio.gather(
                *(_click(gateways[n % 3], ticket, agent) for n, (ticket, agent) in _clicks(rings)),
            )
        }
        office.clock.pass_by(timedelta(seconds=2))
        await desk.signs(*agents)
        for ticket in await office.tickets.open_tickets():
            if ticket.state == "accepted":
                await gateways[0].desk.close(ticket.id, ticket.agent or "", "已解决")
        if not await office.tickets.open_tickets():
            break

    assert await office.tickets.open_tickets() == []
    taken = Counter(
        row["subject"] for row in await office.rows(audit) if row["action"] == "accepted"
    )
    assert refused <= {None, say.RINGS_ELSEWHERE, say.TAKEN}
    assert say.RINGS_ELSEWHERE in refused
    assert len(taken) == 50
    assert set(taken.values()) == {1}
    won = [row for row in await office.rows(offers) if row["state"] == "accepted"]
    assert Counter(row["ticket_id"] for row in won) == Counter({f"t{n:02}": 1 for n in range(50)})
    for row in won:
        assert (await office.tickets.ticket(row["ticket_id"])).agent == row["agent"]
    assert set(Counter(row["agent"] for row in won).values()) == {10}  # fairly shared


def _clicks(rings: dict[str, str]) -> list[tuple[int, tuple[str, str]]]:
    own = list(rings.items())
    others = [(ticket, own[(n + 1) % len(own)][1]) for n, (ticket, _) in enumerate(own)]
    return list(enumerate([*others, *own] if len(own) > 1 else own))


async def _click(gateway: Gateway, ticket: str, agent: str) -> str | None:
    """Return the sentence with which the click was refused, if it was."""
    try:
        await gateway.desk.accept(ticket, agent, agent)
    except NotAllowedNow as error:
        return str(error.args[1])
    return None
