"""Tells staff how every part of the product is, and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Cookie

from core import health_wording as say
from gateway.api import Json
from gateway.observing.looks import PartHealth, overall
from gateway.observing.observer import Observer
from gateway.observing.runbooks import Runbook
from gateway.problems import ADMIN
from gateway.staff import SUPERVISE, SYSTEM, StaffDoor

SEEING = frozenset({SYSTEM, SUPERVISE})


def health_routes(door: StaffDoor, observer: Observer, runbooks: Sequence[Runbook]) -> APIRouter:
    """Return the route; it wants the duty of the system administrator or of a supervisor."""
    api = APIRouter(prefix=ADMIN)

    @api.get("/health")
    async def health(yibao_staff: Annotated[str | None, Cookie()] = None) -> Json:
        """Tell how every part is, since when, what was wrong last, and what to do."""
        await door.who_has_one_of(yibao_staff, SEEING, say.NO_DUTY)
        parts, looked_at = observer.parts(), observer.looked_at
        state = overall(parts)
        return {
            "state": state.value,
            "says": say.OVERALL[state.value],
            "looked_at": looked_at.isoformat() if looked_at is not None else None,
            "parts": [_json(part, runbooks) for part in parts],
        }

    return api


def _json(part: PartHealth, runbooks: Sequence[Runbook]) -> Json:
    at = part.problem_at
    return {
        "part": part.part,
        "name": say.PARTS[part.part],
        "state": part.state.value,
        "since": part.since.isoformat(),
        "problem": part.problem or None,
        "problem_at": at.isoformat() if at is not None else None,
        "runbooks": [
            {
                "alert": runbook.alert,
                "title": runbook.title,
                "steps": [{"name": name, "text": text} for name, text in runbook.steps.items()],
            }
            for runbook in runbooks
            if runbook.part == part.part
        ],
    }
