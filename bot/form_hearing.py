"""Tells whether an utterance answers the open question, and with what; pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.acts import FIRM, PEOPLE, VAGUE
from bot.form_answers import Heard
from bot.form_corrections import CORRECTION, LOOSE, QUESTION
from bot.form_moves import awaited_field, spoken_of
from bot.form_parts import about_a_part
from bot.spoken_choices import mentions
from bot.values import read
from core.applications import Application, Phase
from core.form_fields import Form
from core.service_items import Field, FieldKind

LONGEST_ANSWER = 12  # characters
LATER = re.compile(r"再|放|等|不办|算了|回头")  # 明天再办 names a day and puts aside
CANCEL = re.compile(r"(取消|不办了|不想办了|不弄了|退出|3)[吧啊呀了。！!，,]*")
ASKS = re.compile(
    r"吗[。！!]?$|[?？]|(?:能|给|行|可以|算|要|得)[^，,。]{0,8}不[。！!]?$|能不能|可不可以|行不行|要不要|怎么|怎样|咋|多久|多少|几天|为什么|为啥"
)
LONGEST_DOUBT = 6  # characters of 中医院行不行啊 beside the value, which is an answer all the same
UNKNOWN = re.compile(
    r"(?:我|俺|这个?|那个?|还|也|真|都|实在|[，,])*(?:不晓得|不知道|不清楚|不记得|不确定|说不[准好定]|拿不准|没定|没想好|记不[得清])"
    r"(?P<what>.*?)[啊呀呢哩了吧。！!，,]*"
)
ASKED_BY_KIND = {
    FieldKind.DATE: re.compile(r"(?:啥时候?|什么时候|哪[一]?天|几号|多会儿?|多久|哪个月).{0,6}"),
    FieldKind.MONEY: re.compile(r".{0,4}(?:多少|几)(?:钱|块|元)?.{0,2}"),
    FieldKind.CHOICE: re.compile(r".{0,3}(?:哪[一个家种里儿]*|啥|什么).{0,4}"),
}


def plainly_answers(form: Form, application: Application, heard: Heard) -> bool:
    """Tell whether a sentence plainly answers the open question: that goes before its act.

    先垫的 sounds like putting aside, 没办过 like a paper that is missing.
    """
    if application.phase is not Phase.FILLING or application.suggestion is not None:
        return False
    field, text = awaited_field(form, application), heard.text
    if field.kind in LOOSE or len(text) > LONGEST_ANSWER or CANCEL.fullmatch(text):
        return False
    said = text.rstrip("呢")  # 还没上呢 asks nothing
    if any(pattern.search(said) for pattern in (QUESTION, CORRECTION, LATER)):
        return False
    if about_a_part(form, application, text) is not None:
        return False  # 新生儿参保还是一起办
    return read(field, text, form.today).value is not None


def calls_a_person(form: Form, application: Application, heard: Heard) -> bool:
    """Tell whether somebody wants a person: that goes before whatever the form would do.

    A name is not to be taken for it, nor a sentence that gives what is asked.
    """
    if not heard.sure or heard.act not in PEOPLE:
        return False
    if application.phase is not Phase.FILLING:
        return True
    field = awaited_field(form, application)
    if field.kind in LOOSE:
        return not is_the_value(form, field, heard)
    return not values_in(form, application, field, heard.text)


def is_the_value(form: Form, field: Field, heard: Heard) -> bool:
    """Tell whether a few words are a name or a text, whatever the classifier makes of them."""
    if QUESTION.search(heard.text) or len(heard.text) > LONGEST_ANSWER:
        return False
    if field.kind is FieldKind.NAME:
        firm = heard.act in FIRM and heard.certain
        return not firm and read(field, heard.text, form.today).value is not None
    return field.kind is FieldKind.TEXT and heard.act in VAGUE


def asks_aside(form: Form, field: Field, heard: Heard) -> bool:
    """Tell whether a question stands beside any value: 烟台转诊能自己选医院吗 names no city."""
    text = heard.text
    if field.kind is FieldKind.TEXT or not ASKS.search(text):
        return False
    if field.kind is FieldKind.CHOICE:
        rest = text
        for mention in reversed(mentions(field.options, text)):
            rest = rest[: mention.start] + rest[mention.end :]
        return len(rest) > LONGEST_DOUBT
    return len(text) > LONGEST_DOUBT and read(field, text, form.today).value is None


def does_not_know(field: Field, text: str) -> bool:
    """Tell whether somebody does not know the answer: 不晓得啥时候能回 asks nothing of us."""
    match = UNKNOWN.fullmatch(text)
    if match is None:
        return False
    what = match["what"]
    asked = ASKED_BY_KIND.get(field.kind)
    return not what or (asked is not None and asked.fullmatch(what) is not None)


def values_in(form: Form, application: Application, field: Field, text: str) -> Mapping[str, str]:
    """Return the value of the field being asked, and of others where it is plain which."""
    value = read(field, text, form.today).value
    found = spoken_of(form, application, field, text)
    if field.kind is FieldKind.ID_NUMBER and "卡" not in text:
        # Of ID numbers with a digit too few, one in ten could be a bank card's.
        kinds = {f.key: f.kind for f in form.fields}
        found = {k: v for k, v in found.items() if kinds[k] is not FieldKind.BANK_CARD}
    return found if value is None else {field.key: value, **found}
