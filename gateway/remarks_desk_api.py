"""Serves complaints and suggestions to the staff who answer them, under /api/v1/desk/remarks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Cookie, Depends
from pydantic import Field

from core import rating_wording as say
from core.contracts import Notices
from core.errors import NotFound
from core.privacy import mask_mobile, mask_text
from core.store import RemarkStore
from core.store.audit_trail import AuditTrail
from core.store.rectifications import RectificationStore
from core.store.remarks import HERE, SUBJECT, Remark
from gateway.api import Body, Json
from gateway.ratings_api import remark_json
from gateway.rectification_api import case_json
from gateway.staff import DESK, SignedIn, StaffDoor
from gateway.unmasking_api import Reason

KIND = "reply"  # of the notice that carries an answer


class RemarkAnswer(Body):
    """Answer a complaint or a suggestion."""

    text: str = Field(min_length=2, max_length=1000, pattern=r"\S")


class NumberWish(Body):
    """Say what the number is needed for."""

    reason: Reason


@dataclass(frozen=True, slots=True)
class RemarkDeskParts:
    """Hold what these routes use."""

    remarks: RemarkStore
    rectifications: RectificationStore
    notices: Notices
    trail: AuditTrail
    door: StaffDoor
    now: Callable[[], datetime]
    due_day: Callable[[date, int], date]  # so many working days after a day
    rectification_days: int  # working days


def remark_desk_routes(parts: RemarkDeskParts) -> APIRouter:
    """Return the routes."""
    api = APIRouter(prefix="/api/v1/desk/remarks")

    async def at_desk(yibao_staff: Annotated[str | None, Cookie()] = None) -> SignedIn:
        return await parts.door.who(yibao_staff, DESK)

    # Not in Annotated: FastAPI reads annotations as text and cannot see names of this function.
    desk_member = Depends(at_desk)

    @api.get("")
    async def remarks(member: SignedIn = desk_member) -> Json:
        """Return what waits for an answer, the most urgent first."""
        del member
        today = parts.now().date()
        waiting = await parts.remarks.unanswered()
        return {"remarks": [desk_json(remark, today) for remark in waiting]}

    @api.post("/{number}/answer")
    async def answer(number: str, body: RemarkAnswer, member: SignedIn = desk_member) -> Json:
        """Answer; the citizen gets it in the conversation unless they asked to be called."""
        now = parts.now()
        text = mask_text(body.text.strip())
        remark = await parts.remarks.answer(number, member.name, text, now)
        if remark.reply_by == HERE and remark.conversation_id is not None:
            # After the answer, under a key of its own: sent again, it makes up for a lost notice.
            await parts.notices.add(
                key=f"remark:{number}",
                conversation_id=remark.conversation_id,
                kind=KIND,
                text=say.ANSWER_NOTICE.format(number=number, text=text),
                at=now,
            )
        return desk_json(remark, now.date())

    @api.post("/{number}/unmask")
    async def unmask(number: str, body: NumberWish, member: SignedIn = desk_member) -> Json:
        """Return the number that was given to be called; the look is in the audit trail first."""
        remark = await parts.remarks.remark(number)
        if not remark.phone:
            raise NotFound(f"phone of remark {number}")
        await parts.trail.note_unmasked(
            SUBJECT + number, "phone", body.reason, f"staff:{member.name}", parts.now()
        )
        return {"value": remark.phone}

    @api.post("/{number}/rectification", status_code=201)
    async def rectify(number: str, member: SignedIn = desk_member) -> Json:
        """Open a rectification case for it; once, however often it is asked for."""
        now = parts.now()
        due = parts.due_day(now.date(), parts.rectification_days)
        case = await parts.rectifications.open_for_remark(number, member.name, now, due)
        return case_json(case, now.date())

    return api


def desk_json(remark: Remark, today: date) -> Json:
    """Return a remark as staff see it; whoever made it need not have given a name."""
    late = remark.due is not None and remark.answered_at is None and today > remark.due
    return {
        **remark_json(remark),
        "overdue": late,
        "phone": mask_mobile(remark.phone) if remark.phone else None,
        "answered_by": remark.answered_by,
    }
