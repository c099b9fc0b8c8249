"""Shows staff one value of an application unmasked, for a reason that is audited."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Cookie, Depends
from pydantic import Field

from core.errors import NotFound
from core.store.casework import SEEN
from gateway.api import Body, Json
from gateway.cases_api import CaseParts
from gateway.staff import DESK, SignedIn

Reason = Literal["核对身份", "联系群众", "录入系统", "处理投诉"]


class Wish(Body):
    """Say which value is needed, and what for; no free words, which could name somebody."""

    label: str = Field(max_length=64)  # of the field, as the page shows it
    reason: Reason


def unmasking_routes(parts: CaseParts) -> APIRouter:
    """Return the route."""
    api = APIRouter(prefix="/api/v1")

    async def at_desk(yibao_staff: Annotated[str | None, Cookie()] = None) -> SignedIn:
        return await parts.door.who(yibao_staff, DESK)

    # Not in Annotated: FastAPI reads annotations as text and cannot see names of this function.
    desk_member = Depends(at_desk)

    @api.post("/desk/applications/{number}/unmask")
    async def unmask(number: str, body: Wish, member: SignedIn = desk_member) -> Json:
        """Return a value in full; the look is in the audit trail before it is shown."""
        application = (await parts.casework.case(number)).application
        item = parts.catalogue.item(application.item_code, application.region)
        key = next((f.key for f in item.fields if f.label == body.label), None)
        if key is None or key not in application.fields:
            raise NotFound(f"field of application {number}")
        await parts.trail.note_unmasked(
            SEEN + application.id, key, body.reason, f"staff:{member.name}", parts.now()
        )
        return {"value": application.fields[key]}

    return api
