"""Tests video_desk.form_filing: staff bring whole items to a receipt, with evidence."""

from __future__ import annotations

import asyncio
import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest

from core import form_wording, rating_wording
from core import shared_form_wording as say
from core.applications import Application, Phase
from core.errors import NotAllowedNow
from core.evidence import Kind
from core.form_fields import Form
from core.messages import Answer
from core.shared_form import FormState
from core.tables import audit, lines, receipts
from tests.fakes.office import Office
from tests.item_samples import SAMPLES
from tests.video_desk.form_desk import (
    AGENT,
    CITIZEN,
    FormDesk,
    called,
    form_desk,
    real_filer,
    written,
)

CONTRACT, CHANGE, END, CHRONIC = "YB-SL-0101", "YB-SL-0102", "YB-SL-0103", "YB-SL-0202"


async def ready(office: Office, folder: Path, code: str = CONTRACT) -> FormDesk:
    """Bring the bot's draft to where only the submission is missing."""
    draft = Application("a1", "", code, fields={"name": "王秀英"}, awaiting="id_number")
    desk = await form_desk(office, folder, draft)
    await desk.fill()
    await desk.agreed()
    return desk


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (CONTRACT, {"name": "王秀英", "id_number": SAMPLES["id_number"]}),
        (CHANGE, {"signed_before": "签过", "name": "王秀英"}),
        (END, {"purpose": "不签了", "name": "王秀英", "id_number": SAMPLES["id_number"]}),
        (CHRONIC, {"name": "王秀英", "disease": "糖尿病"}),
    ],
)
async def test_staff_bring_what_the_bot_began_to_a_receipt(
    office: Office, tmp_path: Path, code: str, said: dict[str, str]
) -> None:
    desk = await form_desk(office, tmp_path, Application("a1", "", code, fields=said))
    await desk.shown()

    await desk.fill()
    await desk.agreed()
    await desk.submit()

    filed = await desk.draft()
    (receipt,) = desk.seen(CITIZEN, "receipt")
    assert (filed.id, filed.phase) == ("a1", Phase.SUBMITTED)
    assert receipt["number"] == filed.number
    assert filed.fields.items() >= said.items()
    form = await desk.shown()
    assert (form["state"], form["number"]) == (FormState.SUBMITTED.value, filed.number)


async def test_the_receipt_comes_into_the_conversation_with_the_invitation_to_rate(
    office: Office, tmp_path: Path
) -> None:
    desk = await ready(office, tmp_path)

    await desk.submit()

    number = (await desk.draft()).number or ""
    (reply,) = office.channel.of_type("reply")
    assert number in str(reply["reply"])
    assert rating_wording.INVITE in str(reply["reply"])
    stored = [r for r in await office.rows(lines) if r["message_id"] == "receipt-a1"]
    assert [number in r["text"] for r in stored] == [True]
    assert desk.seen(AGENT, "line")[0]["seq"] == reply["seq"]
    conversation = await office.conversations.conversation(desk.conversation.id)
    assert number in (conversation.last_reply or "")


async def test_submitting_twice_gives_one_receipt(office: Office, tmp_path: Path) -> None:
    desk = await ready(office, tmp_path)

    await desk.submit()
    await desk.restarted().submit()

    assert [r["last"] for r in await office.rows(receipts)] == [1]
    said = [r for r in await office.rows(lines) if r["message_id"] == "receipt-a1"]
    assert len(said) == 1


class Dies:
    """Be a filer in a process that is killed before it files."""

    async def submit(self, form: Form, application: Application) -> Answer:
        raise RuntimeError("killed")


async def test_a_restart_between_handing_in_and_the_receipt_loses_nothing(
    office: Office, tmp_path: Path
) -> None:
    desk = await ready(office, tmp_path)
    with pytest.raises(RuntimeError):
        await desk.restarted(Dies()).submit()
    with pytest.raises(NotAllowedNow, match=say.BEING_SUBMITTED):
        await desk.set("mobile", "13900139000")

    await desk.restarted().submit()

    assert (await desk.draft()).phase is Phase.SUBMITTED
    assert [r["last"] for r in await office.rows(receipts)] == [1]


class Overtaken:
    """Be a filer that somebody else's submission of the same matter overtakes."""

    def __init__(self, first: FormDesk) -> None:
        self._first = first

    async def submit(self, form: Form, application: Application) -> Answer:
        """File the other one first."""
        await self._first.submit()
        return await real_filer(self._first.office).submit(form, application)


async def test_who_is_overtaken_in_the_last_moment_is_told_and_gets_no_second_receipt(
    office: Office, tmp_path: Path
) -> None:
    first = await ready(office, tmp_path)
    draft = Application("a2", "", CONTRACT, fields={"name": "王秀英"})
    second = await form_desk(office, tmp_path, draft)
    await second.fill()
    await second.agreed()
    overtaken = second.restarted(Overtaken(first))

    with pytest.raises(NotAllowedNow, match="已经提交过"):
        await overtaken.submit()

    assert (await second.draft()).phase is Phase.CANCELLED
    assert overtaken.seen(CITIZEN, "form")[-1]["form"] is None
    said = [r["text"] for r in await office.rows(lines) if r["message_id"] == "doubled-a2"]
    assert ["已经提交过" in text for text in said] == [True]


async def test_a_composite_matter_brings_a_receipt_for_each_of_its_parts(
    office: Office, tmp_path: Path
) -> None:
    desk = await form_desk(office, tmp_path)
    await desk.forms.choose(desk.call.id, AGENT, "YB-SL-0902")
    await desk.fill()
    await desk.agreed()

    await desk.submit()

    parts = await office.applications.parts_of((await desk.submitted()).id)
    assert len(parts) > 1
    assert all(part.number for part in parts)


