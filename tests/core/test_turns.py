"""Tests core.store.database on PostgreSQL: whose turn it is, and who loses it."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from core.store import (
    ConversationStore,
)
from tests.core.gateway_process import NOW
from tests.core.two_gateways import (
    Pair,
    cut,
    cut_everybody_else,
    pair,
    process,
    somebody_waits,
)

__all__ = ["pair"]


async def test_only_one_gateway_is_alone_and_the_other_once_it_is_gone(pair: Pair) -> None:
    async with (
        pair.first.alone("reminders") as first,
        pair.second.alone("reminders") as second,
        pair.second.alone("webhooks") as other,
    ):
        found = first, second, other

    async with pair.second.alone("reminders") as afterwards:
        assert (*found, afterwards) == (True, False, True, True)


async def test_a_gateway_whose_connection_is_cut_is_alone_no_more(pair: Pair) -> None:
    async with pair.first.alone("reminders"):
        await cut_everybody_else(pair.second)
        async with pair.second.alone("reminders") as taken_over:
            assert taken_over

    async with pair.first.alone("reminders") as again:
        assert again


async def test_what_is_in_turn_waits_for_the_other_gateway(pair: Pair) -> None:
    order: list[str] = []

    async def second() -> None:
        async with pair.second.in_turn("c1"):
            order.append("second")

    async with pair.first.in_turn("c1"), pair.second.in_turn("c2"):
        waiting = asyncio.create_task(second())
        for _ in range(10):
            await pair.second.answers()
        order.append("first")
    await waiting

    assert order == ["first", "second"]


async def test_what_a_killed_gateway_had_not_committed_never_was(pair: Pair) -> None:
    store = ConversationStore(pair.second)

    async def dies_in_its_turn() -> None:
        async with pair.first.writing() as connection:
            await connection.execute(text("UPDATE conversations SET misses = 9"))
            await cut(pair.second, await process(connection))
            await store.record_said("c1", "还在吗", "m1", NOW)  # waits for nobody any more

    with pytest.raises(DBAPIError):
        await dies_in_its_turn()
    assert (await store.conversation("c1")).misses == 0
    assert len(await store.lines_after("c1", 0)) == 2


async def test_a_gateway_that_stands_still_in_its_turn_loses_it(pair: Pair) -> None:
    store = ConversationStore(pair.second)

    async def stands_still() -> None:
        async with pair.first.writing() as connection:
            await connection.execute(
                text("SET LOCAL idle_in_transaction_session_timeout = '200ms'")
            )
            await connection.execute(text("UPDATE conversations SET misses = 9"))
            # It says nothing more, as if it were stopped; the other one goes on.
            await store.record_said("c1", "您好", "m1", NOW)

    with pytest.raises(DBAPIError):
        await stands_still()
    assert (await store.conversation("c1")).misses == 0


async def test_two_citizens_do_not_wait_for_each_other(pair: Pair) -> None:
    async with pair.first.writing("conversation:c2"):
        # If it waited, lock_timeout would end it.
        seq, _ = await ConversationStore(pair.second).record_said("c1", "您好", "m1", NOW)

    assert seq == 2


async def test_who_decides_about_everything_waits_for_everybody(pair: Pair) -> None:
    order: list[str] = []

    async def everything() -> None:
        async with pair.second.writing():
            order.append("everything")

    async with pair.first.writing("conversation:c1") as connection:
        waiting = asyncio.create_task(everything())
        while not await somebody_waits(pair.first):
            await connection.execute(text("SELECT 1"))
        order.append("conversation")
    await waiting

    assert order == ["conversation", "everything"]


async def test_what_only_looks_sees_one_state_and_cannot_write(pair: Pair) -> None:
    async with pair.first.reading() as connection:
        before = await connection.scalar(text("SELECT count(*) FROM lines"))
        await ConversationStore(pair.second).record_said("c1", "您好", "m1", NOW)
        after = await connection.scalar(text("SELECT count(*) FROM lines"))
        with pytest.raises(DBAPIError, match="read-only"):
            await connection.execute(text("DELETE FROM lines"))

    assert before == after == 1


async def test_a_restart_of_the_database_costs_nobody_an_answer(pair: Pair) -> None:
    store = ConversationStore(pair.first)
    async with store.in_turn("c1"):
        await store.conversation("c1")
    await cut_everybody_else(pair.second)

    assert (await store.conversation("c1")).id == "c1"
    async with store.in_turn("c1"):
        assert await store.record_said("c1", "您好", "m1", NOW + timedelta(seconds=1)) == (2, None)
