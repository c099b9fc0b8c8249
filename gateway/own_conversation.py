"""Lets a citizen into their own conversation, and nobody else."""

from __future__ import annotations

from core.conversation import Conversation
from core.errors import NotAuthorised, NotFound
from core.hashing import hashed
from core.store import ConversationStore


async def own_conversation(
    conversations: ConversationStore, conversation_id: str, authorization: str
) -> Conversation:
    """Return the conversation that this Authorization header opens, or raise NotAuthorised."""
    return await conversation_opened_by(conversations, conversation_id, bearer(authorization))


async def conversation_opened_by(
    conversations: ConversationStore, conversation_id: str, token: str
) -> Conversation:
    """Return the conversation that this token opens, or raise NotAuthorised."""
    try:
        return await conversations.conversation_of(conversation_id, hashed(token))
    except NotFound as error:  # never tell strangers which conversations exist
        raise NotAuthorised("wrong token") from error


def bearer(authorization: str) -> str:
    """Return the token of an Authorization header, or raise NotAuthorised."""
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise NotAuthorised("no bearer token")
    return token
