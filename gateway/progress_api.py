"""Serves how an application stands to who shows that it is theirs: POST .../progress."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from fastapi import APIRouter
from pydantic import Field, model_validator

from bot.following_up import FollowingUp
from core.answer_json import reply_to_json
from core.store import ConversationStore
from gateway.api import Bearer, Body, Json
from gateway.own_conversation import own_conversation


class Asked(Body):
    """Name the application, and prove that it is one's own."""

    number: str | None = Field(default=None, pattern=r"^\d{14}$")
    mobile: str | None = Field(default=None, pattern=r"^1[3-9]\d{9}$")
    tail: str = Field(pattern=r"^\d{3}[\dXx]$")  # the last four of the ID number

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.number is None) == (self.mobile is None):
            raise ValueError("one of number, mobile")
        return self


@dataclass(frozen=True, slots=True)
class ProgressParts:
    """Hold what the route uses."""

    conversations: ConversationStore
    following_up: FollowingUp


def progress_routes(parts: ProgressParts) -> APIRouter:
    """Return the route; who guesses is stopped as in the conversation, by the same counts."""
    api = APIRouter(prefix="/api/v1")

    @api.post("/conversations/{conversation_id}/progress")
    async def progress(conversation_id: str, body: Asked, authorization: Bearer = "") -> Json:
        """Return the reply that the conversation would give; nothing is said in it."""
        conversation = await own_conversation(parts.conversations, conversation_id, authorization)
        tail = body.tail.upper()
        if body.number is not None:
            answer = await parts.following_up.by_number(conversation, body.number, tail)
        else:
            answer = await parts.following_up.by_contact(conversation, body.mobile or "", tail)
        return {"reply": reply_to_json(answer.reply)}

    return api
