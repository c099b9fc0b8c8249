"""Tests gateway.staff and gateway.staff_api: who may serve citizens, and how."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core import account_wording as say
from core import wording
from core.sign_in_delays import ACCOUNT
from core.tables import staff, staff_sessions
from tests.gateway.front import PASSWORD, Front
from tests.gateway.test_problems import assert_problem

SESSION = "/api/v1/staff/session"
RIGHT = {"name": "1001", "password": PASSWORD}
WRONG = {"name": "1001", "password": "wrong"}
TICKET = {
    *("id", "conversation_id", "channel", "item", "fields", "region", "persona", "state"),
    *("agent", "opened_at", "waiting_seconds", "team", "wants_agent", "first_agent"),
    *("item_code", "note"),
}


async def waiting_ticket(front: Front) -> str:
    citizen = await front.citizen()
    await citizen.say("人工")
    return (await front.office.tickets.open_tickets())[-1].id


async def test_the_right_password_gives_a_cookie_that_scripts_cannot_read(front: Front) -> None:
    await front.parts.staff.door.add("1001", "王工", PASSWORD)

    response = await front.http.post(SESSION, json=RIGHT)

    assert response.status_code == 204
    cookie = response.headers["set-cookie"].lower()
    assert "yibao_staff=" in cookie
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    (row,) = await front.office.rows(staff_sessions)
    assert front.http.cookies["yibao_staff"] not in str(row)
    (account,) = await front.office.rows(staff)
    assert account["password_hash"].startswith("$argon2id$")


@pytest.mark.parametrize("body", [WRONG, {"name": "nobody", "password": PASSWORD}])
async def test_a_wrong_password_and_an_unknown_name_look_alike(
    front: Front, body: dict[str, str]
) -> None:
    await front.parts.staff.door.add("1001", "王工", PASSWORD)

    response = await front.http.post(SESSION, json=body)

    assert_problem(response, 401, wording.SIGN_IN_FAILED)
    assert "set-cookie" not in response.headers


async def test_after_five_wrong_passwords_the_right_one_has_to_wait(front: Front) -> None:
    await front.parts.staff.door.add("1001", "王工", PASSWORD)
    for _ in range(ACCOUNT.failures):
        await front.http.post(SESSION, json=WRONG)

    locked = await front.http.post(SESSION, json=RIGHT)
    front.office.clock.pass_by(timedelta(minutes=15, seconds=1))
    later = await front.http.post(SESSION, json=RIGHT)

    assert_problem(locked, 401, say.ACCOUNT_LOCKED.format(until=" 10:15 "))
    assert later.status_code == 204


async def test_the_right_password_forgives_the_wrong_ones_before(front: Front) -> None:
    await front.parts.staff.door.add("1001", "王工", PASSWORD)
    for body in (*[WRONG] * (ACCOUNT.failures - 1), RIGHT, WRONG):
        await front.http.post(SESSION, json=body)

    response = await front.http.post(SESSION, json=RIGHT)

    assert response.status_code == 204


@pytest.mark.parametrize("body", [{}, {"name": "1001"}, {**RIGHT, "admin": True}])
async def test_a_sign_in_of_another_shape_is_refused(front: Front, body: dict[str, object]) -> None:
    response = await front.http.post(SESSION, json=body)

    assert_problem(response, 422, wording.BAD_REQUEST)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/me", None),
        ("GET", "/tickets", None),
        ("POST", "/tickets/{ticket}/accept", None),
        ("POST", "/tickets/{ticket}/messages", {"text": "您好"}),
        ("POST", "/tickets/{ticket}/close", {"outcome": "已解决"}),
        ("PUT", "/tickets/{ticket}/note", {"text": "再核对"}),
        ("GET", "/forbidden-words", None),
    ],
)
@pytest.mark.parametrize("cookie", [None, "invented"])
async def test_every_route_of_staff_refuses_whoever_is_not_signed_in(
    front: Front, method: str, path: str, body: object, cookie: str | None
) -> None:
    ticket = await waiting_ticket(front)
    if cookie is not None:
        front.http.cookies.set("yibao_staff", cookie)

    response = await front.http.request(
        method, "/api/v1/staff" + path.format(ticket=ticket), json=body
    )

    assert_problem(response, 401, wording.NOT_AUTHORISED)
    assert (await front.office.tickets.ticket(ticket)).state == "waiting"


async def test_a_session_ends_with_the_sign_out(front: Front) -> None:
    await front.signed_in()
    token = front.http.cookies["yibao_staff"]
    me = await front.http.get("/api/v1/staff/me")

    await front.http.delete(SESSION)
    front.http.cookies.set("yibao_staff", token)
    after = await front.http.get("/api/v1/staff/me")

    assert me.json() == {
        "name": "1001",
        "display_name": "王工",
        "duties": ["desk"],
        "owes": [],
        "has_code": False,
        "advice": say.NO_CODE_YET,
    }
    assert_problem(after, 401, wording.NOT_AUTHORISED)


async def test_a_session_ends_by_itself_after_a_working_day(front: Front) -> None:
    await front.signed_in()
    front.office.clock.pass_by(timedelta(hours=8, seconds=1))

    response = await front.http.get("/api/v1/staff/me")

    assert_problem(response, 401, say.OVER)


async def test_the_queue_shows_who_waits_and_for_how_long(front: Front) -> None:
    await front.signed_in()
    ticket = await waiting_ticket(front)
    front.office.clock.pass_by(timedelta(seconds=90))

    response = await front.http.get("/api/v1/staff/tickets")

    (shown,) = response.json()["tickets"]
    assert set(shown) == TICKET
    assert (shown["id"], shown["state"], shown["waiting_seconds"]) == (ticket, "waiting", 90)


async def test_accepting_gives_the_ticket_and_its_history(front: Front) -> None:
    await front.signed_in()
    ticket = await waiting_ticket(front)

    response = await front.http.post(f"/api/v1/staff/tickets/{ticket}/accept")

    data = response.json()
    assert set(data) == {"ticket", "history"}
    assert (data["ticket"]["agent"], data["ticket"]["state"]) == ("1001", "accepted")
    assert [line["who"] for line in data["history"]] == [
        "assistant",
        "citizen",
        "assistant",
        "system",
    ]


async def test_a_ticket_that_a_colleague_has_is_refused_in_words(front: Front) -> None:
    ticket = await waiting_ticket(front)
    await front.parts.staff.desk.accept(ticket, "1002", "李工")
    await front.signed_in()

    response = await front.http.post(f"/api/v1/staff/tickets/{ticket}/accept")

    assert_problem(response, 409, wording.TAKEN)


async def test_an_agent_speaks_and_closes(front: Front) -> None:
    await front.signed_in()
    ticket = await waiting_ticket(front)
    path = f"/api/v1/staff/tickets/{ticket}"
    await front.http.post(f"{path}/accept")

    said = await front.http.post(f"{path}/messages", json={"text": "您好", "message_id": "m1"})
    closed = await front.http.post(f"{path}/close", json={"outcome": "已解决"})

    assert (said.status_code, closed.status_code) == (204, 204)
    stored = await front.office.tickets.ticket(ticket)
    assert (stored.state, stored.outcome) == ("closed", "已解决")
    lines = await front.office.conversations.lines_after(stored.conversation_id, 0)
    assert ("agent", "您好") in [(line.who, line.text) for line in lines]


@pytest.mark.parametrize(
    ("route", "body"),
    [
        ("messages", {"text": ""}),
        ("messages", {"text": "长" * 1001}),
        ("messages", {}),
        ("close", {"outcome": "不知道"}),
        ("close", {}),
    ],
)
async def test_what_an_agent_may_not_send_is_refused(
    front: Front, route: str, body: dict[str, str]
) -> None:
    await front.signed_in()
    ticket = await waiting_ticket(front)
    await front.http.post(f"/api/v1/staff/tickets/{ticket}/accept")

    response = await front.http.post(f"/api/v1/staff/tickets/{ticket}/{route}", json=body)

    assert_problem(response, 422, wording.BAD_REQUEST)
    assert (await front.office.tickets.ticket(ticket)).state == "accepted"


async def test_the_page_of_staff_follows_the_queue_and_the_citizen(front: Front) -> None:
    await front.signed_in()
    async with await front.staff_stream() as page:
        first = await page.receive()
        citizen = await front.citizen()
        await citizen.say("人工")
        second = await page.receive()
        ticket = (await front.office.tickets.open_tickets())[0].id
        await front.http.post(f"/api/v1/staff/tickets/{ticket}/accept")
        await citizen.say("在吗", "m1")
        message = await page.receive_until("message")

    assert (first["type"], first["tickets"]) == ("tickets", [])
    assert f'"{ticket}"' in str(second).replace("'", '"')
    assert (message["ticket_id"], message["text"]) == (ticket, "在吗")


async def test_the_stream_of_staff_refuses_whoever_is_not_signed_in(front: Front) -> None:
    async with await front.staff_stream() as page:
        code = await page.closed()

    assert code == 4401
