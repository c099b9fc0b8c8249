"""Decides what people in a call may do to the form that they fill together; pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from core import form_wording
from core import shared_form_wording as say
from core.applications import Application
from core.calls import CallSeat, Role
from core.errors import NotAllowedNow
from core.fields import problem_with
from core.form_changes import others, with_values, without_value
from core.form_fields import Form
from core.service_items import Field
from core.shared_form import (
    Confirmation,
    Entry,
    Lock,
    SharedForm,
    Signature,
    Way,
    doubled,
    errors,
    open_labels,
)
from core.typed_values import normalised

LOCK_HOLDS = timedelta(seconds=30)
FILING_HOLDS = timedelta(seconds=30)  # edits wait so long for a submission that is under way


def may_write(shared: SharedForm, who: CallSeat, now: datetime) -> None:
    """Raise NotAllowedNow if this seat may not change the form now."""
    if who.role is Role.SUPERVISOR:
        raise NotAllowedNow(say.OBSERVER)
    if shared.application.number is not None:
        raise NotAllowedNow(say.SUBMITTED_ALREADY)
    if shared.handed_in_at is not None and now < shared.handed_in_at + FILING_HOLDS:
        raise NotAllowedNow(say.BEING_SUBMITTED)


def locked(form: Form, shared: SharedForm, who: CallSeat, key: str, now: datetime) -> SharedForm:
    """Return the form with a field kept for this seat, or raise NotAllowedNow."""
    may_write(shared, who, now)
    _must_be_free(shared, who, _asked(form, shared, key), now)
    live = {k: lock for k, lock in shared.locks.items() if lock.until > now}
    mine = Lock(who.id, who.name, now + LOCK_HOLDS)
    rest = {k: lock for k, lock in live.items() if lock.seat != who.id}
    return replace(shared, locks={**rest, key: mine})  # one field at a time for each seat


def unlocked(shared: SharedForm, who: CallSeat, key: str | None = None) -> SharedForm:
    """Return the form without this seat's lock on a field; None: without all its locks."""
    kept = {
        k: lock for k, lock in shared.locks.items() if lock.seat != who.id or key not in {None, k}
    }
    return replace(shared, locks=kept)


def edited(
    form: Form,
    shared: SharedForm,
    who: CallSeat,
    key: str,
    typed: str,
    version: int,
    now: datetime,
) -> SharedForm:
    """Return the form with what was typed into a field, or with what is wrong with it.

    `version` is that of the form which the writer saw; empty text clears the field. What other
    fields hold is kept as long as it fits. Raise NotAllowedNow if the field is kept by somebody
    else, or was changed since.
    """
    may_write(shared, who, now)
    asked = _asked(form, shared, key)
    _must_be_free(shared, who, asked, now)
    _must_be_seen(shared, asked, version)
    if key in shared.locks:
        shared = locked(form, shared, who, key, now)
    value = normalised(asked, typed)
    before = shared.application.fields
    if value == before.get(key, ""):
        entry = shared.entries.get(key)
        if entry is None or not entry.error:
            return shared
        return replace(shared, entries={**shared.entries, key: replace(entry, error="")})
    if not value:
        return _rewritten(shared, who, without_value(form, shared.application, key), now, key)
    problem = _problem(asked, value, before, form)
    if problem is not None:
        entry = Entry(who.id, who.role, who.name, now, shared.version_of(key), problem)
        return replace(shared, entries={**shared.entries, key: entry})
    changed = with_values(form, shared.application, {key: value})
    return _rewritten(shared, who, changed, now, key)


def prefilled(form: Form, shared: SharedForm, who: CallSeat, now: datetime) -> SharedForm:
    """Return the form with what a photograph offers for fields that are open."""
    may_write(shared, who, now)
    application = shared.application
    for key, value in application.offered.items():
        asked = {f.key: f for f in form.fields_for(application.fields)}
        free = key in asked and key not in application.fields and shared.lock_of(key, now) is None
        if free and _problem(asked[key], value, application.fields, form) is None:
            application = with_values(form, application, {key: value})
    by_photo = replace(who, name=say.BY_PHOTO)
    return _rewritten(shared, by_photo, application, now)


