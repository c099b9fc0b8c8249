"""Tests video_desk.form_filing: who acts for somebody else needs an authorisation in force."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from core import delegation_wording
from core.applications import Phase
from core.delegations import Delegation, Evidence, Standing
from core.errors import NotAllowedNow
from core.identity import Person
from core.notice_tables import notices
from tests.fakes.office import Office
from tests.item_samples import SAMPLES
from tests.sample_fields import WOMAN
from tests.video_desk.form_desk import AGENT, FormDesk, form_desk

CONTRACT, CHANGE, END, CHRONIC = "YB-SL-0101", "YB-SL-0102", "YB-SL-0103", "YB-SL-0202"


def granted(office: Office, made_in: str) -> Delegation:
    now = office.clock()
    return Delegation(
        id="d1",
        principal_name="王秀英",
        principal_id_number=SAMPLES["id_number"],
        made_in=made_in,
        evidence=Evidence.VIDEO,
        made_at=now,
        standing=Standing.ACTIVE,
        relation="女儿",
        scope=("门诊统筹",),
        until=now + timedelta(days=30),
        agent_name="李小红",
        agent_id_number=WOMAN,
    )


async def acting(office: Office, folder: Path) -> FormDesk:
    """Let a daughter who proved who she is act for her mother in a call."""
    mother = await office.opened()
    desk = await form_desk(office, folder)
    stores, now = office.stores, office.clock()
    await stores.delegations.add(granted(office, mother.id), "staff:1001")
    await stores.delegations.act(desk.conversation.id, "d1", now)
    daughter = Person("李小红", WOMAN, now, now + timedelta(hours=1), "simulator")
    await stores.identity.prove(desk.conversation.id, daughter, now)
    await desk.forms.choose(desk.call.id, AGENT, CONTRACT)
    return desk


async def test_who_acts_under_authorisation_files_for_the_principal_who_is_told(
    office: Office, tmp_path: Path
) -> None:
    desk = await acting(office, tmp_path)
    assert (await desk.field("name"))["offered"] == "王秀英"
    await desk.fill()
    await desk.agreed()

    await desk.submit()

    filed = await desk.draft()
    assert (filed.delegation_id, filed.delegate, filed.identity) == ("d1", "王**", "verified")
    (told,) = await office.rows(notices)
    assert filed.number in told["text"]
    folder = desk.exhibits.of(desk.call.id)
    (form,) = json.loads((folder / "authorisation.json").read_text())["forms"]
    assert form["authorisation"]["evidence"] == "video"


async def test_an_authorisation_that_ended_meanwhile_files_nothing(
    office: Office, tmp_path: Path
) -> None:
    desk = await acting(office, tmp_path)
    await desk.fill()
    await desk.agreed()
    stores = office.stores
    await stores.delegations.end(
        await stores.delegations.delegation("d1"), "principal", office.clock()
    )

    with pytest.raises(NotAllowedNow) as refused:
        await desk.submit()

    assert str(refused.value) == delegation_wording.OVER
    assert (await desk.draft()).number is None


async def test_an_item_outside_the_authorisation_cannot_be_opened(
    office: Office, tmp_path: Path
) -> None:
    desk = await acting(office, tmp_path)
    await office.applications.save((await desk.draft()).moved_to(Phase.CANCELLED), office.clock())

    with pytest.raises(NotAllowedNow, match="不包括这一件"):
        await desk.forms.choose(desk.call.id, AGENT, CHRONIC)
