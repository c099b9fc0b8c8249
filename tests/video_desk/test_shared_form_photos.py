"""Tests video_desk.shared_form: photographs taken in a call fill its form."""

from __future__ import annotations

from pathlib import Path

import pytest

from core import photo_wording
from core import shared_form_wording as say
from core.applications import Application
from core.errors import NotAllowedNow
from core.photos import DocumentKind, Photo, PhotoReading
from core.shared_form import FormState
from tests.fakes.office import Office
from tests.item_samples import SAMPLES
from tests.sample_fields import WOMAN
from tests.video_desk.form_desk import CITIZEN, form_desk

CONTRACT, CHANGE, END, CHRONIC = "YB-SL-0101", "YB-SL-0102", "YB-SL-0103", "YB-SL-0202"
DRAFT = Application("a1", "", CONTRACT, fields={"name": "王秀英"}, awaiting="id_number")


async def test_a_photograph_fills_open_fields_and_is_a_paper_of_the_form(
    office: Office, tmp_path: Path
) -> None:
    desk = await form_desk(office, tmp_path, DRAFT)
    photo = await card(office, desk.conversation.id, {"name": "王秀瑛", "id_number": WOMAN})

    await desk.forms.photographed(desk.call.id, CITIZEN, photo.id)

    number, name = await desk.field("id_number"), await desk.field("name")
    assert (number["value"], number["by_name"]) == (WOMAN, say.BY_PHOTO)
    assert (name["value"], name["offered"]) == ("王秀英", "王秀瑛")
    papers = (await desk.shown())["papers"]
    assert {"name": "有效身份证件", "state": "有了"} in list(papers)  # type: ignore[call-overload]


async def test_a_photograph_ends_the_citizens_yes(office: Office, tmp_path: Path) -> None:
    desk = await form_desk(office, tmp_path, DRAFT)
    await desk.fill()
    await desk.agreed()
    photo = await card(office, desk.conversation.id, {"id_number": SAMPLES["id_number"]})

    await desk.forms.photographed(desk.call.id, CITIZEN, photo.id)

    assert (await desk.shown())["state"] == FormState.CONFIRMABLE.value
    assert desk.seen(CITIZEN, "unconfirmed")[-1]["why"] == say.PHOTO_AFTER


async def test_a_photograph_that_will_not_do_is_refused_with_the_reason(
    office: Office, tmp_path: Path
) -> None:
    desk = await form_desk(office, tmp_path, DRAFT)
    await desk.shown()
    photo = await card(office, desk.conversation.id, {}, photo_wording.CUT_OFF)

    with pytest.raises(NotAllowedNow) as refused:
        await desk.forms.photographed(desk.call.id, CITIZEN, photo.id)

    assert str(refused.value) == photo_wording.CUT_OFF
    assert (await desk.draft()).papers == {}


async def card(
    office: Office, conversation_id: str, values: dict[str, str], *problems: str
) -> Photo:
    photo = Photo(
        id="p1",
        conversation_id=conversation_id,
        application_id="a1",
        material=None,
        reading=PhotoReading(DocumentKind.ID_CARD, values, problems),
        sha256="0" * 64,
        width=1000,
        height=600,
        at=office.clock(),
    )
    await office.stores.photos.add(photo, size=1, turn=0)
    return photo
