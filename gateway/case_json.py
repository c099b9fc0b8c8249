"""Writes applications as JSON for the desk and for the citizen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from core import follow_up_wording as say
from core.applications import UNDER_WAY, Application
from core.case_history import history_words, who_did
from core.casework import is_late, tally
from core.catalogue import Catalogue
from core.fields import shown
from core.store.casework import CaseworkStore
from core.working_days import WorkingCalendar

Json = dict[str, object]


def application_json(
    application: Application,
    catalogue: Catalogue,
    calendar: WorkingCalendar,
    today: date,
    names: Mapping[str, str],
) -> Json:
    """Return a line of the desk's list; no personal data stands in it."""
    runs = application.phase in UNDER_WAY and application.due is not None
    return {
        **_short(application, catalogue),
        "item_code": application.item_code,
        "region": application.region,
        "owner": application.owner,
        "owner_name": names.get(application.owner or ""),
        "working_days_left": calendar.between(today, application.due)
        if runs and application.due is not None
        else None,
        "late": is_late(application, today),
    }


async def case_json(
    number: str,
    casework: CaseworkStore,
    catalogue: Catalogue,
    calendar: WorkingCalendar,
    today: date,
) -> Json:
    """Return everything that the desk needs to work on an application, its fields masked."""
    case = await casework.case(number)
    application = case.application
    names = await casework.display_names()
    item = catalogue.item(application.item_code, application.region)
    return {
        **application_json(application, catalogue, calendar, today, names),
        "version": case.version,
        "delegate": application.delegate,
        "identity": application.identity,
        "core_reference": application.core_reference,
        "fields": {
            f.label: shown(f, application.fields[f.key])
            for f in item.fields
            if f.key in application.fields
        },
        "masked": [f.label for f in item.fields if f.sensitive and f.key in application.fields],
        "papers": [
            {"name": name, "held": held} for name, held in sorted(application.papers.items())
        ],
        "parts": [
            application_json(part, catalogue, calendar, today, names)
            for part in await casework.parts_of(application.id)
        ],
        "history": await history_json(number, casework, names),
    }


async def history_json(
    number: str, casework: CaseworkStore, names: Mapping[str, str]
) -> list[Json]:
    """Return what happened since the submission, in order and in plain words."""
    lines: list[Json] = []
    for row in await casework.history(number):
        words = history_words(row.action, row.actor, row.detail, names)
        if words is not None:
            who = who_did(row.actor, names)
            lines.append({"at": row.at.isoformat(), "who": who, "text": words})
    return lines


async def own_json(application: Application, casework: CaseworkStore, catalogue: Catalogue) -> Json:
    """Return an application as its citizen sees it in the list of their own."""
    parts = await casework.parts_of(application.id)
    names = await casework.display_names()
    count = tally([part.phase for part in parts])
    return {
        **_short(application, catalogue),
        "owner_name": names.get(application.owner or "", say.NOBODY),
        "next": say.NEXT[application.phase.value],
        "progress": {"done": count.done, "total": count.total} if parts else None,
        "parts": [_short(part, catalogue) for part in parts],
    }


def filed_json(application: Application, catalogue: Catalogue) -> Json:
    """Return a filed application in the names of the public contract, its numbers masked."""
    item = catalogue.item(application.item_code, application.region)
    submitted, due = application.submitted_at, application.due
    return {
        "number": application.number,
        "item": item.name,
        "item_code": application.item_code,
        "phase": application.phase.value,
        "submitted_at": submitted.isoformat() if submitted else None,
        "due": due.isoformat() if due else None,
        "fields": {
            f.label: shown(f, application.fields[f.key])
            for f in item.fields
            if f.key in application.fields
        },
    }


def _short(application: Application, catalogue: Catalogue) -> Json:
    submitted, due, answer_by = (
        application.submitted_at,
        application.due,
        application.answer_by,
    )
    return {
        "number": application.number,
        "item": catalogue.item(application.item_code, application.region).name,
        "phase": application.phase.value,
        "phase_text": say.PHASES[application.phase.value],
        "submitted_at": submitted.isoformat() if submitted else None,
        "due": due.isoformat() if due else None,
        "note": application.note,
        "missing": list(application.missing),
        "answer_by": answer_by.isoformat() if answer_by else None,
    }
