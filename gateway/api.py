"""Serves citizens: the routes of /api/v1 that a conversation needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Literal

from fastapi import (
    APIRouter,
    Header,
    Query,
    Request,
    Response,
    WebSocket,
    WebSocketDisconnect,
)
from pydantic import BaseModel, ConfigDict, Field, model_validator
from starlette.websockets import WebSocketDisconnected

from core.answer_json import answer_to_json, reply_to_json
from core.assistant import Assistant
from core.catalogue import Catalogue
from core.contracts import Passage, Retriever
from core.conversation import Conversation
from core.errors import NotAllowedNow, NotFound
from core.messages import Message
from core.privacy import mask_text
from core.rate_limits import line_of
from core.storable import is_storable
from core.store import ConversationStore, Line, RemarkStore
from core.store.versions import ChosenVersionStore
from core.stretches import door
from core.turn_names import TURN_HEADER
from core.versions import Chosen, Script, Version
from gateway.limits import Buckets, Limits, is_this_machine
from gateway.own_conversation import own_conversation
from integrations.web_chat import WebChat

Bearer = Annotated[str, Header(alias="Authorization")]
Json = dict[str, object]
Persona = Literal["standard", "elder", "birth", "child"]
Written = Literal["hans", "hant"]


class Body(BaseModel):
    """Be the root of all request bodies: exact types, nothing unknown."""

    model_config = ConfigDict(strict=True, extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _of_texts(cls, sent: object) -> object:
        if not is_storable(sent):
            raise ValueError("holds what is no character")
        return sent


class NewConversation(Body):
    """Ask for a new conversation."""

    channel: Literal["web", "wechat", "phone", "video"] = "web"
    region: str | None = Field(default=None, max_length=32)
    persona: Persona = "standard"
    script: Written = "hans"


class NewMessage(Body):
    """Say something in a conversation."""

    text: str = Field(max_length=10_000)
    message_id: str | None = Field(default=None, min_length=1, max_length=64)
    about: str | None = Field(default=None, max_length=176)  # policy entry being read
    heard: float | None = Field(default=None, ge=0, le=1)  # confidence of the recogniser


class Preferences(Body):
    """Tell what the citizen chose on the page."""

    region: str | None = Field(default=None, max_length=32)
    persona: Persona | None = None
    script: Written | None = None


class Thumb(Body):
    """Say whether an answer was of use."""

    seq: int = Field(ge=1, le=2**31 - 1)  # what PostgreSQL can look for
    useful: bool
    reason: str | None = Field(default=None, max_length=32)
    comment: str | None = Field(default=None, max_length=500)


@dataclass(frozen=True, slots=True)
class CitizenParts:
    """Hold what the citizens' routes use."""

    assistant: Assistant
    conversations: ConversationStore
    remarks: RemarkStore
    retriever: Retriever
    catalogue: Catalogue
    versions: ChosenVersionStore
    web_chat: WebChat
    now: Callable[[], datetime]
    info: Mapping[str, object]
    regions: Callable[[], Sequence[str]]
    limits: Limits = field(default_factory=lambda: Limits(Buckets().take))


