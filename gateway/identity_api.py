"""Serves the proof of identity: begin, come back, see how far one is known, be forgotten."""

from __future__ import annotations

import hmac
import logging
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Literal
from urllib.parse import parse_qs

from fastapi import APIRouter, Cookie, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from bot.my_insurance import RETURN, proven_reply
from core import identity_wording as say
from core.answer_json import answer_to_json
from core.contracts import Channel, IdentityProvider
from core.errors import EngineUnavailable, NotAllowedNow, NotAuthorised, NotFound
from core.identity import IdentityLevel, Person
from core.messages import Answer, Handled, Turn
from core.privacy import mask_name
from core.store import ApplicationStore, ConversationStore, Line
from core.store.identity import IdentityStore
from core.store.versions import ChosenVersionStore, citizen
from gateway.api import Bearer, Json
from gateway.identity_page import asking_page, told
from gateway.own_conversation import bearer, conversation_opened_by, own_conversation
from integrations.web_chat import event_of

logger = logging.getLogger(__name__)

CHAT = "/chat"
OWNER_COOKIE = "yibao_conversation"  # the conversation's token, sent back below /identity only
BACK_COOKIE = "yibao_identity_back"  # which of our pages the proof was asked for on
PAGES = {"chat": CHAT, "mine": "/mine"}
ASKED_COOKIE = "yibao_identity_asked"  # proves that our own page asked the question
LASTS = int(timedelta(hours=1).total_seconds())
CHALLENGE = re.compile(r"[A-Za-z0-9_-]{8,64}")


@dataclass(frozen=True, slots=True)
class IdentityParts:
    """Hold what the routes use."""

    conversations: ConversationStore
    applications: ApplicationStore
    identity: IdentityStore
    versions: ChosenVersionStore
    provider: IdentityProvider
    channel: Channel
    public_url: str  # our own address; nobody is ever led back anywhere else
    now: Callable[[], datetime]
    secure_cookies: bool


def identity_routes(parts: IdentityParts) -> APIRouter:
    """Return the routes."""
    api = APIRouter()
    mine = "/api/v1/conversations/{conversation_id}/identity"

    def remember_browser(response: Response, authorization: str) -> None:
        """Let the browser that holds the conversation be known when it comes back."""
        response.set_cookie(
            OWNER_COOKIE,
            bearer(authorization),
            max_age=LASTS,
            httponly=True,
            samesite="lax",  # it comes back from another site
            secure=parts.secure_cookies,
            path="/identity",
        )

    @api.post(mine)
    async def begin(
        conversation_id: str,
        response: Response,
        back: Literal["chat", "mine"] = "chat",
        authorization: Bearer = "",
    ) -> Json:
        """Open an attempt; the page goes to `url` before `expires`, and comes back to `back`."""
        await own_conversation(parts.conversations, conversation_id, authorization)
        challenge = await parts.provider.begin(parts.public_url.rstrip("/") + RETURN)
        await parts.identity.begin(conversation_id, challenge)
        remember_browser(response, authorization)
        response.set_cookie(
            BACK_COOKIE, back, max_age=LASTS, httponly=True, samesite="lax",
            secure=parts.secure_cookies, path="/identity",
        )  # fmt: skip
        return {"url": challenge.url, "expires": challenge.until.isoformat()}

    @api.get(mine)
    async def level(conversation_id: str, response: Response, authorization: Bearer = "") -> Json:
        """Tell how far the citizen is known: anonymous, claimed or verified."""
        await own_conversation(parts.conversations, conversation_id, authorization)
        remember_browser(response, authorization)
        person = await parts.identity.person(conversation_id, parts.now())
        if person is not None:
            return {
                "level": IdentityLevel.VERIFIED.value,
                "name": mask_name(person.name),
                "until": person.until.isoformat(),
            }
        latest = await parts.applications.latest(conversation_id)
        claimed = latest is not None and "id_number" in latest.fields
        found = IdentityLevel.CLAIMED if claimed else IdentityLevel.ANONYMOUS
        return {"level": found.value, "name": None, "until": None}

    @api.delete(mine, status_code=204)
    async def forget(conversation_id: str, authorization: Bearer = "") -> Response:
        """Forget who the citizen is."""
        await own_conversation(parts.conversations, conversation_id, authorization)
        await parts.identity.forget(conversation_id, parts.now())
        response = Response(status_code=204)
        response.delete_cookie(OWNER_COOKIE, path="/identity")
        return response

    @api.get(RETURN, include_in_schema=False)
    async def come_back(
        challenge: Annotated[str, Query()] = "",
        yibao_conversation: Annotated[str, Cookie()] = "",
        yibao_identity_back: Annotated[str, Cookie()] = "",
    ) -> Response:
        """Take back a browser from the provider; only the provider itself is believed.

        The browser that holds the conversation is done at once. Any other is asked first, lest
        somebody proves their face for a stranger's conversation by following a link.
        """
        proven = await _proven(parts, challenge)
        if isinstance(proven, Response):
            return proven
        conversation_id, person = proven
        try:
            await conversation_opened_by(parts.conversations, conversation_id, yibao_conversation)
        except NotAuthorised:
            token = secrets.token_urlsafe(16)
            response = asking_page(mask_name(person.name), RETURN, challenge, token)
            response.set_cookie(
                ASKED_COOKIE, token, httponly=True, samesite="strict", path="/identity",
                max_age=LASTS, secure=parts.secure_cookies,
            )  # fmt: skip
            return response
        return await _redeemed(parts, challenge, person) or RedirectResponse(
            PAGES.get(yibao_identity_back, CHAT), 303
        )

    @api.post(RETURN, include_in_schema=False)
    async def confirm(
        request: Request, yibao_identity_asked: Annotated[str, Cookie()] = ""
    ) -> Response:
        """Take the yes of a browser that was asked."""
        form = parse_qs((await request.body()).decode("ascii", "replace"))
        challenge, token = form.get("challenge", [""])[0], form.get("token", [""])[0]
        asked = yibao_identity_asked.encode()
        if not asked or not hmac.compare_digest(token.encode(), asked):
            return told(say.RETURN_OVER, 403)
        proven = await _proven(parts, challenge)
        if isinstance(proven, Response):
            return proven
        refused = await _redeemed(parts, challenge, proven[1])
        return refused or told(say.RETURN_DONE, 200)

    return api


