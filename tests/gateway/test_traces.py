"""Checks that all parts of a turn come to the collector under one trace id, naming nobody."""

from __future__ import annotations

import asyncio
import timeit
from collections.abc import Iterator
from dataclasses import replace

import httpx
import pytest
from fastapi import FastAPI
from pydantic import SecretStr

from core.errors import EngineUnavailable
from core.stretches import MEASURE, Stretch, door, stretch
from core.tables import lines
from core.turn_names import TURN, continuing, turn_name
from gateway.api import citizen_routes
from gateway.observing.measuring import measure_turns
from gateway.observing.traces import Traces
from gateway.settings import Settings
from integrations.web_chat import WebChat
from tests.fakes.collector import Collector, running_collector
from tests.fakes.office import CATALOGUE, Office
from tests.gateway.browser_socket import BrowserSocket
from tests.gateway.front import Front
from tests.gateway.test_json_logs import assistant_with, rasa_of
from tests.integrations.wechat.wechat_office import open_wechat, text_xml
from tests.sample_fields import WOMAN
from voice.front import Session
from voice.http_front import HttpFront, field_in

SESSION = Session("", "", "", 2.5, False, False, {})


@pytest.fixture
def collector() -> Iterator[Collector]:
    """Be a collector that listens."""
    with running_collector() as running:
        yield running


def measuring(url: str) -> Traces:
    """Measure whatever this test begins."""
    traces = Traces(url, "yibao-test")
    MEASURE.set(traces.measure)
    return traces


def app_of(front: Front) -> FastAPI:
    """Serve citizens with a dialogue that asks Rasa, which asks the gateway's action server."""
    parts, app = front.parts.citizens, FastAPI()
    assistant = assistant_with(front.office, rasa_of(front))
    chat = WebChat(
        assistant=assistant,
        conversations=parts.conversations,
        desk=front.parts.staff.desk,
        listeners=front.citizens,
    )
    app.include_router(citizen_routes(replace(parts, assistant=assistant, web_chat=chat)))
    return app


async def test_every_part_of_a_turn_on_the_page_has_one_trace_id(
    front: Front, collector: Collector
) -> None:
    traces = measuring(collector.url)
    citizen = await front.citizen()

    async with BrowserSocket(app_of(front), f"{citizen.path}/stream", "") as page:
        await page.send({"type": "hello", "token": citizen.token, "last": 1})
        await page.send({"type": "message", "text": f"我是{WOMAN}，您好", "message_id": "m1"})
        while (await page.receive())["type"] != "reply":
            pass
    await asyncio.to_thread(traces.close)

    (said,) = [row for row in await front.office.rows(lines) if row["who"] == "citizen"]
    spans = collector.spans
    assert collector.wrong == []
    assert {span.name for span in spans} == {
        "door web",
        "turn",
        "rasa",
        "action",
        "write",
        "deliver",
    }
    assert {span.turn for span in spans} == {turn_name(citizen.id, said["seq"])}
    assert len({span.trace for span in spans}) == 1
    assert WOMAN.encode() not in b"".join(collector.raw)
    by_name = {span.name: span for span in spans}
    assert by_name["door web"].parent == ""
    assert by_name["turn"].parent == by_name["deliver"].parent == by_name["door web"].id
    assert by_name["rasa"].parent == by_name["turn"].id
    assert by_name["action"].parent == by_name["rasa"].id  # in a request of its own
    known = {span.id for span in spans}
    assert all(span.parent in known for span in spans if span.name != "door web")
    assert len(known) == len(spans)


async def test_the_telephones_process_goes_on_with_the_trace(
    front: Front, collector: Collector
) -> None:
    traces = measuring(collector.url)
    conversation, token, _ = await front.office.assistant.open("phone")
    transport = httpx.ASGITransport(app_of(front))
    async with httpx.AsyncClient(transport=transport) as client:
        phone = HttpFront(client, base_url="http://test", secret="", field_of=field_in(CATALOGUE))
        caller = replace(SESSION, conversation_id=conversation.id, token=token)

        await phone.say(caller, "您好", "call-1")
    await asyncio.to_thread(traces.close)

    by_name = {span.name: span for span in collector.spans}
    assert {"phone", "door phone", "turn", "rasa", "action", "write"} <= set(by_name)
    assert len({span.trace for span in collector.spans}) == 1
    assert by_name["phone"].parent == ""
    assert by_name["door phone"].parent == by_name["phone"].id  # of another process
    assert by_name["turn"].parent == by_name["door phone"].id
    assert TURN.get() == ""


async def test_what_wechat_is_sent_later_belongs_to_the_turn_that_it_answers(
    office: Office, collector: Collector
) -> None:
    traces = measuring(collector.url)
    desk = open_wechat(office)

    too_late = await desk.push(text_xml("你好"))
    await desk.see(too_late, seconds=6.0)
    await desk.again()
    await asyncio.to_thread(traces.close)

    assert len(desk.wechat.texts()) == 1
    spans = [span for span in collector.spans if span.turn]
    delivered = [span for span in spans if span.name == "deliver"]
    assert len(delivered) == 2  # first as the reply that came too late, then by itself
    assert len({span.trace for span in spans}) == 1
    (door,) = [span for span in spans if span.name == "door wechat"]
    assert door.parent == ""
    assert [span.parent for span in spans if span.name == "turn"] == [door.id]
    await desk.channel.close()


async def test_what_comes_in_at_a_door_and_is_no_turn_is_nobodys(
    front: Front, collector: Collector
) -> None:
    traces = measuring(collector.url)
    citizen = await front.citizen()
    with door("web"), stretch(Stretch.WRITE):
        pass

    photo = await front.http.post(
        f"{citizen.path}/photos",
        content=b"no picture",
        headers={**citizen.headers, "Content-Type": "image/jpeg"},
    )
    await asyncio.to_thread(traces.close)

    assert photo.status_code == 422
    assert collector.spans == []


async def test_a_stretch_outside_a_turn_is_nobodys(collector: Collector) -> None:
    traces = measuring(collector.url)

    with stretch(Stretch.WRITE):
        pass
    with continuing("c1:2"), pytest.raises(EngineUnavailable), stretch(Stretch.SEARCH):
        raise EngineUnavailable("index")
    await asyncio.to_thread(traces.close)

    assert [(span.name, span.turn) for span in collector.spans] == [("search", "c1:2")]


async def test_without_a_collector_a_turn_is_answered_all_the_same(front: Front) -> None:
    traces = measuring("http://127.0.0.1:9/v1/traces")  # nobody listens on the discard port
    citizen = await front.citizen()

    for _ in range(5):
        answer = await citizen.say("您好")
    before = timeit.default_timer()
    await asyncio.to_thread(traces.close)

    assert answer.status_code == 200
    assert timeit.default_timer() - before < 5


async def test_off_by_default_nothing_is_measured_and_it_costs_next_to_nothing() -> None:
    measure_turns(Settings(action_secret=SecretStr("s")), "yibao-test")()

    def one() -> None:
        with stretch(Stretch.WRITE):
            pass

    assert timeit.timeit(one, number=10_000) / 10_000 < 20e-6  # seconds; a turn has about ten
