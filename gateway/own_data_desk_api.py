"""Serves citizens' requests about their own data to the staff who answer them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Cookie, Depends
from pydantic import Field

from core import own_data_wording as say
from core.contracts import Notices
from core.own_data import OwnDataRequest, Standing
from core.privacy import mask_text
from core.store.own_data import OwnDataStore
from gateway.api import Body, Json
from gateway.staff import DESK, SignedIn, StaffDoor

KIND = "reply"  # of the notice that carries an answer


class RightAnswer(Body):
    """Answer a request: what was done, or why it cannot be."""

    outcome: Literal["done", "refused"]
    text: str = Field(min_length=2, max_length=1000, pattern=r"\S")


@dataclass(frozen=True, slots=True)
class OwnDataDeskParts:
    """Hold what these routes use."""

    requests: OwnDataStore
    notices: Notices
    door: StaffDoor
    now: Callable[[], datetime]


def own_data_desk_routes(parts: OwnDataDeskParts) -> APIRouter:
    """Return the routes."""
    api = APIRouter(prefix="/api/v1/desk/own-data")

    async def at_desk(yibao_staff: Annotated[str | None, Cookie()] = None) -> SignedIn:
        return await parts.door.who(yibao_staff, DESK)

    # Not in Annotated: FastAPI reads annotations as text and cannot see names of this function.
    desk_member = Depends(at_desk)

    @api.get("")
    async def waiting(member: SignedIn = desk_member) -> Json:
        """Return what waits for an answer, the most urgent first; without what citizens wrote."""
        del member
        today = parts.now().date()
        found = await parts.requests.unanswered()
        return {"requests": [_line_json(request, today) for request in found]}

    @api.get("/{number}")
    async def one(number: str, member: SignedIn = desk_member) -> Json:
        """Return a request with what is to be corrected; the look is in the audit trail."""
        request = await parts.requests.request(number)
        await parts.requests.note_seen(number, member.name, parts.now())
        return {**_line_json(request, parts.now().date()), "words": request.words}

    @api.post("/{number}/answer")
    async def answer(number: str, body: RightAnswer, member: SignedIn = desk_member) -> Json:
        """Answer; the citizen gets it in the conversation."""
        now, text = parts.now(), mask_text(body.text.strip())
        standing = Standing(body.outcome)
        request = await parts.requests.answer(number, standing, text, member.name, now)
        # After the answer, under a key of its own: sent again, it makes up for a lost notice.
        await parts.notices.add(
            key=f"own_data:{number}",
            conversation_id=request.conversation_id,
            kind=KIND,
            text=say.ANSWER_NOTICE.format(
                right=say.RIGHTS[request.right.value], number=number, answer=text
            ),
            at=now,
        )
        return _line_json(request, now.date())

    return api


def _line_json(request: OwnDataRequest, today: date) -> Json:
    return {
        "number": request.number,
        "right": request.right.value,
        "right_text": say.RIGHTS[request.right.value],
        "state": request.standing.value,
        "asked_at": request.asked_at.isoformat(),
        "due": request.due.isoformat(),
        "overdue": request.standing is Standing.OPEN and today > request.due,
        "outcome": dict(request.outcome),
        "answer": request.answer,
        "answered_by": request.answered_by,
    }
