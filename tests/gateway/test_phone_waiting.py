"""Tests what the phone process is told of the queue: the notice, and leaving it for a call."""

from __future__ import annotations

from core.call_backs import Standing
from core.store.desk_notices import DeskNoticeStore
from tests.fakes.office import say as said
from tests.gateway.phone_desk import NUMBER, PhoneDesk
from tests.gateway.phone_desk import phone_desk as phone_desk


async def test_who_books_a_call_back_waits_no_more(phone_desk: PhoneDesk) -> None:
    office, begun = phone_desk.office, (await phone_desk.call()).json()
    conversation = await office.conversations.conversation(begun["conversation_id"])
    desk = office.video_desk
    await office.assistant_with(desk).answer(said(conversation, "转人工"))
    body: dict[str, object] = {"number": NUMBER, "starts": (await phone_desk.slots())[0]}

    booked = await phone_desk.phone("POST", f"/{conversation.id}/call-backs", body)

    assert booked.status_code == 201
    assert await desk.place_of(conversation.id) is None


async def test_whom_an_agent_serves_by_now_is_not_called_back(phone_desk: PhoneDesk) -> None:
    office, begun = phone_desk.office, (await phone_desk.call()).json()
    conversation = await office.conversations.conversation(begun["conversation_id"])
    await office.assistant_with(office.video_desk).answer(said(conversation, "转人工"))
    ticket = await office.tickets.open_ticket_of(conversation.id)
    assert ticket is not None
    await office.video_desk.accept(ticket.id, "1001", "王工")
    body: dict[str, object] = {"number": NUMBER, "starts": (await phone_desk.slots())[0]}

    refused = await phone_desk.phone("POST", f"/{conversation.id}/call-backs", body)

    (one,) = await phone_desk.side.call_backs.store.of_conversation(conversation.id)
    assert refused.status_code == 409
    assert one.standing is Standing.CANCELLED


async def test_a_call_begins_with_the_notice_in_force(phone_desk: PhoneDesk) -> None:
    without = (await phone_desk.call()).json()
    notices = DeskNoticeStore(phone_desk.office.database)
    await notices.set("系统今晚十点维护。", "1001", phone_desk.office.clock())

    with_one = (await phone_desk.call()).json()

    assert (without["notice"], with_one["notice"]) == (None, "系统今晚十点维护。")
