"""Tests where call-backs are stored: places, references, who takes one, what is told."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from core import call_back_wording as say
from core.call_backs import Standing
from core.conversation import Conversation
from core.errors import NotAllowedNow, NotFound
from core.notice_tables import notices
from core.store.call_backs import CallBackStore, Wish
from core.store.conversations import ConversationStore, Line
from core.store.database import Database
from core.tables import audit
from tests.fakes.keys import KEYS

HERE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 12, 21, 10, 0, tzinfo=HERE)
SLOT = NOW.replace(hour=14)
TALKS = 6


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = Database(database_url, KEYS)
    await database.create_all()
    conversations = ConversationStore(database)
    for number in range(TALKS):
        talk = Conversation(f"c{number}", "phone", NOW)
        await conversations.open_conversation(talk, talk.id, Line(0, NOW, "assistant", "您好"))
    yield database
    await database.close()


@pytest.fixture
def store(database: Database) -> CallBackStore:
    return CallBackStore(database, places=2, hotline="12393")


def wish(talk: int = 0, starts: datetime = SLOT, phone: str = "") -> Wish:
    return Wish(f"c{talk}", phone or f"1380013800{talk}", starts, "异地就医备案")


async def rows_of(database: Database) -> list[tuple[str, str, str]]:
    async with database.reading() as connection:
        rows = (await connection.execute(select(audit).order_by(audit.c.id))).mappings()
        return [(row["actor"], row["action"], str(row["detail"])) for row in rows]


async def test_the_same_number_and_slot_is_one_call_back(store: CallBackStore) -> None:
    first = await store.book(wish(), NOW, NOW.date())

    again = await store.book(wish(), NOW + timedelta(minutes=1), NOW.date())

    assert again == first
    assert first.number == "H202612210001"
    assert await store.open_ones() == [first]


async def test_a_slot_never_holds_more_than_it_has_places_however_many_book_at_once(
    store: CallBackStore, database: Database
) -> None:
    other_process = CallBackStore(
        Database(str(database._engine.url), KEYS), places=2, hotline="12393"
    )
    both = (store, other_process)

    outcomes = await asyncio.gather(
        *(both[talk % 2].book(wish(talk), NOW, NOW.date()) for talk in range(TALKS)),
        return_exceptions=True,
    )

    refused = [one for one in outcomes if isinstance(one, NotAllowedNow)]
    assert len(refused) == TALKS - 2
    assert {error.args[1] for error in refused} == {say.SLOT_FULL}
    assert len(await store.open_ones()) == 2
    assert await store.full([SLOT, SLOT + timedelta(minutes=30)]) == {SLOT}
    await other_process._database.close()


async def test_a_cancelled_place_is_free_again(store: CallBackStore) -> None:
    first = await store.book(wish(0), NOW, NOW.date())
    await store.book(wish(1), NOW, NOW.date())

    await store.cancel(first.number, "citizen", NOW)
    third = await store.book(wish(2), NOW, NOW.date())
    again = await store.cancel(first.number, "citizen", NOW)

    assert third.standing is Standing.BOOKED
    assert again.standing is Standing.CANCELLED
    assert await store.full([SLOT]) == {SLOT}


async def test_nobody_holds_more_than_two_open_call_backs(store: CallBackStore) -> None:
    for hours in (0, 1):
        await store.book(wish(starts=SLOT + timedelta(hours=hours)), NOW, NOW.date())

    with pytest.raises(NotAllowedNow) as refused:
        await store.book(wish(starts=SLOT + timedelta(hours=2)), NOW, NOW.date())
    with pytest.raises(NotAllowedNow):  # the same conversation with another number
        await store.book(
            wish(starts=SLOT + timedelta(hours=2), phone="13900139000"), NOW, NOW.date()
        )

    assert refused.value.args[1] == say.ENOUGH


async def test_of_two_agents_who_take_the_same_call_back_one_gets_it(
    store: CallBackStore,
) -> None:
    booked = await store.book(wish(), NOW, NOW.date())

    outcomes = await asyncio.gather(
        *(store.take(booked.number, name, SLOT) for name in ("1001", "1002")),
        return_exceptions=True,
    )

    refused = [one for one in outcomes if isinstance(one, NotAllowedNow)]
    assert [error.args[1] for error in refused] == [say.TAKEN]
    assert (await store.call_back(booked.number)).standing is Standing.CALLING


async def test_who_does_not_answer_is_promised_another_time_and_told(
    store: CallBackStore, database: Database
) -> None:
    slots = [SLOT + timedelta(minutes=30 * step) for step in range(4)]
    slots.append(SLOT + timedelta(hours=19))  # tomorrow at nine
    for talk in (1, 2):
        await store.book(wish(talk, slots[-1]), NOW, NOW.date())
    slots.append(slots[-1] + timedelta(minutes=30))
    booked = await store.book(wish(), NOW, NOW.date())
    await store.take(booked.number, "1001", SLOT)

    tried = await store.not_reached(booked.number, "1001", "没人接 13800138000", SLOT, slots)

    async with database.reading() as connection:
        told = (await connection.execute(select(notices.c.text))).scalars().all()
    assert tried.standing is Standing.BOOKED
    assert tried.starts == slots[-1]  # the first of the other half of the day is full
    assert tried.staff is None
    assert told == [say.CALLED_IN_VAIN.format(when="明天 9:30-10:00")]
    assert (await store.call_back(booked.number)).note == "没人接 138****8000"


async def test_after_the_third_attempt_it_is_over_and_told(
    store: CallBackStore, database: Database
) -> None:
    booked = await store.book(wish(), NOW, NOW.date())
    slots = [SLOT + timedelta(hours=step) for step in (0, 1, 2, 19, 20)]
    at = SLOT
    for _ in range(3):
        await store.take(booked.number, "1001", at)
        booked = await store.not_reached(booked.number, "1001", "", at, slots)
        at = booked.starts.astimezone(HERE)

    async with database.reading() as connection:
        told = (await connection.execute(select(notices.c.text))).scalars().all()
    assert booked.standing is Standing.MISSED
    assert len({moment.hour for moment in booked.tried}) == 3
    assert told[-1] == say.CALLED_TOO_OFTEN.format(times=3, hotline="12393")
    assert await store.open_ones() == []
    assert await store.full(slots) == frozenset()


async def test_every_move_leaves_an_audit_row_without_the_number(
    store: CallBackStore, database: Database
) -> None:
    booked = await store.book(wish(), NOW, NOW.date())
    await store.take(booked.number, "1001", SLOT)
    await store.take(booked.number, "1001", SLOT)  # again: nothing changes
    await store.note(booked.number, "1001", "在医院", SLOT)
    await store.reached(booked.number, "1001", "", SLOT)

    rows = await rows_of(database)

    assert [(actor, action) for actor, action, _ in rows] == [
        ("citizen", "booked"),
        ("staff:1001", "taken"),
        ("staff:1001", "noted"),
        ("staff:1001", "reached"),
    ]
    assert "13800138000" not in str(rows)


async def test_numbers_are_forgotten_some_time_after_the_end(store: CallBackStore) -> None:
    old = await store.book(wish(0), NOW, NOW.date())
    await store.cancel(old.number, "citizen", NOW)
    still = await store.book(wish(1), NOW, NOW.date())

    count = await store.forget_numbers(NOW + timedelta(days=1))

    kept = [(await store.call_back(number)).phone for number in (old.number, still.number)]
    assert kept == ["", still.phone]
    assert count == 1


async def test_a_number_that_nobody_gave_out_is_not_found(store: CallBackStore) -> None:
    with pytest.raises(NotFound):
        await store.take("H202612219999", "1001", SLOT)
