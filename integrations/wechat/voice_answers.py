"""Sends the last answer as a voice message, to whoever asks for it."""

from __future__ import annotations

import logging

from core import wechat_wording as say
from core.answer_json import answer_from_json
from core.conversation import Conversation
from core.errors import EngineUnavailable
from core.messages import Answer
from core.store import ConversationStore
from integrations.wechat.api import Api
from integrations.wechat.own_answers import sorry
from integrations.wechat.senses import Speaks

logger = logging.getLogger(__name__)

LONGEST = 240  # characters: about a minute


class VoiceAnswers:
    """Speak what was said last, and leave it with WeChat."""

    def __init__(
        self, conversations: ConversationStore, speaks: Speaks, api: Api, *, hotline: str
    ) -> None:
        """Take who speaks, and the hotline for when nobody does."""
        self._conversations = conversations
        self._speaks = speaks
        self._api = api
        self._hotline = hotline

    async def of(self, conversation: Conversation) -> str | Answer | None:
        """Return the media_id of the last answer read aloud, or what to say instead.

        None: nothing was answered yet.
        """
        lines = await self._conversations.lines_after(conversation.id, 1)
        said = next((x for x in reversed(lines) if x.who == "assistant" and x.answer), None)
        if said is None or said.answer is None:
            return None
        text = answer_from_json(said.answer).reply.aloud()[:LONGEST]
        try:
            return await self._api.upload_voice(await self._speaks.mp3(text))
        except EngineUnavailable as error:
            logger.warning("conversation %s cannot be read aloud: %s", conversation.id, error)
            return sorry(say.NOT_SPEAKING.format(hotline=self._hotline), failed=True)
