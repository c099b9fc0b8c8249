"""Tests video_desk.shared_form: everybody in a call fills one form, on a real database."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from core import field_wording
from core import shared_form_wording as say
from core.applications import Application, Phase
from core.errors import NotAllowedNow
from core.tables import applications, audit
from tests.fakes.office import Office
from tests.sample_fields import WOMAN
from tests.video_desk.form_desk import AGENT, CHIEF, CITIZEN, DAUGHTER, form_desk

CONTRACT, CHANGE, END, CHRONIC = "YB-SL-0101", "YB-SL-0102", "YB-SL-0103", "YB-SL-0202"
DRAFT = Application("a1", "", CONTRACT, fields={"name": "王秀英"}, awaiting="id_number")


async def test_the_form_opens_with_everything_the_bot_collected(
    office: Office, tmp_path: Path
) -> None:
    desk = await form_desk(office, tmp_path, DRAFT)

    form = await desk.shown()

    assert (form["item"], form["code"], form["state"]) == ("门诊统筹签约", CONTRACT, "filling")
    name = await desk.field("name")
    assert (name["value"], name["by"], name["by_name"]) == ("王秀英", None, say.BY_CHAT)
    assert (await desk.field("id_number"))["value"] is None


async def test_without_an_item_there_is_no_form_until_the_agent_opens_one(
    office: Office, tmp_path: Path
) -> None:
    desk = await form_desk(office, tmp_path)
    assert await desk.forms.shown(desk.call.id, AGENT) is None

    await desk.forms.choose(desk.call.id, AGENT, CONTRACT)

    assert (await desk.shown(CITIZEN))["item"] == "门诊统筹签约"
    assert (await desk.draft()).phase is Phase.FILLING
    assert desk.seen(CITIZEN, "form")


async def test_an_item_is_opened_by_the_agent_only_and_only_if_none_is_open(
    office: Office, tmp_path: Path
) -> None:
    desk = await form_desk(office, tmp_path, DRAFT)

    with pytest.raises(NotAllowedNow, match="还开着"):
        await desk.forms.choose(desk.call.id, AGENT, CHRONIC)
    with pytest.raises(NotAllowedNow, match=say.AGENT):
        await desk.forms.choose(desk.call.id, CITIZEN, CHRONIC)


async def test_what_was_put_aside_goes_on_with_all_its_values(
    office: Office, tmp_path: Path
) -> None:
    desk = await form_desk(office, tmp_path, DRAFT)
    await office.applications.save((await desk.draft()).moved_to(Phase.PARKED), office.clock())

    await desk.forms.choose(desk.call.id, AGENT, CONTRACT)

    assert (await desk.field("name"))["value"] == "王秀英"
    assert len(await office.rows(applications)) == 1


async def test_an_edit_is_seen_by_everybody_with_who_wrote_it_and_when(
    office: Office, tmp_path: Path
) -> None:
    desk = await form_desk(office, tmp_path, DRAFT)

    await desk.set("mobile", "138 0013 8000")

    (event,) = desk.seen(CITIZEN, "field")
    assert (event["field"], event["value"]) == ("mobile", "13800138000")
    assert (event["by"], event["by_name"]) == (AGENT, "王工")
    assert event["at"] == office.clock().isoformat()
    assert (await desk.draft()).fields["mobile"] == "13800138000"


async def test_every_edit_leaves_an_audit_row_with_keys_and_never_values(
    office: Office, tmp_path: Path
) -> None:
    desk = await form_desk(office, tmp_path, DRAFT)
    await desk.set("mobile", "13800138000")
    await desk.set("id_number", WOMAN, CITIZEN)

    rows = [r for r in await office.rows(audit) if r["action"] == "form_set"]

    assert [r["actor"] for r in rows] == ["staff:1001", "citizen"]
    assert [r["detail"]["changed"] for r in rows] == [["mobile"], ["id_number"]]
    assert not any(v in str(r["detail"]) for r in rows for v in ("13800138000", WOMAN))


async def test_a_guest_sees_only_what_they_wrote_themselves(office: Office, tmp_path: Path) -> None:
    desk = await form_desk(office, tmp_path, DRAFT)
    await desk.set("id_number", WOMAN, CITIZEN)
    await desk.set("institution", "城关社区卫生服务中心")
    await desk.set("mobile", "13800138000", DAUGHTER)

    whole = str(await desk.shown(DAUGHTER)) + str([e for w, e in desk.told if w == DAUGHTER])

    assert "王秀英" not in whole
    assert WOMAN not in whole
    assert (await desk.field("name", DAUGHTER))["value"] == "王**"
    assert (await desk.field("mobile", DAUGHTER))["value"] == "13800138000"
    assert (await desk.field("id_number", CITIZEN))["value"] == WOMAN


async def test_two_people_fill_different_fields_at_once(office: Office, tmp_path: Path) -> None:
    desk = await form_desk(office, tmp_path, DRAFT)
    version = (await desk.shown())["version"]
    assert isinstance(version, int)

    await desk.forms.set(desk.call.id, AGENT, "mobile", "13800138000", version)
    await desk.forms.set(desk.call.id, CITIZEN, "id_number", WOMAN, version)

    assert {"mobile", "id_number"} <= (await desk.draft()).fields.keys()


async def test_who_writes_over_a_change_they_have_not_seen_is_told_whose_it_was(
    office: Office, tmp_path: Path
) -> None:
    desk = await form_desk(office, tmp_path, DRAFT)
    version = (await desk.shown())["version"]
    assert isinstance(version, int)
    await desk.forms.set(desk.call.id, AGENT, "mobile", "13800138000", version)

    with pytest.raises(NotAllowedNow) as refused:
        await desk.forms.set(desk.call.id, AGENT, "mobile", "13900139000", version)  # 2nd tab

    assert str(refused.value) == say.CHANGED_MEANWHILE.format(label="手机号", name="王工")
    assert (await desk.draft()).fields["mobile"] == "13800138000"


async def test_a_page_that_did_not_see_what_the_bot_changed_must_look_again(
    office: Office, tmp_path: Path
) -> None:
    desk = await form_desk(office, tmp_path, DRAFT)
    version = (await desk.shown())["version"]
    assert isinstance(version, int)
    await office.applications.save(await desk.draft(), office.clock())

    with pytest.raises(NotAllowedNow, match="刚才有改动"):
        await desk.forms.set(desk.call.id, AGENT, "mobile", "13800138000", version)


async def test_a_field_that_somebody_types_in_is_kept_for_them_for_30_seconds(
    office: Office, tmp_path: Path
) -> None:
    desk = await form_desk(office, tmp_path, DRAFT)
    await desk.forms.lock(desk.call.id, AGENT, "mobile")

    with pytest.raises(NotAllowedNow) as refused:
        await desk.set("mobile", "13900139000", CITIZEN)
    office.clock.pass_by(timedelta(seconds=30))
    await desk.set("mobile", "13900139000", CITIZEN)

    assert str(refused.value) == say.HELD.format(name="王工", label="手机号")
    assert (await desk.draft()).fields["mobile"] == "13900139000"


async def test_typing_renews_the_lock_and_letting_go_frees_the_field(
    office: Office, tmp_path: Path
) -> None:
    desk = await form_desk(office, tmp_path, DRAFT)
    await desk.forms.lock(desk.call.id, AGENT, "mobile")
    office.clock.pass_by(timedelta(seconds=20))
    await desk.set("mobile", "13800138000")
    office.clock.pass_by(timedelta(seconds=20))
    assert (await desk.field("mobile"))["lock"] == {"seat": AGENT, "name": "王工"}

    await desk.forms.unlock(desk.call.id, AGENT, "mobile")

    assert (await desk.field("mobile"))["lock"] is None
    assert desk.seen(CITIZEN, "locks")[-1]["locks"] == {}


async def test_a_wrong_check_digit_is_named_and_what_was_right_is_kept(
    office: Office, tmp_path: Path
) -> None:
    desk = await form_desk(office, tmp_path, DRAFT)
    await desk.set("id_number", WOMAN)
    wrong = WOMAN[:-1] + ("1" if WOMAN[-1] != "1" else "2")

    await desk.set("id_number", wrong)

    shown = await desk.field("id_number")
    assert (shown["error"], shown["value"]) == (field_wording.ID_CHECK, WOMAN)
    assert (await desk.draft()).fields == {"name": "王秀英", "id_number": WOMAN}


async def test_an_answer_that_ends_the_matter_says_why_and_is_not_taken(
    office: Office, tmp_path: Path
) -> None:
    desk = await form_desk(office, tmp_path)
    await desk.forms.choose(desk.call.id, AGENT, CHANGE)

    await desk.set("signed_before", "没签过")

    assert "直接办“门诊统筹签约”" in str((await desk.field("signed_before"))["error"])
    assert (await desk.draft()).in_hand


async def test_a_value_that_another_makes_wrong_goes_with_it(
    office: Office, tmp_path: Path
) -> None:
    desk = await form_desk(office, tmp_path)
    await desk.forms.choose(desk.call.id, AGENT, CHANGE)
    await desk.fill()
    filled = (await desk.draft()).fields

    await desk.set("current_institution", filled["new_institution"])

    assert "new_institution" not in (await desk.draft()).fields
    assert (await desk.draft()).awaiting == "new_institution"
    assert desk.seen(CITIZEN, "form")


async def test_clearing_a_field_asks_for_it_again(office: Office, tmp_path: Path) -> None:
    desk = await form_desk(office, tmp_path, DRAFT)
    await desk.fill()

    await desk.set("mobile", "")

    draft = await desk.draft()
    assert (draft.awaiting, draft.phase) == ("mobile", Phase.FILLING)


async def test_who_looks_on_cannot_write(office: Office, tmp_path: Path) -> None:
    desk = await form_desk(office, tmp_path, DRAFT)

    with pytest.raises(NotAllowedNow, match=say.OBSERVER):
        await desk.set("mobile", "13800138000", CHIEF)


async def test_of_two_tabs_that_write_at_once_one_is_refused(
    office: Office, tmp_path: Path
) -> None:
    desk = await form_desk(office, tmp_path, DRAFT)
    version = (await desk.shown())["version"]
    assert isinstance(version, int)

    outcomes = await asyncio.gather(
        *(
            desk.forms.set(desk.call.id, AGENT, "mobile", value, version)
            for value in ("13800138000", "13900139000")
        ),
        return_exceptions=True,
    )

    assert [isinstance(o, NotAllowedNow) for o in outcomes].count(True) == 1
