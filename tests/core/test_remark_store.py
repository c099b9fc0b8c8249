"""Tests core.store: complaints and suggestions, their numbers and their answers."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import insert

from core.errors import NotAllowedNow
from core.remark_subjects import Subject
from core.store.remarks import HERE, PHONE
from core.tables import remarks
from tests.core.rated import DAY, DUE, LATER
from tests.fakes.office import Office


async def test_a_complaint_needs_no_conversation(office: Office) -> None:
    number = await office.remarks.add(None, "report", "有人骗保", office.clock(), DAY, due=DUE)

    remark = await office.remarks.remark(number)
    assert (remark.conversation_id, remark.kind, remark.due) == (None, "report", DUE)


async def test_numbers_are_given_once_also_to_many_at_once(office: Office) -> None:
    numbers = await asyncio.gather(
        *(office.remarks.add(None, "complaint", "慢", office.clock(), DAY) for _ in range(5))
    )

    assert sorted(numbers) == [f"F20261221000{n}" for n in range(1, 6)]


async def test_counting_goes_on_behind_remarks_of_an_older_version(office: Office) -> None:
    conversation = await office.opened()
    old = {
        "number": "F202612210001",
        "conversation_id": conversation.id,
        "at": office.clock(),
        "kind": "feedback",
        "text": "好",
    }
    async with office.database.writing() as connection:
        await connection.execute(insert(remarks).values(old))

    number = await office.remarks.add(conversation.id, "feedback", "好", office.clock(), DAY)

    assert number == "F202612210002"


async def test_a_remark_is_sorted_wished_and_answered_once(office: Office) -> None:
    conversation = await office.opened()
    number = await office.remarks.add(
        conversation.id, "feedback", "字太小", office.clock(), DAY, due=DUE
    )
    waiting = [remark.reply_by for remark in await office.remarks.unanswered()]
    await office.remarks.sort(number, "feedback", Subject.SYSTEM, office.clock())
    await office.remarks.wish(number, PHONE, "13800138000", office.clock())

    done = await office.remarks.answer(number, "1001", "已放大", office.clock())
    same = await office.remarks.answer(number, "1001", "已放大", office.clock())

    assert waiting == [HERE]
    assert (done.subject, done.reply_by, done.answer, done.answered_by) == (
        *(Subject.SYSTEM, PHONE),
        *("已放大", "1001"),
    )
    assert same == done
    assert await office.remarks.unanswered() == []
    with pytest.raises(NotAllowedNow):
        await office.remarks.answer(number, "1002", "不改", office.clock())


async def test_the_most_urgent_remark_comes_first(office: Office) -> None:
    for text, due in (("后", LATER), ("先", DUE)):
        await office.remarks.add(None, "complaint", text, office.clock(), DAY, due=due)

    assert [remark.text for remark in await office.remarks.unanswered()] == ["先", "后"]
