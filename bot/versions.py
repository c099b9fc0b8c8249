"""Switches to another version, or to other characters, and asks the open question again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bot.call import Call
from core import version_wording as say
from core.answer_json import answer_from_json
from core.applications import Application
from core.conversation import Conversation
from core.messages import Answer, Handled, Reply, Status, Turn
from core.presenting import PHONE
from core.store import ConversationStore
from core.store.versions import ChosenVersionStore
from core.versions import (
    ENLARGES,
    SWITCHES,
    Chosen,
    Script,
    Version,
    letters_too_small,
    script_wished,
    version_wished,
)


class Versions:
    """Hear 长辈版, 标准版, 字太小, 繁体 in every state, and remember who wants which."""

    def __init__(
        self,
        *,
        chosen: ChosenVersionStore,
        conversations: ConversationStore,
        with_question: Callable[[Application, Answer], Answer],
        now: Callable[[], datetime],
    ) -> None:
        """Take where choices are kept, what was said last, and who asks on in a form."""
        self._chosen = chosen
        self._conversations = conversations
        self._with_question = with_question
        self._now = now

    async def heard(
        self, conversation: Conversation, call: Call, in_hand: Application | None
    ) -> Answer | None:
        """Switch if the sentence asks for it and for nothing else; None: it does not.

        What was asked before, by a form or by anything else, is asked again behind it.
        """
        version = version_wished(call.text)
        script = script_wished(call.text) if conversation.channel != PHONE else None
        if version is None and script is None:
            return None
        await self._chosen.choose(conversation.id, Chosen(version, script), self._now())
        if conversation.persona == Version.ELDER and letters_too_small(call.text):
            answer = _enlarged(conversation)
        else:
            answer = _told(version, script, conversation.persona)
        if in_hand is None:
            return await self._asked_again(conversation, answer)
        asked, told = self._with_question(in_hand, answer), answer.turn
        turn = replace(asked.turn, intent=told.intent, persona=told.persona, script=told.script)
        return replace(asked, turn=turn)

    async def _asked_again(self, conversation: Conversation, answer: Answer) -> Answer:
        """Return the answer with the question behind it that was open before."""
        line = await self._conversations.last_answer(conversation.id)
        last = answer_from_json(line.answer) if line is not None and line.answer else None
        before = conversation.last_reply
        if last is None or before is None or last.reply.status is not Status.ASKED_BACK:
            what_next = replace(
                answer.reply,
                text=answer.reply.text + say.WHAT_NEXT,
                spoken=answer.reply.spoken + say.WHAT_NEXT,
                choices=say.first_choices(answer.turn.persona or conversation.persona),
            )
            return replace(answer, reply=what_next)
        # What is asked is told from its words, so they come again as they were.
        again = replace(
            last.reply,
            text=f"{answer.reply.text}\n\n{before}",
            spoken=answer.reply.spoken + last.reply.aloud(),
            sources=(),
            cards=(),
        )
        return Answer(again, replace(answer.turn, rates=last.turn.rates))


def _enlarged(conversation: Conversation) -> Answer:
    """Say to who has the largest version already what else helps."""
    text, spoken = say.largest_letters(conversation.persona, conversation.channel)
    turn = Turn(Handled.SOCIAL, intent=ENLARGES, persona=Version.ELDER.value)
    return Answer(Reply(text, Status.ANSWERED, spoken=spoken), turn)


def _told(version: Version | None, script: Script | None, persona: str) -> Answer:
    """Say what was switched."""
    text = spoken = ""
    if version is not None:
        back = say.BACK if version is not Version.STANDARD else ""
        text, spoken = (said + back for said in say.switched(version, persona))
    elif script is not None:
        text = spoken = say.WRITTEN[script]
    return Answer(
        Reply(text, Status.ANSWERED, spoken=spoken),
        Turn(
            Handled.SOCIAL,
            intent=SWITCHES,
            persona=version.value if version is not None else None,
            script=script.value if script is not None else None,
        ),
    )
