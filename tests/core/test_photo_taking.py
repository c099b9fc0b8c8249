"""Tests core.photo_taking: a photograph is a turn like any other."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import pytest

from core import photo_wording
from core.conversation import Conversation, Stage
from core.errors import NotAllowedNow
from core.messages import Status
from core.photo_refusal import PhotoRefused
from core.photo_tables import photos
from core.photo_taking import PhotoTaking
from core.photos import DocumentKind, PhotoReading
from core.store.photos import PhotoStore
from core.tables import turns
from tests.fakes.office import Office, say
from tests.fakes.photographs import FakeKeeper, FakeReader, FakeTaker, picture, taking_of
from tests.people import ID_NUMBER


@dataclass(frozen=True, slots=True)
class Desk:
    """Hold what takes photographs, and what it uses."""

    office: Office
    conversation: Conversation
    reader: FakeReader
    taker: FakeTaker
    keeper: FakeKeeper
    taking: PhotoTaking

    async def said(self) -> list[tuple[str, str]]:
        lines = await self.office.conversations.lines_after(self.conversation.id, 1)
        return [(line.who, line.text) for line in lines]


@pytest.fixture
async def desk(office: Office) -> Desk:
    reader, taker, keeper = FakeReader(), FakeTaker(), FakeKeeper()
    taking = taking_of(office, reader, taker, keeper)
    return Desk(office, await office.opened(), reader, taker, keeper, taking)


async def test_a_photograph_is_kept_read_answered_and_recorded(desk: Desk) -> None:
    draft = await desk.office.drafted(desk.conversation)

    taken = await desk.taking.take(
        desk.conversation, picture(), kind=DocumentKind.ID_CARD, material="身份证"
    )

    assert taken.answer is not None
    assert ID_NUMBER in taken.answer.reply.text
    assert taken.answer.turn.fields == draft.fields
    assert desk.reader.asked == [DocumentKind.ID_CARD]
    assert desk.keeper.kept == {taken.photo.id: picture().jpeg}
    assert (taken.photo.application_id, taken.photo.material) == (draft.id, "身份证")
    assert await PhotoStore(desk.office.database).photo(taken.photo.id) == taken.photo
    masked = f"{ID_NUMBER[:3]}{'*' * 11}{ID_NUMBER[-4:]}"
    assert await desk.said() == [
        ("citizen", photo_wording.SAID),
        ("assistant", f"第1次，身份证号是{masked}，对吗？"),
    ]
    row = (await desk.office.rows(turns))[-1]
    assert (row["seq"], row["intent"]) == (taken.answer.turn.seq, "photo")


async def test_the_same_picture_again_gets_the_same_answer(desk: Desk) -> None:
    first = await desk.taking.take(desk.conversation, picture())

    again = await desk.taking.take(desk.conversation, picture())

    assert again.photo == first.photo
    assert again.answer is not None
    assert first.answer is not None
    assert again.answer.turn.seq == first.answer.turn.seq
    assert len(desk.reader.asked) == len(desk.taker.got) == len(desk.keeper.kept) == 1
    assert len(await desk.said()) == 2


async def test_the_same_picture_at_once_is_one_photograph(desk: Desk) -> None:
    takings = [desk.taking.take(desk.conversation, picture()) for _ in range(4)]

    taken = await asyncio.gather(*takings)

    assert len({one.photo.id for one in taken}) == 1
    assert len(await desk.office.rows(photos)) == len(desk.taker.got) == 1


async def test_later_in_the_conversation_the_same_picture_is_taken_anew_but_not_read_again(
    desk: Desk,
) -> None:
    first = await desk.taking.take(desk.conversation, picture())
    await desk.office.assistant.answer(say(desk.conversation, "换一件事"))
    draft = await desk.office.drafted(desk.conversation)

    later = await desk.taking.take(desk.conversation, picture())
    repeated = await desk.taking.take(desk.conversation, picture())

    assert later.photo.id == first.photo.id
    assert later.photo.application_id == draft.id
    assert len(desk.taker.got) == 2
    assert len(desk.reader.asked) == len(desk.keeper.kept) == 1
    assert later.answer is not None
    assert repeated.answer is not None
    assert repeated.answer.turn.seq == later.answer.turn.seq


async def test_the_same_picture_for_another_paper_is_taken_anew(desk: Desk) -> None:
    await desk.taking.take(desk.conversation, picture(), material="身份证")

    other = await desk.taking.take(desk.conversation, picture(), material="户口簿")

    assert other.photo.material == "户口簿"
    assert len(desk.taker.got) == 2


async def test_a_picture_that_was_deleted_can_be_sent_again(desk: Desk) -> None:
    first = await desk.taking.take(desk.conversation, picture())
    await PhotoStore(desk.office.database).delete(first.photo.id, desk.office.clock())

    again = await desk.taking.take(desk.conversation, picture())

    assert again.photo.id != first.photo.id
    assert len(desk.taker.got) == 2


async def test_where_the_reader_fails_the_photograph_is_kept_and_the_citizen_is_told(
    desk: Desk,
) -> None:
    desk.reader.broken = True

    taken = await desk.taking.take(desk.conversation, picture(), kind=DocumentKind.INVOICE)

    assert taken.photo.reading == PhotoReading(DocumentKind.INVOICE, {}, (photo_wording.UNREAD,))
    assert taken.photo.id in desk.keeper.kept
    assert desk.taker.got == [taken.photo]


async def test_what_could_not_be_read_is_read_when_it_comes_again(desk: Desk) -> None:
    desk.reader.broken = True
    await desk.taking.take(desk.conversation, picture())
    await desk.office.assistant.answer(say(desk.conversation, "再发一次"))
    desk.reader.broken = False

    later = await desk.taking.take(desk.conversation, picture())

    assert later.photo.reading == desk.reader.reading


async def test_where_the_taker_fails_the_citizen_gets_a_sentence(desk: Desk) -> None:
    desk.taker.broken = True

    taken = await desk.taking.take(desk.conversation, picture())

    assert taken.answer is not None
    assert taken.answer.reply.status is Status.ENGINE_FAILED
    assert taken.answer.reply.text == photo_wording.UNREAD


async def test_too_many_at_once_are_refused_before_they_are_read(desk: Desk) -> None:
    for number in range(5):
        await desk.taking.take(desk.conversation, picture(number))
    before = await desk.said()

    with pytest.raises(PhotoRefused):
        await desk.taking.take(desk.conversation, picture(9))

    assert len(desk.reader.asked) == len(desk.keeper.kept) == 5
    assert await desk.said() == before


async def test_while_a_person_serves_the_citizen_the_person_gets_the_photograph(
    desk: Desk,
) -> None:
    waiting = desk.conversation.moved_to(Stage.WAITING)
    now = desk.office.clock()
    await desk.office.conversations.move(waiting, "assistant", now)
    await desk.office.conversations.move(waiting.moved_to(Stage.AGENT), "staff:1001", now)

    taken = await desk.taking.take(desk.conversation, picture())

    assert taken.answer is None
    assert desk.taker.got == []
    assert [message.text for message in desk.office.desk.relayed] == [photo_wording.SAID]
    assert taken.photo.reading == desk.reader.reading


async def test_a_closed_conversation_takes_no_photograph(desk: Desk) -> None:
    closed = desk.conversation.moved_to(Stage.CLOSED)
    await desk.office.conversations.move(closed, "assistant", desk.office.clock())

    with pytest.raises(NotAllowedNow):
        await desk.taking.take(desk.conversation, picture())

    assert desk.keeper.kept == {}
