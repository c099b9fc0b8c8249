"""Tests that nothing is sealed while a recording may still be written, whoever dies in between."""

from __future__ import annotations

from datetime import timedelta

from core.evidence import Kind, altered_exhibits
from tests.fakes.media_engine import BEGINNING, END
from tests.gateway.test_call_endings import ended
from tests.video_desk.call_desk import CallDesk
from video_desk.sealing import GIVEN_UP_AFTER


async def recorded(call_desk: CallDesk) -> str:
    """Leave a call that is being recorded; return its id."""
    call = await call_desk.opened()
    async with call_desk.both(call) as (citizen, _):
        await citizen.send({"type": "offer", "sdp": "mine", "kind": "call"})
        await citizen.receive_until("answer")
        await citizen.send({"type": "consent", "recording": True})
        await citizen.receive_until("recording")
    return call.id


async def sealed(call_desk: CallDesk) -> bytes | None:
    """Let the chore do its step; return the sealed recording, None: nothing is sealed."""
    (sealing,) = [chore for chore in call_desk.side.chores if chore.name == "sealing"]
    await sealing.step()
    manifests = await call_desk.evidence.manifests()
    if not manifests:
        return None
    (manifest,) = manifests
    (name,) = [one.name for one in manifest.exhibits if one.name.endswith(".mkv")]
    assert altered_exhibits(manifest, call_desk.exhibits.present(manifest)) == []
    return (call_desk.exhibits.of(manifest.call_id) / name).read_bytes()


async def test_a_call_whose_room_nobody_closed_before_dying_is_sealed_with_its_end(
    call_desk: CallDesk,
) -> None:
    call_id = await recorded(call_desk)
    await call_desk.parts.calls.end(call_id, "left", "citizen", call_desk.office.clock())

    recording = await sealed(call_desk)
    await call_desk.engine.close(call_id)  # whoever ended the call comes to it now

    assert recording == BEGINNING + END
    assert await sealed(call_desk) == recording


async def test_a_call_is_not_sealed_before_the_engine_answers_and_nothing_is_lost(
    call_desk: CallDesk,
) -> None:
    call_id = await recorded(call_desk)
    call_desk.engine.there = False
    assert await ended(call_desk, call_id) == 204

    while_it_is_silent = await sealed(call_desk)
    kept = [path.read_bytes() for path in call_desk.engine.folder.iterdir()]
    waits = (await call_desk.parts.calls.call(call_id)).sealed_at
    call_desk.engine.there = True
    afterwards = await sealed(call_desk)

    assert (while_it_is_silent, kept, waits) == (None, [BEGINNING], None)
    assert afterwards == BEGINNING + END
    assert (await call_desk.parts.calls.call(call_id)).sealed_at is not None


async def test_a_call_whose_recorder_is_gone_for_a_day_is_sealed_as_it_was_found(
    call_desk: CallDesk,
) -> None:
    call_id = await recorded(call_desk)
    call_desk.engine.there = False
    assert await ended(call_desk, call_id) == 204

    call_desk.office.clock.pass_by(GIVEN_UP_AFTER - timedelta(minutes=1))
    before = await sealed(call_desk)
    call_desk.office.clock.pass_by(timedelta(minutes=1))
    recording = await sealed(call_desk)

    (manifest,) = await call_desk.evidence.manifests()
    assert (before, recording) == (None, BEGINNING)
    assert Kind.UNFINISHED in {exhibit.kind for exhibit in manifest.exhibits}


async def test_who_joins_while_the_call_ends_begins_no_recording_behind_its_back(
    call_desk: CallDesk,
) -> None:
    call_id = await recorded(call_desk)
    call = await call_desk.parts.calls.call(call_id)
    async with call_desk.page(call, staff="1001") as agent:
        await agent.receive_until("welcome")
        call_desk.engine.meanwhile = lambda: ended(call_desk, call_id)

        await agent.send({"type": "offer", "sdp": "hers", "kind": "call"})
        await agent.receive_until("ended")
        await agent.send({"type": "beat"})  # is read when the offer is dealt with
        await agent.receive_until("ended")

    assert call_desk.engine.joined[-1][2] == "hers"
    assert call_desk.engine.writing == {}
    assert call_desk.engine.closed == [call_id, call_id]
