"""Tests the WebSocket of call pages: who may enter, what they are told, what they may send."""

from __future__ import annotations

import base64

import pytest

from core import call_wording
from core.calls import CallState
from core.tables import audit
from tests.gateway.browser_socket import BrowserSocket
from tests.video_desk.call_desk import CallDesk
from video_desk.call_stream import NO_SEAT
from video_desk.turn import RENEWED_AFTER

RECORDING = {"type": "recording", "state": "asked", "text": call_wording.ASK_RECORDING}


async def test_both_sides_are_welcomed_and_the_citizen_is_asked_about_the_recording(
    call_desk: CallDesk,
) -> None:
    call = await call_desk.opened()
    session = await call_desk.session()

    async with call_desk.page(call, session=session) as citizen:
        welcome = await citizen.receive_until("welcome")
        async with call_desk.page(call, staff="1001") as agent:
            asked = await citizen.receive_until("recording")
            seen = await agent.receive_until("welcome")

    assert welcome["you"] == {"seat": "citizen", "role": "citizen", "name": "市民"}
    assert welcome["engine"] == "forward"
    assert welcome["recording"] == {"state": "off", "text": None}
    assert asked == RECORDING
    assert seen["you"] == {"seat": "agent", "role": "agent", "name": "王工"}
    assert [seat["id"] for seat in _list(seen["seats"])] == ["agent", "citizen"]
    assert (await call_desk.parts.calls.call(call.id)).state is CallState.LIVE


async def test_a_page_that_asks_whether_its_line_is_alive_is_answered(call_desk: CallDesk) -> None:
    call = await call_desk.opened()

    async with call_desk.both(call) as pages:
        for page in pages:
            await page.send({"type": "beat"})
            assert await page.receive_until("beat") == {"type": "beat"}


async def test_a_beat_follows_what_happens_so_that_a_lost_packet_is_noticed_at_once(
    call_desk: CallDesk,
) -> None:
    call = await call_desk.opened()

    async with call_desk.both(call) as (citizen, agent):
        await agent.send({"type": "say", "text": "请核对", "message_id": "m1"})
        await citizen.receive_until("line")

        assert await citizen.receive_until("beat") == {"type": "beat"}


async def test_who_signed_out_elsewhere_does_not_go_on_watching_the_call(
    call_desk: CallDesk,
) -> None:
    call = await call_desk.opened()
    call_desk.parts.stream.renew_every = 0.01

    async with call_desk.both(call) as (citizen, agent):
        sessions = call_desk.office.staff.sessions
        await sessions.end_all("1001", at=call_desk.office.clock(), by="1001")
        closed = await agent.closed_in_the_end()
        await citizen.send({"type": "beat"})
        alive = await citizen.receive_until("beat")

    assert closed == NO_SEAT
    assert alive == {"type": "beat"}  # the citizen came by a link of their own


async def test_credentials_of_the_relay_are_renewed_before_they_are_worthless(
    call_desk: CallDesk,
) -> None:
    call = await call_desk.opened()
    call_desk.parts.stream.renew_every = 0.01
    session = await call_desk.session()

    async with call_desk.page(call, session=session) as citizen:
        welcome = await citizen.receive_until("welcome")
        call_desk.office.clock.pass_by(RENEWED_AFTER)
        renewed = await citizen.receive_until("ice")

    until = [
        int(str(server["username"]).partition(":")[0])
        for frame in (welcome, renewed)
        for server in _list(frame["ice_servers"])
    ]
    assert until[1] - until[0] == round(RENEWED_AFTER.total_seconds())


@pytest.mark.parametrize("session", ["", "nonsense"])
async def test_who_has_no_seat_is_sent_away(call_desk: CallDesk, session: str) -> None:
    call = await call_desk.opened()

    async with call_desk.page(call, session=session) as stranger:
        assert await stranger.closed() == 4401


async def test_a_colleague_who_does_not_serve_the_call_is_sent_away(call_desk: CallDesk) -> None:
    call = await call_desk.opened()
    await call_desk.staff("1002", "李工")

    async with call_desk.page(call, staff="1002") as colleague:
        assert await colleague.closed() == 4401


async def test_what_is_not_the_protocol_is_told_and_harms_nobody(call_desk: CallDesk) -> None:
    call = await call_desk.opened()

    async with call_desk.both(call) as (citizen, _):
        for frame in (
            "no JSON",
            "[1]",
            '{"type": "dance"}',
            '{"type": "offer"}',
            '{"type": "mask", "on": 1}',
            '{"type": "say", "text": "\\ud800", "message_id": "m"}',
            "[" * 100_000,
        ):
            await citizen.send(frame)
            problem = await citizen.receive_until("problem")
            assert problem["detail"] == call_wording.BAD_FRAME
        await citizen.send_bytes(b"\0")
        assert (await citizen.receive_until("problem"))["in_reply_to"] is None


@pytest.mark.parametrize("frame", ["submit", "point", "item", "note", "attend", "snapshot_wanted"])
async def test_a_citizen_may_not_do_what_is_the_agents(call_desk: CallDesk, frame: str) -> None:
    call = await call_desk.opened()

    async with call_desk.both(call) as (citizen, _):
        await citizen.send({"type": frame})
        problem = await citizen.receive_until("problem")

    assert (problem["detail"], problem["in_reply_to"]) == (call_wording.NOT_YOURS_TO_DO, frame)
    assert call_desk.forms.done == []


