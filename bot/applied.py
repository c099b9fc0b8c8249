"""Words what became of an application as the answer of a turn; pure."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.form_moves import screens
from bot.form_questions import ask, step_of
from bot.form_steps import Step
from core import form_wording as say
from core import wording
from core.applications import Application, Phase
from core.catalogue import Catalogue
from core.form_fields import Form
from core.messages import Answer, Handled, Reply, Source, Status, Turn
from core.ownership import STATES

# A last sentence that asks; from the first one that asks, or lists what may be chosen, to the end.
LAST_QUESTION = re.compile(r"[^。！？\n]*？\Z")
ASKED_BACK = re.compile(r"[^。！？\n]*(?:？|：1\. ).*", re.DOTALL)
OVER = frozenset({Phase.CANCELLED, Phase.PARKED, Phase.NOT_NEEDED})


def stepped(form: Form, done: Step, catalogue: Catalogue) -> Answer:
    """Return the answer that a step of the form gives."""
    application = done.application
    reply = Reply(
        done.said,
        Status.ANSWERED if application.phase in OVER else Status.ASKED_BACK,
        spoken=done.spoken,
        choices=done.choices,
        cards=done.cards,
        sources=(_rule(form, done.cites),) if done.cites else (),
    )
    if done.instead is not None:
        other = catalogue.item(done.instead, application.region).name
        reply = replace(
            reply,
            text=reply.text + say.INSTEAD.format(item=other),
            spoken=reply.aloud() + say.INSTEAD.format(item=other),
            status=Status.ASKED_BACK,
            choices=(say.WANT.format(item=other), *reply.choices),
        )
    counted = application.phase is Phase.FILLING and not screens(form, application)
    return Answer(
        reply,
        Turn(
            Handled.FORM,
            state=STATES[application.phase],
            item=form.name,
            awaiting=application.awaiting if application.in_hand else None,
            error_on=done.error_on,
            delegate=application.delegate,
            step=step_of(form, application) if counted else None,
        ),
    )


def asking(form: Form, application: Application, catalogue: Catalogue, before: str = "") -> Answer:
    """Return the question that is open, with what is to be said before it."""
    return stepped(form, ask(form, application, before), catalogue)


def with_question(aside: Answer, on: Answer) -> Answer:
    """Return the answer to a side question with the open question behind it.

    Two questions at once confuse, and two lists of choices: what the aside asks back is left out.
    """
    # What is said once more ends with the question already.
    text = _told(aside, aside.reply.text.replace(on.reply.text, ""))
    aloud = _told(aside, aside.reply.aloud().replace(on.reply.aloud(), ""))
    reply = replace(
        aside.reply,
        text=f"{text}\n\n{on.reply.text}" if text else on.reply.text,
        spoken=f"{aloud}{on.reply.aloud()}",
        choices=on.reply.choices,
    )
    return Answer(reply, replace(on.turn, handled=aside.turn.handled))


def _told(aside: Answer, text: str) -> str:
    """Return what an answer beside a form tells, without the question that it ends with."""
    text = text.strip()
    if aside.turn.handled is Handled.DECLINE and aside.reply.status is Status.NO_SOURCE_FOUND:
        return wording.NO_SOURCE + wording.NO_SOURCE_ASIDE
    if aside.reply.text == wording.UNDERSTAND_FAILED:
        return wording.UNCLEAR_IN_FORM
    if aside.reply.status is not Status.ASKED_BACK or not text:
        return LAST_QUESTION.sub("", text).strip()
    return ASKED_BACK.sub("", text).strip() or wording.LATER_IN_FORM


def clarify(text: str, *choices: str) -> Answer:
    """Return a question back, with a person within reach."""
    reply = Reply(text, Status.ASKED_BACK, choices=(*choices, wording.HUMAN_CHOICE))
    return Answer(reply, Turn(Handled.CLARIFY))


def social(text: str, spoken: str = "", choices: tuple[str, ...] = ()) -> Answer:
    """Return a sentence that keeps the conversation going."""
    reply = Reply(text, Status.ANSWERED, spoken=spoken, choices=choices)
    return Answer(reply, Turn(Handled.SOCIAL))


def _rule(form: Form, cites: str) -> Source:
    """Return the citation of a rule about who may apply, with the document that it names."""
    source = form.item.source("办理条件")
    return replace(source, section=f"{source.section}（{cites}）")
