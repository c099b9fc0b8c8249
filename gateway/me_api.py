"""Serves 我的医保 to the signed-in page: GET /api/v1/conversations/{id}/me."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response

from core import identity_wording as say
from core.contracts import InsuranceCore
from core.errors import EngineUnavailable
from core.insurance_card import Part, card_of, digest
from core.messages import Card
from core.privacy import mask_name
from core.store import ConversationStore
from core.store.identity import IdentityStore
from gateway.api import Bearer, Json
from gateway.own_conversation import own_conversation
from gateway.problems import problem

LOOKS_SHOWN = 20

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class MeParts:
    """Hold what the route uses."""

    conversations: ConversationStore
    identity: IdentityStore
    core: InsuranceCore
    now: Callable[[], datetime]


def me_routes(parts: MeParts) -> APIRouter:
    """Return the route."""
    api = APIRouter(prefix="/api/v1")

    @api.get("/conversations/{conversation_id}/me")
    async def me(
        conversation_id: str, part: Part = Part.ALL, authorization: Bearer = ""
    ) -> Response:
        """Return everything of one's own, or of one part; each look leaves an audit row."""
        await own_conversation(parts.conversations, conversation_id, authorization)
        now = parts.now()
        person = await parts.identity.person(conversation_id, now)
        if person is None:
            return problem(403, "not-verified", say.NOT_VERIFIED)
        try:
            summary = await parts.core.summary(person.id_number)
        except EngineUnavailable as error:
            logger.warning("conversation %s: %s", conversation_id, error)
            return problem(503, "insurance-core-unavailable", say.CORE_DOWN)
        await parts.identity.note_look(conversation_id, person, part.value, now)
        if summary is None:
            return problem(404, "no-record", say.NO_RECORD)
        return JSONResponse(
            {
                "name": mask_name(person.name),
                "until": person.until.isoformat(),
                "card": _card_json(card_of(summary, part, now, signed_in_page=True)),
                "digest": digest(summary, part, now, aloud=False),
                "spoken": digest(summary, part, now, aloud=True),
            }
        )

    @api.get("/conversations/{conversation_id}/me/looks")
    async def looks(conversation_id: str, authorization: Bearer = "") -> Response:
        """Return when one's data was shown, newest first; looking at the list is no look."""
        await own_conversation(parts.conversations, conversation_id, authorization)
        now = parts.now()
        person = await parts.identity.person(conversation_id, now)
        if person is None:
            return problem(403, "not-verified", say.NOT_VERIFIED)
        seen = await parts.identity.looks(person, LOOKS_SHOWN)
        return JSONResponse(
            {
                "looks": [
                    {"at": one.at.astimezone(now.tzinfo).isoformat(), "what": say.PARTS[one.part]}
                    for one in seen
                ]
            }
        )

    return api


def _card_json(card: Card) -> Json:
    return {
        "kind": card.kind,
        "title": card.title,
        "rows": [{"label": r.label, "value": r.value, "note": r.note} for r in card.rows],
        "link": card.link,
    }
