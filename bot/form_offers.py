"""Asks about values that are known from elsewhere before they count; pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.form_answers import Heard, says_no, says_yes
from bot.form_steps import Step
from bot.values import field_named, read
from core import form_wording as say
from core.applications import Application, Phase
from core.fields import problem_with, read_back, shown
from core.form_changes import others, with_values
from core.form_fields import Form
from core.service_items import Field, FieldKind

WRONG = re.compile(r"错|改|不对|不是|换|变了|重新|不用|旧的|停机|过期")
QUIET = frozenset({FieldKind.ID_NUMBER, FieldKind.MOBILE, FieldKind.BANK_CARD})
TAIL = 4  # characters of a number that tell its owner which one is meant


def offers(form: Form, application: Application) -> Mapping[str, str]:
    """Return the values that wait for a yes: new ones, or else those that contradict an answer."""
    asked = [f.key for f in form.fields_for(application.fields)]
    live = {
        key: application.offered[key]
        for key in asked
        if key in application.offered and application.fields.get(key) != application.offered[key]
    }
    fresh = {key: value for key, value in live.items() if key not in application.fields}
    if fresh and application.phase is Phase.FILLING:
        return fresh
    return dict(list(live.items())[:1])


def asked_about(form: Form, application: Application, before: str, words: str = "") -> Step:
    """Ask whether what is offered is right; `words` is the question, with {values} in it."""
    waiting = [(form.field(key), value) for key, value in offers(form, application).items()]
    field, value = waiting[0]
    if field.key in application.fields:
        given = application.fields[field.key]
        different = say.DIFFERENT.format(
            label=field.label, photo=shown(field, value), said=shown(field, given)
        )
        aloud = say.DIFFERENT.format(
            label=field.label, photo=_aloud(field, value), said=_aloud(field, given)
        )
        return Step(
            application, before + different, choices=say.OFFER_CHOICES, spoken=before + aloud
        )
    words = words or (say.OFFER_AGAIN if len(waiting) > 1 else say.OFFER_ONE)
    named = "{label}" not in words and words != say.OFFER_CALLER
    words = words.replace("{label}", field.label)
    seen = "，".join((f.label if named else "") + shown(f, v) for f, v in waiting)
    heard = "，".join((f.label if named else "") + _aloud(f, v) for f, v in waiting)
    return Step(
        application,
        before + words.format(values=seen),
        choices=say.OFFER_CHOICES,
        spoken=before + words.format(values=heard),
    )


def answered(form: Form, application: Application, heard: Heard) -> tuple[Application, str] | None:
    """Return what a yes, a no or "that one is wrong" makes of it, and what is said of that.

    None: the sentence says neither.
    """
    waiting = offers(form, application)
    fields = [form.field(key) for key in waiting]
    if says_yes(heard):
        return _taken(form, application, fields)
    named = field_named(fields, heard.text)
    if named is not None and WRONG.search(heard.text):
        return _one_dropped(form, application, fields, named, heard.text)
    if says_no(heard):
        rest = {k: v for k, v in application.offered.items() if k not in waiting}
        kept = fields[0].key in application.fields
        dropped = say.DROPPED if len(fields) > 1 else say.DROPPED_IT
        said = say.KEPT.format(label=fields[0].label) if kept else dropped
        return replace(application, offered=rest), said
    return None


def _taken(
    form: Form, application: Application, fields: Sequence[Field]
) -> tuple[Application, str]:
    """Take what is offered, all but what breaks a rule."""
    said = say.TAKEN
    if fields[0].key in application.fields:
        said = say.USED_PHOTO.format(label=fields[0].label)
    for field in fields:
        value = application.offered.get(field.key)
        if value is None:
            continue
        problem = problem_with(field, value, others(application.fields, field), form.today)
        if problem is None:
            application = with_values(form, application, {field.key: value})
        else:
            rest = {k: v for k, v in application.offered.items() if k != field.key}
            application = replace(application, offered=rest)
            said += problem
    return application, said


def _one_dropped(
    form: Form, application: Application, fields: Sequence[Field], named: Field, text: str
) -> tuple[Application, str]:
    """Take all but the one that is called wrong, and its new value if the sentence has it."""
    offered = application.offered[named.key]
    if named.key in application.fields:  # of two values for one field the photo's is wrong
        rest = {k: v for k, v in application.offered.items() if k != named.key}
        return replace(application, offered=rest), say.KEPT.format(label=named.label)
    right = [f for f in fields if f is not named]
    rest = {k: v for k, v in application.offered.items() if k != named.key}
    application = replace(application, offered=rest)
    said = ""
    if right:
        application, said = _taken(form, application, right)
        said = said.removeprefix(say.TAKEN)
    value = read(named, text, form.today).value
    if value is None or value == offered:
        return application, say.DROPPED_ONE.format(label=named.label) + said
    application = with_values(form, application, {named.key: value})
    changed = say.CHANGED_ONE.format(label=named.label, value=read_back(named, value))
    return application, changed + said


def _aloud(field: Field, value: str) -> str:
    """Return what tells the owner which value is meant, and nobody else in the room the whole."""
    if field.kind in QUIET:
        return say.OFFER_TAIL.format(tail=" ".join(value[-TAIL:]))
    return read_back(field, value)
