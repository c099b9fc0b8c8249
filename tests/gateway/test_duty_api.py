"""Tests gateway.duty_api and gateway.signs: agents on duty, rings, and what supervisors arrange."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest

from core import queue_wording as say
from core.store.presence import PresenceStore
from core.teams import DutyState
from gateway.signs import Signs
from tests.gateway.queue_desk import QueueDesk
from tests.gateway.queue_desk import queue_desk as queue_desk

DESK = "/api/v1/staff"
TEAM = {"name": "签约组", "skills": ["01"], "regions": ["青岛市"], "members": ["1001"]}


async def test_an_agent_says_how_it_is_and_colleagues_see_it(queue_desk: QueueDesk) -> None:
    await queue_desk.signed_in("1002")
    await queue_desk.signed_in("1001")
    before = (await queue_desk.http.get(f"{DESK}/presence")).json()["state"]

    await queue_desk.on_duty("on")

    shown = (await queue_desk.http.get(f"{DESK}/presence")).json()
    assert (before, shown["state"]) == ("away", "on")
    states = {one["name"]: one["state"] for one in shown["colleagues"]}
    assert states == {"1001": "on", "1002": "gone"}
    assert ("1001", {"type": "presence", "state": "on"}) in queue_desk.office.staff_pages.events


async def test_who_gives_no_sign_for_45_seconds_is_shown_as_gone(queue_desk: QueueDesk) -> None:
    await queue_desk.signed_in("1001")
    await queue_desk.on_duty("on")

    queue_desk.office.clock.pass_by(timedelta(seconds=45))

    shown = (await queue_desk.http.get(f"{DESK}/presence")).json()
    assert [one["state"] for one in shown["colleagues"]] == ["gone"]


async def test_only_supervisors_see_whom_each_agent_serves(queue_desk: QueueDesk) -> None:
    await queue_desk.signed_in("1001")
    await queue_desk.on_duty("on")
    waiter = await queue_desk.waiter()
    await queue_desk.side.ringing.step()
    plain = (await queue_desk.http.get(f"{DESK}/presence")).json()["colleagues"]

    await queue_desk.signed_in("1009", "desk", "supervise")
    full = (await queue_desk.http.get(f"{DESK}/presence")).json()["colleagues"]

    assert "ringing" not in plain[0]
    rings = {one["name"]: one["ringing"] for one in full}
    assert rings == {"1001": await queue_desk.ticket_of(waiter), "1009": None}


async def test_a_ring_that_is_declined_is_over_and_declining_again_is_refused_in_words(
    queue_desk: QueueDesk,
) -> None:
    await queue_desk.signed_in("1001")
    await queue_desk.on_duty("on")
    ticket = await queue_desk.ticket_of(await queue_desk.waiter())
    await queue_desk.side.ringing.step()

    answers = [await queue_desk.http.post(f"{DESK}/tickets/{ticket}/decline") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [204, 409]
    assert answers[1].json()["detail"] == say.RINGS_NO_MORE
    assert await queue_desk.side.duty.offers.ringing() == []


async def test_who_goes_away_while_it_rings_lets_it_go_on(queue_desk: QueueDesk) -> None:
    await queue_desk.signed_in("1001")
    await queue_desk.on_duty("on")
    await queue_desk.waiter()
    await queue_desk.side.ringing.step()

    answer = await queue_desk.on_duty("away")

    assert answer.json() == {"state": "away"}
    assert await queue_desk.side.duty.offers.ringing() == []


async def test_a_page_that_opens_while_it_rings_is_told(queue_desk: QueueDesk) -> None:
    await queue_desk.signed_in("1001")
    await queue_desk.on_duty("on")
    waiter = await queue_desk.waiter(channel="video")
    await queue_desk.side.ringing.step()

    event = await queue_desk.side.ringing.ring_event("1001")

    assert event is not None
    assert event["type"] == "ring"
    shown = event["ticket"]
    assert isinstance(shown, dict)
    assert (shown["conversation_id"], shown["channel"]) == (waiter.id, "video")
    until = datetime.fromisoformat(str(event["until"]))
    assert until == queue_desk.office.clock() + timedelta(seconds=20)
    assert await queue_desk.side.ringing.ring_event("1002") is None


async def test_a_citizen_is_handed_on_with_reason_and_summary(queue_desk: QueueDesk) -> None:
    await queue_desk.signed_in("1002")
    await queue_desk.signed_in("1001")
    ticket = await queue_desk.ticket_of(await queue_desk.waiter())
    await queue_desk.side.duty.desk.accept(ticket, "1001", "王工")

    body = {"agent": "1002", "reason": "不是我组的事", "summary": "已核对身份"}
    answer = await queue_desk.http.post(f"{DESK}/tickets/{ticket}/transfer", json=body)

    assert answer.status_code == 204
    (step,) = (await queue_desk.http.get(f"{DESK}/tickets/{ticket}/hand-ons")).json()["hand_ons"]
    assert (step["agent"], step["to"], step["reason"]) == ("1001", "1002", "不是我组的事")
    assert step["summary"] == "已核对身份"


@pytest.mark.parametrize("body", [{"agent": "1002"}, {"agent": "1002", "reason": " "}])
async def test_handing_on_needs_a_reason(queue_desk: QueueDesk, body: dict[str, str]) -> None:
    await queue_desk.signed_in("1001")
    ticket = await queue_desk.ticket_of(await queue_desk.waiter())
    await queue_desk.side.duty.desk.accept(ticket, "1001", "王工")

    answer = await queue_desk.http.post(f"{DESK}/tickets/{ticket}/transfer", json=body)

    assert answer.status_code == 422
    assert (await queue_desk.office.tickets.ticket(ticket)).agent == "1001"


async def test_a_supervisor_arranges_teams(queue_desk: QueueDesk) -> None:
    await queue_desk.signed_in("1001")
    await queue_desk.signed_in("1009", "desk", "supervise")

    stored = await queue_desk.http.put(f"{DESK}/teams/qy", json=TEAM)

    assert stored.status_code == 204
    (team,) = (await queue_desk.http.get(f"{DESK}/teams")).json()["teams"]
    assert team == {"id": "qy", "hours": "", **TEAM}
    assert (await queue_desk.http.delete(f"{DESK}/teams/qy")).status_code == 204
    assert (await queue_desk.http.get(f"{DESK}/teams")).json()["teams"] == []


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"skills": ["签约"]}, say.BAD_SKILL.format(skill="签约")),
        ({"regions": ["火星市"]}, say.BAD_REGION.format(region="火星市")),
        ({"members": ["9999"]}, say.NO_SUCH_COLLEAGUE),
        ({"hours": "随时"}, say.BAD_HOURS.format(why="看不懂“随时”是哪几天")),
    ],
)
async def test_a_team_that_cannot_be_so_is_refused_in_words(
    queue_desk: QueueDesk, wrong: dict[str, object], sentence: str
) -> None:
    await queue_desk.signed_in("1001")
    await queue_desk.signed_in("1009", "desk", "supervise")

    answer = await queue_desk.http.put(f"{DESK}/teams/qy", json=TEAM | wrong)

    assert answer.status_code == 422
    assert answer.json()["detail"] == sentence
    assert await queue_desk.side.duty.teams.teams() == []


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PUT", "/notice", {"text": "检修"}),
        ("DELETE", "/notice", None),
        ("PUT", "/teams/qy", TEAM),
        ("DELETE", "/teams/qy", None),
    ],
)
async def test_what_supervisors_arrange_is_not_for_others(
    queue_desk: QueueDesk, method: str, path: str, body: dict[str, object] | None
) -> None:
    await queue_desk.signed_in("1001")

    answer = await queue_desk.http.request(method, f"{DESK}{path}", json=body)

    assert (answer.status_code, answer.json()["detail"]) == (403, say.NO_SUPERVISE_DUTY)


async def test_nobody_gets_in_without_signing_in(queue_desk: QueueDesk) -> None:
    answers = [
        await queue_desk.http.get(f"{DESK}/presence"),
        await queue_desk.on_duty(),
        await queue_desk.http.put(f"{DESK}/notice", json={"text": "检修"}),
    ]

    assert [answer.status_code for answer in answers] == [401, 401, 401]


async def test_an_open_page_gives_signs_until_it_closes(queue_desk: QueueDesk) -> None:
    presence = PresenceStore(queue_desk.office.database)
    clock = queue_desk.office.clock
    stored = asyncio.Event()

    def now() -> datetime:
        clock.pass_by(timedelta(seconds=15))
        if clock.at - began >= timedelta(seconds=60):
            stored.set()
        return clock.at

    began = clock.at
    async with Signs(presence, now, every=0.0).of("1001"), asyncio.timeout(10):
        await stored.wait()
    known = await presence.of("1001")

    assert known is not None
    assert known.state is DutyState.AWAY  # they have not said that they are there
    assert known.seen_at - began >= timedelta(seconds=45)
