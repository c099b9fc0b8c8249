"""Shows a shared form to the people in its call: JSON, masked for whoever comes by a link; pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime

from core import paper_wording, privacy
from core import shared_form_wording as say
from core.applications import Application
from core.calls import CallSeat, Role
from core.fields import shown
from core.form_fields import LATER, Form
from core.service_items import Field, FieldKind, Material
from core.shared_form import SharedForm, doubled, errors, state

PAPERS = {LATER: paper_wording.FOLLOWS, "promised": paper_wording.PROMISED}


def form_json(form: Form, shared: SharedForm, now: datetime) -> dict[str, object]:
    """Return the whole form; it holds personal data: see `seen_by`."""
    application = shared.application
    yes, signature = shared.confirmed, shared.signed
    return {
        "application_id": application.id,
        "item": form.name,
        "code": form.item.code,
        "version": shared.version,
        "state": state(form, shared).value,
        "fields": [
            field_json(form, shared, field, now) for field in form.fields_for(application.fields)
        ],
        "papers": [{"name": m.name, "state": _paper(m, application)} for m in form.item.materials],
        "doubled": doubled(form, shared),
        "delegate": application.delegate,
        "confirmed_at": yes.at.isoformat() if yes is not None else None,
        "signed_at": signature.at.isoformat() if signature is not None else None,
        "number": application.number,
    }


def field_json(form: Form, shared: SharedForm, field: Field, now: datetime) -> dict[str, object]:
    """Return one field: its value, who wrote it and when, what is wrong with it."""
    value = shared.application.fields.get(field.key)
    entry, lock = shared.entries.get(field.key), shared.lock_of(field.key, now)
    by_chat = say.BY_CHAT if value is not None else None
    offered = shared.application.offered.get(field.key)
    return {
        "key": field.key,
        "label": field.label,
        "kind": field.kind.value,
        "value": value,
        "shown": shown(field, value) if value is not None else "",
        "offered": offered if offered != value else None,
        "choices": [option.value for option in field.options],
        "why": field.why,
        "by": entry.by if entry is not None else None,
        "by_name": entry.name if entry is not None else by_chat,
        "at": entry.at.isoformat() if entry is not None else None,
        "version": shared.version_of(field.key),
        "error": errors(form, shared).get(field.key),
        "lock": {"seat": lock.seat, "name": lock.name} if lock is not None else None,
    }


def locks_json(shared: SharedForm, now: datetime) -> dict[str, object]:
    """Return who keeps which field: key -> {seat, name, until}."""
    live = {key: shared.lock_of(key, now) for key in shared.locks}
    return {
        key: {"seat": lock.seat, "name": lock.name, "until": lock.until.isoformat()}
        for key, lock in live.items()
        if lock is not None
    }


def seen_by(event: Mapping[str, object], seat: CallSeat) -> Mapping[str, object]:
    """Return an event, or a whole form, as this seat may see it.

    Somebody who came by a link sees whole only what they wrote themselves: everything that is sent
    to a family seat must pass here.
    """
    if seat.role is not Role.FAMILY:
        return event
    form, fields = event.get("form"), event.get("fields")
    if isinstance(form, Mapping):
        return {**event, "form": seen_by(form, seat)}
    if isinstance(fields, list):
        return {
            **event,
            "doubled": None,
            "fields": [_masked(f, seat) for f in fields if isinstance(f, Mapping)],
        }
    return _masked(event, seat) if event.get("type") == "field" else event


def sha256_of(application: Application) -> str:
    """Return the SHA-256, hex, of item and values as canonical JSON: what was agreed to."""
    content = {"item": application.item_code, "fields": dict(application.fields)}
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _masked(field: Mapping[str, object], seat: CallSeat) -> Mapping[str, object]:
    if field.get("by") == seat.id:
        return field
    value, seen = field.get("value"), field.get("shown")
    hidden = ""
    if isinstance(value, str) and value:
        if field.get("kind") == FieldKind.NAME.value:
            hidden = privacy.mask_name(value)
        elif seen != value and isinstance(seen, str) and "*" in seen:
            hidden = seen
        else:
            hidden = say.FILLED  # an address, an illness
    error = say.REJECTED if field.get("error") else None
    return {**field, "value": hidden, "shown": hidden, "offered": None, "error": error}


def _paper(material: Material, application: Application) -> str:
    stands = application.papers.get(material.name)
    if stands is not None:
        return PAPERS.get(stands, paper_wording.READY)
    needed = material.needed(application.fields, delegated=application.delegate is not None)
    if needed is None:
        return paper_wording.DEPENDS
    return paper_wording.MISSING if needed else paper_wording.NOT_NEEDED
