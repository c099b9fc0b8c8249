"""Checks what /metrics tells, to whom, and that it never tells who a citizen is."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families as families_in

from core.applications import Application, Phase
from core.contracts import Ticket
from core.messages import Answer, Handled, Reply, Status, Turn
from core.store.observed import ObservedStore
from core.store.video_calls import VideoCallStore
from core.store.wechat_inbox import Arrival, InboxStore, Opens
from core.store.wechat_outbox import OutboxStore
from core.wechat_messages import Outgoing
from gateway.observing.channel_probes import WeChatProbe
from gateway.observing.families import FAMILIES
from gateway.observing.metrics_api import metrics_door
from tests.fakes.office import CONTRACT, Office, say
from tests.gateway.front import PHONE_SECRET, Front
from tests.sample_fields import WOMAN

NAME, MOBILE, PLACE = "欧阳翠屏", "13987654321", "城关社区卫生服务中心"
OF_A_PERSON = (NAME, WOMAN, MOBILE, WOMAN[6:14], WOMAN[-4:], PLACE)
FIELDS = {"name": NAME, "id_number": WOMAN, "mobile": MOBILE, "institution": PLACE}


async def told(front: Front) -> dict[tuple[str, tuple[str, ...]], float]:
    """Look at everything, and return each value that /metrics tells by its name and labels."""
    await front.observing.observer.step()
    answer = await front.http.get("/metrics")
    assert answer.status_code == 200, answer.text
    return {
        (sample.name, tuple(sample.labels.values())): sample.value
        for family in families_in(answer.text)
        for sample in family.samples
    }


async def filed(office: Office, number: str, conversation_id: str) -> Application:
    """File an application for the same matter of the same person."""
    application = Application(number, conversation_id, CONTRACT, Phase.CONFIRMING, FIELDS)
    await office.applications.open_application(application, office.clock())
    at = office.clock()
    return await office.applications.submit(
        application, at, at.date(), None, same=("id_number",), once=False
    )


async def test_a_message_is_counted_by_channel_and_outcome_and_again_as_repeated(
    front: Front,
) -> None:
    citizen = await front.citizen(channel="wechat")
    await citizen.say("您好", "m1")
    await citizen.say("您好", "m1")
    form = Answer(Reply("请说姓名。", Status.ASKED_BACK), Turn(Handled.FORM))
    front.office.dialogue.answers = [form]
    await citizen.say("我要办签约", "m2")

    values = await told(front)

    assert values["yibao_turns_total", ("wechat", "answered")] == 1
    assert values["yibao_turns_total", ("wechat", "form")] == 1
    assert values["yibao_repeated_messages_total", ("wechat",)] == 1
    assert values["yibao_turn_seconds_count", ("wechat",)] == 2


async def test_who_asks_for_a_person_is_counted_and_seen_waiting_by_team(front: Front) -> None:
    citizen = await front.citizen()
    await citizen.say("转人工")
    ticket = Ticket(
        "t2", (await front.citizen()).id, "video", None, {}, front.office.clock(), team="医保关系"
    )
    await front.office.tickets.enqueue(ticket)
    front.office.clock.pass_by(timedelta(seconds=90))

    values = await told(front)

    assert values["yibao_turns_total", ("web", "handed_over")] == 1
    assert values["yibao_handovers_total", ("text", "anybody")] == 1
    assert values["yibao_handovers_total", ("video", "医保关系")] == 1
    assert values["yibao_queue_waiting", ("anybody",)] == 1
    assert values["yibao_queue_oldest_seconds", ("医保关系",)] == 90


async def test_an_application_is_counted_once_and_its_double_as_prevented(front: Front) -> None:
    conversation, office = await front.citizen(), front.office
    first = await filed(office, "a1", conversation.id)
    at = office.clock()
    await office.applications.submit(first, at, at.date(), None)
    await filed(office, "a2", conversation.id)

    values = await told(front)

    assert values["yibao_applications_submitted_total", ("web", CONTRACT)] == 1
    assert values["yibao_applications_doubled_total", ("web", CONTRACT)] == 1


async def test_what_the_phone_process_reports_is_told_until_it_falls_silent(front: Front) -> None:
    report = {"calls": 3, "most_calls": 20, "answered": 41, "announced": 2, "refused": 1}
    answer = await front.http.put(
        "/phone/calls/line",
        json=report | {"registered": True},
        headers={"X-Phone-Secret": PHONE_SECRET},
    )

    values = await told(front)

    assert answer.status_code == 204
    assert values["yibao_phone_calls", ()] == 3
    assert values["yibao_phone_calls_refused_total", ()] == 1
    assert values["yibao_part_state", ("phone", "ok")] == 1


async def test_a_video_call_that_ended_waits_to_be_sealed(front: Front) -> None:
    office, citizen = front.office, await front.citizen()
    ticket = Ticket("t1", citizen.id, "video", None, {}, office.clock())
    await office.tickets.enqueue(ticket)
    calls = VideoCallStore(office.database)
    call = await calls.open(ticket.id, citizen.id, "1001", office.clock())

    during = await told(front)
    await calls.end(call.id, "agent", "staff:1001", office.clock())
    office.clock.pass_by(timedelta(seconds=700))
    after = await told(front)

    assert (during["yibao_video_calls", ()], during["yibao_video_unsealed", ()]) == (1, 0)
    assert (after["yibao_video_calls", ()], after["yibao_video_unsealed", ()]) == (0, 1)
    assert after["yibao_video_unsealed_oldest_seconds", ()] == 700
    assert after["yibao_part_state", ("evidence", "degraded")] == 1


async def test_writes_disk_and_the_audit_trail_are_told(front: Front) -> None:
    await front.citizen()
    await front.observing.audit_check.verify()

    values = await told(front)

    assert values["yibao_audit_flawed", ()] == 0
    assert values["yibao_audit_verified_timestamp_seconds", ()] == front.office.clock().timestamp()
    assert 0 < values["yibao_disk_free_bytes", ()] <= values["yibao_disk_size_bytes", ()]
    assert values["yibao_part_state", ("database", "ok")] == 1
    assert values["yibao_part_state", ("rasa", "down")] == 1  # nobody watches it in this test


@pytest.mark.parametrize(
    ("address", "shown", "status"),
    [
        ("127.0.0.1", "", 200),
        ("10.20.0.9", "", 401),
        ("10.20.0.9", "Bearer wrong", 401),
        ("8.8.8.8", "Bearer ", 401),
    ],
)
async def test_metrics_are_for_who_is_near(
    front: Front, address: str, shown: str, status: int
) -> None:
    transport = httpx.ASGITransport(front.app, client=(address, 40000))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as http:
        answer = await http.get("/metrics", headers={"Authorization": shown} if shown else {})

    assert answer.status_code == status


def test_a_network_or_a_token_lets_a_monitor_in() -> None:
    allows = metrics_door("10.20.0.0/16, 127.0.0.1", "s3cret")

    assert allows("10.20.3.4", "")
    assert allows("8.8.8.8", "Bearer s3cret")
    assert not allows("8.8.8.8", "Bearer s3cre")
    assert not allows("", "")
    assert not metrics_door("", "")("127.0.0.1", "Bearer ")


async def test_metrics_are_no_part_of_the_citizens_contract(front: Front) -> None:
    described = (await front.http.get("/openapi.json")).json()["paths"]

    assert "/metrics" not in described
    assert "/phone/calls/line" not in described


async def test_nothing_of_a_person_is_in_the_metrics(front: Front) -> None:
    office = front.office
    citizen = await front.citizen()
    await citizen.say(f"我叫{NAME}，身份证{WOMAN}，手机{MOBILE}", f"m-{MOBILE}")
    await citizen.say(f"{WOMAN} 转人工")
    await filed(office, "a1", citizen.id)
    await filed(office, "a2", citizen.id)
    await front.http.post(
        "/phone/calls",
        json={"caller": MOBILE, "called": "12393"},
        headers={"X-Phone-Secret": PHONE_SECRET},
    )

    await told(front)
    text = (await front.http.get("/metrics")).text

    assert [one for one in OF_A_PERSON if one in text] == []
    assert citizen.id not in text
    assert 'yibao_applications_doubled_total{channel="web"' in text  # all that was counted


async def test_an_unknown_channel_makes_no_series_of_its_own(front: Front) -> None:
    opened, _, _ = await front.office.assistant.open(MOBILE)
    await front.office.assistant.answer(say(opened, "您好"))

    values = await told(front)

    assert values["yibao_turns_total", ("other", "answered")] == 1


async def test_what_waits_in_wechat_is_told(office: Office) -> None:
    inbox, outbox = InboxStore(office.database), OutboxStore(office.database)
    at = office.clock()
    arrival = Arrival("k1", "o1", "text", "m1", {"Content": WOMAN}, Opens.MESSAGES)
    await inbox.take(arrival, at, "me", timedelta(seconds=30))
    await outbox.add("o1", [Outgoing("k2", "text", {"content": NAME})], None, 0, at)
    office.clock.pass_by(timedelta(seconds=61))

    look = await WeChatProbe(ObservedStore(office.database), used=True, now=office.clock).look()

    values = {figure.name: figure.value for figure in look.figures}
    assert values["yibao_wechat_inbox_waiting"] == values["yibao_wechat_outbox_waiting"] == 1
    assert values["yibao_wechat_inbox_oldest_seconds"] == 61
    assert values["yibao_wechat_parked"] == 0
    assert look.problem == "有微信消息 1 分钟没有答复。"


async def test_every_family_is_declared_even_before_anything_happened(front: Front) -> None:
    text = (await front.http.get("/metrics")).text

    assert [f.name for f in FAMILIES if f"# TYPE {f.name} " not in text] == []