async def test_it_is_submitted_only_when_agreed_and_signed_and_only_by_the_agent(
    office: Office, tmp_path: Path
) -> None:
    draft = Application("a1", "", CONTRACT, fields={"name": "王秀英"})
    desk = await form_desk(office, tmp_path, draft)
    await desk.fill()

    with pytest.raises(NotAllowedNow, match=say.CONFIRM_FIRST):
        await desk.submit()
    with pytest.raises(NotAllowedNow, match=say.AGREE_FIRST):
        await desk.forms.sign(desk.call.id, CITIZEN, written())
    await desk.forms.confirm(desk.call.id, CITIZEN, "key")
    with pytest.raises(NotAllowedNow, match=say.SIGN_FIRST):
        await desk.submit()
    await desk.forms.sign(desk.call.id, CITIZEN, written())
    with pytest.raises(NotAllowedNow, match=say.AGENT):
        await desk.forms.submit(desk.call.id, CITIZEN, "王秀英")

    assert (await desk.draft()).number is None


async def test_the_audit_trail_says_who_filled_agreed_and_signed_what(
    office: Office, tmp_path: Path
) -> None:
    desk = await ready(office, tmp_path)

    await desk.submit()

    (row,) = [r for r in await office.rows(audit) if r["action"] == "form_handed_in"]
    detail = row["detail"]
    assert row["actor"] == "staff:1001"
    assert detail["filled"]["name"] == {"role": "chat"}
    assert detail["filled"]["mobile"]["role"] == "agent"
    assert detail["confirmed"]["way"] == "button"
    assert not any(value in str(detail) for value in (await desk.draft()).fields.values())


async def test_the_signature_is_kept_with_its_sum_among_the_exhibits(
    office: Office, tmp_path: Path
) -> None:
    desk = await ready(office, tmp_path)
    await desk.submit()

    listed = {exhibit.name: exhibit for exhibit in desk.exhibits.listed(desk.call.id)}

    folder = desk.exhibits.of(desk.call.id)
    picture = (folder / "signature.png").read_bytes()
    (shared,) = await desk.store.of_call(desk.call.id)
    assert shared.signature is not None
    assert shared.signature.sha256 == hashlib.sha256(picture).hexdigest()
    assert listed["signature.png"].kind is Kind.SIGNATURE
    assert listed["authorisation.json"].kind is Kind.AUTHORISATION
    (form,) = json.loads((folder / "authorisation.json").read_text())["forms"]
    assert form["signature"]["sha256"] == shared.signature.sha256
    assert form["handed_in_by"] == {"staff": "1001", "name": "王工"}


async def test_what_was_filed_elsewhere_meanwhile_is_not_filed_twice(
    office: Office, tmp_path: Path
) -> None:
    first = await ready(office, tmp_path)
    draft = Application("a2", "", CONTRACT, fields={"name": "王秀英"})
    second = await form_desk(office, tmp_path, draft)
    await second.fill()
    await second.agreed()
    await first.submit()

    with pytest.raises(NotAllowedNow, match="已经提交过"):
        await second.submit()

    assert [r["last"] for r in await office.rows(receipts)] == [1]
    assert (await second.draft()).number is None


async def test_after_a_receipt_the_agent_can_open_the_next_matter(
    office: Office, tmp_path: Path
) -> None:
    desk = await ready(office, tmp_path)
    await desk.submit()

    await desk.forms.choose(desk.call.id, AGENT, CHRONIC)
    await desk.fill()
    await desk.agreed()
    await desk.submit()

    names = [e.name for e in desk.exhibits.listed(desk.call.id)]
    assert names == ["authorisation.json", "signature-2.png", "signature.png"]
    assert len(await office.applications.submitted(desk.conversation.id)) == 2


async def test_a_yes_of_an_earlier_call_does_not_count_in_the_next(
    office: Office, tmp_path: Path
) -> None:
    desk = await ready(office, tmp_path)
    await desk.calls.end(desk.call.id, "lost", "citizen", office.clock())
    await office.tickets.accept("t1", "1001", office.clock())
    await office.tickets.close("t1", "1001", "lost", office.clock())
    again = replace(desk, call=await called(office, desk.conversation, desk.calls, desk.seats))

    form = await again.shown()

    assert form["state"] == FormState.CONFIRMABLE.value
    assert (await again.field("mobile"))["by_name"] == "王工"
    assert (await desk.shown())["state"] == FormState.SIGNED.value  # as it was in that call
    with pytest.raises(NotAllowedNow, match=say.CALL_OVER):
        await desk.set("mobile", "13900139000")


async def test_after_the_receipt_a_late_yes_is_not_taken_for_another_one(
    office: Office, tmp_path: Path
) -> None:
    desk = await ready(office, tmp_path)
    read_back = "办“门诊统筹签约”。" + form_wording.READ_BACK_ENDS
    await office.conversations.remember(desk.conversation.id, last_reply=read_back)
    await desk.submit()

    conversation = await office.conversations.conversation(desk.conversation.id)

    assert await office.applications.in_hand(conversation.id) is None
    assert await office.applying.told_again(conversation) is None


async def test_two_tabs_that_submit_at_once_get_one_receipt(office: Office, tmp_path: Path) -> None:
    desk = await ready(office, tmp_path)

    first, second = await asyncio.gather(desk.submit(), desk.submit())

    assert first[0]["number"] == second[0]["number"] == (await desk.draft()).number
    assert [r["last"] for r in await office.rows(receipts)] == [1]
    assert len(office.channel.of_type("reply")) == 2  # the same line, told to both
