"""Tests gateway.api: the routes of the public contract, key by key."""

from __future__ import annotations

from datetime import date

import httpx
import pytest

from core import wording
from core.applications import Application, Phase
from core.messages import Answer, Handled, Handoff, Reply, Status, Turn
from core.tables import audit, conversations, remarks
from tests.fakes.engines import found, passage
from tests.fakes.office import CONTRACT
from tests.gateway.front import Citizen, Front
from tests.sample_fields import WOMAN

REPLY = {"text", "spoken", "status", "sources", "choices", "wants_human", "cards"}
TURN = {
    *("intent", "confidence", "item", "handled", "state", "fields", "field_labels", "awaiting"),
    *("error_on", "delegate", "handoff", "milliseconds", "seq"),
    *("number", "step", "rates", "acting_for", "persona", "script"),
}
SOURCE = {
    "number",
    "in_force_from",
    "in_force_until",
    "title",
    "issuer",
    "date",
    "region",
    "section",
    "document_id",
    "date_note",
}
PASSAGE = {"text", "title", "issuer", "date", "region", "section", "document_id", "score"}


async def filed(citizen: Citizen) -> str:
    office = citizen.front.office
    ready = Application(
        "a1",
        citizen.id,
        CONTRACT,
        phase=Phase.CONFIRMING,
        fields={"name": "王秀英", "id_number": WOMAN, "mobile": "13800138000"},
    )
    await office.applications.open_application(ready, office.clock())
    done = await office.applications.submit(ready, office.clock(), date(2026, 12, 21), None)
    assert done.number is not None
    return done.number


async def test_the_process_tells_that_it_is_alive(front: Front) -> None:
    response = await front.http.get("/healthz")

    assert (response.status_code, response.json()) == (200, {"status": "alive"})


async def test_conversations_of_one_address_bear_one_mark_and_this_machine_none(
    front: Front,
) -> None:
    for address in ("203.0.113.9", "203.0.113.9", "203.0.113.10", "127.0.0.1"):
        transport = httpx.ASGITransport(front.app, client=(address, 40000))
        async with httpx.AsyncClient(transport=transport, base_url="http://desk") as browser:
            await browser.post("/api/v1/conversations", json={})

    first, again, other, here = [row["source"] for row in await front.office.rows(conversations)]

    assert first is not None
    assert first == again != other
    assert here is None


async def test_a_conversation_is_opened_with_a_token_and_a_greeting(front: Front) -> None:
    body = {"channel": "wechat", "region": "青岛市", "persona": "elder"}

    response = await front.http.post("/api/v1/conversations", json=body)

    assert response.status_code == 201
    opened = response.json()
    assert set(opened) == {"conversation_id", "token", "greeting"}
    assert set(opened["greeting"]) == REPLY
    (row,) = await front.office.rows(conversations)
    assert (row["channel"], row["region"], row["persona"]) == ("wechat", "青岛市", "elder")
    assert opened["token"] not in str(row)


async def test_a_region_without_documents_is_not_kept(front: Front) -> None:
    await front.citizen(region="火星市")

    (row,) = await front.office.rows(conversations)
    assert row["region"] is None


async def test_a_message_is_answered_with_exactly_the_keys_of_the_contract(front: Front) -> None:
    citizen = await front.citizen()
    answer = Answer(
        Reply("好。", Status.ANSWERED, sources=(passage().source(),), choices=("好",)),
        Turn(Handled.ANSWER, handoff=Handoff("text", "签约", {"姓名": "王秀英"})),
    )
    front.office.dialogue.answers = [answer]

    response = await citizen.say("你好", "m1")

    data = response.json()
    assert (response.status_code, set(data)) == (200, {"reply", "turn"})
    assert (set(data["reply"]), set(data["turn"])) == (REPLY, TURN)
    assert set(data["reply"]["sources"][0]) == SOURCE
    assert data["reply"]["sources"][0]["date"] == "2022-09-27"
    assert data["reply"]["spoken"] == "好。"
    assert data["turn"]["handoff"] == {
        "channel": "text",
        "item": "签约",
        "fields": {"姓名": "王秀英"},
    }
    assert front.office.dialogue.heard[0].channel == "web"


async def test_the_same_message_sent_again_gets_the_same_answer(front: Front) -> None:
    citizen = await front.citizen()
    first = await citizen.say("你好", "m1")

    again = await citizen.say("你好", "m1")

    assert again.json() == first.json()
    assert len(front.office.dialogue.heard) == 1


async def test_while_a_person_serves_the_reply_is_null(front: Front) -> None:
    citizen = await front.citizen()
    await citizen.say("人工")
    (ticket,) = await front.office.tickets.open_tickets()
    await front.parts.staff.desk.accept(ticket.id, "1001", "王工")

    response = await citizen.say("在吗")

    assert response.json() == {"reply": None, "turn": None}


async def test_preferences_are_stored(front: Front) -> None:
    citizen = await front.citizen()

    response = await front.http.patch(
        citizen.path, json={"region": "天津市", "persona": "elder"}, headers=citizen.headers
    )

    assert response.status_code == 204
    stored = await front.office.conversations.conversation(citizen.id)
    assert (stored.region, stored.persona) == ("天津市", "elder")


async def test_preferences_not_named_stay(front: Front) -> None:
    citizen = await front.citizen(region="青岛市", persona="elder")

    await front.http.patch(citizen.path, json={}, headers=citizen.headers)

    stored = await front.office.conversations.conversation(citizen.id)
    assert (stored.region, stored.persona) == ("青岛市", "elder")


