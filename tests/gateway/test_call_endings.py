"""Tests how calls end, and how what they leave behind is sealed."""

from __future__ import annotations

import json
from datetime import timedelta

from core import call_wording
from core.calls import CallState
from core.evidence import Kind, altered_exhibits
from core.tables import audit
from tests.fakes.media_engine import SUBMITTED
from tests.video_desk.call_desk import CallDesk

OUTCOME = {"outcome": "已解决", "wrap_up": "answered"}


async def ended(call_desk: CallDesk, call_id: str) -> int:
    answer = await call_desk.http.post(
        f"/api/v1/staff/calls/{call_id}/end", json=OUTCOME, headers=call_desk.cookie()
    )
    return answer.status_code


async def test_the_agent_ends_the_call_and_the_citizen_is_asked_to_rate(
    call_desk: CallDesk,
) -> None:
    call = await call_desk.opened()
    async with call_desk.both(call) as (citizen, agent):
        await agent.send({"type": "submit"})
        await agent.send({"type": "note", "text": "电话13800138000"})
        await agent.send({"type": "nonsense"})
        await agent.receive_until("problem")

        assert await ended(call_desk, call.id) == 204

        told = await citizen.receive_until("ended")
    assert told == {"type": "ended", "why": "done", "rates": SUBMITTED}
    ticket = await call_desk.office.tickets.ticket("t1")
    assert (ticket.state, ticket.outcome) == ("closed", "已解决")
    stored = await call_desk.parts.calls.call(call.id)
    assert (stored.state, stored.wrap_up) == (CallState.ENDED, "answered")
    assert stored.note == "电话138****8000"
    assert call_desk.engine.closed == [call.id]


async def test_ending_twice_changes_nothing(call_desk: CallDesk) -> None:
    call = await call_desk.opened()

    codes = [await ended(call_desk, call.id), await ended(call_desk, call.id)]

    assert codes == [204, 204]
    actions = [row["action"] for row in await call_desk.office.rows(audit)]
    assert (actions.count("ended"), actions.count("closed")) == (1, 1)


async def test_a_citizen_who_hangs_up_ends_the_call_and_the_agent_closes_the_case(
    call_desk: CallDesk,
) -> None:
    call = await call_desk.opened()
    async with call_desk.both(call) as (citizen, agent):
        await citizen.send({"type": "leave"})
        told = await agent.receive_until("ended")
    assert told["why"] == "left"
    assert (await call_desk.office.tickets.ticket("t1")).state == "accepted"

    assert await ended(call_desk, call.id) == 204

    assert (await call_desk.office.tickets.ticket("t1")).state == "closed"
    assert (await call_desk.parts.calls.call(call.id)).why == "left"


async def test_after_a_citizen_hung_up_the_agent_may_call_again(call_desk: CallDesk) -> None:
    first = await call_desk.opened()
    async with call_desk.both(first) as (citizen, _):
        await citizen.send({"type": "leave"})
        await citizen.receive_until("ended")

    second = await call_desk.reopened()

    assert second.id != first.id
    assert second.state is CallState.WAITING


async def test_who_comes_back_to_an_ended_call_is_told_so(call_desk: CallDesk) -> None:
    call = await call_desk.opened()
    session = await call_desk.session()
    await ended(call_desk, call.id)

    async with call_desk.page(call, session=session) as citizen:
        told = await citizen.receive()
        code = await citizen.closed()

    assert (told["type"], told["why"], code) == ("ended", "done", 1000)


async def test_only_who_serves_the_call_may_end_it(call_desk: CallDesk) -> None:
    call = await call_desk.opened()
    await call_desk.staff("1002", "李工")

    answer = await call_desk.http.post(
        f"/api/v1/staff/calls/{call.id}/end", json=OUTCOME, headers=call_desk.cookie("1002")
    )

    assert answer.status_code == 409
    assert answer.json()["detail"] == call_wording.NOT_YOUR_CALL


async def test_what_a_call_leaves_behind_is_sealed_once(call_desk: CallDesk) -> None:
    call = await call_desk.opened()
    call_desk.forms.form = {"fields": [{"key": "name"}], "number": None}
    async with call_desk.both(call) as (citizen, agent):
        await citizen.send({"type": "consent", "recording": True})
        await citizen.receive_until("recording")
        call_desk.office.clock.pass_by(timedelta(seconds=12.5))
        call_desk.forms.history = [(call_desk.office.clock(), "王工填写姓名")]
        await agent.send({"type": "say", "text": "请核对", "message_id": "m1"})
        await citizen.receive_until("line")
        await agent.send({"type": "submit"})
        await agent.send({"type": "nonsense"})
        await agent.receive_until("problem")
    call_desk.exhibits.write(call.id, "signature.png", b"a signature")
    await ended(call_desk, call.id)

    for chore in call_desk.side.chores:
        if chore.name == "sealing":
            await chore.step()
            await chore.step()

    (manifest,) = await call_desk.evidence.manifests()
    assert (manifest.call_id, manifest.receipt) == (call.id, SUBMITTED)
    assert {e.kind for e in manifest.exhibits} == {
        Kind.RECORDING,
        Kind.FORM,
        Kind.SIGNATURE,
        Kind.CONSENT,
        Kind.CONVERSATION,
    }
    assert altered_exhibits(manifest, call_desk.exhibits.present(manifest)) == []
    assert list(call_desk.engine.folder.iterdir()) == []  # the recording was moved
    folder = call_desk.exhibits.of(call.id)
    form = json.loads((folder / "form.json").read_text("utf-8"))
    assert form["edits"] == [{"at": 12.5, "text": "王工填写姓名"}]
    (consent,) = json.loads((folder / "consents.json").read_text("utf-8"))
    assert (consent["given"], consent["version"]) == (True, call_wording.RECORDING_VERSION)
    said = json.loads((folder / "conversation.json").read_text("utf-8"))
    assert "请核对" in [line["text"] for line in said]
    assert (await call_desk.parts.calls.call(call.id)).sealed_at is not None


async def test_all_evidence_tells_the_time_in_one_zone(call_desk: CallDesk) -> None:
    call = await call_desk.opened()
    here = "2026-12-21T11:00:00+08:00"
    call_desk.forms.form = {
        "confirmed_at": here,
        "signed_at": None,
        "fields": [{"key": "name", "value": "王秀英", "at": here}],
    }
    await ended(call_desk, call.id)

    for chore in call_desk.side.chores:
        if chore.name == "sealing":
            await chore.step()

    folder = call_desk.exhibits.of(call.id)
    form = json.loads((folder / "form.json").read_text("utf-8"))
    said = json.loads((folder / "conversation.json").read_text("utf-8"))
    assert (form["confirmed_at"], form["signed_at"]) == ("2026-12-21T03:00:00+00:00", None)
    assert form["fields"][0]["at"] == "2026-12-21T03:00:00+00:00"
    assert {line["at"][-6:] for line in said} == {"+00:00"}


async def test_a_wrap_up_that_is_none_is_refused(call_desk: CallDesk) -> None:
    call = await call_desk.opened()

    refused = await call_desk.http.post(
        f"/api/v1/staff/calls/{call.id}/end",
        json=OUTCOME | {"wrap_up": "whatever"},
        headers=call_desk.cookie(),
    )

    assert refused.status_code == 422


async def test_a_call_that_goes_on_is_not_sealed(call_desk: CallDesk) -> None:
    await call_desk.opened()

    for chore in call_desk.side.chores:
        await chore.step()

    assert await call_desk.evidence.manifests() == []
