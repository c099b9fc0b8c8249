"""Changes the values of an application as its form allows, keeping what stays right; pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from core.applications import Application, Phase
from core.fields import problem_with
from core.form_fields import Form
from core.service_items import Field


def with_values(form: Form, application: Application, new: Mapping[str, str]) -> Application:
    """Return the application with these values, and without those that they make wrong."""
    for key, value in new.items():
        application = _with_value(form, application, key, value)
    return application


def without_value(form: Form, application: Application, key: str) -> Application:
    """Return the application without one value, and without those that hang on it."""
    fields = {k: v for k, v in application.fields.items() if k != key}
    return settled(form, replace(application, fields=_still_asked(form, fields)))


def settled(form: Form, application: Application) -> Application:
    """Return the application asking for what is missing, or for a yes; nothing half heard stays."""
    missing = next(
        (f.key for f in form.fields_for(application.fields) if f.key not in application.fields),
        None,
    )
    moved = application.moved_to(Phase.FILLING if missing is not None else Phase.CONFIRMING)
    order = tuple(key for key in application.order if key in application.fields)
    return replace(moved, order=order, awaiting=missing, suggestion=None, partial="", tries=0)


def problems(form: Form, values: Mapping[str, str]) -> Mapping[str, str]:
    """Return what is wrong today with the values that are there: field key -> sentence."""
    found: dict[str, str] = {}
    for field in form.fields_for(values):
        if field.key in values:
            problem = problem_with(field, values[field.key], others(values, field), form.today)
            if problem is not None:
                found[field.key] = problem
    return found


def others(values: Mapping[str, str], field: Field) -> Mapping[str, str]:
    """Return what the other fields hold."""
    return {key: value for key, value in values.items() if key != field.key}


def _with_value(form: Form, application: Application, key: str, value: str) -> Application:
    fields = {**application.fields, key: value}
    asked = {f.key: f for f in form.fields_for(fields)}
    for other in [k for k in fields if k != key and not form.kept(k)]:
        rest = {k: v for k, v in fields.items() if k != other}
        if other not in asked or problem_with(asked[other], fields[other], rest, form.today):
            fields = rest
    order = (*(k for k in application.order if k != key), key)
    offered = {k: v for k, v in application.offered.items() if k != key}
    return settled(form, replace(application, fields=fields, order=order, offered=offered))


def _still_asked(form: Form, fields: Mapping[str, str]) -> Mapping[str, str]:
    """Return the values whose questions are still asked."""
    while True:
        asked = {f.key for f in form.fields_for(fields)}
        kept = {k: v for k, v in fields.items() if k in asked or form.kept(k)}
        if len(kept) == len(fields):
            return kept
        fields = kept
