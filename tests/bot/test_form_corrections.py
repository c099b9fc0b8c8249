"""Tests bot.form_corrections: which field is meant, answered or not, and with which value."""

from __future__ import annotations

from datetime import date

import pytest

from bot.acts import Act
from bot.form import step
from bot.form_answers import Heard
from core.applications import Application
from core.form_changes import settled
from core.form_fields import Form, form_for
from core.service_items import Field, FieldKind
from tests.bot.form_talks import SCRIPTS, confirming, said, until
from tests.bot.small_items import CHANGE, CONTRACT, form_of
from tests.fakes.office import CATALOGUE
from tests.sample_fields import ENDS_IN_X, WOMAN

TODAY = date(2026, 11, 22)
WRONG = ("{name}错了", "刚才{name}也不对")
APPLIABLE = tuple(item for item in CATALOGUE.items if item.fields)


@pytest.mark.parametrize(
    ("key", "text"), [("id_number", "刚才身份证也不对"), ("mobile", "手机号错了")]
)
def test_what_is_called_wrong_before_it_was_answered_is_asked_now(key: str, text: str) -> None:
    done = step(form_of(CONTRACT), until(CONTRACT, "id_number"), said(text))

    assert done.application.awaiting == key
    assert "重新填" in done.said
    assert done.application.fields == {"name": "王秀英"}


def test_after_it_the_questions_go_on_where_they_were() -> None:
    form = form_of(CONTRACT)
    turned = step(form, until(CONTRACT, "id_number"), said("手机号错了")).application

    done = step(form, turned, said("13912345678"))

    assert done.application.awaiting == "id_number"
    assert done.application.fields["mobile"] == "13912345678"


@pytest.mark.parametrize(
    ("text", "key", "value"),
    [
        ("手机号错了，是13912345678", "mobile", "13912345678"),
        ("名字说错了，是王秀兰", "name", "王秀兰"),
        (f"身份证不对，应该是{ENDS_IN_X}", "id_number", ENDS_IN_X),
        ("签约机构换成中医院", "institution", "市中医医院"),
    ],
)
@pytest.mark.parametrize("key_asked", ["id_number", "institution", None])
def test_the_new_value_in_the_sentence_is_taken_in_every_state(
    key_asked: str | None, text: str, key: str, value: str
) -> None:
    application = until(CONTRACT, key_asked) if key_asked else confirming(CONTRACT)

    done = step(form_of(CONTRACT), application, Heard(text, Act.CORRECT_FIELD, sure=True))

    assert done.application.fields[key] == value


def test_a_new_value_that_is_not_plain_is_asked_back() -> None:
    done = step(form_of(CHANGE), confirming(CHANGE), said("新医院错了，换成市中西医院"))

    assert done.choices == ("市中医医院", "市中心医院")
    assert done.application.awaiting == "new_hospital"


def test_a_yes_that_says_that_nothing_is_wrong_corrects_nothing() -> None:
    heard = Heard("对，没错，就这么办", Act.AFFIRM, sure=True)

    assert step(form_of(CONTRACT), confirming(CONTRACT), heard).submit


def test_a_hospital_with_another_number_is_not_taken_for_the_one_without() -> None:
    done = step(form_of(CHANGE), confirming(CHANGE), said("新医院错了，换成第三人民医院"))

    assert "new_hospital" not in done.application.fields


def test_a_number_alone_belongs_to_the_only_field_that_it_can_be_of() -> None:
    text = "刚才说错了，是13912345678"

    done = step(
        form_of(CONTRACT),
        until(CONTRACT, "institution"),
        Heard(text, Act.CORRECT_FIELD, sure=True),
    )

    assert done.application.fields["mobile"] == "13912345678"


@pytest.mark.parametrize("text", WRONG)
@pytest.mark.parametrize("code", [item.code for item in APPLIABLE])
def test_every_field_of_every_item_can_be_called_wrong_by_each_of_its_names(
    code: str, text: str
) -> None:
    form, application = _half_filled(code)

    for field in form.fields_for(application.fields):
        for name in (field.label, *field.aliases):
            heard = Heard(text.format(name=name), Act.CORRECT_FIELD, sure=True)
            done = step(form, application, heard)
            assert done.application.awaiting == field.key, (name, done.said)


def _half_filled(code: str) -> tuple[Form, Application]:
    """Return an application of which the first half is answered."""
    application = Application("a1", "c1", code)
    form = form_for(CATALOGUE, application, TODAY)
    fields = form.fields_for({})
    values = {f.key: _value(f) for f in fields[: max(1, len(fields) // 2)]}
    return form, settled(form, Application("a1", "c1", code, fields=values, order=tuple(values)))


def _value(field: Field) -> str:
    if field.kind is FieldKind.CHOICE:
        return next(o.value for o in field.options if o.value not in field.ends)
    kinds = {
        FieldKind.NAME: "王秀英",
        FieldKind.ID_NUMBER: WOMAN,
        FieldKind.MOBILE: "13800138000",
        FieldKind.DATE: "2026-11-10",
        FieldKind.MONEY: "1200.50",
        FieldKind.TEXT: "某某路一号",
    }
    return kinds[field.kind]


def test_the_scripts_of_this_test_know_every_field() -> None:
    assert {f.key for f in form_of(CONTRACT).item.fields} == set(SCRIPTS[CONTRACT])
