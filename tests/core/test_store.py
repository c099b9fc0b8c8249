"""Tests core.store: applications, receipts, lines and remarks."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.exc import StatementError

from core.applications import Application, Phase
from core.conversation import Conversation
from core.errors import NotAllowedNow, NotFound
from core.receipt import is_receipt_number, receipt_number
from core.store import Line
from core.tables import audit, conversations, receipts
from tests.fakes.office import CHANGE, CONTRACT, TRAVEL, Office

DAY = date(2026, 12, 21)


def confirming(conversation: Conversation, number: int = 1, code: str = CONTRACT) -> Application:
    return Application(
        f"a{number}", conversation.id, code, phase=Phase.CONFIRMING, fields={"name": "王秀英"}
    )


async def test_a_submission_stores_state_receipt_and_audit_together(office: Office) -> None:
    conversation = await office.opened()
    ready = await office.drafted(conversation, confirming(conversation))

    filed = await office.applications.submit(ready, office.clock(), DAY, date(2026, 12, 22))

    assert filed.number is not None
    assert filed.number.startswith("2026122100001")
    assert await office.applications.numbered(filed.number) == filed
    assert filed.phase is Phase.SUBMITTED
    assert [row["last"] for row in await office.rows(receipts)] == [1]
    last = (await office.rows(audit))[-1]
    assert (last["subject"], last["action"], last["actor"]) == (
        "application:a1",
        "submitted",
        "citizen",
    )
    assert last["detail"]["number"] == filed.number


async def test_an_audit_row_never_holds_what_the_citizen_filled_in(office: Office) -> None:
    conversation = await office.opened()
    draft = await office.drafted(conversation)

    await office.applications.save(replace(draft, fields={"mobile": "13800138000"}), office.clock())

    rows = str(await office.rows(audit))
    assert "mobile" in rows
    assert "13800138000" not in rows
    assert "王秀英" not in rows


async def test_a_submission_that_fails_leaves_nothing_behind(office: Office) -> None:
    conversation = await office.opened()
    ready = await office.drafted(conversation, confirming(conversation))
    before = await office.rows(audit)

    with pytest.raises(StatementError, match="without a zone"):
        await office.applications.submit(ready, datetime(2026, 12, 21), DAY, None)

    assert await office.rows(receipts) == []
    assert await office.rows(audit) == before
    assert await office.applications.in_hand(conversation.id) == ready


async def test_what_is_submitted_twice_keeps_its_first_receipt(office: Office) -> None:
    conversation = await office.opened()
    ready = await office.drafted(conversation, confirming(conversation))
    first = await office.applications.submit(ready, office.clock(), DAY, None)

    again = await office.applications.submit(ready, office.clock(), DAY, None)

    assert again == first
    assert [row["action"] for row in await office.rows(audit)].count("submitted") == 1


async def test_what_was_not_read_back_cannot_be_submitted(office: Office) -> None:
    draft = await office.drafted(await office.opened())

    with pytest.raises(NotAllowedNow):
        await office.applications.submit(draft, office.clock(), DAY, None)

    assert await office.rows(receipts) == []


async def test_the_same_application_submitted_at_once_gets_one_receipt(office: Office) -> None:
    conversation = await office.opened()
    ready = await office.drafted(conversation, confirming(conversation))

    filed = await asyncio.gather(
        *(office.applications.submit(ready, office.clock(), DAY, None) for _ in range(5))
    )

    assert len({application.number for application in filed}) == 1
    assert [row["last"] for row in await office.rows(receipts)] == [1]


async def test_many_submitted_at_once_get_receipts_of_their_own(office: Office) -> None:
    conversation = await office.opened()
    ready = [await office.drafted(conversation, confirming(conversation, n)) for n in range(12)]

    filed = await asyncio.gather(
        *(office.applications.submit(a, office.clock(), DAY, None) for a in ready)
    )

    numbers = {application.number for application in filed}
    assert numbers == {receipt_number(DAY, counter) for counter in range(1, 13)}
    assert all(is_receipt_number(number) for number in numbers if number)
    assert len(await office.applications.submitted(conversation.id)) == 12


async def test_receipts_are_counted_anew_every_day(office: Office) -> None:
    conversation = await office.opened()
    one, two = [
        await office.drafted(conversation, confirming(conversation, number)) for number in (1, 2)
    ]
    await office.applications.submit(one, office.clock(), DAY, None)

    filed = await office.applications.submit(two, office.clock(), date(2026, 12, 22), None)

    assert filed.number == receipt_number(date(2026, 12, 22), 1)


async def test_the_application_dealt_with_last_is_the_latest(office: Office) -> None:
    conversation = await office.opened()
    first = await office.drafted(conversation, confirming(conversation, 1, CHANGE))
    second = await office.drafted(conversation, confirming(conversation, 2, TRAVEL))
    await office.applications.save(second.moved_to(Phase.CANCELLED), office.clock())

    await office.applications.save(replace(first, fields={}), office.clock())

    latest = await office.applications.latest(conversation.id)
    assert latest is not None
    assert latest.id == first.id


async def test_the_application_put_aside_last_is_the_parked_one(office: Office) -> None:
    conversation = await office.opened()
    first = await office.drafted(conversation, confirming(conversation, 1, CHANGE))
    second = await office.drafted(conversation, confirming(conversation, 2, TRAVEL))
    await office.applications.save(second.moved_to(Phase.PARKED), office.clock())

    await office.applications.save(first.moved_to(Phase.PARKED), office.clock())

    parked = await office.applications.parked(conversation.id)
    assert parked is not None
    assert parked.id == first.id


async def test_everything_in_an_application_survives_the_database(office: Office) -> None:
    conversation = await office.opened()
    whole = Application(
        "a1",
        conversation.id,
        CHANGE,
        phase=Phase.FILLING,
        fields={"name": "王秀英", "disease": "高血压"},
        awaiting="id_number",
        order=("disease", "name"),
        suggestion="市人民医院",
        partial="110101",
        tries=2,
        delegate="母亲",
    )

    await office.drafted(conversation, whole)

    assert await office.applications.in_hand(conversation.id) == whole


async def test_an_unknown_receipt_number_is_not_found(office: Office) -> None:
    with pytest.raises(NotFound):
        await office.applications.numbered(receipt_number(DAY, 7))


async def test_lines_said_at_once_are_numbered_without_gaps(office: Office) -> None:
    conversation = await office.opened()

    seqs = await asyncio.gather(
        *(
            office.conversations.add_line(
                conversation.id, Line(0, office.clock(), "agent", f"第{n}句")
            )
            for n in range(10)
        )
    )

    assert sorted(seqs) == list(range(2, 12))


async def test_a_line_sent_again_keeps_its_number(office: Office) -> None:
    conversation = await office.opened()
    line = Line(0, office.clock(), "agent", "您好", message_id="m1")
    first = await office.conversations.add_line(conversation.id, line)

    again = await office.conversations.add_line(conversation.id, line)

    assert again == first
    assert len(await office.conversations.lines_after(conversation.id, 1)) == 1


async def test_only_the_right_token_opens_a_conversation(office: Office) -> None:
    conversation = await office.opened()

    with pytest.raises(NotFound):
        await office.conversations.conversation_of(conversation.id, "0" * 64)

    (row,) = await office.rows(conversations)
    opened = await office.conversations.conversation_of(conversation.id, row["token_hash"])
    assert opened.id == conversation.id


async def test_times_come_back_in_utc(office: Office) -> None:
    conversation = await office.opened()

    stored = await office.conversations.conversation(conversation.id)

    assert stored.opened_at == office.clock()
    assert stored.opened_at.tzinfo is UTC


async def test_remarks_are_numbered_by_the_day(office: Office) -> None:
    conversation = await office.opened()
    numbers = []

    for day in (DAY, DAY, DAY + timedelta(days=1)):
        numbers.append(
            await office.remarks.add(conversation.id, "feedback", "好", office.clock(), day)
        )

    assert numbers == ["F202612210001", "F202612210002", "F202612220001"]
