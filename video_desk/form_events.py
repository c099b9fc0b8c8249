"""Says what happened to a shared form: to the pages, to the audit trail, and under a film; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from core import shared_form_wording as say
from core.calls import Role
from core.form_fields import Form
from core.shared_form import SharedForm, errors, state
from core.shared_form_json import field_json, form_json
from core.store.shared_form_rows import Edit
from core.store.shared_forms import Changed

Event = Mapping[str, object]
WHO = {
    Role.CITIZEN.value: say.CITIZEN,
    Role.AGENT.value: say.AGENT,
    Role.FAMILY.value: say.FAMILY,
}


def written(after: SharedForm, field: str) -> str:
    """Return what the audit trail calls an edit."""
    entry = after.entries.get(field)
    if entry is not None and entry.error:
        return "form_rejected"
    return "form_set" if field in after.application.fields else "form_cleared"


def after_edit(changed: Changed, key: str, now: datetime) -> Sequence[Event]:
    """Return what to tell of an edit: the field, and the whole form only if more changed."""
    form, before, after = changed.form, changed.before, changed.after
    field = form.field(key)
    events: list[Event] = [
        {
            **field_json(form, after, field, now),
            "type": "field",
            "field": key,
            "version": after.version,
        }
    ]
    if before.confirmed is not None and after.confirmed is None:
        events.append({"type": "unconfirmed", "why": say.EDITED_AFTER.format(label=field.label)})
    if _beside(form, before, key, now) != _beside(form, after, key, now):
        events.append({"type": "form", "form": form_json(form, after, now)})
    return events


def _beside(form: Form, shared: SharedForm, key: str, now: datetime) -> object:
    """Return everything that pages show of a form, but the field and the version."""
    papers = form_json(form, shared, now)["papers"]
    asked = form.fields_for(shared.application.fields)
    wrong = {k: v for k, v in errors(form, shared).items() if k != key}
    values = {k: v for k, v in shared.application.fields.items() if k != key}
    return [f.key for f in asked], wrong, values, state(form, shared), papers


def whole(changed: Changed, now: datetime) -> Event:
    """Return the event that shows the form anew."""
    return {"type": "form", "form": form_json(changed.form, changed.after, now)}


def in_words(form: Form, edit: Edit) -> str:
    """Return what was done, without values; empty: nothing to tell."""
    sentence = say.TOLD.get(edit.action, "")
    known = {f.key: f.label for f in form.fields}
    labels = [known[key] for key in edit.fields if key in known]
    own = known.get(edit.field, "") if edit.field is not None else ""
    if edit.action == "form_photographed" and not labels:
        return say.PHOTO_TOLD
    return sentence.format(
        item=form.name,
        who=WHO.get(edit.role, ""),
        label=own,
        labels="、".join(labels),
        way=say.WAYS.get(edit.way or "", ""),
    )
