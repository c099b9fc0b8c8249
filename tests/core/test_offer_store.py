"""Tests core.store: what rings at whom, and who is there."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from core.contracts import Ticket
from core.desk_tables import offers
from core.errors import NotAllowedNow
from core.offers import Offer, OfferState
from core.store.offers import OfferStore
from core.store.presence import PresenceStore
from core.tables import audit
from core.teams import BACK_WITHIN, DutyState
from tests.fakes.office import Office

AGENTS = ("1001", "1002")


async def ready(office: Office, *agents: str, tickets: int = 2) -> OfferStore:
    """Let agents be there and citizens wait: t1, t2 ..."""
    presence = PresenceStore(office.database)
    for agent in agents:
        await presence.choose(agent, DutyState.ON, office.clock())
    for number in range(1, tickets + 1):
        conversation = await office.opened()
        await office.tickets.enqueue(
            Ticket(f"t{number}", conversation.id, "text", None, {}, office.clock())
        )
    return OfferStore(office.database)


async def test_one_ticket_rings_at_one_agent_however_many_gateways_try(office: Office) -> None:
    store = await ready(office, *AGENTS)

    made = await asyncio.gather(*(store.ring("t1", agent, office.clock()) for agent in AGENTS * 3))

    assert len([offer for offer in made if offer is not None]) == 1
    assert [offer.ticket_id for offer in await store.ringing()] == ["t1"]


async def test_one_agent_has_one_ring_however_many_gateways_try(office: Office) -> None:
    store = await ready(office, "1001")

    made = await asyncio.gather(
        *(store.ring(ticket, "1001", office.clock()) for ticket in ("t1", "t2") * 3)
    )

    assert len([offer for offer in made if offer is not None]) == 1
    assert len(await office.rows(offers)) == 1


@pytest.mark.parametrize(("ticket", "agent"), [("t1", "1002"), ("t2", "1001")])
async def test_the_database_itself_refuses_a_second_ring(
    office: Office, ticket: str, agent: str
) -> None:
    store = await ready(office, "1001")
    await store.ring("t1", "1001", office.clock())
    row = {**(await office.rows(offers))[0], "id": 2, "ticket_id": ticket, "agent": agent}

    with pytest.raises(IntegrityError):
        async with office.database.writing() as connection:
            await connection.execute(offers.insert().values(row))

    assert len(await office.rows(offers)) == 1


async def test_nothing_rings_at_who_serves_somebody(office: Office) -> None:
    store = await ready(office, "1001")
    await office.tickets.accept("t1", "1001", office.clock())

    assert await store.ring("t2", "1001", office.clock()) is None


async def test_nothing_rings_for_who_waits_no_more(office: Office) -> None:
    store = await ready(office, *AGENTS)
    await office.tickets.accept("t1", "1001", office.clock())

    assert await store.ring("t1", "1002", office.clock()) is None


async def test_nothing_rings_at_who_is_gone_or_never_came(office: Office) -> None:
    store = await ready(office, "1001")
    office.clock.pass_by(timedelta(seconds=45))

    assert await store.ring("t1", "1001", office.clock()) is None
    assert await store.ring("t1", "1003", office.clock()) is None


async def test_taking_another_by_hand_takes_back_what_rings(office: Office) -> None:
    store = await ready(office, "1001")
    await store.ring("t1", "1001", office.clock())

    await office.tickets.accept("t2", "1001", office.clock())

    assert [row["state"] for row in await office.rows(offers)] == [OfferState.WITHDRAWN.value]
    assert (await office.tickets.ticket("t1")).state == "waiting"


async def test_two_gateways_end_a_ring_once_and_count_one_miss(office: Office) -> None:
    store = await ready(office, "1001")
    await store.ring("t1", "1001", office.clock())
    office.clock.pass_by(timedelta(seconds=20))
    await PresenceStore(office.database).seen("1001", office.clock())

    ended = await asyncio.gather(*(store.lapse(office.clock()) for _ in range(3)))

    flat: list[Offer] = [offer for some in ended for offer in some]
    assert [offer.state for offer in flat] == [OfferState.MISSED]
    known = await PresenceStore(office.database).of("1001")
    assert known is not None
    assert (known.state, known.missed) == (DutyState.ON, 1)


async def test_who_takes_a_ring_too_late_is_told_in_words(office: Office) -> None:
    store = await ready(office, *AGENTS)
    await store.ring("t1", "1001", office.clock())
    office.clock.pass_by(timedelta(seconds=20))
    await office.tickets.accept("t1", "1002", office.clock())  # the ring was over for them

    with pytest.raises(NotAllowedNow) as refused:
        await office.tickets.accept("t1", "1001", office.clock())

    assert refused.value.args[1] == "这位群众已经有同事接待了。"


async def test_a_first_sign_means_away_and_every_new_state_is_audited(office: Office) -> None:
    presence = PresenceStore(office.database)

    first = await presence.seen("1001", office.clock())
    await presence.choose("1001", DutyState.ON, office.clock())
    await presence.seen("1001", office.clock())
    office.clock.pass_by(BACK_WITHIN + timedelta(seconds=1))
    back = await presence.seen("1001", office.clock())

    assert (first.state, back.state) == (DutyState.AWAY, DutyState.AWAY)
    trail = [(row["actor"], row["detail"]) for row in await office.rows(audit)]
    assert trail == [("staff:1001", {"state": "on"}), ("assistant", {"state": "away"})]


async def test_two_pages_that_open_at_once_make_one_row(office: Office) -> None:
    presence = PresenceStore(office.database)

    await asyncio.gather(*(presence.seen("1001", office.clock()) for _ in range(4)))

    assert [one.staff for one in await presence.everybody()] == ["1001"]
