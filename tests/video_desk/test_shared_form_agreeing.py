"""Tests video_desk.shared_form: the citizen agrees to what is there, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.acts import Act
from bot.form_answers import Heard
from core import form_wording
from core import shared_form_wording as say
from core.applications import Application, Phase
from core.errors import NotAllowedNow
from core.shared_form import FormState
from tests.fakes.office import Office
from tests.item_samples import SAMPLES
from tests.sample_fields import WOMAN
from tests.video_desk.form_desk import AGENT, CHIEF, CITIZEN, DAUGHTER, form_desk

CONTRACT, CHANGE, END, CHRONIC = "YB-SL-0101", "YB-SL-0102", "YB-SL-0103", "YB-SL-0202"
DRAFT = Application("a1", "", CONTRACT, fields={"name": "王秀英"}, awaiting="id_number")


async def test_a_form_with_a_mistake_cannot_be_agreed_to_until_it_is_mended(
    office: Office, tmp_path: Path
) -> None:
    desk = await form_desk(office, tmp_path, DRAFT)
    await desk.fill()
    await desk.set("mobile", "123")

    with pytest.raises(NotAllowedNow, match="手机号"):
        await desk.forms.confirm(desk.call.id, CITIZEN, "key")
    await desk.set("mobile", SAMPLES["mobile"])

    assert (await desk.shown())["state"] == FormState.CONFIRMABLE.value


async def test_only_the_citizen_agrees_and_only_to_a_complete_form(
    office: Office, tmp_path: Path
) -> None:
    desk = await form_desk(office, tmp_path, DRAFT)

    with pytest.raises(NotAllowedNow, match="还差"):
        await desk.forms.confirm(desk.call.id, CITIZEN, "voice")
    await desk.fill()
    for seat in (AGENT, DAUGHTER, CHIEF):
        with pytest.raises(NotAllowedNow, match=say.CITIZEN):
            await desk.forms.confirm(desk.call.id, seat, "button")
    await desk.forms.confirm(desk.call.id, CITIZEN, "voice")

    assert (await desk.shown())["state"] == FormState.CONFIRMED.value
    assert desk.seen(AGENT, "confirmed")[-1]["way"] == "voice"


async def test_an_edit_ends_the_citizens_yes(office: Office, tmp_path: Path) -> None:
    desk = await form_desk(office, tmp_path, DRAFT)
    await desk.fill()
    await desk.agreed()
    assert (await desk.shown())["state"] == FormState.SIGNED.value

    await desk.set("mobile", "13900139000")

    form = await desk.shown()
    assert (form["state"], form["signed_at"]) == (FormState.CONFIRMABLE.value, None)
    assert desk.seen(CITIZEN, "unconfirmed")[-1]["why"] == say.EDITED_AFTER.format(label="手机号")
    with pytest.raises(NotAllowedNow, match=say.LOOK_AGAIN):
        await desk.submit()


async def test_writing_the_same_again_changes_nothing(office: Office, tmp_path: Path) -> None:
    desk = await form_desk(office, tmp_path, DRAFT)
    await desk.fill()
    await desk.agreed()

    await desk.set("mobile", SAMPLES["mobile"])

    assert (await desk.shown())["state"] == FormState.SIGNED.value


async def test_the_same_matter_under_way_is_said_as_soon_as_it_is_known(
    office: Office, tmp_path: Path
) -> None:
    first = await form_desk(office, tmp_path, DRAFT)
    await first.fill()
    await first.agreed()
    await first.submit()
    second = await form_desk(office, tmp_path, Application("a2", "", CONTRACT))

    await second.fill()

    form = await second.shown()
    expected = form_wording.DOUBLED.format(item="门诊统筹签约", phase="正在办")
    assert (form["state"], form["doubled"]) == ("filling", expected)
    with pytest.raises(NotAllowedNow, match="已经提交过"):
        await second.forms.confirm(second.call.id, CITIZEN, "button")


async def test_after_a_restart_the_form_is_where_it_was(office: Office, tmp_path: Path) -> None:
    desk = await form_desk(office, tmp_path, DRAFT)
    await desk.fill()
    await desk.agreed()

    back = desk.restarted()

    assert await back.shown() == await desk.shown()
    assert (await back.field("mobile"))["by_name"] == "王工"


async def test_the_bot_goes_on_with_the_same_row_after_the_call(
    office: Office, tmp_path: Path
) -> None:
    desk = await form_desk(office, tmp_path, DRAFT)
    await desk.set("id_number", WOMAN)
    draft = await desk.draft()
    assert (draft.id, draft.awaiting, draft.phase) == ("a1", "mobile", Phase.FILLING)

    answer = await office.applying.go_on(draft, Heard("13800138000", Act.GIVE_INFORMATION, False))

    assert answer is not None
    assert answer.turn.awaiting == "institution"
    assert (await desk.draft()).fields == {
        "name": "王秀英",
        "id_number": WOMAN,
        "mobile": "13800138000",
    }


async def test_what_happened_is_told_in_words_without_values(
    office: Office, tmp_path: Path
) -> None:
    desk = await form_desk(office, tmp_path, DRAFT)
    await desk.set("mobile", "13800138000")
    await desk.set("id_number", "1", CITIZEN)

    texts = [text for _, text in await desk.forms.edits(desk.call.id)]

    assert texts == [
        "打开表单“门诊统筹签约”",
        "工作人员填了“手机号”",
        "办事人本人填的“身份证号”没有通过核对",
    ]