def confirmed(form: Form, shared: SharedForm, who: CallSeat, way: Way, now: datetime) -> SharedForm:
    """Return the form with the citizen's yes to it as it is now, or raise NotAllowedNow."""
    _must_be(Role.CITIZEN, who)
    may_write(shared, who, now)
    _must_be_complete(form, shared)
    if shared.confirmed is not None:
        return shared
    yes = Confirmation(who.id, who.name, way, now, shared.version)
    return replace(shared, confirmation=yes, signature=None)


def unconfirmed(shared: SharedForm, who: CallSeat, now: datetime) -> SharedForm:
    """Return the form without the citizen's yes and signature."""
    if who.role is not Role.AGENT:
        _must_be(Role.CITIZEN, who)
    may_write(shared, who, now)
    return replace(shared, confirmation=None, signature=None)


def signed(
    form: Form, shared: SharedForm, who: CallSeat, sha256: str, file: str, now: datetime
) -> SharedForm:
    """Return the form with the citizen's signature under what was agreed to."""
    _must_be(Role.CITIZEN, who)
    may_write(shared, who, now)
    _must_be_complete(form, shared)
    if shared.confirmed is None:
        raise NotAllowedNow(say.LOOK_AGAIN if shared.confirmation else say.AGREE_FIRST)
    return replace(shared, signature=Signature(who.id, now, shared.version, sha256, file))


def handed_in(form: Form, shared: SharedForm, who: CallSeat, now: datetime) -> SharedForm:
    """Return the form as the agent submits it; again is fine, as the receipt is given once."""
    _must_be(Role.AGENT, who)
    if shared.application.number is not None:
        return shared
    _must_be_complete(form, shared)
    if shared.confirmed is None:
        raise NotAllowedNow(say.LOOK_AGAIN if shared.confirmation else say.CONFIRM_FIRST)
    if shared.signed is None:
        raise NotAllowedNow(say.SIGN_FIRST)
    return replace(shared, handed_in_at=now, locks={})


def _rewritten(
    shared: SharedForm,
    who: CallSeat,
    application: Application,
    now: datetime,
    tried: str | None = None,
) -> SharedForm:
    """Return the form in its next version, with who changed which fields."""
    before, after = shared.application.fields, application.fields
    if application == shared.application:
        return shared
    version = shared.version + 1
    changed = {k for k in {*before, *after} if before.get(k) != after.get(k)} | (
        {tried} if tried is not None else set()
    )
    entry = Entry(who.id, who.role, who.name, now, version)
    return replace(
        shared,
        application=application,
        version=version,
        entries={**shared.entries, **dict.fromkeys(changed, entry)},
    )


def _problem(asked: Field, value: str, values: Mapping[str, str], form: Form) -> str | None:
    problem = problem_with(asked, value, others(values, asked), form.today)
    if problem is None and value in asked.ends:
        ending = asked.ends[value]
        return form_wording.ENDED.format(says=ending.says, source=ending.source)
    return problem


def _asked(form: Form, shared: SharedForm, key: str) -> Field:
    for asked in form.fields_for(shared.application.fields):
        if asked.key == key:
            return asked
    raise NotAllowedNow(say.NOT_ASKED)


def _must_be(role: Role, who: CallSeat) -> None:
    if who.role is not role:
        name = say.CITIZEN if role is Role.CITIZEN else say.AGENT
        raise NotAllowedNow(say.NOT_YOURS.format(who=name))


def _must_be_free(shared: SharedForm, who: CallSeat, asked: Field, now: datetime) -> None:
    lock = shared.lock_of(asked.key, now)
    if lock is not None and lock.seat != who.id:
        raise NotAllowedNow(say.HELD.format(name=lock.name, label=asked.label))


def _must_be_seen(shared: SharedForm, asked: Field, version: int) -> None:
    if version >= shared.version_of(asked.key):
        return
    entry = shared.entries.get(asked.key)
    if entry is None or entry.version < shared.base:
        raise NotAllowedNow(say.FORM_CHANGED.format(label=asked.label))
    raise NotAllowedNow(say.CHANGED_MEANWHILE.format(label=asked.label, name=entry.name))


def _must_be_complete(form: Form, shared: SharedForm) -> None:
    missing = open_labels(form, shared)
    if missing:
        raise NotAllowedNow(say.NOT_COMPLETE.format(labels="、".join(missing)))
    for key, problem in errors(form, shared).items():
        raise NotAllowedNow(say.WRONG.format(label=form.field(key).label, problem=problem))
    double = doubled(form, shared)
    if double is not None:
        raise NotAllowedNow(double)
