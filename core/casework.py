"""Decides what follows from what happens to an application after its submission."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from core import follow_up_wording as say
from core.applications import Application, Phase
from core.errors import InvalidContent, NotAllowedNow
from core.insured import CoreFiling, Decision
from core.privacy import mask_text
from core.working_days import WorkingCalendar

ANSWER_WITHIN = 10  # working days to hand in what is missing (示例: no source rules)
PROMISE_WITHIN = 3  # working days of the new promise after a missed day (示例)
REMIND_BEFORE = 3  # working days before the missing papers are due
ENDING_WITHIN = 7  # days before a filing of ours runs out
ENDS_ON = "end_date"  # the field that says until when a filing holds
ENDED = frozenset({Phase.APPROVED, Phase.REJECTED, Phase.CANCELLED})
BEGUN = frozenset({Phase.IN_REVIEW, Phase.NEEDS_PAPERS, Phase.APPROVED, Phase.REJECTED})


class Reminder(StrEnum):
    """Name what a citizen is reminded of."""

    PAPERS_SOON = "papers_soon"
    PAPERS_TOMORROW = "papers_tomorrow"
    ENDING = "ending"  # a filing of ours runs out


@dataclass(frozen=True, slots=True)
class Ask:
    """Be one request for papers (一次性告知): everything that is missing, at once."""

    missing: tuple[str, ...]
    note: str = ""
    answer_by: date | None = None  # None: ANSWER_WITHIN from today
    reason: str = ""  # why there is a second request; needed then


@dataclass(frozen=True, slots=True)
class Tally:
    """Count the parts of a composite matter."""

    total: int  # without those that the citizen took back
    done: int
    failed: int


def asked(
    application: Application,
    ask: Ask,
    *,
    earlier: int,
    today: date,
    calendar: WorkingCalendar,
) -> Application:
    """Return the application waiting for papers; InvalidContent says what the request lacks.

    `earlier` counts the requests made before: a second one must say why it was not the first.
    """
    missing = tuple(dict.fromkeys(name.strip() for name in ask.missing if name.strip()))
    if not missing:
        raise InvalidContent("nothing is missing", say.NO_MISSING)
    if earlier and not ask.reason.strip():
        raise InvalidContent("a second request without a reason", say.SECOND_ASK)
    answer_by = ask.answer_by or calendar.after(today, ANSWER_WITHIN)
    if answer_by < today:
        raise InvalidContent("an answer before today", say.BAD_ANSWER_DAY)
    if application.phase is Phase.NEEDS_PAPERS:  # moved_to would let it pass
        raise NotAllowedNow(f"{application.number} waits for papers already")
    moved = application.moved_to(Phase.NEEDS_PAPERS)
    note = ask.note.strip() or ask.reason.strip()
    return replace(moved, missing=missing, answer_by=answer_by, note=note)


def papers_in(
    application: Application, *, asked_on: date, today: date, calendar: WorkingCalendar
) -> Application:
    """Return the application in review again, its day moved by the working days waited.

    `missing` stays: it is what was asked for, so that the same is not asked for again.
    """
    if application.phase is not Phase.NEEDS_PAPERS:
        raise NotAllowedNow(f"{application.number} does not wait for papers")
    moved = application.moved_to(Phase.IN_REVIEW)
    waited = max(0, calendar.between(asked_on, today))
    due = calendar.after(application.due, waited) if application.due is not None else None
    return replace(moved, due=due, answer_by=None, note="")


def ended(application: Application, phase: Phase, note: str) -> Application:
    """Return the application approved or rejected; a rejection says why, in plain words."""
    if phase is Phase.REJECTED and not note.strip():
        raise InvalidContent("a rejection without a reason", say.NO_REJECT_REASON)
    if application.phase is phase:
        raise NotAllowedNow(f"{application.number} is {phase} already")
    return replace(application.moved_to(phase), note=note.strip(), answer_by=None)


def tally(parts: Sequence[Phase]) -> Tally:
    """Count what became of the parts."""
    kept = [phase for phase in parts if phase is not Phase.CANCELLED]
    return Tally(len(kept), kept.count(Phase.APPROVED), kept.count(Phase.REJECTED))


def whole_phase(parts: Sequence[Phase]) -> Phase:
    """Return the phase of a composite matter: approved when all parts that were kept are."""
    count = tally(parts)
    if not count.total:
        return Phase.CANCELLED
    if count.done == count.total:
        return Phase.APPROVED
    if count.done + count.failed == count.total:
        return Phase.REJECTED
    return Phase.IN_REVIEW if any(phase in BEGUN for phase in parts) else Phase.SUBMITTED


def decided(application: Application, filing: CoreFiling) -> Phase | None:
    """Return the phase into which the core's word moves an application; None: it stays."""
    match filing.decision:
        case Decision.RECEIVED:
            return None
        case Decision.IN_REVIEW:
            return Phase.IN_REVIEW if application.phase is Phase.SUBMITTED else None
        case Decision.NEEDS_PAPERS:
            waits = application.phase is Phase.NEEDS_PAPERS
            # The core may not have seen yet what the citizen handed in.
            known = set(wanted(filing)) <= set(application.missing)
            return None if waits or known else Phase.NEEDS_PAPERS
        case Decision.APPROVED:
            return Phase.APPROVED
        case Decision.REJECTED:
            return Phase.REJECTED


def wanted(filing: CoreFiling) -> tuple[str, ...]:
    """Return what the core misses, masked; where it only writes a note, the note says it."""
    return tuple(map(mask_text, filing.missing or (filing.note,)))


def is_late(application: Application, today: date) -> bool:
    """Tell whether the promised day has passed; the clock stands while papers are missing."""
    waits = application.phase in {Phase.SUBMITTED, Phase.IN_REVIEW}
    return waits and application.due is not None and application.due < today


def reminder(application: Application, today: date, calendar: WorkingCalendar) -> Reminder | None:
    """Return what the citizen should be reminded of today."""
    if application.phase is Phase.NEEDS_PAPERS and application.answer_by is not None:
        left = (application.answer_by - today).days
        if left == 1:
            return Reminder.PAPERS_TOMORROW
        if left > 1 and calendar.between(today, application.answer_by) <= REMIND_BEFORE:
            return Reminder.PAPERS_SOON
    if application.phase is Phase.APPROVED:
        ends = end_of(application)
        if ends is not None and 0 <= (ends - today).days <= ENDING_WITHIN:
            return Reminder.ENDING
    return None


def end_of(application: Application) -> date | None:
    """Return until when what was filed holds, if it says so."""
    try:
        return date.fromisoformat(application.fields.get(ENDS_ON, ""))
    except ValueError:
        return None
