"""Tests gateway.teams_api: citizens see teams, wait, leave, and are called back."""

from __future__ import annotations

from datetime import timedelta

from core import queue_wording as say
from core.call_backs import Standing
from core.teams import Team
from tests.gateway.queue_desk import QueueDesk
from tests.gateway.queue_desk import queue_desk as queue_desk

PHONE = "13800138000"


async def test_everybody_sees_the_teams_and_how_long_they_take(queue_desk: QueueDesk) -> None:
    teams = queue_desk.side.duty.teams
    hours = "周一至周五 13:30-17:00"
    await teams.put(Team("a", "签约组"), "1001", queue_desk.office.clock())
    await teams.put(Team("b", "下午组", hours=hours), "1001", queue_desk.office.clock())
    await queue_desk.waiter()

    answer = await queue_desk.http.get("/api/v1/teams")

    shown = {team["id"]: team for team in answer.json()["teams"]}
    assert (shown["a"]["name"], shown["a"]["open_now"]) == ("签约组", True)
    assert (shown["b"]["hours"], shown["b"]["open_now"]) == (hours, False)  # it is ten o'clock
    assert (shown["a"]["waiting"], shown["a"]["minutes"]) == (1, None)
    assert "members" not in shown["a"]


async def test_a_citizen_waits_for_a_team_and_is_told_the_place(queue_desk: QueueDesk) -> None:
    await queue_desk.side.duty.teams.put(Team("a", "签约组"), "1001", queue_desk.office.clock())
    await queue_desk.waiter()
    queue_desk.office.clock.pass_by(timedelta(seconds=1))
    waiter = await queue_desk.waiter(team="a", channel="video")

    answer = await queue_desk.http.get(waiter.path, headers=waiter.headers)

    told = answer.json()
    assert (told["waiting"], told["position"], told["team"]) == (True, 2, "a")
    assert told["text"] == "您排在第2位，前面还有1位。"
    assert told["spoken"] == "您排在第二位，前面还有一位。"
    assert told["call_back_offered"] is False


async def test_who_does_not_wait_has_no_place(queue_desk: QueueDesk) -> None:
    stranger = await queue_desk.stranger()

    answer = await queue_desk.http.get(stranger.path, headers=stranger.headers)

    assert answer.json() == {"waiting": False}


async def test_nobody_sees_or_moves_the_place_of_another(queue_desk: QueueDesk) -> None:
    waiter, other = await queue_desk.waiter(), await queue_desk.stranger()

    answers = [
        await queue_desk.http.request(method, waiter.path, json=body, headers=other.headers)
        for method, body in (("GET", None), ("POST", {}), ("DELETE", None))
    ]

    assert [answer.status_code for answer in answers] == [401, 401, 401]
    assert await queue_desk.ticket_of(waiter)


async def test_an_unknown_team_is_refused_in_words(queue_desk: QueueDesk) -> None:
    stranger = await queue_desk.stranger()

    answer = await queue_desk.http.post(
        stranger.path, json={"team": "nowhere"}, headers=stranger.headers
    )

    assert (answer.status_code, answer.json()["detail"]) == (404, say.NO_SUCH_TEAM)


async def test_leaving_twice_is_fine(queue_desk: QueueDesk) -> None:
    waiter = await queue_desk.waiter()

    answers = [await queue_desk.http.delete(waiter.path, headers=waiter.headers) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [204, 204]
    assert await queue_desk.office.tickets.open_tickets() == []


async def test_who_leaves_can_be_called_back_in_the_first_free_slot(
    queue_desk: QueueDesk,
) -> None:
    waiter = await queue_desk.waiter()

    answer = await queue_desk.http.post(
        f"{waiter.path}/call-back", json={"phone": PHONE}, headers=waiter.headers
    )

    (booked,) = await queue_desk.booked(waiter)
    assert answer.status_code == 201
    assert (answer.json()["number"], answer.json()["phone"]) == (booked.number, "138****8000")
    assert booked.starts == queue_desk.office.clock() + timedelta(minutes=30)
    assert await queue_desk.office.tickets.open_tickets() == []


async def test_a_bad_number_keeps_the_place(queue_desk: QueueDesk) -> None:
    waiter = await queue_desk.waiter()

    answer = await queue_desk.http.post(
        f"{waiter.path}/call-back", json={"phone": "1234567890123"}, headers=waiter.headers
    )

    assert answer.status_code == 422
    assert await queue_desk.ticket_of(waiter)


async def test_an_agent_who_comes_in_that_moment_is_better_than_a_call(
    queue_desk: QueueDesk,
) -> None:
    waiter = await queue_desk.waiter()
    ticket = await queue_desk.ticket_of(waiter)
    await queue_desk.side.duty.desk.accept(ticket, "1001", "王工")

    answer = await queue_desk.http.post(
        f"{waiter.path}/call-back", json={"phone": PHONE}, headers=waiter.headers
    )

    assert (answer.status_code, answer.json()["detail"]) == (409, say.SERVED_ALREADY)
    assert [one.standing for one in await queue_desk.booked(waiter)] == [Standing.CANCELLED]


async def test_the_notice_in_force_is_public(queue_desk: QueueDesk) -> None:
    before = (await queue_desk.http.get("/api/v1/notice")).json()
    await queue_desk.signed_in("1009", "desk", "supervise")

    await queue_desk.http.put("/api/v1/staff/notice", json={"text": "系统检修，请稍等。"})
    during = (await queue_desk.http.get("/api/v1/notice")).json()
    await queue_desk.http.delete("/api/v1/staff/notice")

    assert before == {"text": None, "since": None}
    assert during["text"] == "系统检修，请稍等。"
    assert (await queue_desk.http.get("/api/v1/notice")).json() == before
