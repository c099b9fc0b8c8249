"""Words how an application stands: text, what is said aloud, and a card."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from core import follow_up_wording as say
from core.applications import UNDER_WAY, Application, Phase
from core.case_notices import due_words, sentence
from core.casework import is_late, tally
from core.citation import spoken_day
from core.messages import Card, CardRow, Reply, Status
from core.working_days import WorkingCalendar

TOLD_WHY = frozenset({Phase.NEEDS_PAPERS, Phase.APPROVED, Phase.REJECTED})


@dataclass(frozen=True, slots=True)
class Standing:
    """Hold what has to be known to tell how an application stands."""

    application: Application
    item: str
    submitted: date | None  # on the bureau's wall
    owner: str  # display name, or NOBODY
    parts: tuple[tuple[str, Phase], ...] = ()  # of a composite matter: item and phase


def standing_reply(standing: Standing, today: date, calendar: WorkingCalendar) -> Reply:
    """Return the reply that tells state, owner, day, what is missing and what comes next."""
    application = standing.application
    words = {
        "item": standing.item,
        "number": application.number,
        "day": spoken_day(standing.submitted) if standing.submitted else "",
        "phase": say.PHASES[application.phase.value],
        "rest": "".join(_rest(standing, today, calendar)),
    }
    return Reply(
        say.STANDS.format(**words),
        Status.ANSWERED,
        spoken=say.SPOKEN_STANDS.format(**words),
        cards=(progress_card(standing),),
    )


def progress_card(standing: Standing) -> Card:
    """Return the card of an application's progress."""
    application = standing.application
    rows = [
        (say.CARD_NUMBER, application.number or ""),
        (say.CARD_PHASE, say.PHASES[application.phase.value]),
    ]
    if standing.parts:
        count = tally([phase for _, phase in standing.parts])
        rows.append((say.CARD_PARTS, say.CARD_DONE.format(done=count.done, total=count.total)))
        rows += [(item, say.PHASES[phase.value]) for item, phase in standing.parts]
    if application.phase in UNDER_WAY:
        rows.append((say.CARD_OWNER, standing.owner))
    if _clock_runs(application) and application.due is not None:
        rows.append((say.CARD_DUE, spoken_day(application.due)))
    if application.phase is Phase.NEEDS_PAPERS:
        rows.append((say.CARD_MISSING, "、".join(_still_missing(application))))
        if application.answer_by is not None:
            rows.append((say.CARD_UNTIL, spoken_day(application.answer_by)))
    if application.note and application.phase in TOLD_WHY:
        rows.append((say.CARD_NOTE, application.note))
    return Card("progress", standing.item, tuple(CardRow(*row) for row in rows))


def several_reply(standings: Sequence[Standing], count: int) -> Reply:
    """Return the list of the newest applications, out of `count`, to choose from."""
    lines = "；".join(
        say.SEVERAL_LINE.format(item=s.item, phase=say.PHASES[s.application.phase.value])
        for s in standings
    )
    shown = len(standings)
    only = say.SEVERAL_ONLY.format(shown=shown) if count > shown else ""
    told = say.SEVERAL_ONLY_SPOKEN.format(shown=shown) if count > shown else ""
    rows = (
        CardRow(s.item, say.PHASES[s.application.phase.value], s.application.number or "")
        for s in standings
    )
    return Reply(
        say.SEVERAL.format(count=count, lines=only + lines),
        Status.ASKED_BACK,
        spoken=say.SEVERAL_SPOKEN.format(count=count, lines=told + lines),
        choices=tuple(say.SEVERAL_CHOICE.format(number=s.application.number) for s in standings),
        cards=(Card("progress", say.CARD, tuple(rows)),),
    )


def _rest(standing: Standing, today: date, calendar: WorkingCalendar) -> list[str]:
    application = standing.application
    said: list[str] = []
    if standing.parts:
        count = tally([phase for _, phase in standing.parts])
        said.append(say.PARTS_DONE.format(total=count.total, done=count.done))
    if application.phase is Phase.NEEDS_PAPERS:
        said.append(say.MISSING.format(missing="、".join(_still_missing(application))))
        if application.answer_by is not None:
            said.append(say.UNTIL.format(day=spoken_day(application.answer_by)))
    if application.note and application.phase in TOLD_WHY:
        said.append(say.NOTE.format(note=sentence(application.note)))
    if application.phase in UNDER_WAY:
        said.append(say.HELD_BY.format(owner=standing.owner))
    if application.phase is Phase.NEEDS_PAPERS:
        said.append(say.PAUSED)
    elif is_late(application, today):
        said.append(say.LATE)
    elif _clock_runs(application):
        said.append(due_words(application.due, calendar))
    return [*said, say.NEXT[application.phase.value]]


def _still_missing(application: Application) -> list[str]:
    return [name for name in application.missing if name not in application.papers]


def _clock_runs(application: Application) -> bool:
    return application.phase in {Phase.SUBMITTED, Phase.IN_REVIEW}