async def test_the_transcript_has_everything_said_masked(front: Front) -> None:
    citizen = await front.citizen()
    await citizen.say(f"我的身份证{WOMAN}", "m1")

    response = await front.http.get(f"{citizen.path}/transcript", headers=citizen.headers)

    lines = response.json()["lines"]
    assert [line["who"] for line in lines] == ["assistant", "citizen", "assistant"]
    assert [line["seq"] for line in lines] == [1, 2, 3]
    assert set(lines[0]) == {"seq", "at", "who", "text", "name", "message_id", "reply"}
    assert WOMAN not in response.text
    assert lines[1]["message_id"] == "m1"


async def test_a_thumb_is_stored_with_its_line(front: Front) -> None:
    citizen = await front.citizen()
    await citizen.say("你好")
    thumb = {"seq": 3, "useful": False, "reason": "没说清", "comment": "打13800138000"}

    response = await front.http.post(
        f"{citizen.path}/feedback", json=thumb, headers=citizen.headers
    )

    assert response.status_code == 204
    (row,) = await front.office.rows(remarks)
    assert (row["kind"], row["seq"], row["useful"]) == ("thumb", 3, False)
    assert (row["reason"], row["text"]) == ("没说清", "打138****8000")


@pytest.mark.parametrize("seq", [2, 99])
async def test_a_thumb_on_what_the_assistant_did_not_say_is_refused(front: Front, seq: int) -> None:
    citizen = await front.citizen()
    await citizen.say("你好")

    response = await front.http.post(
        f"{citizen.path}/feedback", json={"seq": seq, "useful": True}, headers=citizen.headers
    )

    assert response.status_code == 404
    assert await front.office.rows(remarks) == []


async def test_the_knowledge_is_searched_for_the_region(front: Front) -> None:
    front.office.retriever.knows["门诊能报多少"] = found(passage(score=0.91239))

    response = await front.http.get(
        "/api/v1/knowledge/search", params={"q": "门诊能报多少", "region": "青岛市", "limit": 5}
    )

    (only,) = response.json()["passages"]
    assert (set(only), only["score"]) == (PASSAGE, 0.9124)
    assert only["text"].startswith("原文")
    assert front.office.retriever.asked == [("门诊能报多少", "青岛市", 5)]


async def test_the_page_learns_about_the_bureau(front: Front) -> None:
    info = (await front.http.get("/api/v1/info")).json()

    assert set(info) == {"name", "hotline", "hours", "regions", "region_names"}
    assert "青岛市" in info["regions"]


async def test_the_owner_sees_the_filed_application_masked(front: Front) -> None:
    citizen = await front.citizen()
    number = await filed(citizen)

    response = await front.http.get(f"/api/v1/applications/{number}", headers=citizen.headers)

    data = response.json()
    assert set(data) == {
        *("number", "item", "item_code", "phase", "submitted_at", "due", "fields"),
    }
    assert (data["number"], data["phase"]) == (number, "submitted")
    assert data["fields"]["手机号"] == "138****8000"
    assert WOMAN not in response.text


async def test_another_citizen_does_not_see_it_nor_learn_that_it_exists(front: Front) -> None:
    number = await filed(await front.citizen())
    stranger = await front.citizen()

    theirs = await front.http.get(f"/api/v1/applications/{number}", headers=stranger.headers)
    nobodys = await front.http.get("/api/v1/applications/1234", headers=stranger.headers)

    assert theirs.status_code == nobodys.status_code == 404
    assert theirs.json() == nobodys.json()


async def test_staff_see_a_filed_application_and_passers_by_do_not(front: Front) -> None:
    number = await filed(await front.citizen())
    nobody = await front.http.get(f"/api/v1/applications/{number}")

    await front.signed_in()
    staff = await front.http.get(f"/api/v1/applications/{number}")

    assert (nobody.status_code, staff.status_code) == (401, 200)
    seen = [row for row in await front.office.rows(audit) if row["action"] == "seen"]
    assert [(row["actor"], row["subject"]) for row in seen] == [("staff:1001", "seen:a1")]


async def test_the_contract_is_published(front: Front) -> None:
    paths = (await front.http.get("/openapi.json")).json()["paths"]

    assert {
        "/healthz",
        "/readyz",
        "/api/v1/conversations",
        "/api/v1/conversations/{conversation_id}/messages",
        "/api/v1/knowledge/search",
        "/api/v1/items",
        "/api/v1/items/{code}",
        "/api/v1/applications/{number}",
    } <= set(paths)
    assert "/rasa/actions" not in paths


@pytest.mark.parametrize("path", ["/", "/desk", "/api/v1/info", "/nowhere", "/static/chat.js"])
async def test_every_answer_carries_the_headers_that_protect_the_browser(
    front: Front, path: str
) -> None:
    headers = (await front.http.get(path)).headers

    assert "default-src 'self'" in headers["content-security-policy"]
    assert "unsafe-inline" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert (headers.get("cache-control") == "no-store") == path.startswith("/api/")


async def test_the_greeting_says_that_it_is_a_program(front: Front) -> None:
    opened = (await front.http.post("/api/v1/conversations", json={})).json()

    assert opened["greeting"]["text"] == wording.GREETING
    assert "不是真人" in wording.GREETING
