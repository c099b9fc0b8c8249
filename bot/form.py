"""Decides what one utterance does to the application in hand, whatever its service item."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from bot.acts import FORM_CONTROLS, Act
from bot.form_answers import BETWEEN, Heard, accepted, says_no, says_yes
from bot.form_moves import first_wrong, other_values, spoken_of, with_value, without
from bot.number_pieces import joined, missing
from bot.values import field_named, read
from core import form_wording as say
from core import wording
from core.applications import Application, Phase
from core.fields import problem_with, read_back, shown
from core.service_items import Field, FieldKind, ServiceItem

CANCEL = re.compile(r"(取消|不办了|不想办了|不弄了|退出|3)[吧啊呀了。！!，,]*")
BACK = re.compile(r"(返回|后退|上一步|上一项|回到上一步|退回去)[吧啊呀了。！!，,]*")
CORRECTION = re.compile(r"错|改|不对|不是|换成|重新|重填|更正")
QUESTION = re.compile(
    r"[?？吗呢]|多少|多久|怎么|怎样|咋|哪[里儿些个]?|啥|什么|几[天个]|为什么|能不能|可不可以"
)
LOOSE = frozenset({FieldKind.NAME, FieldKind.TEXT})
MOST_TRIES = 3
MOST_CHOICES = 5


@dataclass(frozen=True, slots=True)
class Step:
    """Say what becomes of the application and what the citizen is told."""

    application: Application
    said: str
    mine: bool = True  # False: a side question; somebody else answers it, then `asked` follows
    choices: tuple[str, ...] = ()
    spoken: str = ""  # for the ear; empty: `said` is fit to be read aloud
    error_on: str | None = None  # key of the field just rejected
    submit: bool = False  # the citizen said yes to everything


def ask(item: ServiceItem, application: Application, before: str) -> Step:
    """Return the question that is open now, with what is to be said before it."""
    if application.phase is Phase.CONFIRMING:
        return _read_back(item, application, before)
    field = _awaited(item, application)
    fields_now = item.fields_for(application.fields)
    number = [f.key for f in fields_now].index(field.key) + 1
    text = say.STEP.format(number=number, total=len(fields_now), prompt=field.prompt)
    names = tuple(option.value for option in field.options)
    if names and len(names) <= 2 * MOST_CHOICES:
        text += say.OPTIONS.format(options=wording.numbered(names))
    return Step(application, before + text, choices=names[:MOST_CHOICES])


def take(item: ServiceItem, application: Application, text: str, today: date) -> Step:
    """Take from a free sentence the values of which it is plain where they belong, then ask."""
    found = spoken_of(item, application, None, text, today)
    return _got(item, application, found, today)


def said_before(text: str, after: Step) -> Step:
    """Return the step with a text in front of what it says."""
    spoken = text + after.spoken if after.spoken else ""
    return replace(after, said=text + after.said, spoken=spoken)


def step(item: ServiceItem, application: Application, heard: Heard, today: date) -> Step:
    """Apply one utterance to an application that is in hand; pure."""
    control = _control(item, application, heard, today)
    if control is not None:
        return control
    if application.phase is Phase.CONFIRMING:
        return _confirming(item, application, heard, today)
    return _filling(item, application, heard, today)


def _control(item: ServiceItem, application: Application, heard: Heard, today: date) -> Step | None:
    """Handle what steers the form rather than fills it, or return None."""
    sure_of = heard.act if heard.sure else None
    if sure_of is Act.CANCEL or (CANCEL.fullmatch(heard.text) and not heard.text.isdigit()):
        return Step(application.moved_to(Phase.CANCELLED), say.CANCELLED.format(item=item.name))
    if sure_of is Act.PARK_APPLICATION:
        return Step(application.moved_to(Phase.PARKED), say.PARKED.format(item=item.name))
    if sure_of is Act.GO_BACK or BACK.fullmatch(heard.text):
        return _back(item, application)
    correction = _correction(item, application, heard, today)
    if correction is not None:
        return correction
    if sure_of is Act.HOLD_ON:
        return Step(application, wording.HOLD_ON)
    if sure_of is Act.RESUME_APPLICATION:
        return ask(item, application, say.RESUMED.format(item=item.name))
    if application.phase is Phase.FILLING:
        field = _awaited(item, application)
        if sure_of is Act.ASK_WHY:
            meant = field_named(item.fields, heard.text) or field
            return ask(item, application, meant.why)
        if sure_of is Act.DO_NOT_KNOW:
            return Step(
                application,
                say.DO_NOT_KNOW.format(why=field.why),
                choices=("先放下", wording.HUMAN_CHOICE),
            )
    return None


def _back(item: ServiceItem, application: Application) -> Step:
    if not application.order:
        return ask(item, application, say.FIRST_ALREADY)
    return ask(item, without(application, application.order[-1]), say.BACK)


def _correction(
    item: ServiceItem, application: Application, heard: Heard, today: date
) -> Step | None:
    """Change a field that was answered before, with or without a new value in the sentence."""
    corrects = heard.sure and heard.act is Act.CORRECT_FIELD
    answered = [f for f in item.fields_for(application.fields) if f.key in application.fields]
    if not answered or not (corrects or CORRECTION.search(heard.text)):
        return None
    if QUESTION.search(heard.text) and not corrects:
        return None
    named = field_named(answered, heard.text)
    if named is None:
        if not corrects or application.phase is Phase.FILLING:
            # "换成市中医医院" while a hospital is being asked is an answer, not a correction.
            return (
                None
                if not corrects or _answers(item, application, heard, today)
                else _which(application, answered)
            )
        named = _only_home(answered, heard.text, today)
        if named is None:
            return _which(application, answered)
    if named.key == application.awaiting:
        return None
    value = None if named.kind in LOOSE else read(named, heard.text, today).value
    if value is not None and value != application.fields[named.key]:
        problem = problem_with(named, value, other_values(application, named), today)
        if problem is None:
            changed = with_value(item, application, named, value, today)
            return ask(
                item,
                changed,
                say.CHANGED.format(label=named.label, value=read_back(named, value)),
            )
    return ask(item, without(application, named.key), say.REFILL.format(label=named.label))


def _which(application: Application, answered: list[Field]) -> Step:
    labels = tuple(f.label for f in answered)
    said = say.WHICH_TO_CHANGE + say.OPTIONS.format(options="、".join(labels))
    return Step(application, said, choices=tuple(f"{label}错了" for label in labels[:MOST_CHOICES]))


def _only_home(answered: list[Field], text: str, today: date) -> Field | None:
    """Return the one answered field that a bare new value can belong to."""
    homes = [f for f in answered if f.kind not in LOOSE and read(f, text, today).value]
    return homes[0] if len(homes) == 1 else None


def _answers(item: ServiceItem, application: Application, heard: Heard, today: date) -> bool:
    return read(_awaited(item, application), heard.text, today).value is not None


def _confirming(item: ServiceItem, application: Application, heard: Heard, today: date) -> Step:
    if says_yes(heard):
        wrong = first_wrong(item, application, today)
        if wrong is None:
            return Step(application, "", submit=True)
        field, problem = wrong  # it was right on the day on which it was said
        return ask(item, without(application, field.key), problem)
    if CANCEL.fullmatch(heard.text):
        return Step(application.moved_to(Phase.CANCELLED), say.CANCELLED.format(item=item.name))
    if says_no(heard) or (heard.sure and heard.act is Act.CORRECT_FIELD):
        return _which(application, list(item.fields_for(application.fields)))
    if heard.sure and heard.act not in FORM_CONTROLS:
        return Step(application, "", mine=False)
    return Step(application, say.ASK_CONFIRM, choices=say.CONFIRM_CHOICES)


def _filling(item: ServiceItem, application: Application, heard: Heard, today: date) -> Step:
    field = _awaited(item, application)
    asks = heard.sure and heard.act not in FORM_CONTROLS
    if asks and (field.kind in LOOSE or QUESTION.search(heard.text)):
        return Step(application, "", mine=False)
    if application.suggestion is not None:
        taken = accepted(application.suggestion, heard)
        if taken is not None:
            return _got(item, application, {field.key: taken}, today)
        application = replace(application, suggestion=None)
    reading = read(field, heard.text, today)
    found = dict(spoken_of(item, application, field, heard.text, today))
    if reading.value is not None:
        found[field.key] = reading.value
    if found:
        return _got(item, application, found, today)
    if asks:
        return Step(application, "", mine=False)
    pieced = _pieced(item, application, field, heard.text, today)
    if pieced is not None:
        return pieced
    if len(reading.suggestions) == 1:
        waiting = replace(application, suggestion=reading.suggestions[0])
        said = say.SUGGEST.format(value=reading.suggestions[0])
        return Step(waiting, said, choices=("是的", "不是"))
    if reading.suggestions:
        options = wording.numbered(reading.suggestions)
        waiting = replace(application, suggestion=BETWEEN.join(reading.suggestions))
        said = say.SUGGEST_SEVERAL.format(options=options)
        return Step(waiting, said, choices=reading.suggestions)
    return _rejected(application, field, reading.nearly)


def _pieced(
    item: ServiceItem, application: Application, field: Field, text: str, today: date
) -> Step | None:
    """Take a piece of a number, or return None if this is none."""
    digits = joined(field, application.partial, text)
    if digits is None:
        return None
    if missing(field, digits) > 0:
        said = say.PIECE.format(digits=" ".join(digits), missing=missing(field, digits))
        return Step(replace(application, partial=digits), said)
    reading = read(field, digits, today)
    if reading.value is None:
        return _rejected(application, field, reading.nearly)
    return _got(item, application, {field.key: reading.value}, today)


def _got(
    item: ServiceItem, application: Application, found: Mapping[str, str], today: date
) -> Step:
    """Take the values in; the first that breaks a rule is asked again."""
    said = ""
    for field in item.fields:
        value = found.get(field.key)
        if value is None:
            continue
        problem = problem_with(field, value, other_values(application, field), today)
        if problem is not None:
            if field.key == application.awaiting:
                return _rejected(application, field, said + problem)
            continue
        application = with_value(item, application, field, value, today)
        said += say.GOT.format(label=field.label, value=read_back(field, value))
    return ask(item, application, said)


def _rejected(application: Application, field: Field, problem: str | None) -> Step:
    tried = replace(application, tries=application.tries + 1, suggestion=None, partial="")
    hint = field.prompt if not field.example else f"{field.prompt}例如：{field.example}。"
    said = problem or say.ASK_AGAIN.format(label=field.label, hint=hint)
    choices = tuple(option.value for option in field.options[:MOST_CHOICES])
    if tried.tries >= MOST_TRIES:
        return Step(
            tried,
            said + say.THREE_TRIES,
            choices=(*choices[: MOST_CHOICES - 1], wording.HUMAN_CHOICE),
            error_on=field.key,
        )
    return Step(tried, said, choices=choices, error_on=field.key)


def _read_back(item: ServiceItem, application: Application, before: str) -> Step:
    """Read everything back: masked for the eye of whoever stands behind, whole for the ear."""
    fields = [(f, application.fields[f.key]) for f in item.fields_for(application.fields)]
    seen = "；".join(f"{f.label}：{shown(f, value)}" for f, value in fields)
    heard = "；".join(f"{f.label}：{read_back(f, value)}" for f, value in fields)
    return Step(
        application,
        before + say.READ_BACK.format(item=item.name, fields=seen),
        choices=say.CONFIRM_CHOICES,
        spoken=before + say.READ_BACK.format(item=item.name, fields=heard),
    )


def _awaited(item: ServiceItem, application: Application) -> Field:
    assert application.awaiting is not None, "an application that is being filled asks something"
    return item.field(application.awaiting)
