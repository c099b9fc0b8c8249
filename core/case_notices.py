"""Words what a citizen is told when something happens to their application."""

from __future__ import annotations

import re
from datetime import date

from core import follow_up_wording as say
from core.applications import Application, Phase
from core.casework import Reminder, Tally, end_of
from core.citation import spoken_day
from core.working_days import WorkingCalendar


def result_notice(application: Application, item: str) -> str:
    """Return the notice of an approval or a rejection."""
    words = say.NOTICE_APPROVED if application.phase is Phase.APPROVED else say.NOTICE_REJECTED
    return words.format(item=item, number=application.number, note=sentence(application.note))


def papers_notice(application: Application, item: str, reason: str, *, again: bool) -> str:
    """Return the one-time notice of everything that is missing."""
    words = say.NOTICE_PAPERS_AGAIN if again else say.NOTICE_PAPERS
    return words.format(
        item=item,
        number=application.number,
        count=len(application.missing),
        missing="、".join(application.missing),
        note=sentence(application.note),
        reason=sentence(reason),
        day=spoken_day(application.answer_by) if application.answer_by else "",
    )


def papers_in_notice(application: Application, item: str, calendar: WorkingCalendar) -> str:
    """Return the notice that the papers arrived."""
    due = due_words(application.due, calendar)
    return say.NOTICE_PAPERS_IN.format(item=item, number=application.number, due=due)


def whole_notice(application: Application, item: str, count: Tally) -> str | None:
    """Return the notice that a composite matter is over; None while it is not."""
    words = {
        Phase.APPROVED: say.NOTICE_WHOLE_APPROVED,
        Phase.REJECTED: say.NOTICE_WHOLE_ENDED,
    }.get(application.phase)
    if words is None:
        return None
    return words.format(
        item=item,
        number=application.number,
        total=count.total,
        done=count.done,
        failed=count.failed,
    )


def late_notice(application: Application, item: str, owner: str, hotline: str) -> str:
    """Return the apology for a missed day, with the new one."""
    day = spoken_day(application.due) if application.due else ""
    return say.NOTICE_LATE.format(
        item=item, number=application.number, owner=owner, day=day, hotline=hotline
    )


def too_late_notice(application: Application, item: str) -> str:
    """Return what is said of a withdrawal that came after the core's decision."""
    return say.NOTICE_TOO_LATE.format(item=item, number=application.number)


def reminder_notice(application: Application, item: str, kind: Reminder) -> str:
    """Return the words of a reminder."""
    if kind is Reminder.ENDING:
        ends = end_of(application)
        day = spoken_day(ends) if ends else ""
        return say.NOTICE_ENDING.format(item=item, number=application.number, day=day)
    tomorrow = kind is Reminder.PAPERS_TOMORROW
    words = say.NOTICE_PAPERS_TOMORROW if tomorrow else say.NOTICE_PAPERS_DAYS
    return words.format(
        item=item,
        number=application.number,
        missing="、".join(application.missing),
        day=spoken_day(application.answer_by) if application.answer_by else "",
    )


def due_words(due: date | None, calendar: WorkingCalendar) -> str:
    """Return until when there will be a result; what holidays may change is said."""
    if due is None:
        return ""
    words = say.DUE if calendar.knows(due) else say.DUE_PERHAPS
    return words.format(day=spoken_day(due))


def sentence(text: str) -> str:
    """Return what staff wrote as a whole sentence, or nothing."""
    text = text.strip()
    return text if not text or re.search(r"[。！？!?]$", text) else f"{text}。"