async def _proven(parts: IdentityParts, challenge: str) -> tuple[str, Person] | HTMLResponse:
    """Return the attempt's conversation and who was proven, or the page that says why not."""
    if CHALLENGE.fullmatch(challenge) is None:
        return told(say.RETURN_OVER, 410)
    try:
        conversation_id = await parts.identity.conversation_of(challenge, parts.now())
        person = await parts.provider.outcome(challenge)
    except (NotFound, NotAllowedNow):
        return told(say.RETURN_OVER, 410)
    except EngineUnavailable as error:
        logger.warning("identity: %s", error)
        return told(say.RETURN_DOWN, 503)
    if person is None or person.until <= parts.now():
        return told(say.RETURN_NOT_PROVEN, 200)
    return conversation_id, person


async def _redeemed(parts: IdentityParts, challenge: str, person: Person) -> HTMLResponse | None:
    """Store the proof and tell the citizen in the chat; None, or the page that refuses."""
    now = parts.now()
    try:
        conversation_id = await parts.identity.redeem(challenge, person, now)
    except (NotFound, NotAllowedNow):  # somebody was faster with the same link
        return told(say.RETURN_OVER, 410)
    logger.info("conversation %s: identity proven by %s", conversation_id, person.provider)
    await parts.versions.take_over(conversation_id, citizen(person.id_number), now)
    conversation = await parts.conversations.conversation(conversation_id)
    reply = proven_reply(person, mask_name(person.name), now)
    turn = Turn(Handled.SOCIAL, persona=conversation.persona, script=conversation.script)
    answer = answer_to_json(Answer(reply, turn))
    line = Line(0, now, "assistant", reply.text, answer=answer)
    seq = await parts.conversations.add_line(conversation_id, line)
    await parts.conversations.remember(conversation_id, last_reply=reply.text)
    stored = await parts.conversations.lines_after(conversation_id, seq - 1)
    event = event_of(stored[0])
    if event is not None:
        await parts.channel.deliver(conversation_id, event)
    return None
