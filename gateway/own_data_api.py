"""Serves what citizens may ask about their own data, as easily as they agreed to its use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, JSONResponse, Response
from pydantic import Field

from bot.own_data_talk import said_of
from core import own_data_wording as say
from core.errors import InvalidContent, NotFound
from core.hashing import hashed
from core.own_data import COPY_PAGE, OwnDataRequest, Right
from core.own_data_rights import OwnData
from core.store import ConversationStore
from core.store.identity import IdentityStore
from core.store.own_data import OwnDataStore
from gateway.api import Bearer, Body, Json
from gateway.own_conversation import own_conversation
from gateway.own_copy import OwnCopies
from gateway.own_copy_page import copy_page, opening_page
from gateway.plain_page import told_page
from gateway.problems import problem

OWN = "/api/v1/conversations/{conversation_id}/own-data"


class Asked(Body):
    """Ask for something; `words`: what is to be corrected, and how."""

    right: Right = Field(strict=False)
    words: str = Field(default="", max_length=500)


@dataclass(frozen=True, slots=True)
class OwnDataParts:
    """Hold what these routes use."""

    rights: OwnData
    requests: OwnDataStore
    conversations: ConversationStore
    copies: OwnCopies
    identity: IdentityStore
    now: Callable[[], datetime]


def own_data_routes(parts: OwnDataParts) -> APIRouter:
    """Return the routes."""
    api = APIRouter()

    @api.post(f"{OWN}/requests", status_code=201)
    async def ask(conversation_id: str, body: Asked, authorization: Bearer = "") -> Response:
        """Withdraw, correct or delete; a copy is what GET of the data itself returns."""
        await own_conversation(parts.conversations, conversation_id, authorization)
        match body.right:
            case Right.WITHDRAW:
                request = await parts.rights.withdraw(conversation_id)
            case Right.DELETE:
                request = await parts.rights.delete(conversation_id)
            case Right.CORRECT:
                if not body.words.strip():
                    raise InvalidContent("nothing to correct", say.SAY_WHAT)
                request = await parts.rights.correct(conversation_id, body.words.strip())
            case Right.COPY:
                if await parts.identity.person(conversation_id, parts.now()) is None:
                    return problem(403, "not-verified", say.NOT_VERIFIED)
                request, code = await parts.rights.copy(conversation_id)
                return JSONResponse({**request_json(request), "page": COPY_PAGE + code}, 201)
        return JSONResponse(request_json(request), 201)

    @api.get(f"{OWN}/requests")
    async def asked(conversation_id: str, authorization: Bearer = "") -> Json:
        """Return what was asked for, newest first, and how far it is."""
        await own_conversation(parts.conversations, conversation_id, authorization)
        found = await parts.rights.of_conversation(conversation_id)
        return {"requests": [request_json(request) for request in found]}

    @api.get(OWN)
    async def data(conversation_id: str, authorization: Bearer = "") -> Response:
        """Return the copy of the proven person; each look leaves an audit row."""
        await own_conversation(parts.conversations, conversation_id, authorization)
        now = parts.now()
        person = await parts.identity.person(conversation_id, now)
        if person is None:
            return problem(403, "not-verified", say.NOT_VERIFIED)
        await parts.identity.note_look(conversation_id, person, "copy", now)
        return JSONResponse(await parts.copies.of(conversation_id, person))

    @api.get(f"{COPY_PAGE}{{code}}", include_in_schema=False)
    async def arrive(code: str) -> HTMLResponse:
        """Ask before the copy is opened: programs follow links, too, and open nothing."""
        del code
        return opening_page()

    @api.post(f"{COPY_PAGE}{{code}}", include_in_schema=False)
    async def open_copy(code: str) -> HTMLResponse:
        """Show the copy to the person who asked for it, while their proof holds."""
        now = parts.now()
        try:
            request = await parts.requests.lent_copy(hashed(code), now)
            person = await parts.identity.person(request.conversation_id, now)
            if person is None:
                raise NotFound("proven person")
            await parts.requests.open_copy(request.number, person.id_number, now)
        except NotFound:
            return told_page(say.FILE_TITLE, say.COPY_OVER, 410)
        return copy_page(await parts.copies.of(request.conversation_id, person))

    return api


def request_json(request: OwnDataRequest) -> Json:
    """Return a request as its citizen sees it."""
    return {
        "number": request.number,
        "right": request.right.value,
        "state": request.standing.value,
        "asked_at": request.asked_at.isoformat(),
        "due": request.due.isoformat(),
        "outcome": dict(request.outcome),
        "answer": request.answer,
        "said": said_of(request),
    }
