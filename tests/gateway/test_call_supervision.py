"""Tests how supervisors look into calls and take them over, and how agents hand them on."""

from __future__ import annotations

import pytest

from core import call_wording
from core.calls import CallState, Engine
from core.tables import audit
from tests.video_desk.call_desk import CallDesk


async def supervisor(call_desk: CallDesk, name: str = "9001", shown: str = "赵督导") -> None:
    await call_desk.staff(name, shown, "desk", "supervise")


async def attended(call_desk: CallDesk, call_id: str, mode: str, name: str = "9001") -> int:
    answer = await call_desk.http.post(
        f"/api/v1/staff/calls/{call_id}/attend",
        json={"mode": mode},
        headers=call_desk.cookie(name),
    )
    return answer.status_code


async def test_who_only_listens_is_announced_to_nobody_and_is_audited(call_desk: CallDesk) -> None:
    call = await call_desk.opened()
    await supervisor(call_desk)
    session = await call_desk.session()

    assert await attended(call_desk, call.id, "listen") == 200

    async with (
        call_desk.page(call, session=session) as citizen,
        call_desk.page(call, staff="1001") as agent,
        call_desk.page(call, staff="9001") as listener,
    ):
        seen = [await page.receive_until("welcome") for page in (citizen, agent, listener)]
        await listener.send({"type": "offer", "sdp": "v=0", "kind": "call"})
        await listener.receive_until("answer")
        await listener.send({"type": "attend", "mode": "whisper"})
        shown = await agent.receive_until("seats")
        while len(_ids(shown["seats"])) < 3:
            shown = await agent.receive_until("seats")

    assert [_ids(welcome["seats"]) for welcome in seen[:2]] == [["agent", "citizen"]] * 2
    assert _ids(seen[2]["seats"]) == ["agent", "citizen", "supervisor"]
    assert call_desk.engine.joined[0][1].attention == "listen"
    assert call_desk.engine.attended[0].attention == "whisper"
    rows = [r for r in await call_desk.office.rows(audit) if r["action"] == "attended"]
    assert [(row["actor"], row["detail"]["mode"]) for row in rows] == [
        ("staff:9001", "listen"),
        ("staff:9001", "whisper"),
    ]


async def test_without_the_duty_nobody_looks_in(call_desk: CallDesk) -> None:
    call = await call_desk.opened()

    listed = await call_desk.http.get("/api/v1/staff/calls", headers=call_desk.cookie())

    assert await attended(call_desk, call.id, "listen", "1001") == 403
    assert listed.status_code == 403


async def test_supervisors_see_the_calls_that_go_on(call_desk: CallDesk) -> None:
    call = await call_desk.opened()
    await supervisor(call_desk)

    listed = await call_desk.http.get("/api/v1/staff/calls", headers=call_desk.cookie("9001"))

    (shown,) = listed.json()["calls"]
    assert (shown["id"], shown["agent"], shown["state"]) == (call.id, "1001", "waiting")
    assert (shown["agent_name"], shown["item"]) == ("王工", None)


async def test_two_supervisors_do_not_share_the_seat(call_desk: CallDesk) -> None:
    call = await call_desk.opened()
    await supervisor(call_desk)
    await supervisor(call_desk, "9002", "钱督导")
    await attended(call_desk, call.id, "listen")

    assert await attended(call_desk, call.id, "listen", "9002") == 409


async def test_a_direct_call_is_forwarded_before_somebody_looks_in(call_desk: CallDesk) -> None:
    call = await call_desk.opened()
    await supervisor(call_desk)
    await call_desk.parts.calls.use_engine(call.id, Engine.PEER, call_desk.office.clock())
    call_desk.engine.place = False

    refused = await attended(call_desk, call.id, "listen")
    call_desk.engine.place = True
    allowed = await attended(call_desk, call.id, "listen")

    assert (refused, allowed) == (409, 200)
    assert (await call_desk.parts.calls.call(call.id)).engine is Engine.FORWARD


async def test_a_supervisor_takes_the_call_over_with_its_ticket(call_desk: CallDesk) -> None:
    call = await call_desk.opened()
    await supervisor(call_desk)

    async with call_desk.both(call) as (citizen, agent):
        assert await attended(call_desk, call.id, "take_over") == 200
        gone = await agent.receive_until("ended")
        line = await citizen.receive_until("line")
        async with call_desk.page(call, staff="9001") as new:
            welcome = await new.receive_until("welcome")
        async with call_desk.page(call, staff="1001") as old:
            code = await old.closed()

    assert gone["why"] == "taken_over"
    assert line["text"] == call_wording.TAKEN_OVER.format(name="赵督导")
    assert welcome["you"] == {"seat": "agent", "role": "agent", "name": "赵督导"}
    assert code == 4401
    assert (await call_desk.office.tickets.ticket("t1")).agent == "9001"


async def test_a_call_that_is_handed_on_keeps_its_room_for_the_next_agent(
    call_desk: CallDesk,
) -> None:
    call = await call_desk.opened()
    body = {"team": "慢特病组", "reason": "要懂慢特病", "summary": "材料齐了"}

    async with call_desk.both(call) as (citizen, agent):
        answer = await call_desk.http.post(
            f"/api/v1/staff/calls/{call.id}/transfer", json=body, headers=call_desk.cookie()
        )
        gone = await agent.receive_until("ended")
        seats = await citizen.receive_until("seats")

    assert (answer.status_code, gone["why"]) == (204, "handed_on")
    assert _ids(seats["seats"]) == ["citizen"]
    assert call_desk.transfers.asked == [
        {
            "ticket": "t1",
            "from": "1001",
            "team": "慢特病组",
            "to": None,
            "reason": "要懂慢特病",
            "summary": "材料齐了",
        }
    ]
    waiting = await call_desk.parts.calls.call(call.id)
    assert (waiting.state, waiting.agent) == (CallState.WAITING, None)


@pytest.mark.parametrize("to", [{}, {"team": "慢特病组", "agent": "1002"}])
async def test_handing_on_names_a_team_or_a_colleague(
    call_desk: CallDesk, to: dict[str, str]
) -> None:
    call = await call_desk.opened()

    answer = await call_desk.http.post(
        f"/api/v1/staff/calls/{call.id}/transfer",
        json={**to, "reason": "一", "summary": "二"},
        headers=call_desk.cookie(),
    )

    assert answer.status_code == 409
    assert call_desk.transfers.asked == []


def _ids(seats: object) -> list[str]:
    assert isinstance(seats, list)
    return [seat["id"] for seat in seats]
