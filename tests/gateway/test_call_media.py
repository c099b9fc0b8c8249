"""Tests how call pages see and hear each other, and how the recording is agreed to."""

from __future__ import annotations

import pytest

from core import call_wording
from core.calls import Engine, Recording
from tests.gateway.browser_socket import BrowserSocket
from tests.video_desk.call_desk import CallDesk

RECORDING = {"type": "recording", "state": "asked", "text": call_wording.ASK_RECORDING}


async def test_the_recording_runs_once_the_citizen_agrees_in_the_words_that_were_asked(
    call_desk: CallDesk,
) -> None:
    call = await call_desk.opened()

    async with call_desk.both(call) as (citizen, agent):
        await citizen.send({"type": "consent", "recording": True})
        runs = await citizen.receive_until("recording")
        await agent.receive_until("recording")

    (consent,) = await call_desk.consents.consents_of("c1")
    assert runs["state"] == "on"
    assert call_desk.engine.recorded == [True]
    assert (consent.kind, consent.given, consent.text_version) == (
        "video_recording",
        True,
        call_wording.RECORDING_VERSION,
    )
    stored = await call_desk.parts.calls.call(call.id)
    assert stored.recording_since == call_desk.office.clock()


async def test_who_refuses_the_recording_is_served_all_the_same(call_desk: CallDesk) -> None:
    call = await call_desk.opened()

    async with call_desk.both(call) as (citizen, agent):
        await citizen.send({"type": "consent", "recording": False})
        told = await agent.receive_until("recording")
        await citizen.send({"type": "offer", "sdp": "v=0", "kind": "call"})
        answer = await citizen.receive_until("answer")
        await citizen.send({"type": "confirm", "way": "button"})
        await _settled(citizen)

    assert told == {"type": "recording", "state": "refused", "text": None}
    stored = await call_desk.parts.calls.call(call.id)
    assert stored.recording is Recording.REFUSED
    assert answer["sdp"] == "answer to v=0"
    assert call_desk.engine.recorded == [False]
    assert call_desk.forms.done == [("confirm", "citizen", "button")]


async def test_a_consent_may_be_taken_back_and_both_answers_are_kept(call_desk: CallDesk) -> None:
    call = await call_desk.opened()

    async with call_desk.both(call) as (citizen, _):
        await citizen.send({"type": "consent", "recording": True})
        await citizen.send({"type": "consent", "recording": False})
        await _settled(citizen)

    assert call_desk.engine.recorded == [True, False]
    given = [consent.given for consent in await call_desk.consents.consents_of("c1")]
    assert given == [True, False]
    assert (await call_desk.parts.calls.call(call.id)).recording is Recording.REFUSED


async def test_an_offer_is_answered_by_the_media_process(call_desk: CallDesk) -> None:
    call = await call_desk.opened()

    async with call_desk.both(call) as (citizen, _):
        await citizen.send({"type": "offer", "sdp": "v=0 mine", "kind": "call"})
        answer = await citizen.receive_until("answer")
        await call_desk.side.media.heard(call.id, "citizen", "connected")
        seats = await citizen.receive_until("seats")

    assert answer == {"type": "answer", "sdp": "answer to v=0 mine"}
    room, seat, _ = call_desk.engine.joined[0]
    assert (room, seat.id) == (call.id, "citizen")
    assert [seat["linked"] for seat in _list(seats["seats"])] == [False, True]


@pytest.mark.parametrize("missing", ["gone", "full"])
async def test_without_a_media_process_the_pages_are_brought_together_directly(
    call_desk: CallDesk, missing: str
) -> None:
    call = await call_desk.opened()
    call_desk.engine.there = missing != "gone"
    call_desk.engine.place = missing != "full"

    async with call_desk.both(call) as (citizen, agent):
        await citizen.send({"type": "offer", "sdp": "v=0", "kind": "call"})
        told = [await page.receive_until("engine") for page in (citizen, agent)]
        await agent.send({"type": "peer", "to": "citizen", "data": {"sdp": "v=0 agent"}})
        signal = await citizen.receive_until("peer")
        async with call_desk.page(call, staff="1001") as again:
            welcome = await again.receive_until("welcome")

    assert [event["engine"] for event in told] == ["peer", "peer"]
    assert signal == {"type": "peer", "from": "agent", "data": {"sdp": "v=0 agent"}}
    assert welcome["engine"] == "peer"
    assert (await call_desk.parts.calls.call(call.id)).engine is Engine.PEER


async def test_a_media_process_that_dies_in_the_call_lets_the_pages_go_on_directly(
    call_desk: CallDesk,
) -> None:
    call = await call_desk.opened()

    async with call_desk.both(call) as (citizen, agent):
        await citizen.send({"type": "offer", "sdp": "v=0", "kind": "call"})
        await citizen.receive_until("answer")
        await call_desk.side.media.heard(call.id, "citizen", "connected")
        call_desk.engine.there = False
        await citizen.send({"type": "offer", "sdp": "v=0 again", "kind": "call"})
        told = await agent.receive_until("engine")

    assert told["engine"] == "peer"


async def test_an_offer_that_the_media_process_dislikes_is_the_pages_to_mend(
    call_desk: CallDesk,
) -> None:
    call = await call_desk.opened()
    call_desk.engine.picky = True

    async with call_desk.both(call) as (citizen, _):
        await citizen.send({"type": "offer", "sdp": "nonsense", "kind": "call"})
        problem = await citizen.receive_until("problem")

    assert problem["detail"] == call_wording.BAD_OFFER
    assert (await call_desk.parts.calls.call(call.id)).engine is Engine.FORWARD


async def test_a_direct_call_is_recorded_by_legs_that_the_agents_page_brings(
    call_desk: CallDesk,
) -> None:
    call = await call_desk.opened()
    call_desk.engine.place = False

    async with call_desk.both(call) as (citizen, agent):
        await citizen.send({"type": "consent", "recording": True})
        await agent.send({"type": "offer", "sdp": "v=0", "kind": "call"})
        await agent.receive_until("engine")
        leg = {"type": "offer", "sdp": "v=0 leg", "kind": "leg", "seat": "citizen"}
        await agent.send(leg)
        answer = await agent.receive_until("answer")
        await citizen.send(leg)
        refused = await citizen.receive_until("problem")

    assert answer == {
        "type": "answer",
        "sdp": "answer to v=0 leg",
        "kind": "leg",
        "seat": "citizen",
    }
    assert call_desk.engine.joined[0][1].id == "citizen"
    assert refused["detail"] == call_wording.NOT_YOURS_TO_DO


async def _settled(page: BrowserSocket) -> None:
    """Wait until everything sent before is done: the answer to nonsense comes after it."""
    await page.send('{"type": "nonsense"}')
    while (await page.receive_until("problem"))["in_reply_to"] != "nonsense":
        pass


def _list(value: object) -> list[dict[str, object]]:
    assert isinstance(value, list)
    return value
