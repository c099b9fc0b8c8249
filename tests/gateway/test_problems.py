"""Tests gateway.problems and gateway.readiness: what citizens get when something is wrong."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator

import httpx
import pytest

from bot.acts import Act
from core import wording
from core.conversation import Stage
from gateway.problems import LARGEST_BODY
from tests.bot.rasa_calls import rasa_body
from tests.gateway.front import SECRET, Front


def assert_problem(response: httpx.Response, status: int, detail: str) -> None:
    """Check the shape of RFC 9457, and that a citizen can read it."""
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    data = response.json()
    assert set(data) == {"type", "title", "status", "detail"}
    assert (data["status"], data["detail"]) == (status, detail)
    assert re.search(r"[\u4e00-\u9fff]", data["detail"])
    assert response.headers["content-security-policy"]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": ""},
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer wrong"},
        {"Authorization": "Basic dTpw"},
    ],
)
@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/messages", {"text": "你好"}),
        ("PATCH", "", {"persona": "elder"}),
        ("GET", "/transcript", None),
        ("POST", "/feedback", {"seq": 1, "useful": True}),
    ],
)
async def test_without_the_token_a_conversation_stays_closed(
    front: Front, method: str, path: str, body: object, headers: dict[str, str]
) -> None:
    citizen = await front.citizen()

    response = await front.http.request(method, citizen.path + path, json=body, headers=headers)

    assert_problem(response, 401, wording.NOT_AUTHORISED)


async def test_the_token_of_one_conversation_does_not_open_another(front: Front) -> None:
    one, other = await front.citizen(), await front.citizen()

    response = await front.http.get(f"{one.path}/transcript", headers=other.headers)

    assert_problem(response, 401, wording.NOT_AUTHORISED)


@pytest.mark.parametrize("path", ["/chats", "/policies/gone", "/static/gone.html"])
async def test_who_opens_a_page_that_is_not_there_can_read_where_to_go(
    front: Front, path: str
) -> None:
    response = await front.http.get(path, headers={"Accept": "text/html,*/*;q=0.8"})

    assert response.status_code == 404
    assert response.headers["content-type"].startswith("text/html")
    assert wording.NO_PAGE_TITLE in response.text
    assert "12393" in response.text
    assert 'href="/"' in response.text
    assert response.headers["content-security-policy"]


async def test_a_program_gets_a_problem_document_where_a_person_gets_a_page(front: Front) -> None:
    response = await front.http.get("/api/v1/gone", headers={"Accept": "text/html"})

    assert_problem(response, 404, wording.NOT_FOUND)


async def test_an_unknown_conversation_looks_like_a_wrong_token(front: Front) -> None:
    citizen = await front.citizen()

    response = await front.http.get(
        "/api/v1/conversations/nobody/transcript", headers=citizen.headers
    )

    assert_problem(response, 401, wording.NOT_AUTHORISED)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"text": 5},
        {"text": None},
        {"text": "你好", "massage_id": "m1"},
        {"text": "你好", "message_id": ""},
        {"text": "你好", "message_id": "m" * 65},
        {"text": "长" * 10_001},
        {"text": ["你好"]},
        [],
        "你好",
        None,
    ],
)
async def test_a_message_of_another_shape_is_refused_and_not_recorded(
    front: Front, body: object
) -> None:
    citizen = await front.citizen()

    response = await front.http.post(f"{citizen.path}/messages", json=body, headers=citizen.headers)

    assert_problem(response, 422, wording.BAD_REQUEST)
    assert len(await front.office.conversations.lines_after(citizen.id, 0)) == 1


@pytest.mark.parametrize(
    "content",
    [b"", b"not json", b"{", b'{"text": "\xff"}', b"[" * 50_000, b'{"text": "\\ud800"}'],
)
async def test_what_is_no_json_is_refused(front: Front, content: bytes) -> None:
    citizen = await front.citizen()

    response = await front.http.post(
        f"{citizen.path}/messages",
        content=content,
        headers={**citizen.headers, "Content-Type": "application/json"},
    )

    assert response.status_code in {400, 422}
    assert_problem(response, response.status_code, wording.BAD_REQUEST)


@pytest.mark.parametrize(
    "body", [{"channel": "fax"}, {"persona": "vip"}, {"region": 5}, {"name": "王秀英"}]
)
async def test_a_conversation_of_another_kind_is_refused(
    front: Front, body: dict[str, object]
) -> None:
    response = await front.http.post("/api/v1/conversations", json=body)

    assert_problem(response, 422, wording.BAD_REQUEST)


@pytest.mark.parametrize(
    "params", [{}, {"q": ""}, {"q": "长" * 501}, {"q": "x", "limit": 0}, {"q": "x", "limit": 21}]
)
async def test_a_search_out_of_bounds_is_refused(
    front: Front, params: dict[str, str | int]
) -> None:
    response = await front.http.get("/api/v1/knowledge/search", params=params)

    assert_problem(response, 422, wording.BAD_REQUEST)
    assert front.office.retriever.asked == []


async def test_a_body_that_is_too_large_is_refused_before_it_is_read(front: Front) -> None:
    response = await front.http.post("/api/v1/conversations", content=b" " * (LARGEST_BODY + 1))

    assert_problem(response, 413, wording.BODY_TOO_LARGE)


async def test_a_body_without_a_length_is_refused(front: Front) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        yield b"{}"

    response = await front.http.post("/api/v1/conversations", content=pieces())

    assert_problem(response, 413, wording.BODY_TOO_LARGE)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nowhere", 404),
        ("GET", "/api/v1/items/YB-XX-0000", 404),
        ("GET", "/static/../app.py", 404),
        ("DELETE", "/api/v1/items", 405),
    ],
)
async def test_what_does_not_exist_is_told_in_words(
    front: Front, method: str, path: str, status: int
) -> None:
    response = await front.http.request(method, path)

    assert_problem(response, status, wording.NOT_FOUND)


async def test_a_region_without_documents_cannot_be_chosen(front: Front) -> None:
    citizen = await front.citizen()

    response = await front.http.patch(
        citizen.path, json={"region": "火星市"}, headers=citizen.headers
    )

    assert_problem(response, 404, wording.NOT_FOUND)


async def test_a_closed_conversation_is_told_in_words(front: Front) -> None:
    citizen = await front.citizen()
    stored = await front.office.conversations.conversation(citizen.id)
    await front.office.conversations.move(
        stored.moved_to(Stage.CLOSED), "citizen", front.office.clock()
    )

    response = await citizen.say("你好")

    assert_problem(response, 409, wording.NOT_ALLOWED_NOW)


async def test_a_search_without_the_index_is_told_in_words(front: Front) -> None:
    front.office.retriever.down = True

    response = await front.http.get("/api/v1/knowledge/search", params={"q": "门诊"})

    assert_problem(response, 503, wording.NOT_TAKEN_IN)


async def test_an_error_that_nobody_expected_shows_no_stack_trace(front: Front) -> None:
    citizen = await front.citizen()
    front.office.dialogue.answers = []  # the fake itself breaks

    response = await citizen.say("你好")

    assert response.status_code == 500
    assert response.json()["detail"] == wording.SERVER_PROBLEM
    assert "Traceback" not in response.text


@pytest.mark.parametrize("headers", [{}, {"X-Action-Secret": ""}, {"X-Action-Secret": "wrong"}])
async def test_only_rasa_may_ask_for_actions(front: Front, headers: dict[str, str]) -> None:
    citizen = await front.citizen()
    body = rasa_body(f"{citizen.id}.0", "我想办签约", Act.START_APPLICATION)

    response = await front.http.post("/rasa/actions", json=body, headers=headers)

    assert_problem(response, 401, wording.NOT_AUTHORISED)
    assert await front.office.applications.in_hand(citizen.id) is None


async def test_rasa_gets_events_and_responses(front: Front) -> None:
    citizen = await front.citizen()
    body = rasa_body(f"{citizen.id}.0", "我想办签约", Act.START_APPLICATION)

    response = await front.http.post(
        "/rasa/actions", json=body, headers={"X-Action-Secret": SECRET}
    )

    assert (response.status_code, set(response.json())) == (200, {"events", "responses"})
    assert await front.office.applications.in_hand(citizen.id) is not None


@pytest.mark.parametrize(("body", "status"), [({}, 400), ({"tracker": 1}, 400), ([], 422)])
async def test_what_is_no_call_of_rasa_is_refused(front: Front, body: object, status: int) -> None:
    response = await front.http.post(
        "/rasa/actions", json=body, headers={"X-Action-Secret": SECRET}
    )

    assert_problem(response, status, wording.BAD_REQUEST)


async def test_until_everything_is_ready_the_gateway_says_what_is_missing(front: Front) -> None:
    response = await front.http.get("/readyz")

    assert response.status_code == 503
    assert response.json() == {
        "status": "starting",
        "missing": ["rasa", "index"],
        "detail": wording.NOT_READY,
    }


async def test_once_rasa_has_answered_and_the_index_is_loaded_the_gateway_is_ready(
    front: Front,
) -> None:
    watch = asyncio.create_task(front.parts.readiness.watch())
    for _ in range(1000):  # each question to the database gives the watch its turn
        if not await front.parts.readiness.missing():
            break

    response = await front.http.get("/readyz")

    assert (response.status_code, response.json()) == (200, {"status": "ready", "missing": []})
    watch.cancel()
