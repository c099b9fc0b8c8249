"""Takes values that are said before they are asked, where it is plain what they are; pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.acts import FIRM, VAGUE, Act
from bot.form_answers import Heard
from bot.reading import longest, meant
from bot.spoken_numbers import numbers
from bot.values import read, read_all
from core.applications import Application
from core.form_fields import Form
from core.service_items import Field, FieldKind

FEW = 6  # options that are all named in the question; one of more may sound like a name
PLACES = VAGUE | {Act.GIVE_INFORMATION, Act.NOT_UNDERSTOOD}  # what a bare name is taken for
# Values that say by themselves what they are.
PLAIN = frozenset({FieldKind.NAME, FieldKind.ID_NUMBER, FieldKind.MOBILE})
OWN_NAME = re.compile(
    r"(?:^|(?<=[，,。]))(?:我|俺)(?:本人)?(?:叫|的?(?:名字|姓名)(?:叫|是)?)[\u4e00-\u9fff·]{2,4}(?=$|[，,。.！!])"
)
# How many digits an attempt has.
ATTEMPTS = {FieldKind.ID_NUMBER: range(17, 20), FieldKind.MOBILE: range(10, 13)}


def without_own_name(form: Form, application: Application, text: str) -> str:
    """Return what somebody says who acts for another, without their own name: 我叫王秀兰.

    Where the form asks for a second name, the own one may be meant for that.
    """
    shown = form.fields_for(application.fields)
    names = [f for f in shown if f.kind is FieldKind.NAME]
    if application.delegate is None or len(names) != 1:
        return text
    return OWN_NAME.sub("", text).strip("，,。.！! ")


def name_said_early(
    form: Form, application: Application, field: Field, heard: Heard
) -> Mapping[str, str]:
    """Return a person's name that stands alone where one of few things is asked.

    Empty unless just one name is still to be given: two people's cannot be told apart.
    """
    if field.kind is not FieldKind.CHOICE or len(field.options) > FEW:
        return {}
    if heard.sure and heard.act not in PLACES and not (heard.act in FIRM and not heard.certain):
        return {}
    reading = read(field, heard.text, form.today)
    if reading.suggestions or reading.nearly:
        return {}
    names = [f for f in _open(form, application) if f.kind is FieldKind.NAME]
    if len(names) != 1:
        return {}
    value = read(names[0], heard.text, form.today).value
    return {names[0].key: value} if value is not None else {}


def said_again(form: Form, application: Application, text: str) -> Mapping[str, str]:
    """Return what one sentence says once more of fields that were answered: 我叫王秀兰.

    Of two like fields nothing is taken: whose name it is cannot be told.
    """
    fields = form.fields_for(application.fields)
    own = [
        f
        for f in fields
        if f.key in application.fields
        and f.kind in PLAIN
        and sum(other.kind is f.kind for other in fields) == 1
    ]
    return read_all(own, text, form.today)


def number_said_early(
    form: Form, application: Application, field: Field, text: str
) -> Field | None:
    """Return the open field whose number somebody tried to say, with a digit wrong."""
    if field.kind in ATTEMPTS or field.kind is FieldKind.BANK_CARD:
        return None
    attempt = longest(meant(numbers(text), text), text)
    if attempt is None:
        return None
    tried = [
        f
        for f in _open(form, application)
        if len(attempt.digits) in ATTEMPTS.get(f.kind, ()) and read(f, text, form.today).nearly
    ]
    return tried[0] if len(tried) == 1 else None


def _open(form: Form, application: Application) -> list[Field]:
    return [f for f in form.fields_for(application.fields) if f.key not in application.fields]
