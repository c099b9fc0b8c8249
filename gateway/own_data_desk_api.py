"""Serves citizens' requests about their own data to the staff who answer them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Cookie, Depends
from pydantic import Field

from core import follow_up_wording
from core import own_data_wording as say
from core.applications import Application
from core.catalogue import Catalogue
from core.contracts import Notices
from core.fields import shown
from core.identity import Person
from core.own_data import OwnDataRequest, Standing
from core.privacy import mask_id_number, mask_name, mask_text
from core.service_items import Field as FormField
from core.store.casework import CaseworkStore
from core.store.identity import IdentityStore
from core.store.own_data import OwnDataStore
from gateway.api import Body, Json
from gateway.staff import DESK, SignedIn, StaffDoor

KIND = "reply"  # of the notice that carries an answer
NAME = "name"
WHOSE = frozenset({NAME, "id_number", "mobile"})  # keys of fields in every item


class RightAnswer(Body):
    """Answer a request: what was done, or why it cannot be."""

    outcome: Literal["done", "refused"]
    text: str = Field(min_length=2, max_length=1000, pattern=r"\S")


@dataclass(frozen=True, slots=True)
class OwnDataDeskParts:
    """Hold what these routes use."""

    requests: OwnDataStore
    identity: IdentityStore
    casework: CaseworkStore
    catalogue: Catalogue
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
        """Return a request with what is to be corrected and whose it is, masked.

        The look is in the audit trail. A value of an application is unmasked as everywhere.
        """
        now, request = parts.now(), await parts.requests.request(number)
        await parts.requests.note_seen(number, member.name, now)
        person = await parts.identity.person(request.conversation_id, now)
        filed = await parts.casework.of_conversation(request.conversation_id)
        return {
            **_line_json(request, now.date()),
            "words": request.words,
            "person": _person_json(person) if person is not None else None,
            "applications": [_application_json(one, parts.catalogue) for one in filed],
        }

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


def _person_json(person: Person) -> Json:
    """Return who is proven to speak in the conversation."""
    return {"name": mask_name(person.name), "id_number": mask_id_number(person.id_number)}


def _application_json(application: Application, catalogue: Catalogue) -> Json:
    """Return what was handed in in the conversation, and for whom."""
    item = catalogue.item(application.item_code, application.region)
    return {
        "number": application.number,
        "item": item.name,
        "phase_text": follow_up_wording.PHASES[application.phase.value],
        "whose": [
            {"label": f.label, "masked": _masked(f, application.fields[f.key])}
            for f in item.fields
            if f.key in WHOSE and f.key in application.fields
        ],
    }


def _masked(field: FormField, value: str) -> str:
    return mask_name(value) if field.key == NAME else shown(field, value)