@pytest.mark.parametrize("frame", ["confirm", "sign", "consent"])
async def test_an_agent_may_not_agree_for_the_citizen(call_desk: CallDesk, frame: str) -> None:
    call = await call_desk.opened()

    async with call_desk.both(call) as (_, agent):
        await agent.send({"type": frame, "way": "button", "recording": True, "png": "AAAA"})
        problem = await agent.receive_until("problem")

    assert problem["detail"] == call_wording.NOT_YOURS_TO_DO
    assert call_desk.forms.done == []


async def test_the_form_is_filled_confirmed_signed_and_handed_in(call_desk: CallDesk) -> None:
    call = await call_desk.opened()
    png = b"\x89PNG signature"

    async with call_desk.both(call) as (citizen, agent):
        await agent.send({"type": "item", "code": "YB-SL-0101"})
        await agent.send({"type": "form", "op": "lock", "field": "name"})
        await agent.send(
            {"type": "form", "op": "set", "field": "name", "value": "王秀英", "version": 3}
        )
        await agent.send({"type": "form", "op": "unlock", "field": "name"})
        await _settled(agent)
        await citizen.send({"type": "confirm", "way": "key"})
        await citizen.send({"type": "sign", "png": base64.b64encode(png).decode()})
        await _settled(citizen)
        await agent.send({"type": "submit"})
        await _settled(agent)

    assert call_desk.forms.done == [
        ("choose", "agent", "YB-SL-0101"),
        ("lock", "agent", "name"),
        ("set", "agent", "name", "王秀英", 3),
        ("unlock", "agent", "name"),
        ("confirm", "citizen", "key"),
        ("sign", "citizen", png),
        ("submit", "agent", "王工"),
    ]


async def test_what_the_form_refuses_is_told_in_its_words(call_desk: CallDesk) -> None:
    call = await call_desk.opened()
    call_desk.forms.refusal = "请先核对表单。"

    async with call_desk.both(call) as (_, agent):
        await agent.send({"type": "submit"})
        problem = await agent.receive_until("problem")

    assert (problem["detail"], problem["in_reply_to"]) == ("请先核对表单。", "submit")


async def test_saying_that_one_agrees_confirms_a_form_that_can_be_confirmed(
    call_desk: CallDesk,
) -> None:
    call = await call_desk.opened()
    call_desk.forms.form = {"state": "confirmable", "number": None}

    async with call_desk.both(call) as (citizen, agent):
        await citizen.send({"type": "say", "text": "同意！", "message_id": "m1"})
        await citizen.send({"type": "say", "text": "不同意", "message_id": "m2"})
        await _settled(citizen)
        await agent.send({"type": "say", "text": "同意", "message_id": "m3"})
        await _settled(agent)

    assert call_desk.forms.done == [("confirm", "citizen", "voice")]


async def test_what_each_says_reaches_the_other_once_and_is_one_transcript(
    call_desk: CallDesk,
) -> None:
    call = await call_desk.opened()

    async with call_desk.both(call) as (citizen, agent):
        await citizen.send({"type": "say", "text": "您好，我电话13800138000", "message_id": "m1"})
        heard = await agent.receive_until("line")
        await agent.send({"type": "say", "text": "请看这里", "message_id": "m2"})
        await citizen.receive_until("line")  # their own words come back with their number
        told = await citizen.receive_until("line")

    assert (heard["who"], heard["text"]) == ("citizen", "您好，我电话138****8000")
    assert (told["who"], told["name"], told["text"]) == ("agent", "王工", "请看这里")
    lines = await call_desk.office.conversations.lines_after("c1", 0)
    assert [line.text for line in lines][-2:] == ["您好，我电话138****8000", "请看这里"]
    assert [heard["seq"], told["seq"]] == [line.seq for line in lines][-2:]


async def test_pointing_snapshots_and_masks_reach_the_other_page(call_desk: CallDesk) -> None:
    call = await call_desk.opened()

    async with call_desk.both(call) as (citizen, agent):
        await agent.send({"type": "point", "target": "field:id_number"})
        pointed = await citizen.receive_until("point")
        await agent.send({"type": "point", "target": "javascript"})
        refused = await agent.receive_until("problem")
        await agent.send({"type": "snapshot_wanted", "kind": "id_card"})
        wanted = await citizen.receive_until("snapshot_wanted")
        await citizen.send({"type": "mask", "on": True})
        masked = await agent.receive_until("mask")

    assert pointed == {"type": "point", "target": "field:id_number"}
    assert refused["detail"] == call_wording.BAD_FRAME
    assert wanted["kind"] == "id_card"
    assert masked["on"] is True


async def test_every_step_of_a_call_is_in_the_audit_trail(call_desk: CallDesk) -> None:
    call = await call_desk.opened()
    async with call_desk.both(call) as (citizen, _):
        await citizen.send({"type": "leave"})
        await citizen.receive_until("ended")

    rows = await call_desk.office.rows(audit)
    steps = [row["action"] for row in rows if row["subject"] == f"call:{call.id}"]
    assert steps == ["opened", "entered", "live", "ended"]


async def _settled(page: BrowserSocket) -> None:
    """Wait until everything sent before is done: the answer to nonsense comes after it."""
    await page.send('{"type": "nonsense"}')
    while (await page.receive_until("problem"))["in_reply_to"] != "nonsense":
        pass


def _list(value: object) -> list[dict[str, object]]:
    assert isinstance(value, list)
    return value
