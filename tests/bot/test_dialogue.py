"""Tests bot.dialogue against the wire: what Rasa is sent, what becomes of what it answers."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import httpx
import pytest

from bot.dialogue import AT_ONCE, RasaDialogue
from core.answer_json import answer_to_json
from core.conversation import Conversation
from core.errors import EngineUnavailable
from core.messages import Answer, Handled, Message, Reply, Status, Turn

CONVERSATION = Conversation("c1", "web", datetime(2026, 12, 21, tzinfo=UTC))
ANSWER = Answer(Reply("您好。", Status.ANSWERED, spoken="您好。"), Turn(Handled.SOCIAL))
GOOD = [{"recipient_id": "c1.0", "custom": answer_to_json(ANSWER)}]


class Wire:
    """Stand in for Rasa's HTTP door."""

    def __init__(self, reply: Callable[[], httpx.Response]) -> None:
        self._reply = reply
        self.bodies: list[dict[str, str]] = []
        self.paths: list[str] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Remember the request; answer it."""
        self.paths.append(request.url.path)
        self.bodies.append(json.loads(request.content))
        return self._reply()

    def dialogue(self) -> RasaDialogue:
        """Return a dialogue that speaks over this wire."""
        client = httpx.AsyncClient(transport=httpx.MockTransport(self))
        return RasaDialogue(client, url="http://rasa/", timeout=1.0)


def answering(data: object, status: int = 200) -> Wire:
    return Wire(lambda: httpx.Response(status, json=data))


def message(text: str) -> Message:
    return Message("c1", "web", text)


async def test_rasa_is_asked_under_the_conversation_and_its_session() -> None:
    wire = answering(GOOD)

    answer = await wire.dialogue().answer(message("您好"), CONVERSATION)

    assert answer == ANSWER
    assert wire.paths == ["/webhooks/rest/webhook"]
    assert wire.bodies == [{"sender": "c1.0", "message": "您好"}]


async def test_a_long_conversation_goes_on_in_a_new_session() -> None:
    wire = answering(GOOD)

    await wire.dialogue().answer(message("您好"), replace(CONVERSATION, turns=41))

    assert wire.bodies[0]["sender"] == "c1.2"


@pytest.mark.parametrize(
    "text",
    [
        "/restart",
        "//restart",
        "／restart",
        " /restart",
        "/ /restart",
        "/\u3000/restart",
        "///",
        "/",
    ],
)
async def test_a_text_that_begins_with_a_slash_is_no_command(text: str) -> None:
    wire = answering(GOOD)

    await wire.dialogue().answer(message(text), CONVERSATION)

    sent = wire.bodies[0]["message"]
    assert sent.strip()
    assert not sent.strip().startswith("/")


async def test_what_is_sent_to_rasa_is_cleaned() -> None:
    wire = answering(GOOD)

    await wire.dialogue().answer(message("我想辦門診統籌簽約[微笑]"), CONVERSATION)

    assert wire.bodies[0]["message"] == "我想办门诊统筹签约"


async def test_the_last_of_several_answers_counts() -> None:
    other = answer_to_json(replace(ANSWER, reply=Reply("再见。", Status.ANSWERED)))
    wire = answering([*GOOD, {"custom": other}])

    answer = await wire.dialogue().answer(message("再见"), CONVERSATION)

    assert answer.reply.text == "再见。"


@pytest.mark.parametrize(
    "data",
    [
        [],
        {},
        None,
        "ok",
        ["text"],
        [{"text": "Hello"}],
        [{"custom": None}],
        [{"custom": "text"}],
        [{"custom": []}],
        [{"custom": {"reply": {}, "turn": {}}}],
        [{"custom": {**answer_to_json(ANSWER), "turn": None}}],
        [{"custom": {**answer_to_json(ANSWER), "reply": {"text": "x", "status": "fine"}}}],
    ],
)
async def test_anything_but_an_answer_means_that_the_engine_is_down(data: object) -> None:
    with pytest.raises(EngineUnavailable):
        await answering(data).dialogue().answer(message("您好"), CONVERSATION)


@pytest.mark.parametrize("status", [400, 404, 500, 503])
async def test_an_error_of_rasa_means_that_the_engine_is_down(status: int) -> None:
    with pytest.raises(EngineUnavailable):
        await answering(GOOD, status).dialogue().answer(message("您好"), CONVERSATION)


async def test_what_is_no_json_means_that_the_engine_is_down() -> None:
    wire = Wire(lambda: httpx.Response(200, text="<html>"))

    with pytest.raises(EngineUnavailable):
        await wire.dialogue().answer(message("您好"), CONVERSATION)


@pytest.mark.parametrize("error", [httpx.ConnectError("no"), httpx.ReadTimeout("slow")])
async def test_a_broken_wire_means_that_the_engine_is_down(error: httpx.HTTPError) -> None:
    def fail() -> httpx.Response:
        raise error

    with pytest.raises(EngineUnavailable):
        await Wire(fail).dialogue().answer(message("您好"), CONVERSATION)


async def test_a_warm_up_is_one_whole_turn_of_nobody() -> None:
    wire = answering(GOOD)

    await wire.dialogue().warm_up()

    assert wire.bodies == [{"sender": "warm-up.0", "message": "您好"}]


async def test_a_warm_up_without_an_answer_fails() -> None:
    with pytest.raises(EngineUnavailable):
        await answering([]).dialogue().warm_up()


async def test_rasa_is_asked_no_more_at_once_than_makes_turns_quicker() -> None:
    here, most = 0, 0
    full, go_on = asyncio.Event(), asyncio.Event()

    async def answered(request: httpx.Request) -> httpx.Response:
        nonlocal here, most
        here += 1
        most = max(most, here)
        if here == AT_ONCE:
            full.set()
        await go_on.wait()
        here -= 1
        return httpx.Response(200, json=GOOD, request=request)

    client = httpx.AsyncClient(transport=httpx.MockTransport(answered))
    dialogue = RasaDialogue(client, url="http://rasa/", timeout=60.0)
    turns = [
        asyncio.create_task(dialogue.answer(message("您好"), CONVERSATION))
        for _ in range(3 * AT_ONCE)
    ]
    await full.wait()
    go_on.set()

    assert await asyncio.gather(*turns) == [ANSWER] * (3 * AT_ONCE)
    assert most == AT_ONCE


async def test_who_finds_no_place_at_rasa_in_time_is_answered_without_it() -> None:
    async def silent(request: httpx.Request) -> httpx.Response:
        await asyncio.Event().wait()
        raise AssertionError(request)

    client = httpx.AsyncClient(transport=httpx.MockTransport(silent))
    dialogue = RasaDialogue(client, url="http://rasa/", timeout=0.01)
    waiting = [
        asyncio.create_task(dialogue.answer(message("您好"), CONVERSATION)) for _ in range(AT_ONCE)
    ]
    await asyncio.sleep(0)

    with pytest.raises(EngineUnavailable):
        await dialogue.answer(message("您好"), CONVERSATION)

    for turn in waiting:
        turn.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
