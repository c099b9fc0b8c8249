"""Changes a field that was answered before, or turns to one that was not; pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.acts import Act
from bot.form_answers import Heard
from bot.form_moves import awaited_field, spoken_of, without
from bot.form_questions import ask, ended, suggested
from bot.form_steps import MOST_CHOICES, Step
from bot.reading import Reading
from bot.values import field_named, read
from core import form_wording as say
from core.applications import Application, Phase
from core.fields import problem_with, read_back
from core.form_changes import others, with_values
from core.form_fields import Form
from core.service_items import Field, FieldKind

CORRECTION = re.compile(r"错|改|不对|不是|换成|换了|重新|重填|更正")
MISTAKE = re.compile(r"错|不对|有误|改一?[下改]|重新?填|更正")  # of what was not even asked yet
QUESTION = re.compile(
    r"[?？吗呢]|多少|多久|怎么|怎样|咋|哪[里儿些个]?|啥|什么|几[天个]|为什么|能不能|可不可以"
)
# What is left of 刚才身份证也不对 without the field's name.
SAYS_NO_MORE = re.compile(
    r"(?:刚[才刚]|我|俺|这个|那个|的|[也都是]|好像|[说填写报念弄记]|错了?|不对|有误|重新|改一?[下改]|了|啊|吧|呀|[，,。!！\s])*"
)
LOOSE = frozenset({FieldKind.NAME, FieldKind.TEXT})


def correction(form: Form, application: Application, heard: Heard) -> Step | None:
    """Change a field, with or without a new value in the sentence; None: nothing is corrected."""
    corrects = heard.sure and heard.act is Act.CORRECT_FIELD
    asked = form.fields_for(application.fields)
    if not (corrects or CORRECTION.search(heard.text)):
        return None
    if QUESTION.search(_beside_labels(asked, heard.text)) and not corrects:
        return None
    answered = [f for f in asked if f.key in application.fields]
    named = field_named(asked, heard.text)
    if named is None and _answers(form, application, heard):
        return None  # 换成市中医医院 while one hospital of two is being asked
    named = named or field_named(answered, heard.text)
    if named is not None and named.key not in application.fields:
        return _turned_to(form, application, named, heard, corrects=corrects)
    if named is None and corrects:
        named = _only_home(form, answered, heard.text)
        if named is None:
            return which_to_change(application, answered) if answered else None
    return _changed(form, application, named, heard.text) if named is not None else None


def which_to_change(application: Application, answered: list[Field]) -> Step:
    """Ask which of the answered fields is wrong."""
    labels = tuple(f.label for f in answered)
    said = say.WHICH_TO_CHANGE + say.OPTIONS.format(options="、".join(labels))
    return Step(application, said, choices=tuple(f"{label}错了" for label in labels[:MOST_CHOICES]))


def _beside_labels(fields: Sequence[Field], text: str) -> str:
    """Return the text without the names of fields: 退休后住哪里 is one, and asks nothing."""
    names = {name for field in fields for name in (field.label, *field.aliases)}
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, "，")
    return text


def _turned_to(
    form: Form, application: Application, field: Field, heard: Heard, *, corrects: bool
) -> Step | None:
    """Ask for a field that is called wrong before it was answered: 刚才身份证也不对.

    None: what is said belongs to the question that is open, or gives values that are taken anyway.
    """
    awaited, text = awaited_field(form, application), heard.text
    bare = SAYS_NO_MORE.fullmatch(_beside_labels((field,), text)) is not None
    if awaited.kind is FieldKind.TEXT and not corrects and not bare:
        return None
    reading = _new_reading(form, field, text)
    if not (reading.value or reading.suggestions or reading.nearly):
        calls_it_wrong = corrects or MISTAKE.search(text)
        return _changed(form, application, field, text) if calls_it_wrong else None
    if field is awaited and field.kind is not FieldKind.TEXT:
        return None
    if field.key in spoken_of(form, application, awaited, text):
        return None
    return _changed(form, application, field, text)


def _changed(form: Form, application: Application, field: Field, text: str) -> Step:
    """Take the new value, or ask for it; what was right with the rest is kept."""
    open_again = without(application, field.key)
    refill = say.REFILL.format(label=field.label)
    if field.kind is FieldKind.TEXT:  # nothing tells its new value from what is said around it
        return ask(form, open_again, refill)
    reading = _new_reading(form, field, text)
    value = reading.value
    if value is None or value == application.fields.get(field.key):
        offered = suggested(open_again, field, reading)
        return offered or ask(form, open_again, refill + (reading.nearly or ""))
    problem = problem_with(field, value, others(application.fields, field), form.today)
    if problem is not None:
        return ask(form, open_again, refill + problem)
    if value in field.ends:
        return ended(application, field, value)
    words = say.CHANGED if field.key in application.fields else say.GOT
    said = words.format(label=field.label, value=read_back(field, value))
    return ask(form, with_values(form, application, {field.key: value}), said)


def _new_reading(form: Form, field: Field, text: str) -> Reading:
    """Read the new value beside the field's own name: 住没住过院错了 says none."""
    names = sorted((field.label, *field.aliases), key=len, reverse=True)
    name = next((name for name in names if name in text), None)
    beside = read(field, text.replace(name, "，", 1) if name else text, form.today)
    if beside.value is None and name and field.kind is not FieldKind.CHOICE:
        return read(field, text, form.today)
    return beside


def _only_home(form: Form, answered: list[Field], text: str) -> Field | None:
    """Return the one answered field that a bare new value can belong to.

    Much can be read as a name, so that it counts only where nothing else does.
    """
    if len(answered) == 1:
        return answered[0]  # there is nothing else that could be wrong
    homes = [f for f in answered if read(f, text, form.today).value]
    found = [f for f in homes if f.kind not in LOOSE] or [
        f for f in homes if f.kind is FieldKind.NAME
    ]
    return found[0] if len(found) == 1 else None


def _answers(form: Form, application: Application, heard: Heard) -> bool:
    if application.phase is not Phase.FILLING:
        return False
    return read(awaited_field(form, application), heard.text, form.today).value is not None
