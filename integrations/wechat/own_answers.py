"""Records answers that the channel gives by itself, as every other turn is recorded."""

from __future__ import annotations

from core.answer_json import answer_from_json
from core.conversation import Conversation
from core.messages import Answer, Handled, Reply, Status, Turn
from core.recording import TurnRecorder
from core.store import ConversationStore

CHANNEL = "wechat"


class OwnAnswers:
    """Put into the conversation what was sent that is no text, and what was answered."""

    def __init__(self, conversations: ConversationStore, recorder: TurnRecorder) -> None:
        """Take the recorder that the Assistant uses."""
        self._conversations = conversations
        self._recorder = recorder

    async def record(
        self, conversation: Conversation, message_id: str, said: str, answer: Answer
    ) -> Answer:
        """Record a turn once; return the answer with its number, or the one recorded before."""
        async with self._recorder.one_at_a_time(conversation.id):
            known = await self._recorder.said(conversation.id, said, message_id)
            if known is not None and known.answer is not None:
                return answer_from_json(known.answer)
            current = await self._conversations.conversation(conversation.id)
            return await self._recorder.record(CHANNEL, message_id, current, answer)


def sorry(text: str, *choices: str, failed: bool = False) -> Answer:
    """Return an answer that says what could not be done, and what to do instead."""
    status = Status.ENGINE_FAILED if failed else Status.ASKED_BACK
    return Answer(Reply(text, status, choices=choices), Turn(Handled.CLARIFY))
