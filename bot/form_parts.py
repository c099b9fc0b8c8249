"""Puts off a part of a composite matter, or takes it in again; pure."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.form_steps import Step
from core import form_wording as say
from core.applications import Application
from core.form_changes import settled
from core.form_fields import LATER, AskedPart, Form, put_off

PUT_OFF = re.compile(
    r"(?:先|暂时)不(?:办|弄|填|要)|(?:以后|回头|下次|改天)再(?:办|弄|填)|不办(?:这个|这一[件项])"
)
TAKE_IN = re.compile(r"还是(?:要|想|一起|一块)?办|(?:一起|一块|也)办|也要办|补上")


def about_a_part(form: Form, application: Application, text: str) -> Step | None:
    """Put a part off, or take one in again; None: the sentence is about no part."""
    if not form.parts:
        return None
    wanted = form.parts_wanted(application.fields)
    if PUT_OFF.search(text):
        return _put_off(form, application, text)
    late = [p for p in wanted if p.code in form.later and _named(p, text)]
    if len(late) == 1 and TAKE_IN.search(text):
        papers = {k: v for k, v in application.papers.items() if k != late[0].code}
        said = say.PART_AGAIN.format(part=late[0].item.name)
        return _changed(form, replace(application, papers=papers), said)
    return None


def _put_off(form: Form, application: Application, text: str) -> Step | None:
    now = form.parts_now(application.fields)
    named = [p for p in now if _named(p, text)]
    part = named[0] if len(named) == 1 else None
    if part is None and application.awaiting is not None:
        part = form.only_for(application.awaiting, application.fields)
    if len(now) < 2:
        return None  # nothing would be left to file: the whole is put aside
    if part is None:
        choices = tuple(say.PART_LATER_CHOICE.format(part=p.item.name) for p in now)
        return Step(application, say.WHICH_PART_LATER, choices=choices)
    papers = {**application.papers, part.code: LATER}
    said = say.PART_LATER.format(part=part.item.name)
    return _changed(form, replace(application, papers=papers), said)


def _changed(form: Form, application: Application, said: str) -> Step:
    """Return the application with the question that is open for the parts left."""
    form = put_off(form, application)
    return Step(settled(form, application), said)


def _named(part: AskedPart, text: str) -> bool:
    return any(name in text for name in (part.item.name, *part.item.aliases))
