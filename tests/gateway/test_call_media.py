"""Tests how call pages see and hear each other, and how the recording is agreed to."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core import call_wording
from core.calls import Engine, Recording
from tests.gateway.browser_socket import BrowserSocket
from tests.video_desk.call_desk import CallDesk
from video_desk.media.places import SILENT, placing

RECORDING = {"type": "recording", "state": "asked", "text": call_wording.ASK_RECORDING}


async def test_the_recording_runs_once_the_citizen_agrees_in_the_words_that_were_asked(
    call_desk: CallDesk,
) -> None:
    call = await call_desk.opened()

    async with call_desk.both(call) as (citizen, agent):
        await citizen.send({"type": "consent", "recording": True})
        agreed = await citizen.receive_until("recording")
        call_desk.office.clock.pass_by(timedelta(seconds=4))
        await call_desk.side.media.heard(call.id, "citizen", "connected")
        runs = await citizen.receive_until("recording")
        told = [await agent.receive_until("recording") for _ in range(2)]

    (consent,) = await call_desk.consents.consents_of("c1")
    assert [agreed["state"], runs["state"]] == ["off", "on"]  # nobody was connected before
    assert told == [agreed, runs]
    assert call_desk.engine.recorded == [True]
    assert (consent.kind, consent.given, consent.text_version) == (
        "video_recording",
        True,
        call_wording.RECORDING_VERSION,
    )
    stored = await call_desk.parts.calls.call(call.id)
    assert stored.recording_since == call_desk.office.clock()


async def test_a_recording_that_is_agreed_to_while_packets_flow_runs_at_once(
    call_desk: CallDesk,
) -> None:
    call = await call_desk.opened()

    async with call_desk.both(call) as (citizen, _):
        await call_desk.side.media.heard(call.id, "agent", "connected")
        await citizen.send({"type": "consent", "recording": True})
        runs = await citizen.receive_until("recording")

    assert runs["state"] == "on"


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


async def test_a_direct_call_is_not_recorded_until_its_legs_are_there(call_desk: CallDesk) -> None:
    call = await call_desk.opened()

    async with call_desk.both(call) as (citizen, agent):
        await call_desk.side.media.heard(call.id, "citizen", "connected")
        await citizen.send({"type": "consent", "recording": True})
        await agent.receive_until("recording")
        await call_desk.side.media.use(call.id, Engine.PEER)
        stopped = await agent.receive_until("recording")
        leg = {"type": "offer", "sdp": "v=0 leg", "kind": "leg", "seat": "citizen"}
        await agent.send(leg)
        await agent.receive_until("answer")
        await call_desk.side.media.heard(call.id, "citizen", "connected")
        runs = await citizen.receive_until("recording")
        while runs["state"] == "off":
            runs = await citizen.receive_until("recording")

    assert (stopped["state"], runs["state"]) == ("off", "on")


async def test_a_direct_call_returns_to_the_media_process_once_it_has_a_place_again(
    call_desk: CallDesk,
) -> None:
    call = await call_desk.opened()
    call_desk.engine.place = False
    look = call_desk.side.media.return_to_forwarding

    async with call_desk.both(call) as (citizen, agent):
        await citizen.send({"type": "offer", "sdp": "v=0", "kind": "call"})
        assert (await agent.receive_until("engine"))["engine"] == "peer"
        await look()
        call_desk.engine.place = True
        await look()
        after_one = (await call_desk.parts.calls.call(call.id)).engine
        await look()
        told = await agent.receive_until("engine")

    assert after_one is Engine.PEER
    assert told["engine"] == "forward"
    assert (await call_desk.parts.calls.call(call.id)).engine is Engine.FORWARD


async def test_a_call_that_must_be_given_up_again_returns_later_each_time(
    call_desk: CallDesk,
) -> None:
    call = await call_desk.opened()
    looks = []

    async with call_desk.both(call):
        for _ in range(3):
            await call_desk.side.media.use(call.id, Engine.PEER)
            looks.append(0)
            while (await call_desk.parts.calls.call(call.id)).engine is Engine.PEER:
                await call_desk.side.media.return_to_forwarding()
                looks[-1] += 1

    assert looks == [2, 4, 8]


async def test_pages_are_told_who_appears_in_which_of_their_places(call_desk: CallDesk) -> None:
    call = await call_desk.opened()

    async with call_desk.both(call) as (citizen, _):
        await call_desk.side.media.heard(call.id, "citizen", placing({1: "agent"}))
        told = await citizen.receive_until("places")
        await call_desk.side.media.use(call.id, Engine.PEER)
        unknown = await citizen.receive_until("places")

    assert told == {"type": "places", "places": {"1": "agent"}}
    assert unknown["places"] == {}


async def test_who_falls_silent_is_shown_as_not_linked(call_desk: CallDesk) -> None:
    call = await call_desk.opened()

    async with call_desk.both(call) as (_, agent):
        shown = []
        for state in ("connected", SILENT, "connected"):
            await call_desk.side.media.heard(call.id, "citizen", state)
            seats = _list((await agent.receive_until("seats"))["seats"])
            shown += [seat["linked"] for seat in seats if seat["id"] == "citizen"]

    assert shown == [True, False, True]


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
