"""Walks every item that can be applied for into every state that its form can be in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from bot.form_moves import asking
from core.applications import Application, Phase
from core.form_changes import settled
from core.form_fields import Form, form_for
from core.service_items import Field, FieldKind, ServiceItem
from gateway.catalogue_files import read_catalogue
from tests.item_samples import TODAY, sample_values

CATALOGUE = read_catalogue(Path(__file__).parents[2] / "core" / "items")
APPLIABLE = tuple(item for item in CATALOGUE.items if item.fields)
IN_PIECES = frozenset({FieldKind.ID_NUMBER, FieldKind.MOBILE, FieldKind.BANK_CARD})
CONVERSATION = "c1"


@dataclass(frozen=True, slots=True)
class FormState:
    """Be one state in which the form of an item waits for the citizen."""

    name: str
    form: Form
    application: Application


def form_states() -> Iterator[FormState]:
    """Yield every state of every item: each question, in each way in which it may stand open."""
    for item in APPLIABLE:
        seen: set[str] = set()
        for values in _walks(item):
            yield from _along(item, values, seen)


def fields_asked(item: ServiceItem) -> set[str]:
    """Return the keys of the fields that the walk comes by."""
    return {key for values in _walks(item) for key in values}


def _walks(item: ServiceItem) -> Iterator[Mapping[str, str]]:
    """Yield values that fill the item: once as they come, once for each option that goes on."""
    yield sample_values(item)
    for field in item.fields:
        for option in field.options:
            if option.value in field.ends:
                continue
            chosen = {field.key: option.value}
            yield sample_values(item, chosen)


def _along(item: ServiceItem, values: Mapping[str, str], seen: set[str]) -> Iterator[FormState]:
    """Yield the states on one way through the form; those seen on another way only once."""
    begun = Application("a1", CONVERSATION, item.code)
    form = form_for(CATALOGUE, begun, TODAY)
    keys = list(values)
    for place, key in enumerate(keys):
        if key in seen:
            continue
        seen.add(key)
        before = {k: values[k] for k in keys[:place]}
        open_now = asking(begun, key, before, tuple(before))
        for how, application in _ways_open(form.field(key), open_now, values[key]):
            yield FormState(f"{item.code} {key} {how}", form, application)
    if "" in seen:
        return
    seen.add("")
    full = replace(begun, fields=dict(values), order=tuple(values), awaiting=None)
    confirming = replace(settled(form, full), phase=Phase.CONFIRMING, awaiting=None)
    yield FormState(f"{item.code} read back", form, confirming)
    yield FormState(
        f"{item.code} read back for a relative", form, replace(confirming, delegate="母亲")
    )
    parked = replace(asking(begun, keys[0], {}, ()), phase=Phase.PARKED)
    yield FormState(f"{item.code} put aside", form, parked)


def _ways_open(field: Field, asked: Application, value: str) -> Iterator[tuple[str, Application]]:
    """Yield the ways in which one question may stand open."""
    yield "asked", asked
    yield "rejected", replace(asked, tries=1)
    yield "rejected three times", replace(asked, tries=3)
    yield "for a relative", replace(asked, delegate="母亲")
    if field.kind not in {FieldKind.MONEY, FieldKind.DATE}:
        yield "another value suggested", replace(asked, suggestion=value)
    if field.kind in IN_PIECES:
        yield "half said", replace(asked, partial="138")
    if not field.screening:
        yield "a known value offered", replace(asked, offered={field.key: value})
