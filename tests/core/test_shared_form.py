"""Tests core.shared_form and its moves: locks, versions, mistakes, yes and signature; pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from core import shared_form_wording as say
from core.applications import Application, Phase
from core.calls import CallSeat, Role
from core.errors import NotAllowedNow
from core.form_fields import Form
from core.shared_form import FormState, SharedForm, Way, errors, state
from core.shared_form_json import seen_by
from core.shared_form_moves import (
    FILING_HOLDS,
    LOCK_HOLDS,
    confirmed,
    edited,
    handed_in,
    locked,
    prefilled,
    signed,
    unconfirmed,
    unlocked,
)
from tests.bot.small_items import ITEMS
from tests.item_samples import SAMPLES
from tests.sample_fields import TODAY, WOMAN

NOW = datetime(2026, 12, 20, 2, 0, tzinfo=UTC)
FORM = Form(ITEMS[0], TODAY)


def seat(role: Role, name: str = "某人", key: str | None = None) -> CallSeat:
    staff = "1001" if role in {Role.AGENT, Role.SUPERVISOR} else None
    return CallSeat("c1", key or role.value, role, name, NOW, staff)


CITIZEN, AGENT = seat(Role.CITIZEN, "市民"), seat(Role.AGENT, "王工")
OTHER = seat(Role.AGENT, "李工", "agent-2")
FAMILY, CHIEF = seat(Role.FAMILY, "女儿"), seat(Role.SUPERVISOR, "李主任")


def blank(**fields: str) -> SharedForm:
    return SharedForm("c1", 1, Application("a1", "v1", ITEMS[0].code, fields=fields), 3, 3)


def full() -> SharedForm:
    shared = blank()
    for field in FORM.fields_for({}):
        value = field.options[0].value if field.options else SAMPLES[field.key]
        shared = edited(FORM, shared, AGENT, field.key, value, shared.version, NOW)
    assert state(FORM, shared) is FormState.CONFIRMABLE
    return shared


def agreed() -> SharedForm:
    return confirmed(FORM, full(), CITIZEN, Way.KEY, NOW)


def test_every_edit_is_a_new_version() -> None:
    shared = edited(FORM, blank(), AGENT, "name", "王秀英", 3, NOW)

    assert (shared.version, shared.version_of("name"), shared.version_of("mobile")) == (4, 4, 3)
    assert shared.application.order == ("name",)


def test_two_agents_may_not_write_over_each_other_unseen() -> None:
    shared = edited(FORM, blank(), AGENT, "name", "王秀英", 3, NOW)

    with pytest.raises(NotAllowedNow) as refused:
        edited(FORM, shared, OTHER, "name", "王秀瑛", 3, NOW)

    assert str(refused.value) == say.CHANGED_MEANWHILE.format(label="姓名", name="王工")


def test_a_lock_keeps_others_out_until_it_is_over() -> None:
    shared = locked(FORM, blank(), AGENT, "name", NOW)

    with pytest.raises(NotAllowedNow):
        locked(FORM, shared, OTHER, "name", NOW + LOCK_HOLDS - timedelta(seconds=1))
    taken = locked(FORM, shared, OTHER, "name", NOW + LOCK_HOLDS)

    assert taken.locks["name"].seat == OTHER.id


def test_a_seat_keeps_one_field_at_a_time() -> None:
    shared = locked(FORM, blank(), AGENT, "name", NOW)

    shared = locked(FORM, shared, AGENT, "mobile", NOW)

    assert list(shared.locks) == ["mobile"]


def test_nobody_lets_go_what_somebody_else_keeps() -> None:
    shared = locked(FORM, blank(), AGENT, "name", NOW)

    assert unlocked(shared, CITIZEN, "name") == shared
    assert unlocked(shared, AGENT).locks == {}


def test_a_field_that_is_not_asked_cannot_be_written() -> None:
    with pytest.raises(NotAllowedNow, match=say.NOT_ASKED):
        edited(FORM, blank(), AGENT, "disease", "糖尿病", 3, NOW)


def test_a_mistake_keeps_the_value_before_and_the_version() -> None:
    shared = edited(FORM, blank(id_number=WOMAN), AGENT, "id_number", WOMAN[:-2], 3, NOW)

    assert shared.application.fields == {"id_number": WOMAN}
    assert shared.version == 3
    assert "16位" in errors(FORM, shared)["id_number"]


def test_writing_the_old_value_again_takes_the_mistake_away() -> None:
    shared = edited(FORM, blank(id_number=WOMAN), AGENT, "id_number", "1", 3, NOW)

    shared = edited(FORM, shared, AGENT, "id_number", WOMAN, 3, NOW)

    assert errors(FORM, shared) == {}


def test_the_yes_is_to_one_version_only() -> None:
    shared = edited(FORM, agreed(), AGENT, "mobile", "13900139000", 99, NOW)

    assert state(FORM, shared) is FormState.CONFIRMABLE
    assert shared.confirmed is None


def test_a_signature_needs_the_yes_and_falls_with_it() -> None:
    with pytest.raises(NotAllowedNow, match=say.AGREE_FIRST):
        signed(FORM, full(), CITIZEN, "0" * 64, "signature.png", NOW)
    shared = signed(FORM, agreed(), CITIZEN, "0" * 64, "signature.png", NOW)
    assert state(FORM, shared) is FormState.SIGNED

    taken_back = unconfirmed(shared, CITIZEN, NOW)

    assert state(FORM, taken_back) is FormState.CONFIRMABLE


def test_saying_yes_again_changes_nothing() -> None:
    shared = agreed()

    assert confirmed(FORM, shared, CITIZEN, Way.VOICE, NOW + timedelta(minutes=1)) == shared


@pytest.mark.parametrize("who", [AGENT, FAMILY, CHIEF])
def test_nobody_says_yes_for_the_citizen(who: CallSeat) -> None:
    with pytest.raises(NotAllowedNow, match=say.CITIZEN):
        confirmed(FORM, full(), who, Way.BUTTON, NOW)


def test_while_it_is_being_submitted_nothing_changes_and_then_it_may() -> None:
    shared = signed(FORM, agreed(), CITIZEN, "0" * 64, "signature.png", NOW)
    shared = handed_in(FORM, shared, AGENT, NOW)

    with pytest.raises(NotAllowedNow, match=say.BEING_SUBMITTED):
        edited(FORM, shared, AGENT, "mobile", "13900139000", 99, NOW)
    later = edited(FORM, shared, AGENT, "mobile", "13900139000", 99, NOW + FILING_HOLDS)

    assert state(FORM, later) is FormState.CONFIRMABLE


def test_a_form_with_a_receipt_is_changed_no_more() -> None:
    shared = agreed()
    filed = replace(shared.application, phase=Phase.SUBMITTED, number="20261220000018")
    shared = replace(shared, application=filed, version=99)

    assert state(FORM, shared) is FormState.SUBMITTED
    with pytest.raises(NotAllowedNow, match=say.SUBMITTED_ALREADY):
        edited(FORM, shared, AGENT, "mobile", "13900139000", 99, NOW)


def test_what_a_photograph_offers_goes_into_open_fields_only() -> None:
    shared = blank(name="王秀英")
    offered = {"name": "王秀瑛", "id_number": WOMAN, "mobile": "1"}
    shared = replace(shared, application=replace(shared.application, offered=offered))

    shared = prefilled(FORM, shared, CITIZEN, NOW)

    assert shared.application.fields == {"name": "王秀英", "id_number": WOMAN}
    assert shared.entries["id_number"].name == say.BY_PHOTO
    assert shared.application.offered == {"name": "王秀瑛", "mobile": "1"}


def test_a_guest_is_told_nothing_that_others_wrote() -> None:
    event = {
        "type": "field",
        "field": "address",
        "kind": "text",
        "value": "幸福街道12号",
        "shown": "幸福街道12号",
        "by": "agent",
    }

    assert seen_by(event, FAMILY)["value"] == say.FILLED
    assert seen_by({**event, "by": "family"}, FAMILY)["value"] == "幸福街道12号"
    assert seen_by(event, CITIZEN) == event
