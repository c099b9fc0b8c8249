"""Tests the ways into a video call: links used once, sessions bound to a seat."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from core import call_wording
from core.call_tables import call_links, call_seats
from core.calls import LINK_HOLDS
from core.hashing import hashed
from core.store import Line
from tests.video_desk.call_desk import TOKEN, CallDesk

ENTER = "/api/v1/calls/enter"


async def test_a_link_leads_into_the_citizens_seat_once(call_desk: CallDesk) -> None:
    call = await call_desk.opened()
    token = await call_desk.link()

    first = await call_desk.http.post(ENTER, json={"token": token})
    second = await call_desk.http.post(ENTER, json={"token": token})

    entered = first.json()
    assert (entered["call_id"], entered["seat"], entered["role"]) == (call.id, "citizen", "citizen")
    assert second.status_code == 404
    assert second.json()["detail"] == call_wording.LINK_NOT_VALID


async def test_of_five_who_use_a_link_at_the_same_moment_one_gets_in(
    call_desk: CallDesk,
) -> None:
    await call_desk.opened()
    body = {"token": await call_desk.link()}

    answers = await asyncio.gather(*(call_desk.http.post(ENTER, json=body) for _ in range(5)))

    assert sorted(answer.status_code for answer in answers) == [200, 404, 404, 404, 404]


async def test_a_link_that_was_not_used_for_a_quarter_of_an_hour_leads_nowhere(
    call_desk: CallDesk,
) -> None:
    await call_desk.opened()
    token = await call_desk.link()
    call_desk.office.clock.pass_by(LINK_HOLDS)

    answer = await call_desk.http.post(ENTER, json={"token": token})

    assert answer.status_code == 404
    assert answer.json()["detail"] == call_wording.LINK_NOT_VALID


async def test_a_second_click_gives_a_new_link_and_the_old_one_holds_no_more(
    call_desk: CallDesk,
) -> None:
    await call_desk.opened()
    old, new = await call_desk.link(), await call_desk.link()

    answers = [await call_desk.http.post(ENTER, json={"token": token}) for token in (old, new)]

    assert [answer.status_code for answer in answers] == [404, 200]


async def test_neither_tokens_nor_sessions_are_stored(call_desk: CallDesk) -> None:
    await call_desk.opened()
    token = await call_desk.link()
    session = (await call_desk.http.post(ENTER, json={"token": token})).json()["session"]

    office = call_desk.office
    rows = [*await office.rows(call_links), *await office.rows(call_seats)]
    lines = await office.conversations.lines_after("c1", 0)

    everything = repr([dict(row) for row in rows]) + repr(lines)
    assert token not in everything
    assert session not in everything


async def test_a_session_opens_no_other_call(call_desk: CallDesk) -> None:
    call = await call_desk.opened()
    session = await call_desk.session()
    other = await call_desk.parts.calls.open("t1", "c1", "1001", call_desk.office.clock())
    assert other.id == call.id

    mine = await call_desk.http.get(
        f"/api/v1/calls/{call.id}/ice", headers={"Authorization": f"Bearer {session}"}
    )
    wrong = await call_desk.http.get(
        f"/api/v1/calls/{call.id}/ice", headers={"Authorization": "Bearer nonsense"}
    )
    unknown = await call_desk.http.get(
        "/api/v1/calls/nowhere/ice", headers={"Authorization": f"Bearer {session}"}
    )

    assert mine.json()["ice_servers"][0]["urls"] == ["turns:turn.example:443"]
    assert [wrong.status_code, unknown.status_code] == [401, 404]


async def test_after_the_call_nobody_gets_credentials_to_relay_with(call_desk: CallDesk) -> None:
    call = await call_desk.opened()
    mine = {"Authorization": f"Bearer {await call_desk.session()}"}
    body = {"outcome": "已解决", "wrap_up": "answered"}
    path = f"/api/v1/staff/calls/{call.id}/end"
    assert (await call_desk.http.post(path, json=body, headers=call_desk.cookie())).is_success

    answer = await call_desk.http.get(f"/api/v1/calls/{call.id}/ice", headers=mine)

    assert (answer.status_code, answer.json()["detail"]) == (409, call_wording.CALL_ENDED)


async def test_who_waits_for_the_video_may_try_camera_and_microphone_before(
    call_desk: CallDesk,
) -> None:
    await call_desk.waiting()
    session = await call_desk.session()
    (call,) = await call_desk.parts.calls.open_calls()

    async with call_desk.page(call, session=session) as citizen:
        welcome = await citizen.receive_until("welcome")

    assert call.agent is None
    assert welcome["queue"] == {"type": "queue", "position": 1, "minutes": None, "open_now": True}


async def test_the_agent_who_accepts_comes_into_the_call_that_waits(call_desk: CallDesk) -> None:
    await call_desk.waiting()
    session = await call_desk.session()
    (waiting,) = await call_desk.parts.calls.open_calls()
    await call_desk.staff()
    await call_desk.desk.accept("t1", "1001", "王工")

    call = await call_desk.reopened()

    assert (call.id, call.agent) == (waiting.id, "1001")
    async with call_desk.page(call, session=session) as citizen:
        assert (await citizen.receive_until("welcome"))["queue"] is None


async def test_who_does_not_wait_for_a_person_gets_no_link(call_desk: CallDesk) -> None:
    await call_desk.waiting(channel="text")

    answer = await call_desk.http.post(
        "/api/v1/conversations/c1/call", headers={"Authorization": f"Bearer {TOKEN}"}
    )

    assert answer.status_code == 409
    assert answer.json()["detail"] == call_wording.NO_CALL


async def test_a_stranger_gets_no_link_to_somebody_elses_call(call_desk: CallDesk) -> None:
    await call_desk.opened()

    answer = await call_desk.http.post(
        "/api/v1/conversations/c1/call", headers={"Authorization": "Bearer somebody else's"}
    )

    assert answer.status_code == 401


async def test_opening_a_call_brings_the_citizen_a_button_and_a_link(call_desk: CallDesk) -> None:
    told: list[dict[str, object]] = []

    async def hear(event: object) -> None:
        assert isinstance(event, dict)
        told.append(event)

    async with call_desk.citizens.listening("c1", hear):
        await call_desk.opened()

    reply, call = told[-2:]
    assert reply["type"] == "reply"
    assert str(call["url"]).startswith("/call#")
    (line,) = [
        line
        for line in await call_desk.office.conversations.lines_after("c1", 0)
        if line.text.startswith("工作人员王工请您打开视频")
    ]
    assert _card_of(line) == {"kind": "link", "title": "打开视频", "link": "/call", "rows": []}


async def test_only_the_agent_who_serves_the_citizen_opens_the_call(call_desk: CallDesk) -> None:
    await call_desk.opened()
    await call_desk.staff("1002", "李工")

    answer = await call_desk.http.post(
        "/api/v1/staff/tickets/t1/call", headers=call_desk.cookie("1002")
    )

    assert answer.status_code == 409


async def test_opening_a_call_again_returns_the_same_one(call_desk: CallDesk) -> None:
    first = await call_desk.opened()

    again = await call_desk.reopened()

    assert again.id == first.id


async def test_a_family_member_joins_by_a_link_of_the_citizens_and_only_one_of_them(
    call_desk: CallDesk,
) -> None:
    call = await call_desk.opened()
    session = await call_desk.session()
    headers = {"Authorization": f"Bearer {session}"}
    body = {"role": "family", "name": "女儿"}
    path = f"/api/v1/calls/{call.id}/links"
    invited = await call_desk.http.post(path, json=body, headers=headers)
    token = str(invited.json()["url"]).removeprefix("/call#")

    entered = (await call_desk.http.post(ENTER, json={"token": token})).json()
    second = await call_desk.http.post(path, json=body, headers=headers)
    by_family = await call_desk.http.post(
        path, json=body, headers={"Authorization": f"Bearer {entered['session']}"}
    )

    assert (entered["role"], entered["name"]) == ("family", "女儿")
    assert [second.status_code, by_family.status_code] == [409, 409]


async def test_the_citizens_session_still_rates_for_a_day_and_a_relatives_never_does(
    call_desk: CallDesk,
) -> None:
    call = await call_desk.opened()
    session = await call_desk.session()
    seats, clock = call_desk.parts.seats, call_desk.office.clock
    await call_desk.parts.calls.end(call.id, "left", "citizen", clock())

    assert await seats.opens("c1", hashed(session), clock())
    assert not await seats.opens("c1", hashed("nonsense"), clock())
    assert not await seats.opens("c2", hashed(session), clock())
    assert not await seats.opens("c1", hashed(session), clock() + timedelta(days=1, seconds=1))


def _card_of(line: Line) -> object:
    assert line.answer is not None
    reply = line.answer["reply"]
    assert isinstance(reply, dict)
    return reply["cards"][0]
