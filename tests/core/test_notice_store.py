"""Tests core.store.notices and core.store.push_choices: told once, and only who agreed."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from core.notice_tables import notices
from core.store.notices import LONGEST_PAUSE, PUSH, REMINDER, Notice, add_notice
from core.tables import audit
from tests.fakes.bureau import Bureau
from tests.fakes.bureau import bureau as bureau


async def add(bureau: Bureau, key: str = "k1", kind: str = REMINDER, text: str = "您好") -> bool:
    return await bureau.notices.add(
        key=key, conversation_id="c1", kind=kind, text=text, at=bureau.clock()
    )


async def test_the_same_thing_is_stored_once_whoever_tells_it(bureau: Bureau) -> None:
    outcomes = await asyncio.gather(*(add(bureau) for _ in range(5)))

    assert sorted(outcomes) == [False] * 4 + [True]
    assert len(await bureau.notices.due(bureau.clock(), 10)) == 1


async def test_a_second_one_does_not_undo_what_its_transaction_did(bureau: Bureau) -> None:
    await add(bureau, "k1")

    async with bureau.database.writing() as connection:
        for key in ("k1", "k2"):
            await add_notice(connection, Notice(key, "c1", REMINDER, "您好"), bureau.clock())

    assert [row["key"] for row in await bureau.rows(notices)] == ["k1", "k2"]


async def test_a_notice_for_nobody_is_an_error_and_no_double(bureau: Bureau) -> None:
    with pytest.raises(IntegrityError):
        await bureau.notices.add(
            key="k", conversation_id="nobody", kind=REMINDER, text="您好", at=bureau.clock()
        )


async def test_notices_come_oldest_first_and_not_before_their_time(bureau: Bureau) -> None:
    now = bureau.clock()
    later = now + timedelta(hours=1)
    for key, after in (("late", later), ("first", None)):
        await bureau.notices.add(
            key=key,
            conversation_id="c1",
            kind=REMINDER,
            text="您好",
            at=now,
            send_after=after,
            number="20261221000017",
            choices=("查进度",),
        )

    (first,) = await bureau.notices.due(now, 10)

    assert (first.key, first.number, first.choices) == ("first", "20261221000017", ("查进度",))
    assert [n.key for n in await bureau.notices.due(later, 10)] == ["first", "late"]
    assert [n.key for n in await bureau.notices.due(later, 1)] == ["first"]


async def test_what_was_sent_is_not_due_any_more(bureau: Bureau) -> None:
    await add(bureau)
    (notice,) = await bureau.notices.due(bureau.clock(), 10)

    await bureau.notices.mark_sent(notice.id, bureau.clock())

    assert await bureau.notices.due(bureau.clock() + timedelta(days=9), 10) == []
    assert await add(bureau) is False


async def test_a_failed_delivery_waits_longer_each_time(bureau: Bureau) -> None:
    await add(bureau)
    now = bureau.clock()
    waits = []
    for _ in range(12):
        (notice,) = await bureau.notices.due(now, 10)
        await bureau.notices.mark_failed(notice, now)
        (row,) = await bureau.rows(notices)
        waits.append(row["send_after"] - now)
        now = row["send_after"]

    assert waits[:3] == [timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=4)]
    assert waits[-1] == LONGEST_PAUSE
    assert waits == sorted(waits)


async def test_numbers_are_masked_in_what_is_told(bureau: Bureau) -> None:
    await add(bureau, text="手机13800138000")

    (row,) = await bureau.rows(notices)
    assert "13800138000" not in row["text"]


async def test_known_keys_are_told_apart(bureau: Bureau) -> None:
    await add(bureau, "k1")

    assert await bureau.notices.known(["k1", "k2"]) == {"k1"}


async def test_recommendations_are_counted_by_kind_and_time(bureau: Bureau) -> None:
    await add(bureau, "p1", PUSH)
    await add(bureau, "r1")
    moment = bureau.clock()

    assert await bureau.notices.pushes_since("c1", moment - timedelta(days=7)) == 1
    assert await bureau.notices.pushes_since("c1", moment) == 0


async def test_nothing_is_on_until_a_citizen_chooses_it(bureau: Bureau) -> None:
    before = await bureau.choices.choice("c1")

    await bureau.choices.switch_on("c1", ["expiry", "paying"], bureau.clock())
    await bureau.choices.switch_on("c1", ["expiry"], bureau.clock())

    assert before is None
    choice = await bureau.choices.choice("c1")
    assert choice is not None
    assert choice.kinds == {"expiry"}
    assert [c.conversation_id for c in await bureau.choices.all_on()] == ["c1"]


async def test_switching_off_also_drops_what_was_not_told_yet(bureau: Bureau) -> None:
    await bureau.choices.switch_on("c1", ["expiry"], bureau.clock())
    await add(bureau, "p1", PUSH)
    await add(bureau, "r1")

    first = await bureau.choices.switch_off("c1", bureau.clock())
    second = await bureau.choices.switch_off("c1", bureau.clock())

    assert (first, second) == (True, False)
    assert await bureau.choices.choice("c1") is None
    assert [n.key for n in await bureau.notices.due(bureau.clock(), 10)] == ["r1"]
    assert [row["action"] for row in await bureau.rows(audit)] == ["pushes_on", "pushes_off"]