def citizen_routes(parts: CitizenParts) -> APIRouter:
    """Return the routes."""
    api = APIRouter(prefix="/api/v1")

    async def mine(conversation_id: str, authorization: str) -> Conversation:
        return await own_conversation(parts.conversations, conversation_id, authorization)

    @api.get("/info")
    async def info() -> Json:
        """Tell what the page says about the bureau."""
        regions = list(parts.regions())
        # Pages send a region back by what it is among `regions`, and show its name.
        return {**parts.info, "regions": regions, "region_names": regions}

    @api.post("/conversations", status_code=201)
    async def open_conversation(body: NewConversation, request: Request) -> Json:
        """Open a conversation."""
        address = request.client.host if request.client else ""
        region = body.region if body.region in parts.regions() else None
        conversation, token, greeting = await parts.assistant.open(
            body.channel,
            region=region,
            persona=body.persona,
            script=body.script,
            # Behind a proxy that names nobody, all citizens would be one.
            source="" if is_this_machine(address) else f"address:{line_of(address)}",
        )
        return {
            "conversation_id": conversation.id,
            "token": token,
            "greeting": reply_to_json(greeting),
        }

    @api.post("/conversations/{conversation_id}/messages")
    async def send_message(
        conversation_id: str, body: NewMessage, response: Response, authorization: Bearer = ""
    ) -> Json:
        """Say something; `reply` is null while a person serves the citizen."""
        conversation = await mine(conversation_id, authorization)
        message = Message(
            *(conversation.id, conversation.channel, body.text, body.message_id),
            *(body.about, body.heard),
        )
        with door(conversation.channel):
            answer = await parts.assistant.answer(message)
        if answer is None:
            return {"reply": None, "turn": None}
        response.headers[TURN_HEADER] = answer.turn.name
        return answer_to_json(answer)

    @api.patch("/conversations/{conversation_id}", status_code=204)
    async def prefer(
        conversation_id: str, body: Preferences, authorization: Bearer = ""
    ) -> Response:
        """Change the region, the version of the page, or the characters it is written in."""
        await mine(conversation_id, authorization)
        if body.region is not None and body.region not in parts.regions():
            raise NotFound(f"region {body.region}")
        if body.region is not None:
            await parts.conversations.remember(conversation_id, region=body.region)
        if body.persona is not None or body.script is not None:
            chosen = Chosen(
                Version(body.persona) if body.persona is not None else None,
                Script(body.script) if body.script is not None else None,
            )
            await parts.versions.choose(conversation_id, chosen, parts.now())
        return Response(status_code=204)

    @api.get("/conversations/{conversation_id}/preferences")
    async def preferences(conversation_id: str, authorization: Bearer = "") -> Json:
        """Tell in which version and characters the conversation goes on, and of which region."""
        conversation = await mine(conversation_id, authorization)
        return {
            "persona": conversation.persona,
            "script": conversation.script,
            "region": conversation.region,
        }

    @api.get("/conversations/{conversation_id}/transcript")
    async def transcript(conversation_id: str, authorization: Bearer = "") -> Json:
        """Return everything said, in order, with numbers masked."""
        await mine(conversation_id, authorization)
        lines = await parts.conversations.lines_after(conversation_id, 0)
        return {"lines": [line_json(line) for line in lines]}

    @api.post("/conversations/{conversation_id}/feedback", status_code=204)
    async def feedback(conversation_id: str, body: Thumb, authorization: Bearer = "") -> Response:
        """Take a thumb on one answer."""
        await mine(conversation_id, authorization)
        stored = await parts.remarks.add_thumb(
            conversation_id,
            body.seq,
            useful=body.useful,
            reason=mask_text(body.reason) if body.reason is not None else None,
            comment=mask_text(body.comment or ""),
            at=parts.now(),
        )
        if not stored:
            raise NotFound(f"line {body.seq}")
        return Response(status_code=204)

    @api.websocket("/conversations/{conversation_id}/stream")
    async def stream(socket: WebSocket, conversation_id: str) -> None:
        await socket.accept()
        try:
            address = socket.client.host if socket.client else ""
            await parts.web_chat.serve(
                socket,
                conversation_id,
                lambda: parts.limits.wait(
                    f"{api.prefix}/conversations/{conversation_id}/messages", address
                ),
            )
        # The second is what Starlette says to who reads on after a page left unheard.
        except (WebSocketDisconnect, WebSocketDisconnected, NotAllowedNow):
            return

    @api.get("/knowledge/search")
    async def search(
        q: Annotated[str, Query(min_length=1, max_length=500)],
        region: Annotated[str | None, Query(max_length=32)] = None,
        limit: Annotated[int, Query(ge=1, le=20)] = 3,
    ) -> Json:
        """Return the reviewed passages nearest to a question, best first."""
        found = await parts.retriever.search(q, region=region, limit=limit)
        return {
            "passages": [passage_json(passage) for passage in found.passages],
            "verdict": found.verdict.value,
        }

    return api


def line_json(line: Line) -> Json:
    """Return a line of the transcript."""
    return {
        "seq": line.seq,
        "at": line.at.isoformat(),
        "who": line.who,
        "text": line.text,
        "name": line.name,
        "message_id": line.message_id,
        "reply": line.answer["reply"] if line.answer is not None else None,
    }


def passage_json(passage: Passage) -> Json:
    """Return a passage in the names of the public contract."""
    return {
        "text": passage.text,
        "title": passage.title,
        "issuer": passage.issuer,
        "date": passage.issued.isoformat(),
        "region": passage.region,
        "section": passage.section,
        "document_id": passage.document_id,
        "score": round(passage.score, 4),
    }
