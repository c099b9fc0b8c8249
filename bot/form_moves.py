"""Says what an application asks, and lets it ask something else; pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.paired_values import pairs
from bot.values import read_all
from core.applications import Application, Phase
from core.fields import problem_with
from core.form_changes import others
from core.form_fields import Form
from core.service_items import Field, FieldKind


def asking(
    application: Application, key: str, fields: Mapping[str, str], order: tuple[str, ...]
) -> Application:
    """Return the application asking for one field."""
    return replace(
        application.moved_to(Phase.FILLING),
        fields=fields,
        order=order,
        awaiting=key,
        suggestion=None,
        partial="",
        tries=0,
    )


def without(application: Application, key: str) -> Application:
    """Return the application asking again for a field that was answered."""
    fields = {k: v for k, v in application.fields.items() if k != key}
    order = tuple(k for k in application.order if k != key)
    return asking(application, key, fields, order)


def first_wrong(form: Form, application: Application) -> tuple[Field, str] | None:
    """Return the first field whose value does not hold today, with what is wrong with it."""
    for field in form.fields_for(application.fields):
        value = application.fields.get(field.key, "")  # missing: the item asks for more since
        problem = problem_with(field, value, others(application.fields, field), form.today)
        if problem is not None:
            return field, problem
    return None


def spoken_of(
    form: Form, application: Application, awaited: Field | None, text: str
) -> Mapping[str, str]:
    """Return values for other open fields, where it is plain which field they belong to.

    Of two like fields either both are told apart in the sentence, or none is taken.
    """
    fields = form.fields_for(application.fields)
    open_fields = [
        f
        for f in fields
        if f.key not in application.fields
        and f is not awaited
        and not any(_alike(f, other) for other in fields if other.key != f.key)
    ]
    unanswered = [f for f in fields if f.key not in application.fields]
    return {
        **read_all(open_fields, text, form.today),
        **pairs(unanswered, text, form.today),
    }


def awaited_field(form: Form, application: Application) -> Field:
    """Return the field that is being asked."""
    assert application.awaiting is not None, "an application that is being filled asks something"
    return form.field(application.awaiting)


def screens(form: Form, application: Application) -> bool:
    """Tell whether it is still being found out if there is anything to apply for."""
    if application.awaiting is None or application.phase is not Phase.FILLING:
        return False
    return awaited_field(form, application).screening


def _alike(one: Field, other: Field) -> bool:
    """Tell whether a value could belong to either field."""
    if one.kind is FieldKind.CHOICE and other.kind is FieldKind.CHOICE:
        return bool({o.value for o in one.options} & {o.value for o in other.options})
    return one.kind is other.kind
