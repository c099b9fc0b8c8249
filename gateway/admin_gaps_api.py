"""Serves editors the queue of what citizens got no good answer on, and who works on it."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter
from pydantic import Field

from core import editorial_wording as wording
from core.errors import InvalidContent
from gateway.admin_json import entry_json, gap_json
from gateway.admin_parts import AdminParts
from gateway.api import Body, Json
from gateway.staff import KNOWLEDGE, SignedIn

State = Literal["open", "drafting", "answered", "dismissed"]


class GapChange(Body):
    """Give a gap an owner or another state."""

    owner: str | None = Field(default=None, max_length=64)
    state: State | None = None


class GapDraft(Body):
    """Say in which document the answer shall stand."""

    document_id: str = Field(max_length=200)


def gap_routes(api: APIRouter, parts: AdminParts, signed_in: SignedIn) -> None:
    """Add the routes."""

    @api.get("/gaps")
    async def gaps(state: State | None = None) -> Json:
        """Gather what is new, and return the gaps, most asked first."""
        return {"gaps": [gap_json(gap) for gap in await parts.gap_queue.listed(state)]}

    @api.patch("/gaps/{gap_id}")
    async def change(gap_id: str, body: GapChange, member: SignedIn = signed_in) -> Json:
        """Give a gap an owner (null: nobody) or another state."""
        values = body.model_dump(exclude_unset=True)
        if values.get("state", "") is None:
            del values["state"]
        if values.get("owner") is not None:
            editors = {one.name for one in await parts.staff.with_duty(KNOWLEDGE)}
            if values["owner"] not in editors:
                raise InvalidContent("unknown owner", wording.UNKNOWN_OWNER)
        if values:
            await parts.gaps.change(gap_id, values, by=member.name, at=parts.now())
        return gap_json(await parts.gap_queue.one(gap_id))

    @api.post("/gaps/{gap_id}/draft", status_code=201)
    async def draft(gap_id: str, body: GapDraft, member: SignedIn = signed_in) -> Json:
        """Begin an entry that shall answer the questions of a gap."""
        return entry_json(await parts.gap_queue.draft(gap_id, body.document_id, member.name))

    @api.get("/staff")
    async def staff() -> Json:
        """Return who edits policies."""
        return {
            "staff": [
                {"name": one.name, "display_name": one.display_name}
                for one in await parts.staff.with_duty(KNOWLEDGE)
            ]
        }
