"""Serves administrators: how long personal data are kept, under /api/v1/retention."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter, Depends, Response
from pydantic import Field

from core import account_wording as say
from core.errors import NotAllowedNow
from core.retention_terms import LEAST, MOST, Kept
from core.store.retention_terms import RetentionTermStore
from gateway.accounts_api import administrators_only
from gateway.api import Body, Json
from gateway.staff import SignedIn, StaffDoor


class Days(Body):
    """Ask for other days of each class."""

    chats: int = Field(ge=LEAST, le=MOST)
    drafts: int = Field(ge=LEAST, le=MOST)
    photos: int = Field(ge=LEAST, le=MOST)
    recordings: int = Field(ge=LEAST, le=MOST)


@dataclass(frozen=True, slots=True)
class RetentionParts:
    """Hold what these routes use."""

    door: StaffDoor
    terms: RetentionTermStore
    before: Kept  # what holds where nothing was decided
    now: Callable[[], datetime]


def retention_routes(parts: RetentionParts) -> APIRouter:
    """Return the routes."""
    api = APIRouter(prefix="/api/v1/retention")

    administrator = Depends(administrators_only(parts.door))

    @api.get("")
    async def terms(member: SignedIn = administrator) -> Json:
        """Return the days in force, who decided on them, and what waits for a second person."""
        term, request = await parts.terms.in_force(), await parts.terms.request()
        return {
            "kept": (term.kept if term is not None else parts.before).days,
            "requested_by": term.requested_by if term is not None else None,
            "approved_by": term.approved_by if term is not None else None,
            "at": term.at.isoformat() if term is not None else None,
            "request": {
                "id": request.id,
                "kept": request.kept.days,
                "requested_by": request.requested_by,
                "requested_at": request.requested_at.isoformat(),
                "mine": request.requested_by == member.name,
            }
            if request is not None
            else None,
        }

    @api.post("/requests", status_code=202)
    async def ask(body: Days, member: SignedIn = administrator) -> Json:
        """Ask for other days; they hold once another administrator approved them."""
        wanted, term = Kept(**body.model_dump()), await parts.terms.in_force()
        if wanted == (term.kept if term is not None else parts.before):
            raise NotAllowedNow("terms", say.TERMS_SAME)
        request = await parts.terms.ask(wanted, at=parts.now(), by=member.name)
        return {"request": request.id, "detail": say.NEEDS_APPROVAL}

    @api.post("/requests/{request_id}/approve")
    async def approve(request_id: str, member: SignedIn = administrator) -> Json:
        """Approve what another administrator asked for; the next erasing goes by it."""
        kept = await parts.terms.approve(request_id, at=parts.now(), by=member.name)
        return {"kept": kept.days}

    @api.post("/requests/{request_id}/refuse", status_code=204)
    async def refuse(request_id: str, member: SignedIn = administrator) -> Response:
        """Refuse a request, or take back one's own."""
        await parts.terms.refuse(request_id, at=parts.now(), by=member.name)
        return Response(status_code=204)

    return api
