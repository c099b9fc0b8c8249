"""Changes a field that was answered before; pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.acts import Act
from bot.form_answers import Heard
from bot.form_moves import awaited_field, other_values, with_value, without
from bot.form_questions import ask, ended
from bot.form_steps import MOST_CHOICES, Step
from bot.values import field_named, read
from core import form_wording as say
from core.applications import Application, Phase
from core.fields import problem_with, read_back
from core.form_fields import Form
from core.service_items import Field, FieldKind

CORRECTION = re.compile(r"错|改|不对|不是|换成|换了|重新|重填|更正")
QUESTION = re.compile(
    r"[?？吗呢]|多少|多久|怎么|怎样|咋|哪[里儿些个]?|啥|什么|几[天个]|为什么|能不能|可不可以"
)
LOOSE = frozenset({FieldKind.NAME, FieldKind.TEXT})


@dataclass(frozen=True, slots=True)
class NewValue:
    """Be what a correction says of the new value."""

    value: str | None = None
    problem: str | None = None  # what is wrong with it


def correction(form: Form, application: Application, heard: Heard) -> Step | None:
    """Change a field, with or without a new value in the sentence; None: nothing is corrected."""
    corrects = heard.sure and heard.act is Act.CORRECT_FIELD
    answered = [f for f in form.fields_for(application.fields) if f.key in application.fields]
    if not answered or not (corrects or CORRECTION.search(heard.text)):
        return None
    if QUESTION.search(_beside_labels(answered, heard.text)) and not corrects:
        return None
    named = field_named(answered, heard.text)
    if named is None:
        if not corrects or application.phase is Phase.FILLING:
            # "换成市中医医院" while a hospital is being asked is an answer, not a correction.
            if not corrects or _answers(form, application, heard):
                return None
            return which_to_change(application, answered)
        named = _only_home(form, answered, heard.text)
        if named is None:
            return which_to_change(application, answered)
    if named.key == application.awaiting:
        return None
    return _changed(form, application, named, heard.text)


def _beside_labels(fields: list[Field], text: str) -> str:
    """Return the text without the names of fields: 退休后住哪里 is one, and asks nothing."""
    names = {name for field in fields for name in (field.label, *field.aliases)}
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, "，")
    return text


def which_to_change(application: Application, answered: list[Field]) -> Step:
    """Ask which of the answered fields is wrong."""
    labels = tuple(f.label for f in answered)
    said = say.WHICH_TO_CHANGE + say.OPTIONS.format(options="、".join(labels))
    return Step(application, said, choices=tuple(f"{label}错了" for label in labels[:MOST_CHOICES]))


def _changed(form: Form, application: Application, field: Field, text: str) -> Step:
    """Take the new value, or ask for it; what was right with the rest is kept."""
    new = _new_value(form, application, field, text)
    if new.value is None:
        said = say.REFILL.format(label=field.label) + (new.problem or "")
        return ask(form, without(application, field.key), said)
    if new.value in field.ends:
        return ended(application, field, new.value)
    changed = with_value(form, application, field, new.value)
    said = say.CHANGED.format(label=field.label, value=read_back(field, new.value))
    return ask(form, changed, said)


def _new_value(form: Form, application: Application, field: Field, text: str) -> NewValue:
    """Read the new value; of a name only what is plainly one, of a free text nothing."""
    if field.kind is FieldKind.TEXT:
        return NewValue()
    reading = read(field, text, form.today)
    if reading.value is None or reading.value == application.fields[field.key]:
        return NewValue(problem=reading.nearly)
    others = other_values(application, field)
    problem = problem_with(field, reading.value, others, form.today)
    return NewValue(problem=problem) if problem else NewValue(value=reading.value)


def _only_home(form: Form, answered: list[Field], text: str) -> Field | None:
    """Return the one answered field that a bare new value can belong to."""
    homes = [f for f in answered if f.kind not in LOOSE and read(f, text, form.today).value]
    return homes[0] if len(homes) == 1 else None


def _answers(form: Form, application: Application, heard: Heard) -> bool:
    return read(awaited_field(form, application), heard.text, form.today).value is not None
