"""Tests core.store: the queue for a person."""

from __future__ import annotations

import asyncio
from datetime import datetime

import pytest
from sqlalchemy.exc import IntegrityError

from core.contracts import Ticket
from core.conversation import Conversation, Stage
from core.errors import NotAllowedNow
from core.tables import audit, tickets
from tests.fakes.office import Office


def ticket(conversation: Conversation, at: datetime, number: int = 1) -> Ticket:
    return Ticket(f"t{number}", conversation.id, "text", None, {}, at)


async def test_a_ticket_wanted_by_two_agents_goes_to_one(office: Office) -> None:
    conversation = await office.opened()
    await office.tickets.enqueue(ticket(conversation, office.clock()))

    outcomes = await asyncio.gather(
        *(office.tickets.accept("t1", agent, office.clock()) for agent in ("1001", "1002")),
        return_exceptions=True,
    )

    won = [outcome for outcome in outcomes if isinstance(outcome, Ticket)]
    assert len(won) == 1
    assert [type(o) for o in outcomes if not isinstance(o, Ticket)] == [NotAllowedNow]
    assert (await office.tickets.ticket("t1")).agent == won[0].agent
    assert (await office.conversations.conversation(conversation.id)).stage is Stage.AGENT


async def test_a_conversation_has_one_open_ticket_however_often_it_asks(office: Office) -> None:
    conversation = await office.opened()

    stored = await asyncio.gather(
        *(office.tickets.enqueue(ticket(conversation, office.clock(), n)) for n in range(4))
    )

    assert len({t.id for t in stored}) == 1
    assert len(await office.tickets.open_tickets()) == 1


async def test_the_database_itself_refuses_a_second_open_ticket(office: Office) -> None:
    conversation = await office.opened()
    first = await office.tickets.enqueue(ticket(conversation, office.clock()))
    columns = {**(await office.rows(tickets))[0], "id": "t2"}

    with pytest.raises(IntegrityError):
        async with office.database.writing() as connection:
            await connection.execute(tickets.insert().values(columns))

    assert [t.id for t in await office.tickets.open_tickets()] == [first.id]


async def test_a_closed_ticket_makes_room_for_the_next(office: Office) -> None:
    conversation = await office.opened()
    await office.tickets.enqueue(ticket(conversation, office.clock()))
    await office.tickets.accept("t1", "1001", office.clock())
    await office.tickets.close("t1", "1001", "已解决", office.clock())

    second = await office.tickets.enqueue(ticket(conversation, office.clock(), 2))

    assert second.id == "t2"
    assert (await office.tickets.ticket("t1")).outcome == "已解决"


async def test_only_the_agent_who_serves_may_close(office: Office) -> None:
    conversation = await office.opened()
    await office.tickets.enqueue(ticket(conversation, office.clock()))
    await office.tickets.accept("t1", "1001", office.clock())

    with pytest.raises(NotAllowedNow):
        await office.tickets.close("t1", "1002", "已解决", office.clock())

    assert (await office.tickets.ticket("t1")).state == "accepted"


async def test_every_move_of_a_ticket_and_its_stage_is_audited(office: Office) -> None:
    conversation = await office.opened()
    await office.tickets.enqueue(ticket(conversation, office.clock()))
    await office.tickets.accept("t1", "1001", office.clock())

    await office.tickets.close("t1", "1001", "已解决", office.clock())

    trail = [(row["actor"], row["action"], row["detail"]) for row in await office.rows(audit)]
    assert trail == [
        ("citizen", "stage", {"stage": "waiting"}),
        ("staff:1001", "stage", {"stage": "agent"}),
        ("staff:1001", "accepted", {"outcome": None}),
        ("staff:1001", "stage", {"stage": "bot"}),
        ("staff:1001", "closed", {"outcome": "已解决"}),
    ]
