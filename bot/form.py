"""Decides what one utterance does to the application in hand, whatever its service item."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from bot.acts import FORM_CONTROLS, VAGUE, Act
from bot.form_answers import Heard, accepted, says_no, says_yes
from bot.form_corrections import LOOSE, QUESTION, correction, which_to_change
from bot.form_early import name_said_early, number_said_early, said_again, without_own_name
from bot.form_hearing import (
    CANCEL,
    asks_aside,
    calls_a_person,
    is_the_value,
    plainly_answers,
    values_in,
)
from bot.form_help import helped
from bot.form_moves import awaited_field, first_wrong, screens, spoken_of, without
from bot.form_offers import answered, offers
from bot.form_papers import about_a_paper
from bot.form_parts import about_a_part
from bot.form_questions import ask, ended, introduction, rejected, suggested
from bot.form_steps import Step, said_before
from bot.number_pieces import joined, may_go_on, missing
from bot.spoken_choices import option_names
from bot.values import read
from core import form_wording as say
from core.applications import Application, Phase
from core.fields import problem_with, read_back
from core.form_changes import others, settled, with_values
from core.form_fields import Form, put_off
from core.service_items import Field, FieldKind

ROUND = "00.00"  # yuan: the exact sum is asked
BACK = re.compile(r"(返回|后退|上一步|上一项|回到上一步|退回去)[吧啊呀了。！!，,]*")
ELSEWHERE = re.compile(
    r"(?:换|转|改|挪)(?:到|成|个|去|用|在)?.{0,3}(?:电话|微信|手机|电脑|平板|网页|地方|大厅|窗口|柜员机)"
    r"(?:上|里|那边)?(?:再|接着|继续|去)?(?:办|弄|填|说)"
)


def opened(form: Form, application: Application, text: str, before: str, offer: str = "") -> Step:
    """Begin an application; what the first sentence says already is not asked again.

    `offer` is the question about the values that the application brings with it, in `offered`.
    """
    begun = settled(form, application)
    found = _already_said(form, begun, without_own_name(form, begun, text))
    if any(found.get(key, value) != value for key, value in begun.offered.items()):
        begun = replace(begun, offered={})  # the sentence speaks of somebody else
    first = say.SCREENING if screens(form, begun) else introduction(form, begun)
    done = _got(form, begun, found, offer)
    if done.application.phase is Phase.NOT_NEEDED:
        return said_before(before, done)
    if screens(form, begun) and not screens(form, done.application):
        first = ""  # the answers were in the sentence: there was nothing to introduce
    if first == say.SCREENING:  # what was taken already is told before, not in between
        question = ask(form, done.application, "").said
        told = done.said.removesuffix(question)
        return said_before(before, replace(done, said=told + first + question))
    return said_before(before + first, done)


def step(form: Form, application: Application, heard: Heard) -> Step:
    """Apply one utterance to an application that is in hand; pure."""
    said = without_own_name(form, application, heard.text)
    if not said:
        return ask(form, application, say.OWN_NAME.format(who=application.delegate))
    heard = replace(heard, text=said)
    if plainly_answers(form, application, heard):
        field = awaited_field(form, application)
        return _got(form, application, values_in(form, application, field, heard.text))
    if calls_a_person(form, application, heard):
        return Step(application, "", mine=False)
    control = _control(form, application, heard)
    if control is not None:
        return control
    if offers(form, application) and not screens(form, application):
        offered = _offered(form, application, heard)
        if offered is not None:
            return offered
    corrected = correction(form, application, heard)
    if corrected is not None:
        return corrected
    help_given = helped(form, application, heard)
    if help_given is not None:
        return help_given
    if application.phase is Phase.CONFIRMING:
        return _confirming(form, application, heard)
    return _filling(form, application, heard)


def _already_said(form: Form, application: Application, text: str) -> Mapping[str, str]:
    """Return what the first sentence says; the item's own name answers no question about it.

    What would end the application is asked: 我想入居民医保 does not say that one is in it. So is
    the exact sum of 花了三万.
    """
    beside = text
    names = (form.name, *form.item.aliases)
    words = [o for f in form.fields if f.screening for o in option_names(f.options)]
    in_names = [word for word in words if any(word in name for name in names)]
    for name in sorted((*names, *in_names), key=len, reverse=True):
        beside = beside.replace(name, "，")  # 把签约取消 is 取消签约
    plain, rest = (spoken_of(form, application, None, said) for said in (text, beside))
    return {
        key: value
        for key, value in plain.items()
        if not _only_told(form.field(key), value)
        and (
            not form.field(key).screening
            or (rest.get(key) == value and value not in form.field(key).ends)
        )
    }


def _only_told(field: Field, value: str) -> bool:
    """Tell whether a value is what people round when they tell of something: 住院花了三万."""
    return field.kind is FieldKind.MONEY and value.endswith(ROUND)


def _control(form: Form, application: Application, heard: Heard) -> Step | None:
    """Handle what steers the form rather than fills it, or return None."""
    sure_of = heard.act if heard.sure else None
    part = about_a_part(form, application, heard.text)
    if part is not None:
        open_now = ask(put_off(form, part.application), part.application, part.said)
        return replace(open_now, choices=part.choices or open_now.choices)
    if sure_of is Act.CANCEL or (CANCEL.fullmatch(heard.text) and not heard.text.isdigit()):
        return Step(application.moved_to(Phase.CANCELLED), say.CANCELLED.format(item=form.name))
    if sure_of is Act.PARK_APPLICATION or ELSEWHERE.search(heard.text):
        return Step(application.moved_to(Phase.PARKED), say.PARKED.format(item=form.name))
    if sure_of is Act.GO_BACK or BACK.fullmatch(heard.text):
        return _back(form, application)
    paper = about_a_paper(form, application, heard.text)
    if paper is not None:
        open_now = ask(form, paper.application, paper.said)
        if paper.spoken:
            heard_so = (open_now.spoken or open_now.said).replace(paper.said, paper.spoken, 1)
            open_now = replace(open_now, spoken=heard_so)
        return replace(open_now, choices=paper.choices or open_now.choices)
    return None


def _back(form: Form, application: Application) -> Step:
    if not application.order:
        first = settled(form, application)  # what was said early may be open again behind it
        stays = first.awaiting == application.awaiting
        return ask(form, first, say.FIRST_ALREADY if stays else say.BACK)
    return ask(form, without(application, application.order[-1]), say.BACK)


def _offered(form: Form, application: Application, heard: Heard) -> Step | None:
    """Take or drop what waits for a yes; None: the sentence is about something else."""
    if application.suggestion is not None:
        return None
    outcome = answered(form, application, heard)
    if outcome is not None:
        changed, said = outcome
        changed = settled(form, changed)
        if says_no(heard) and changed.phase is Phase.FILLING:
            field = awaited_field(form, changed)
            found = values_in(form, changed, field, heard.text)
            if found and field.kind not in LOOSE:
                return said_before(said, _got(form, changed, found))
        return ask(form, changed, said)
    if heard.sure and heard.act not in FORM_CONTROLS:
        return Step(application, "", mine=False)
    if application.phase is Phase.CONFIRMING:
        return ask(form, application, "")
    return None


def _confirming(form: Form, application: Application, heard: Heard) -> Step:
    if says_yes(heard):
        wrong = first_wrong(form, application)
        if wrong is None:
            return Step(application, "", submit=True)
        field, problem = wrong  # it was right on the day on which it was said
        return ask(form, without(application, field.key), problem)
    if CANCEL.fullmatch(heard.text):
        return Step(application.moved_to(Phase.CANCELLED), say.CANCELLED.format(item=form.name))
    if says_no(heard) or (heard.sure and heard.act is Act.CORRECT_FIELD):
        return which_to_change(application, list(form.fields_for(application.fields)))
    if heard.sure and heard.act not in FORM_CONTROLS:
        return Step(application, "", mine=False)
    return Step(application, say.ASK_CONFIRM, choices=say.CONFIRM_CHOICES)


def _filling(form: Form, application: Application, heard: Heard) -> Step:
    field = awaited_field(form, application)
    asks = heard.sure and heard.act not in FORM_CONTROLS
    if asks_aside(form, field, heard) and not (heard.sure and heard.act in FORM_CONTROLS):
        return Step(application, "", mine=False)
    if asks and (field.kind in LOOSE or QUESTION.search(heard.text)):
        # 济南 names a place that some field asks for, not where the citizen is insured.
        place = heard.act is Act.SET_REGION and values_in(form, application, field, heard.text)
        if not place and not is_the_value(form, field, heard):
            return Step(application, "", mine=False)
    if application.suggestion is not None:
        taken = accepted(application.suggestion, heard)
        if taken is not None:
            return _got(form, application, {field.key: taken})
        application = replace(application, suggestion=None)
    reading = read(field, heard.text, form.today)
    found = values_in(form, application, field, heard.text)
    found = found or name_said_early(form, application, field, heard)
    if found:
        return _got(form, application, found)
    if asks and not (heard.act in VAGUE and reading.nearly is not None):
        return Step(application, "", mine=False)
    pieced = _pieced(form, application, field, heard.text)
    if pieced is not None:
        return pieced
    offered = suggested(application, field, reading)
    if offered is not None:
        return offered
    if offers(form, application) and not field.screening and reading.nearly is None:
        return ask(form, application, "")
    again = said_again(form, application, heard.text) if reading.nearly is None else {}
    if again:
        return _again(form, application, again)
    other = number_said_early(form, application, field, heard.text)
    if other is not None and reading.nearly is None:
        return ask(form, application, say.EARLY_WRONG.format(label=other.label))
    return rejected(application, field, reading.nearly)


def _again(form: Form, application: Application, again: Mapping[str, str]) -> Step:
    """Say that a value was noted already, or take the new one that was said instead."""
    said = ""
    for key, value in again.items():
        field, same = form.field(key), application.fields[key] == value
        words = say.NOTED_ALREADY if same else say.CHANGED
        said += words.format(label=field.label, value=read_back(field, value))
        if not same:
            application = with_values(form, application, {key: value})
    return ask(form, application, said)


def _pieced(form: Form, application: Application, field: Field, text: str) -> Step | None:
    """Take a piece of a number, or return None if this is none."""
    digits = joined(field, application.partial, text)
    if digits is None:
        return None
    if missing(field, digits) > 0:
        said = say.PIECE.format(digits=" ".join(digits), missing=missing(field, digits))
        return Step(replace(application, partial=digits), said)
    reading = read(field, digits, form.today)
    if reading.value is None:
        return rejected(application, field, reading.nearly)
    if application.partial and may_go_on(field, digits):
        waiting = replace(application, partial=digits, suggestion=reading.value)
        said = say.PIECES_DONE.format(digits=read_back(field, digits))
        return Step(waiting, said, choices=say.PIECES_DONE_CHOICES)
    return _got(form, application, {field.key: reading.value})


def _got(form: Form, application: Application, found: Mapping[str, str], offer: str = "") -> Step:
    """Take the values in; the first that breaks a rule is asked again, one that ends it ends it."""
    said, screened = "", screens(form, application)
    for field in form.fields:
        value = found.get(field.key)
        if value is None or field not in form.fields_for(application.fields):
            continue
        problem = problem_with(field, value, others(application.fields, field), form.today)
        if problem is not None:
            if field.key == application.awaiting:
                return rejected(application, field, problem, said)
            continue
        if value in field.ends:
            return ended(application, field, value)
        application = with_values(form, application, {field.key: value})
        if not field.screening:
            said += say.GOT.format(label=field.label, value=read_back(field, value))
    if screened and not screens(form, application):
        said = introduction(form, application) + said
    return ask(form, application, said, offer)
