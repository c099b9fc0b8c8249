"""Answers what is asked about the form itself: why, what that means, 不知道, 重来; pure."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.acts import Act
from bot.form_answers import Heard
from bot.form_corrections import which_to_change
from bot.form_hearing import does_not_know
from bot.form_moves import awaited_field
from bot.form_questions import ask
from bot.form_steps import Step
from bot.values import field_named
from core import form_wording as say
from core import wording
from core.applications import Application, Phase
from core.form_fields import Form
from core.service_items import Field

# 走神了，重来一遍 only wants to hear it again.
START_OVER = re.compile(
    r"(?:我|俺|想|要|都|全部?|咱们?)*(?:重来|重新(?:来|填|开始|弄|办|说)|从头(?:再)?(?:来|填|开始|弄))"
    r"(?:过|一?次|一?下)*[吧啊呀了。！!，,]*"
)

LACKS = re.compile(r"没有|没带|没得|没办|丢了|找不[到着]")
NAMELESS = ("用来", "要", "需要")  # such a reason speaks of the field without naming it
WHAT_THEN = re.compile(r"怎么办|咋办|咋整|咋弄|行吗|行不|可以吗")


def helped(form: Form, application: Application, heard: Heard) -> Step | None:
    """Answer what is asked about the form itself, or return None."""
    sure_of = heard.act if heard.sure else None
    if START_OVER.fullmatch(heard.text):
        return _over_again(form, application)
    if sure_of is Act.HOLD_ON:
        return Step(application, wording.HOLD_ON)
    if sure_of is Act.RESUME_APPLICATION:
        return ask(form, application, say.RESUMED.format(item=form.name))
    if application.phase is Phase.FILLING:
        field = awaited_field(form, application)
        if sure_of is Act.ASK_WHY:
            meant = field_named(form.fields, heard.text) or field
            return ask(form, application, meant.why)
        if sure_of is Act.PLAIN_WORDS:
            words = say.PLAIN_WORDS_EXAMPLE if field.example else say.PLAIN_WORDS
            return ask(form, application, words.format(why=field.why, example=field.example))
        lacking = _lacking(form, heard.text)
        if lacking is not None:
            field = lacking
        if lacking is not None or sure_of is Act.DO_NOT_KNOW or does_not_know(field, heard.text):
            return Step(
                application,
                say.DO_NOT_KNOW.format(why=_reason(field)),
                choices=("先放下", wording.HUMAN_CHOICE),
            )
    return None


def _reason(field: Field) -> str:
    """Return why a field is asked for; who asks about another does not have it before them."""
    return f"{field.label}，{field.why}" if field.why.startswith(NAMELESS) else field.why


def _lacking(form: Form, text: str) -> Field | None:
    """Return the field of which somebody asks what to do without: 没有银行卡怎么办."""
    if not (LACKS.search(text) and WHAT_THEN.search(text)):
        return None
    return field_named(form.fields, text)


def _over_again(form: Form, application: Application) -> Step:
    """Begin the number again that is said in pieces, or ask what else is to be said again."""
    answered = [f for f in form.fields_for(application.fields) if f.key in application.fields]
    if application.partial or not answered:
        cleared = replace(application, partial="", suggestion=None)
        return ask(form, cleared, say.OVER_AGAIN)
    which = which_to_change(application, answered)
    return replace(which, said=which.said + say.ALL_OVER_AGAIN)
