"""Holds the form that people in a call fill together, and tells how far it has come; pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from core import form_wording
from core.applications import Application
from core.form_changes import problems
from core.form_fields import Form


class Way(StrEnum):
    """Name how the citizen agreed."""

    BUTTON = "button"
    KEY = "key"  # 1
    VOICE = "voice"  # said 同意


class FormState(StrEnum):
    """Name how far the form has come."""

    FILLING = "filling"
    CONFIRMABLE = "confirmable"  # complete and right: the citizen may agree
    CONFIRMED = "confirmed"
    SIGNED = "signed"
    SUBMITTED = "submitted"


@dataclass(frozen=True, slots=True)
class Entry:
    """Say who wrote a field last, and when."""

    by: str  # seat
    role: str
    name: str
    at: datetime  # UTC
    version: int  # of the form that came of it
    error: str = ""  # what was wrong with the value tried last; the one before is kept


@dataclass(frozen=True, slots=True)
class Lock:
    """Keep a field for one seat while somebody types."""

    seat: str
    name: str
    until: datetime  # UTC


@dataclass(frozen=True, slots=True)
class Confirmation:
    """Be the citizen's yes to one version of the form."""

    seat: str
    name: str
    way: Way
    at: datetime  # UTC
    version: int


@dataclass(frozen=True, slots=True)
class Signature:
    """Be the citizen's signature under one version of the form."""

    seat: str
    at: datetime  # UTC
    version: int
    sha256: str  # of the picture, hex
    file: str  # its name among the exhibits of the call


@dataclass(frozen=True, slots=True)
class SharedForm:
    """Hold one application as it is filled in a call; its version is that of the row."""

    call_id: str
    place: int  # 1: the first form of the call
    application: Application
    version: int
    base: int  # every field counts as changed in this version, if not later
    entries: Mapping[str, Entry] = field(default_factory=dict)  # by field key
    locks: Mapping[str, Lock] = field(default_factory=dict)  # by field key
    confirmation: Confirmation | None = None  # may be of an older version
    signature: Signature | None = None  # may be of an older version
    handed_in_at: datetime | None = None  # when the agent submitted it, UTC
    double: Application | None = None  # of the same person for the same thing, under way

    @property
    def confirmed(self) -> Confirmation | None:
        """Return the yes that still holds: any change of the form ends it."""
        holds = self.confirmation is not None and self.confirmation.version == self.version
        return self.confirmation if holds or self.application.number else None

    @property
    def signed(self) -> Signature | None:
        """Return the signature that still holds."""
        holds = self.signature is not None and self.signature.version == self.version
        return self.signature if (holds and self.confirmed) or self.application.number else None

    def lock_of(self, key: str, now: datetime) -> Lock | None:
        """Return who keeps a field at that moment."""
        lock = self.locks.get(key)
        return lock if lock is not None and lock.until > now else None

    def version_of(self, key: str) -> int:
        """Return the version in which a field was changed last."""
        entry = self.entries.get(key)
        return max(self.base, entry.version if entry is not None else 0)


def state(form: Form, shared: SharedForm) -> FormState:
    """Return how far the form has come."""
    if shared.application.number is not None:
        return FormState.SUBMITTED
    if open_labels(form, shared) or errors(form, shared) or shared.double is not None:
        return FormState.FILLING
    if shared.confirmed is None:
        return FormState.CONFIRMABLE
    return FormState.CONFIRMED if shared.signed is None else FormState.SIGNED


def errors(form: Form, shared: SharedForm) -> Mapping[str, str]:
    """Return what is wrong with which field: tried last, or right on the day it was said."""
    asked = {f.key for f in form.fields_for(shared.application.fields)}
    tried = {k: e.error for k, e in shared.entries.items() if e.error and k in asked}
    return {**problems(form, shared.application.fields), **tried}


def doubled(form: Form, shared: SharedForm) -> str | None:
    """Return what is said of the same matter under way already; its number is for its owner."""
    other = shared.double
    if other is None:
        return None
    phase = form_wording.UNDER_WAY[other.phase.value]
    if other.conversation_id == shared.application.conversation_id:
        return form_wording.DOUBLED_OWN.format(item=form.name, number=other.number, phase=phase)
    return form_wording.DOUBLED.format(item=form.name, phase=phase)


def open_labels(form: Form, shared: SharedForm) -> list[str]:
    """Return the names of the fields that are still to be filled."""
    values = shared.application.fields
    return [f.label for f in form.fields_for(values) if f.key not in values]
