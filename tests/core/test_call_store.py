"""Tests where calls, consents and callers' preferences are stored."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from core.call_back_tables import callers, salts
from core.contracts import Ticket
from core.conversation import Conversation, Stage
from core.errors import NotFound
from core.hashing import hashed
from core.store.callers import REMEMBERED_FOR, Caller, CallerStore
from core.store.calls import HUNG_UP, LOST, CallStore
from core.store.conversations import ConversationStore, Line
from core.store.database import Database
from core.store.tickets import TicketStore
from tests.fakes.keys import KEYS

NOW = datetime(2026, 12, 21, 2, 0, tzinfo=UTC)
NUMBER = "13800138000"


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = Database(database_url, KEYS)
    await database.create_all()
    talk = Conversation("c1", "phone", NOW)
    greeting = Line(0, NOW, "assistant", "您好")
    await ConversationStore(database).open_conversation(talk, "c1", greeting)
    yield database
    await database.close()


async def waiting(database: Database) -> None:
    await TicketStore(database).enqueue(Ticket("t1", "c1", "phone", None, {}, NOW))


async def test_a_call_is_stored_from_its_beginning_to_its_end_once(database: Database) -> None:
    store = CallStore(database)
    await store.begin("c1", NUMBER, "12393", NOW)

    first = await store.end("c1", why="bye", seconds=61.5, at=NOW + timedelta(seconds=62))
    again = await store.end("c1", why="hang_up", seconds=1.0, at=NOW + timedelta(days=1))

    call = await store.call_of("c1")
    assert (first, again) == (True, False)
    assert (call.caller, call.seconds, call.why) == (NUMBER, 61.5, "bye")
    assert call.ended_at == NOW + timedelta(seconds=62)


async def test_a_conversation_without_a_call_has_none(database: Database) -> None:
    with pytest.raises(NotFound):
        await CallStore(database).end("c1", why="bye", seconds=1.0, at=NOW)


async def test_who_rings_off_leaves_the_queue(database: Database) -> None:
    store = CallStore(database)
    await store.begin("c1", NUMBER, "12393", NOW)
    await waiting(database)

    await store.end("c1", why="bye", seconds=30.0, at=NOW)

    ticket = await TicketStore(database).ticket("t1")
    conversation = await ConversationStore(database).conversation("c1")
    assert (ticket.state, ticket.outcome) == ("closed", HUNG_UP)
    assert conversation.stage is Stage.BOT


async def test_who_is_being_served_stays_with_the_agent(database: Database) -> None:
    store, tickets = CallStore(database), TicketStore(database)
    await store.begin("c1", NUMBER, "12393", NOW)
    await waiting(database)
    await tickets.accept("t1", "1001", NOW)

    await store.end("c1", why="transferred", seconds=30.0, at=NOW, transferred_to="1001")

    assert (await tickets.ticket("t1")).state == "accepted"
    assert (await store.call_of("c1")).transferred_to == "1001"


async def test_a_call_of_whose_end_nobody_told_is_ended_and_leaves_the_queue(
    database: Database,
) -> None:
    store = CallStore(database)
    await store.begin("c1", NUMBER, "12393", NOW)
    await waiting(database)

    too_early = await store.end_lost(NOW, NOW + timedelta(hours=1))
    ended = await store.end_lost(NOW + timedelta(seconds=1), NOW + timedelta(hours=7))

    assert (too_early, ended) == (0, 1)
    assert (await store.call_of("c1")).why == LOST
    assert await TicketStore(database).open_tickets() == []


@pytest.mark.parametrize(
    ("caller", "offered"),
    [("+8613800138000", NUMBER), ("05356243212", None), ("", None), ("anonymous", None)],
)
async def test_only_a_mobile_number_is_offered_for_a_form(
    database: Database, caller: str, offered: str | None
) -> None:
    store = CallStore(database)
    assert await store.claimed_mobile("c1") is None
    await store.begin("c1", caller, "12393", NOW)

    assert await store.claimed_mobile("c1") == offered


async def test_a_consent_is_a_row_with_the_words_that_were_said(database: Database) -> None:
    store = CallStore(database)

    await store.consent("c1", given=True, version="1", text="可以录音吗？", at=NOW)
    await store.consent("c1", given=False, version="1", text="可以录音吗？", at=NOW)

    agreed, refused = await store.consents_of("c1")
    assert (agreed.given, refused.given) == (True, False)
    assert agreed.text_hash == hashed("可以录音吗？")
    assert (agreed.kind, agreed.text_version, agreed.at) == ("recording", "1", NOW)


async def test_the_number_of_a_caller_is_forgotten_some_time_after_the_call(
    database: Database,
) -> None:
    store = CallStore(database)
    await store.begin("c1", NUMBER, "12393", NOW)

    while_it_goes_on = await store.forget_numbers(NOW + timedelta(days=400))
    await store.end("c1", why="bye", seconds=1.0, at=NOW)
    after = await store.forget_numbers(NOW + timedelta(seconds=1))

    assert (while_it_goes_on, after) == (0, 1)
    assert (await store.call_of("c1")).caller == ""


async def test_a_caller_is_known_again_without_the_number_being_stored(
    database: Database,
) -> None:
    store = CallerStore(database)
    await store.remember(NUMBER, NOW, pace=2.5)
    await store.remember(NUMBER, NOW, region="青岛市")
    after_a_restart = CallerStore(database)

    known = await after_a_restart.caller(NUMBER)

    async with database.reading() as connection:
        rows = (await connection.execute(select(callers))).mappings().all()
        made = (await connection.execute(select(salts))).mappings().all()
    assert known == Caller(2.5, "青岛市")
    assert await store.caller("13900139000") == Caller()
    assert NUMBER not in str(rows)
    assert hashed(NUMBER) not in str(rows)
    assert (len(rows), len(made)) == (1, 1)


async def test_a_withheld_number_is_not_remembered(database: Database) -> None:
    store = CallerStore(database)

    await store.remember("", NOW, pace=2.5)

    assert await store.caller("") == Caller()
    async with database.reading() as connection:
        assert (await connection.execute(select(callers))).all() == []


async def test_who_has_not_called_for_a_year_is_forgotten(database: Database) -> None:
    store = CallerStore(database)
    await store.remember(NUMBER, NOW, pace=2.5)

    assert await store.forget(NOW + REMEMBERED_FOR) == 0
    assert await store.forget(NOW + REMEMBERED_FOR + timedelta(seconds=1)) == 1
    assert await store.caller(NUMBER) == Caller()
