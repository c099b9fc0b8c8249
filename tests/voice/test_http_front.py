"""Tests how the phone process speaks with the gateway: real requests, a real stream."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from websockets.asyncio.server import ServerConnection, serve

from core import queue_wording, wording
from core.answer_json import answer_to_json
from core.catalogue import Catalogue
from core.errors import EngineUnavailable, NotAllowedNow, NotAuthorised
from core.messages import Answer, Handled, Reply, State, Status, Turn
from core.service_items import FieldKind
from gateway.catalogue_files import read_catalogue
from voice.front import (
    AgentSaid,
    Announced,
    FrontEvent,
    Noticed,
    Placed,
    Session,
    Slot,
    Staged,
    SystemSaid,
)
from voice.http_front import HttpFront, field_in

SESSION = Session("c1", "token-1")
ITEM = "门诊统筹签约"
ASKS_ID = Answer(
    Reply("请说身份证号。", Status.ASKED_BACK, spoken="请说身份证号码。"),
    Turn(Handled.FORM, State.FILLING, item=ITEM, awaiting="id_number", seq=4),
)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return read_catalogue(Path(__file__).parents[2] / "core" / "items")


class Gateway:
    """Answer requests and remember them."""

    def __init__(self, *answers: httpx.Response | Exception) -> None:
        self.requests: list[httpx.Request] = []
        self._answers = list(answers)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        answer = self._answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    @property
    def bodies(self) -> list[dict[str, object]]:
        return [json.loads(request.content) for request in self.requests]


def front(
    gateway: Callable[[httpx.Request], httpx.Response], catalogue: Catalogue, url: str = "http://g"
) -> HttpFront:
    client = httpx.AsyncClient(transport=httpx.MockTransport(gateway))
    return HttpFront(client, base_url=url, secret="s", field_of=field_in(catalogue))


async def test_a_call_begins_with_the_secret_and_gets_its_conversation(
    catalogue: Catalogue,
) -> None:
    begun = {
        "conversation_id": "c1",
        "token": "t",
        "greeting": "请说。",
        "pace": 2.5,
        "staffed": False,
        "recording_allowed": True,
        "extensions": {"小王": "sip:1001@pbx"},
    }
    gateway = Gateway(httpx.Response(201, json=begun))

    session = await front(gateway, catalogue).begin("13800138000", "12393")

    assert session == Session("c1", "t", "请说。", 2.5, False, True, {"小王": "sip:1001@pbx"})
    assert gateway.requests[0].headers["X-Phone-Secret"] == "s"
    assert gateway.bodies == [{"caller": "13800138000", "called": "12393"}]


async def test_an_answer_carries_what_the_ear_and_the_keys_need(catalogue: Catalogue) -> None:
    gateway = Gateway(httpx.Response(200, json=answer_to_json(ASKS_ID)))

    said = await front(gateway, catalogue).say(SESSION, "张三", "call-1", 0.62)

    assert (said.spoken, said.kind, said.digits) == ("请说身份证号码。", FieldKind.ID_NUMBER, True)
    assert gateway.bodies == [{"text": "张三", "message_id": "call-1", "heard": 0.62}]
    assert gateway.requests[0].headers["Authorization"] == "Bearer token-1"


async def test_a_choice_brings_all_its_options(catalogue: Catalogue) -> None:
    item = next(i for i in catalogue.items if i.name == ITEM)
    field = next(f for f in item.fields if f.kind is FieldKind.CHOICE)
    options = tuple(o.value for o in field.options)
    turn = Turn(Handled.FORM, State.FILLING, item=ITEM, awaiting=field.key)
    answer = Answer(Reply("选哪个？", Status.ASKED_BACK, choices=options[:5]), turn)
    gateway = Gateway(httpx.Response(200, json=answer_to_json(answer)))

    said = await front(gateway, catalogue).say(SESSION, "签约", "call-1")

    assert said.options == options


async def test_a_lost_answer_is_asked_for_again_with_the_same_id(catalogue: Catalogue) -> None:
    gateway = Gateway(
        httpx.ReadTimeout("slow"),
        httpx.Response(503),
        httpx.Response(200, json=answer_to_json(ASKS_ID)),
    )

    await front(gateway, catalogue).say(SESSION, "张三", "call-1")

    assert [body["message_id"] for body in gateway.bodies] == ["call-1"] * 3


async def test_while_a_person_serves_nothing_is_answered(catalogue: Catalogue) -> None:
    gateway = Gateway(httpx.Response(200, json={"reply": None, "turn": None}))

    said = await front(gateway, catalogue).say(SESSION, "你好", "call-1")

    assert said.relayed


async def test_refusals_are_told_apart_from_failures(catalogue: Catalogue) -> None:
    slot = Slot(datetime(2026, 12, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC), "明天")
    refused = front(Gateway(httpx.Response(409)), catalogue)
    unknown = front(Gateway(httpx.Response(401)), catalogue)
    nonsense = front(Gateway(httpx.Response(200, text="<html>")), catalogue)

    with pytest.raises(NotAllowedNow):
        await refused.book_call_back(SESSION, slot, "13800138000")
    with pytest.raises(NotAuthorised):
        await unknown.slots(SESSION)
    with pytest.raises(EngineUnavailable):
        await nonsense.slots(SESSION)


async def test_the_queue_is_left_with_the_token_of_the_caller(catalogue: Catalogue) -> None:
    gateway = Gateway(httpx.Response(204))

    await front(gateway, catalogue).leave_queue(SESSION)

    (request,) = gateway.requests
    assert (request.method, request.url.path) == ("DELETE", "/api/v1/conversations/c1/queue")
    assert request.headers["Authorization"] == "Bearer token-1"


async def test_what_is_remembered_and_booked_has_the_shape_of_the_contract(
    catalogue: Catalogue,
) -> None:
    starts = "2026-12-01T09:00:00+08:00"
    free = {"starts": starts, "ends": "2026-12-01T09:30:00+08:00", "spoken": "明天九点"}
    gateway = Gateway(
        httpx.Response(204),
        httpx.Response(204),
        httpx.Response(200, json={"slots": [free]}),
        httpx.Response(201, json={"number": "1", "spoken": "约好了。"}),
        httpx.Response(204),
    )
    speaking = front(gateway, catalogue)

    await speaking.pace(SESSION, 2.72)
    await speaking.consent(SESSION, recording=False)
    slots = await speaking.slots(SESSION)
    spoken = await speaking.book_call_back(SESSION, slots[0], "13800138000")
    await speaking.ended(SESSION, "bye", 61)

    assert spoken == "约好了。"
    assert [json.loads(r.content) for r in gateway.requests if r.content] == [
        {"pace": 2.72},
        {"recording_consent": False},
        {"number": "13800138000", "starts": starts},
        {"why": "bye", "seconds": 61.0},
    ]
    assert {r.headers["X-Phone-Secret"] for r in gateway.requests} == {"s"}


class Stream:
    """Be the gateway's stream: says what it was given, connection by connection."""

    def __init__(self, *connections: list[dict[str, object]]) -> None:
        self.hellos: list[dict[str, object]] = []
        self._connections = list(connections)

    async def serve(self, socket: ServerConnection) -> None:
        self.hellos.append(json.loads(await socket.recv()))
        for frame in self._connections.pop(0):
            await socket.send(json.dumps(frame))
        if not self._connections:
            await socket.wait_closed()


