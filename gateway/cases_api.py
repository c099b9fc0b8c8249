"""Serves what follows a submission: applications to the desk, and to the citizen who made them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Cookie, Depends, Query
from pydantic import Field

from core import follow_up_wording as say
from core.applications import UNDER_WAY, Phase
from core.catalogue import Catalogue
from core.errors import InvalidContent, NotAuthorised, NotFound
from core.receipt import receipt_in
from core.store import ConversationStore, StaffStore
from core.store.audit_trail import AuditTrail
from core.store.case_questions import STAFF, WorkFilter
from core.store.casework import CaseworkStore
from core.working_days import WorkingCalendar
from gateway.api import Bearer, Body, Json
from gateway.case_json import application_json, case_json, filed_json, own_json
from gateway.own_conversation import own_conversation
from gateway.staff import DESK, SignedIn, StaffDoor

PAGE = 50  # applications
OPEN, LATE, UNHEARD = "open", "late", "unheard"
State = Literal[
    "open",
    "late",
    "unheard",
    "submitted",
    "in_review",
    "needs_papers",
    "approved",
    "rejected",
    "cancelled",
]


class Review(Body):
    """Begin or resume the review."""

    version: int | None = Field(default=None, ge=1)  # of the application as the page showed it


class Transfer(Body):
    """Give an application to a colleague."""

    to: str = Field(min_length=1, max_length=64)  # staff name
    reason: str = Field(default="", max_length=200)


class Papers(Body):
    """Ask for everything that is missing, at once."""

    missing: list[Annotated[str, Field(max_length=100)]] = Field(max_length=30)
    note: str = Field(default="", max_length=500)
    answer_by: date | None = Field(default=None, strict=False)  # ISO 8601
    reason: str = Field(default="", max_length=200)  # needed for a second request
    version: int | None = Field(default=None, ge=1)


class Decision(Body):
    """Approve or reject; a rejection says why in `note`, in plain words."""

    note: str = Field(default="", max_length=500)
    version: int | None = Field(default=None, ge=1)


@dataclass(frozen=True, slots=True)
class CaseParts:
    """Hold what these routes use."""

    casework: CaseworkStore
    conversations: ConversationStore
    catalogue: Catalogue
    calendar: WorkingCalendar
    staff: StaffStore
    trail: AuditTrail
    door: StaffDoor
    now: Callable[[], datetime]


def case_routes(parts: CaseParts) -> APIRouter:
    """Return the routes."""
    api = APIRouter(prefix="/api/v1")
    cases = parts.casework

    async def at_desk(yibao_staff: Annotated[str | None, Cookie()] = None) -> SignedIn:
        return await parts.door.who(yibao_staff, DESK)

    # Not in Annotated: FastAPI reads annotations as text and cannot see names of this function.
    desk_member = Depends(at_desk)

    async def shown(number: str) -> Json:
        return await case_json(number, cases, parts.catalogue, parts.calendar, parts.now().date())

    async def decided(number: str, phase: Phase, body: Decision, member: SignedIn) -> Json:
        await cases.move(
            number,
            phase,
            at=parts.now(),
            actor=STAFF + member.name,
            note=body.note,
            expected=body.version,
        )
        return await shown(number)

    @api.get("/desk/applications")
    async def listed(
        state: State = "open",
        mine: bool = False,
        q: Annotated[str, Query(max_length=40)] = "",
        page: Annotated[int, Query(ge=1, le=10_000)] = 1,
        member: SignedIn = desk_member,
    ) -> Json:
        """Return a page of applications, the most urgent first; `q` is a receipt number."""
        await cases.note_seen("list", member.name, parts.now())
        today = parts.now().date()
        wanted = WorkFilter(
            phases=_phases(state),
            owner=member.name if mine else None,
            number=receipt_in(q) or q if q.strip() else None,
            late_on=today if state == LATE else None,
            unheard=state == UNHEARD,
        )
        found, total = await cases.worklist(wanted, limit=PAGE, offset=(page - 1) * PAGE)
        names = await cases.display_names()
        return {
            "applications": [
                application_json(a, parts.catalogue, parts.calendar, today, names) for a in found
            ],
            "total": total,
            "page": page,
            "pages": -(-total // PAGE),
        }

    @api.get("/desk/applications/{number}")
    async def one(number: str, member: SignedIn = desk_member) -> Json:
        """Return an application with its fields masked, its history, papers and parts."""
        case = await cases.case(number)
        await cases.note_seen(case.application.id, member.name, parts.now())
        return await shown(number)

    @api.post("/desk/applications/{number}/take")
    async def take(number: str, member: SignedIn = desk_member) -> Json:
        """Answer for an application (首问负责); 409 with the name if a colleague does."""
        await cases.take(number, member.name, parts.now())
        return await shown(number)

    @api.post("/desk/applications/{number}/transfer")
    async def transfer(number: str, body: Transfer, member: SignedIn = desk_member) -> Json:
        """Give an application to a colleague, with the reason."""
        if not body.reason.strip():
            raise InvalidContent("no reason", say.NO_TRANSFER_REASON)
        colleague = await parts.staff.member(body.to)
        if colleague is None or DESK not in colleague.duties:
            raise InvalidContent("no colleague", say.NOT_A_COLLEAGUE)
        await cases.transfer(number, body.to, member.name, parts.now(), body.reason.strip())
        return await shown(number)

    @api.post("/desk/applications/{number}/review")
    async def review(number: str, body: Review, member: SignedIn = desk_member) -> Json:
        """Begin the review, or go on because the papers are there."""
        await cases.move(
            number,
            Phase.IN_REVIEW,
            at=parts.now(),
            actor=STAFF + member.name,
            expected=body.version,
        )
        return await shown(number)

    @api.post("/desk/applications/{number}/papers")
    async def papers(number: str, body: Papers, member: SignedIn = desk_member) -> Json:
        """Tell the citizen once of everything that is missing."""
        await cases.move(
            number,
            Phase.NEEDS_PAPERS,
            at=parts.now(),
            actor=STAFF + member.name,
            missing=tuple(body.missing),
            note=body.note,
            answer_by=body.answer_by,
            reason=body.reason,
            expected=body.version,
        )
        return await shown(number)

    @api.post("/desk/applications/{number}/approve")
    async def approve(number: str, body: Decision, member: SignedIn = desk_member) -> Json:
        """Approve an application."""
        return await decided(number, Phase.APPROVED, body, member)

    @api.post("/desk/applications/{number}/reject")
    async def reject(number: str, body: Decision, member: SignedIn = desk_member) -> Json:
        """Reject an application, with the reason in plain words."""
        return await decided(number, Phase.REJECTED, body, member)

    @api.get("/applications/{number}")
    async def filed(
        number: str, authorization: Bearer = "", yibao_staff: Annotated[str | None, Cookie()] = None
    ) -> Json:
        """Return a filed application to its owner, or to staff, whose every look is recorded."""
        if not authorization:
            member = await parts.door.who(yibao_staff, DESK)
        application = (await cases.case(number)).application
        if authorization:
            try:
                await own_conversation(
                    parts.conversations, application.conversation_id, authorization
                )
            except NotAuthorised as error:
                raise NotFound(f"application {number}") from error
        else:
            await cases.note_seen(application.id, member.name, parts.now())
        return filed_json(application, parts.catalogue)

    @api.get("/conversations/{conversation_id}/applications")
    async def own(conversation_id: str, authorization: Bearer = "") -> Json:
        """Return what was submitted in a conversation, newest first, to whoever owns it."""
        await own_conversation(parts.conversations, conversation_id, authorization)
        found = await cases.of_conversation(conversation_id)
        return {"applications": [await own_json(a, cases, parts.catalogue) for a in found]}

    return api


def _phases(state: State) -> frozenset[Phase]:
    if state in {OPEN, LATE}:
        return UNDER_WAY
    return frozenset({Phase.CANCELLED if state == UNHEARD else Phase(state)})
