"""Finds which fields of a form a photographed document answers; pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.spoken_choices import mentions
from core.fields import problem_with
from core.form_fields import CHILDREN, GUARDIAN, Form
from core.photos import DocumentKind, PhotoReading
from core.service_items import Field, FieldKind

# Whose values a document shows; of the others they are the insured person's.
CHILDS_PAPERS = frozenset({DocumentKind.BIRTH_CERTIFICATE})

LABELS = {
    "birth_date": re.compile("出生|生日"),
    "address": re.compile("地址|住址"),
    "bank": re.compile("开户行|银行"),
    "invoice_number": re.compile("票据号|发票号|票号"),
    "hospital": re.compile("医院|医疗机构"),
    "diagnosis": re.compile("病种?|诊断"),
    "admission_date": re.compile("入院|住院日"),
    "discharge_date": re.compile("出院"),
    "mother": re.compile("母亲|妈妈"),
}
KINDS = {
    "name": FieldKind.NAME,
    "id_number": FieldKind.ID_NUMBER,
    "bank_card": FieldKind.BANK_CARD,
    "amount": FieldKind.MONEY,
}
PERSONAL = frozenset({"name", "id_number", "birth_date"})


def fitting(form: Form, values: Mapping[str, str], reading: PhotoReading) -> dict[str, str]:
    """Return field key -> value for what the document says of fields that are asked.

    A value that breaks the field's own rule is left out: it was misread, or is not the one.
    """
    found: dict[str, str] = {}
    fields = [f for f in form.fields_for(values) if f.key != GUARDIAN.key]
    for key, value in reading.values.items():
        field = _home(fields, key, reading.kind)
        if field is None or field.key in found:
            continue
        fit = _as_option(field, value) if field.kind is FieldKind.CHOICE else value
        if fit is not None and problem_with(field, fit, {}, form.today) is None:
            found[field.key] = fit
    return found


def _home(fields: list[Field], key: str, kind: DocumentKind) -> Field | None:
    """Return the one field to which a value of a document belongs."""
    if key in PERSONAL:
        fields = _of_person(fields, child=kind in CHILDS_PAPERS)
    named = [f for f in fields if f.key == key]
    if named:
        return named[0]
    homes = [f for f in fields if _suits(f, key)]
    return homes[0] if len(homes) == 1 else None


def _suits(field: Field, key: str) -> bool:
    """Tell whether a field asks for what a document calls `key`, under a name of its own."""
    if key in KINDS:
        return field.kind is KINDS[key]
    return key in LABELS and LABELS[key].search(field.label) is not None and _readable(field, key)


def _readable(field: Field, key: str) -> bool:
    """Tell whether a field of that kind can hold such a value."""
    if key.endswith("_date"):
        return field.kind is FieldKind.DATE
    if key == "mother":
        return field.kind is FieldKind.NAME
    return field.kind in {FieldKind.CHOICE, FieldKind.TEXT}


def _of_person(fields: list[Field], *, child: bool) -> list[Field]:
    """Return the fields about the person whose paper it is; a parent's stands for a child's."""
    if child:
        return [f for f in fields if f.about in CHILDREN - {GUARDIAN.about}]
    own = [f for f in fields if not f.about]
    return own or [f for f in fields if f.about == GUARDIAN.about]


def _as_option(field: Field, value: str) -> str | None:
    """Return the one option that the value names; a likeness is not enough for what is printed."""
    exact = [o.value for o in field.options if value in (o.value, *o.aliases)]
    named = {v for m in mentions(field.options, value) if not m.embedded for v in m.values}
    if exact:
        return exact[0]
    return named.pop() if len(named) == 1 else None
