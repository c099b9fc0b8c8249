"""Words what became of an application as the answer of a turn; pure."""

from __future__ import annotations

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

    Two lists of choices at once confuse: where there is no source, no questions are offered here.
    """
    text, aloud = aside.reply.text, aside.reply.aloud()
    # What is said once more ends with the question already.
    text, aloud = text.replace(on.reply.text, ""), aloud.replace(on.reply.aloud(), "")
    if aside.reply.status is Status.NO_SOURCE_FOUND:
        text = aloud = wording.NO_SOURCE + wording.NO_SOURCE_ASIDE
    reply = replace(
        aside.reply,
        text=f"{text}\n\n{on.reply.text}",
        spoken=f"{aloud}{on.reply.aloud()}",
        choices=on.reply.choices,
    )
    return Answer(reply, replace(on.turn, handled=aside.turn.handled))


def clarify(text: str, *choices: str) -> Answer:
    """Return a question back, with a person within reach."""
    reply = Reply(text, Status.ASKED_BACK, choices=(*choices, wording.HUMAN_CHOICE))
    return Answer(reply, Turn(Handled.CLARIFY))


def _rule(form: Form, cites: str) -> Source:
    """Return the citation of a rule about who may apply, with the document that it names."""
    source = form.item.source("办理条件")
    return replace(source, section=f"{source.section}（{cites}）")