@asynccontextmanager
async def streaming(stream: Stream) -> AsyncIterator[str]:
    async with serve(stream.serve, "127.0.0.1", 0) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        yield f"http://127.0.0.1:{port}"


async def events(speaking: HttpFront, count: int) -> list[FrontEvent]:
    found: list[FrontEvent] = []
    async with asyncio.timeout(10):
        async for event in speaking.events(SESSION):
            found.append(event)
            if len(found) == count:
                return found
    return found


async def test_the_stream_tells_places_agents_and_notices_and_comes_back_after_a_loss(
    catalogue: Catalogue,
) -> None:
    notice = {"type": "reply", "in_reply_to": "notice-7", "seq": 9, **answer_to_json(ASKS_ID)}
    own = {"type": "reply", "in_reply_to": "call-1", "seq": 8, **answer_to_json(ASKS_ID)}
    place = {"position": 2, "minutes": None, "open_now": True}
    joined = wording.AGENT_JOINED.format(name="小王")
    stream = Stream(
        [
            {"type": "welcome", "stage": "bot", "queue": None, "agent": None},
            own,
            {"type": "queue", **place},
            {"type": "system", "text": joined, "name": "小王", "at": "", "seq": 5},
            {"type": "stage", "stage": "agent", "agent": "小王"},
            {"type": "agent", "text": "您好。", "name": "小王", "at": "", "seq": 6},
            notice,
        ],
        [
            {"type": "welcome", "stage": "waiting", "queue": place, "agent": None},
            {"type": "system", "text": queue_wording.LEFT_FOR_CALL, "at": "", "seq": 10},
            {"type": "system", "text": "请带好证件。", "at": "", "seq": 11},
            {"type": "notice", "text": None},
            {"type": "notice", "text": "系统今晚十点维护。"},
        ],
    )
    async with streaming(stream) as url:
        speaking = front(Gateway(), catalogue, url)

        found = await events(speaking, 8)

    assert found[:3] == [
        Placed(2, None, True),
        Staged("agent", "小王"),
        AgentSaid("您好。", "小王"),
    ]
    assert isinstance(found[3], Noticed)
    assert found[4:] == [
        Placed(2, None, True),
        Staged("waiting", None),
        SystemSaid("请带好证件。"),
        Announced("系统今晚十点维护。"),
    ]
    assert stream.hellos == [
        {"type": "hello", "token": "token-1", "last": 1},
        {"type": "hello", "token": "token-1", "last": 9},
    ]
