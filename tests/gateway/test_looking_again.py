"""Tests that pages find in the rows what no event told them: another gateway did it."""

from __future__ import annotations

from core.store import Line
from tests.gateway.browser_socket import BrowserSocket
from tests.gateway.front import Citizen, Front
from video_desk.queue import passing


def stream(citizen: Citizen) -> BrowserSocket:
    return citizen.front.socket(f"/api/v1/conversations/{citizen.id}/stream")


def hello(citizen: Citizen) -> dict[str, object]:
    return {"type": "hello", "token": citizen.token, "last": 1}


async def said_elsewhere(front: Front, citizen: Citizen, text: str) -> None:
    """Record an agent's words as another gateway does: no event comes here."""
    line = Line(0, front.office.clock(), "agent", text, name="王工")
    await front.office.conversations.add_line(citizen.id, line)


async def test_a_citizen_sees_once_what_an_agent_said_at_another_gateway(front: Front) -> None:
    citizen = await front.citizen()

    async with stream(citizen) as socket:
        await socket.send(hello(citizen))
        await socket.receive_until("welcome")
        await said_elsewhere(front, citizen, "您好，我是王工")
        await front.citizens.here.look_again()
        first = await socket.receive()
        await front.citizens.here.look_again()
        await said_elsewhere(front, citizen, "请稍等")
        await front.citizens.here.look_again()
        second = await socket.receive()

    assert (first["type"], first["text"]) == ("agent", "您好，我是王工")
    assert (second["type"], second["text"]) == ("agent", "请稍等")


async def test_what_the_page_was_told_already_is_not_brought_again(front: Front) -> None:
    citizen = await front.citizen()

    async with stream(citizen) as socket:
        await socket.send(hello(citizen))
        await socket.receive_until("welcome")
        await socket.send({"type": "message", "text": "你好", "message_id": "m1"})
        reply = await socket.receive_until("reply")
        await said_elsewhere(front, citizen, "您好")
        await front.citizens.here.look_again()
        after = await socket.receive()

    assert reply["in_reply_to"] == "m1"
    assert (after["type"], after["text"]) == ("agent", "您好")


async def test_a_citizen_is_told_that_an_agent_took_them_at_another_gateway(front: Front) -> None:
    citizen = await front.citizen()
    await citizen.say("人工")

    async with stream(citizen) as socket:
        await socket.send(hello(citizen))
        before = await socket.receive_until("welcome")
        ticket = (await front.office.tickets.open_tickets())[0]
        now = front.office.clock()
        await front.office.tickets.accept(ticket.id, "1001", now, passing)
        await front.citizens.here.look_again()
        after = await socket.receive_until("welcome")

    assert (before["stage"], after["stage"]) == ("waiting", "agent")


async def test_an_agent_sees_what_a_citizen_said_at_another_gateway(front: Front) -> None:
    await front.signed_in()
    citizen = await front.citizen()
    await citizen.say("人工")
    ticket = (await front.office.tickets.open_tickets())[0].id
    await front.http.post(f"/api/v1/staff/tickets/{ticket}/accept")

    async with await front.staff_stream() as page:
        await page.receive_until("tickets")
        await front.office.conversations.record_said(citizen.id, "在吗", "m1", front.office.clock())
        await front.parts.staff.listeners.here.look_again()
        texts = [(await page.receive_until("message"))["text"] for _ in range(2)]

    assert texts == ["人工", "在吗"]
