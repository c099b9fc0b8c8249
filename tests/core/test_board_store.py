"""Tests core.store.board: what happened in a span of days, counted by channel and item."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from core.applications import Phase
from core.board import Contacts, Decided, Hearing, Satisfaction
from core.contracts import Ticket
from core.conversation import Conversation
from core.messages import Answer, Handled, Reply, Status, Turn
from core.ratings import Level
from core.store.board import BoardStore
from tests.core.rated import rated
from tests.fakes.bureau import WANG, Bureau
from tests.fakes.bureau import bureau as bureau
from tests.fakes.office import CONTRACT, Office, say

ZONE = ZoneInfo("Asia/Shanghai")
FOUND = Answer(Reply("20 个工作日。", Status.ANSWERED), Turn(Handled.ANSWER))
MISSED = Answer(Reply("没有找到依据。", Status.NO_SOURCE_FOUND), Turn(Handled.ANSWER))


def span(office: Office | Bureau) -> tuple[datetime, datetime]:
    return office.clock() - timedelta(hours=1), office.clock() + timedelta(days=9)


async def asked(office: Office, *answers: Answer, channel: str = "web") -> Conversation:
    """Let a citizen ask as often as there are answers."""
    conversation, _, _ = await office.assistant.open(channel)
    for answer in answers:
        office.dialogue.answers = [answer]
        await office.assistant.answer(say(conversation, "异地就医备案怎么办"))
    return conversation


async def waited(office: Office, conversation: Conversation, *, served: bool = True) -> None:
    """Queue, and be served after half a minute, or leave then."""
    ticket = Ticket(f"t-{office.clock()}", conversation.id, "text", None, {}, office.clock())
    stored = await office.tickets.enqueue(ticket)
    office.clock.pass_by(timedelta(seconds=30))
    if served:
        await office.tickets.accept(stored.id, "1001", office.clock())
        await office.tickets.close(stored.id, "1001", "已办结", office.clock())
    else:
        await office.tickets.leave(conversation.id, "离开排队", office.clock())


async def test_a_contact_counts_once_somebody_spoke_and_is_resolved_at_once_or_not(
    office: Office,
) -> None:
    since, until = span(office)
    await asked(office)  # only looked at the greeting
    await asked(office, MISSED, FOUND)
    await asked(office, FOUND, MISSED)
    await asked(office, FOUND, channel="phone")

    contacts = await BoardStore(office.database).contacts(since, until)

    assert contacts == [Contacts("phone", 1, 0, 1), Contacts("web", 2, 0, 1)]


async def test_one_person_who_came_resolves_and_a_second_one_does_not(office: Office) -> None:
    since, until = span(office)
    once, twice, left = [await asked(office, FOUND) for _ in range(3)]
    await waited(office, once)
    await waited(office, twice)
    await waited(office, twice)
    await waited(office, left, served=False)

    (contacts,) = await BoardStore(office.database).contacts(since, until)

    assert contacts == Contacts("web", conversations=3, handed_over=3, resolved=1)


async def test_who_found_the_answer_useless_was_not_helped(office: Office) -> None:
    since, until = span(office)
    conversation = await asked(office, FOUND)
    at = office.clock()
    await office.remarks.add_thumb(conversation.id, 3, useful=False, reason=None, comment="", at=at)

    (contacts,) = await BoardStore(office.database).contacts(since, until)

    assert contacts.resolved == 0


async def test_what_lies_outside_the_span_does_not_count(office: Office) -> None:
    await waited(office, await asked(office, FOUND))
    office.clock.pass_by(timedelta(days=1))
    store, (since, until) = BoardStore(office.database), span(office)

    assert await store.contacts(since, until) == []
    assert await store.waits(since, until) == []
    assert await store.hearing(since, until) == []


async def test_waits_are_until_somebody_came_or_the_citizen_left(office: Office) -> None:
    since, until = span(office)
    await waited(office, await asked(office, FOUND))
    await waited(office, await asked(office, FOUND), served=False)

    (waits,) = await BoardStore(office.database).waits(since, until)

    assert (waits.channel, waits.served, waits.abandoned) == ("web", (30.0,), (30.0,))


async def test_days_are_the_bureaus_own(office: Office) -> None:
    midnight = office.clock().astimezone(ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
    office.clock.pass_by(midnight + timedelta(days=1, seconds=-1) - office.clock())
    today = office.clock().astimezone(ZONE).date()
    await asked(office, FOUND, FOUND)
    office.clock.pass_by(timedelta(seconds=2))
    await asked(office, FOUND)

    first, second = await BoardStore(office.database).volumes(
        today, today + timedelta(days=1), ZONE
    )

    assert (first.day, first.conversations, first.turns) == (today, 1, 2)
    assert (second.day, second.conversations, second.turns) == (today + timedelta(days=1), 1, 1)


async def test_how_sure_the_recogniser_was_is_kept_with_the_turn(office: Office) -> None:
    since, until = span(office)
    conversation = await asked(office, FOUND, channel="phone")
    for confidence in (0.9, 0.5):
        message = say(conversation, "异地就医备案怎么办")
        await office.assistant.answer(replace(message, heard=confidence))

    (hearing,) = await BoardStore(office.database).hearing(since, until)

    assert hearing == Hearing("phone", heard=2, mean=0.7, unsure=1)


async def test_ratings_are_counted_by_level(office: Office) -> None:
    since, until = span(office)
    await rated(office, Level.VERY_SATISFIED, key="a1")
    await rated(office, Level.VERY_SATISFIED, key="a2")
    await rated(office, Level.DISSATISFIED, key="a3")

    given = await BoardStore(office.database).satisfaction(since, until)

    assert given == Satisfaction((2, 0, 0, 1, 0), submitted=3)


async def test_an_application_counts_when_it_is_decided(bureau: Bureau) -> None:
    since, until = span(bureau)
    filed = await bureau.filed()
    store, handed_in = BoardStore(bureau.database), bureau.clock().astimezone(ZONE).date()
    before = await store.decided(since, until, ZONE)
    bureau.clock.pass_by(timedelta(days=2))
    await bureau.casework.take(filed.number or "", WANG, bureau.clock())
    await bureau.casework.move(
        filed.number or "", Phase.APPROVED, at=bureau.clock(), actor=f"staff:{WANG}"
    )

    (decided,) = await store.decided(since, until, ZONE)

    assert before == []
    assert decided == Decided(CONTRACT, handed_in, filed.due, handed_in + timedelta(days=2))


async def test_what_is_undecided_after_its_day_is_overdue(bureau: Bureau) -> None:
    filed = await bureau.filed()
    store = BoardStore(bureau.database)
    assert filed.due is not None

    assert await store.overdue(filed.due) == {}
    assert await store.overdue(filed.due + timedelta(days=1)) == {filed.item_code: 1}
