"""Gives the code with which an application goes on by telephone, to who is filling it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter

from core.errors import NotFound
from core.store import ApplicationStore, ConversationStore
from core.store.resume_codes import HOLDS, ResumeCodeStore
from gateway.api import Bearer, Json
from gateway.own_conversation import own_conversation


@dataclass(frozen=True, slots=True)
class GoingOnParts:
    """Hold what the route uses."""

    conversations: ConversationStore
    applications: ApplicationStore
    codes: ResumeCodeStore
    now: Callable[[], datetime]


def going_on_routes(parts: GoingOnParts) -> APIRouter:
    """Return the route."""
    api = APIRouter(prefix="/api/v1")

    @api.post("/conversations/{conversation_id}/code", status_code=201)
    async def code(conversation_id: str, authorization: Bearer = "") -> Json:
        """Make a code for the application that is being filled; its older codes hold no longer."""
        await own_conversation(parts.conversations, conversation_id, authorization)
        application = await parts.applications.in_hand(conversation_id)
        if application is None:
            raise NotFound(f"an application being filled in {conversation_id}")
        now = parts.now()
        made = await parts.codes.make(application, now)
        return {"code": made, "until": (now + HOLDS).isoformat()}

    return api
