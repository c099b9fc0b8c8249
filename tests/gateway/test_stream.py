"""Tests the stream of a conversation, from the browser's frames to the stored lines."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core import wording
from core.conversation import Stage
from tests.gateway.browser_socket import BrowserSocket
from tests.gateway.front import Citizen, Front

PATH = "/api/v1/conversations/{id}/stream"


def stream(citizen: Citizen) -> BrowserSocket:
    return citizen.front.socket(PATH.format(id=citizen.id))


def hello(citizen: Citizen, last: int = 1) -> dict[str, object]:
    return {"type": "hello", "token": citizen.token, "last": last}


def message(text: str, message_id: str) -> dict[str, object]:
    return {"type": "message", "text": text, "message_id": message_id}


async def test_a_wrong_token_closes_the_stream(front: Front) -> None:
    citizen = await front.citizen()

    async with stream(citizen) as socket:
        await socket.send({"type": "hello", "token": "wrong", "last": 0})
        code = await socket.closed()

    assert code == 4401


async def test_an_unknown_conversation_closes_the_stream_the_same_way(front: Front) -> None:
    citizen = await front.citizen()

    async with front.socket(PATH.format(id="nobody")) as socket:
        await socket.send(hello(citizen))
        code = await socket.closed()

    assert code == 4401


async def test_a_page_that_vanishes_while_it_is_answered_is_no_error(front: Front) -> None:
    citizen = await front.citizen()

    async with stream(citizen) as socket:
        await socket.send(hello(citizen))
        await socket.receive_until("welcome")
        socket.vanish()
        await socket.send(message("门诊能报多少", "m1"))
        assert socket.task is not None
        await socket.task  # raises what the route raised

    assert socket.task.exception() is None


@pytest.mark.parametrize(
    "frame",
    [
        "not json",
        "[]",
        '{"type": "message"}',
        '{"type": "hello", "last": "x"}',
        "[" * 15_000,
        "x" * 20_000,
    ],
)
async def test_what_is_no_hello_closes_the_stream(front: Front, frame: str) -> None:
    citizen = await front.citizen()

    async with stream(citizen) as socket:
        await socket.send(frame)
        code = await socket.closed()

    assert code == 4400


async def test_a_hello_in_bytes_closes_the_stream(front: Front) -> None:
    citizen = await front.citizen()

    async with stream(citizen) as socket:
        await socket.send_bytes(b"{}")
        code = await socket.closed()

    assert code == 4400


async def test_the_welcome_tells_the_stage_and_the_place(front: Front) -> None:
    citizen = await front.citizen()
    await citizen.say("人工")

    async with stream(citizen) as socket:
        await socket.send(hello(citizen, last=99))
        welcome = await socket.receive()

    assert welcome == {
        "type": "welcome",
        "stage": "waiting",
        "queue": {"position": 1, "minutes": None, "open_now": True},
        "agent": None,
    }


async def test_what_came_after_the_last_line_seen_is_replayed(front: Front) -> None:
    citizen = await front.citizen()
    await citizen.say("一", "m1")
    await citizen.say("二", "m2")

    async with stream(citizen) as socket:
        await socket.send(hello(citizen, last=3))
        await socket.receive_until("welcome")
        replayed = await socket.receive()

    assert (replayed["type"], replayed["seq"], replayed["in_reply_to"]) == ("reply", 5, "m2")
    assert set(replayed) == {"type", "in_reply_to", "reply", "turn", "seq"}


async def test_a_message_is_answered_with_a_reply_event(front: Front) -> None:
    citizen = await front.citizen()

    async with stream(citizen) as socket:
        await socket.send(hello(citizen))
        await socket.receive_until("welcome")
        await socket.send(message("你好", "m1"))
        typing = await socket.receive()
        reply = await socket.receive()

    assert typing == {"type": "typing", "who": "assistant"}
    assert set(reply) == {"type", "in_reply_to", "reply", "turn", "seq"}
    assert (reply["type"], reply["in_reply_to"], reply["seq"]) == ("reply", "m1", 3)
    assert "知道了" in str(reply["reply"])


async def test_the_same_message_sent_again_gets_the_same_number(front: Front) -> None:
    citizen = await front.citizen()

    async with stream(citizen) as socket:
        await socket.send(hello(citizen))
        replies = []
        for _ in range(2):
            await socket.send(message("你好", "m1"))
            replies.append(await socket.receive_until("reply"))

    assert replies[0] == replies[1]
    assert len(front.office.dialogue.heard) == 1
    assert len(await front.office.conversations.lines_after(citizen.id, 0)) == 3


async def test_every_page_of_the_conversation_sees_the_reply(front: Front) -> None:
    citizen = await front.citizen()

    async with stream(citizen) as one, stream(citizen) as other:
        for socket in (one, other):
            await socket.send(hello(citizen))
            await socket.receive_until("welcome")
        await one.send(message("你好", "m1"))
        replies = [await socket.receive_until("reply") for socket in (one, other)]

    assert replies[0] == replies[1]


async def test_what_the_agent_says_arrives_and_the_assistant_is_silent(front: Front) -> None:
    citizen = await front.citizen()
    desk = front.parts.staff.desk

    async with stream(citizen) as socket:
        await socket.send(hello(citizen))
        await socket.send(message("人工", "m1"))
        await socket.receive_until("reply")
        (ticket,) = await front.office.tickets.open_tickets()
        await desk.accept(ticket.id, "1001", "王工")
        stage = await socket.receive_until("stage")
        await desk.say(ticket.id, "1001", "王工", "您好，我是王工", None)
        said = await socket.receive_until("agent")
        await socket.send(message("在吗", "m2"))
        silent = await socket.receive_until("reply")

    assert (stage["stage"], stage["agent"]) == ("agent", "王工")
    assert (said["text"], said["name"]) == ("您好，我是王工", "王工")
    assert silent == {
        "type": "reply",
        "in_reply_to": "m2",
        "reply": None,
        "turn": None,
        "seq": None,
    }


async def test_who_comes_back_while_an_agent_serves_sees_who_and_what_was_said(
    front: Front,
) -> None:
    citizen = await front.citizen()
    await citizen.say("人工")
    (ticket,) = await front.office.tickets.open_tickets()
    desk = front.parts.staff.desk
    await desk.accept(ticket.id, "1001", "王工")
    await desk.say(ticket.id, "1001", "王工", "您好", None)

    async with stream(citizen) as socket:
        await socket.send(hello(citizen, last=3))
        welcome = await socket.receive()
        system, agent = await socket.receive(), await socket.receive()

    assert (welcome["stage"], welcome["agent"]) == ("agent", "王工")
    assert system["text"] == wording.AGENT_JOINED.format(name="王工")
    assert (agent["type"], agent["text"], agent["name"]) == ("agent", "您好", "王工")


@pytest.mark.parametrize(
    "frame",
    [
        "not json",
        "[]",
        "[" * 15_000,
        '{"type": "message", "text": "你好"}',
        '{"type": "message", "text": 5, "message_id": "m1"}',
        '{"type": "message", "text": "你好", "message_id": ""}',
        '{"type": "message", "text": "你好", "message_id": 7}',
        '{"type": "shout", "text": "你好", "message_id": "m1"}',
        '{"type": "message", "text": "\\ud800", "message_id": "m1"}',
        '{"type": "message", "text": "你好", "message_id": "\\ud800"}',
    ],
)
async def test_a_frame_of_another_shape_is_told_and_the_stream_goes_on(
    front: Front, frame: str
) -> None:
    citizen = await front.citizen()

    async with stream(citizen) as socket:
        await socket.send(hello(citizen))
        await socket.receive_until("welcome")
        await socket.send(frame)
        problem = await socket.receive()
        await socket.send(message("你好", "m9"))
        reply = await socket.receive_until("reply")

    assert problem == {"type": "problem", "detail": wording.BAD_REQUEST, "in_reply_to": None}
    assert reply["in_reply_to"] == "m9"


async def test_a_closed_conversation_is_told_on_the_stream(front: Front) -> None:
    citizen = await front.citizen()
    stored = await front.office.conversations.conversation(citizen.id)
    await front.office.conversations.move(
        stored.moved_to(Stage.CLOSED), "citizen", front.office.clock()
    )

    async with stream(citizen) as socket:
        await socket.send(hello(citizen))
        await socket.send(message("你好", "m1"))
        problem = await socket.receive_until("problem")

    assert problem == {"type": "problem", "detail": wording.CLOSED, "in_reply_to": "m1"}


async def test_the_place_in_the_queue_moves_on_the_stream(front: Front) -> None:
    first, second = await front.citizen(), await front.citizen()
    await first.say("人工")
    front.office.clock.pass_by(timedelta(minutes=1))
    await second.say("人工")

    async with stream(second) as socket:
        await socket.send(hello(second, last=99))
        await socket.receive_until("welcome")
        ahead = (await front.office.tickets.open_tickets())[0]
        await front.parts.staff.desk.accept(ahead.id, "1001", "王工")
        queue = await socket.receive_until("queue")

    assert queue["position"] == 1
