"""Words the question that is open, the read-back, and what is wrong with an answer; pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.form_answers import BETWEEN
from bot.form_moves import asking, awaited_field
from bot.form_offers import asked_about, offers
from bot.form_papers import papers_card, papers_said
from bot.form_steps import MOST_CHOICES, Step
from bot.reading import Reading
from core import form_wording as say
from core import wording
from core.applications import Application, Phase
from core.fields import read_back, shown
from core.form_fields import Form
from core.service_items import Field

MOST_TRIES = 3

Words = Callable[[Field, str], str]


def ask(form: Form, application: Application, before: str, offer: str = "") -> Step:
    """Return the question that is open now, with what is to be said before it.

    `offer` asks about values that are known from elsewhere, if some are; see form_offers.
    """
    offered = offers(form, application)
    if application.phase is Phase.CONFIRMING:
        if offered:
            return asked_about(form, application, before)
        return _read_back(form, application, before)
    field = awaited_field(form, application)
    if field.screening:
        return Step(
            application, before + field.prompt + _options(field), choices=_first_options(field)
        )
    if offered and application.suggestion is None:
        return asked_about(form, application, before, offer)
    number, total = step_of(form, application)
    text = say.STEP.format(number=number, total=total, prompt=field.prompt) + _options(field)
    return Step(application, before + text, choices=_first_options(field))


def step_of(form: Form, application: Application) -> tuple[int, int]:
    """Return which question is open, and of how many."""
    keys = [f.key for f in form.counted(application.fields)]
    awaited = application.awaiting or ""
    return (keys.index(awaited) + 1 if awaited in keys else len(keys)), len(keys)


def introduction(form: Form, application: Application) -> str:
    """Return what is said before the first numbered question: what it takes."""
    delegated = application.delegate is not None
    needed = [
        m.name
        for m in form.item.materials
        if m.needed(application.fields, delegated=delegated) is not False
    ]
    who = application.delegate
    return say.START.format(
        item=form.name,
        relative=say.START_FOR.format(who=who) if who else "",
        materials="、".join(needed),
        total=len(form.counted(application.fields)),
    )


def rejected(application: Application, field: Field, problem: str | None, before: str = "") -> Step:
    """Name the field, say what is wrong and ask it again; the third time offer a person."""
    if field.ages is not None and problem == field.ages.says:
        return _out_of_age(application, field, before)
    tried = replace(application, tries=application.tries + 1, suggestion=None, partial="")
    hint = field.prompt if not field.example else f"{field.prompt}例如：{field.example}。"
    said = before + (problem or say.ASK_AGAIN.format(label=field.label, hint=hint))
    choices = _first_options(field)
    if tried.tries >= MOST_TRIES:
        return Step(
            tried,
            said + say.THREE_TRIES,
            choices=(*choices[: MOST_CHOICES - 1], wording.HUMAN_CHOICE),
            error_on=field.key,
        )
    return Step(tried, said, choices=choices, error_on=field.key)


def suggested(application: Application, field: Field, reading: Reading) -> Step | None:
    """Ask which of the values that may be meant it is; None: there is none."""
    values = reading.suggestions
    if not values:
        return None
    waiting = replace(application, suggestion=BETWEEN.join(values))
    if len(values) == 1:
        value = read_back(field, values[0])
        return Step(waiting, say.SUGGEST.format(value=value), choices=("是的", "不是"))
    words = tuple(read_back(field, value) for value in values)
    said = say.SUGGEST_SEVERAL.format(options=wording.numbered(words))
    return Step(waiting, said, choices=words)


def ended(application: Application, field: Field, value: str) -> Step:
    """Close an application for which there is no need, or no right."""
    ending = field.ends[value]
    fields = {**application.fields, field.key: value}
    open_again = asking(application, field.key, fields, application.order)
    closed = replace(open_again, awaiting=None, offered={}).moved_to(Phase.NOT_NEEDED)
    return Step(
        closed,
        say.ENDED.format(says=ending.says, source=ending.source),
        spoken=say.ENDED_SPOKEN.format(says=ending.says),
        choices=(wording.HUMAN_CHOICE,),
        cites=ending.source,
        instead=ending.instead,
    )


def _out_of_age(application: Application, field: Field, before: str) -> Step:
    """Say who may apply; the number may have been another person's, so it is asked again."""
    assert field.ages is not None, "only a field with ages says who is too old or too young"
    said = say.ENDED.format(says=field.ages.says, source=field.ages.source)
    return Step(
        replace(application, suggestion=None, partial=""),
        before + said + say.OUT_OF_AGE,
        spoken=before + say.ENDED_SPOKEN.format(says=field.ages.says) + say.OUT_OF_AGE,
        choices=say.OUT_OF_AGE_CHOICES,
        cites=field.ages.source,
    )


def _read_back(form: Form, application: Application, before: str) -> Step:
    """Read everything back: masked for the eye of whoever stands behind, whole for the ear."""
    papers = papers_said(form, application, aloud=False)
    told = papers_said(form, application, aloud=True)
    seen, heard = (_grouped(form, application, words) for words in (shown, read_back))
    card = papers_card(form.item, application)
    first = before + papers
    return Step(
        application,
        (first and f"{first}\n") + say.READ_BACK.format(item=form.name, fields=seen),
        choices=say.CONFIRM_CHOICES,
        spoken=before + told + say.READ_BACK.format(item=form.name, fields=heard),
        cards=(card,) if papers else (),
    )


def _grouped(form: Form, application: Application, words: Words) -> str:
    """Return all fields; those of one part of a composite matter stand together."""
    groups: dict[str, list[str]] = {}
    given = [f for f in form.fields_for(application.fields) if f.key in application.fields]
    for field in given:
        part = form.only_for(field.key, application.fields) if len(form.parts) > 1 else None
        group = part.item.name if part is not None else ""
        groups.setdefault(group, []).append(
            f"{field.label}：{words(field, application.fields[field.key])}"
        )
    said = ["；".join(groups.pop("", []))]
    said += [
        say.READ_BACK_PART.format(part=name, fields="；".join(fields))
        for name, fields in groups.items()
    ]
    said += [
        say.READ_BACK_LATER.format(part=part.item.name)
        for part in form.parts_wanted(application.fields)
        if part.code in form.later
    ]
    return "。".join(group for group in said if group)


def _options(field: Field) -> str:
    names = tuple(option.value for option in field.options)
    if names and len(names) <= 2 * MOST_CHOICES:
        return say.OPTIONS.format(options=wording.numbered(names))
    return ""


def _first_options(field: Field) -> tuple[str, ...]:
    return tuple(option.value for option in field.options[:MOST_CHOICES])
