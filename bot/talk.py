"""Answers what concerns the talk itself: greetings, repeats, calls for a person."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.acts import Act
from bot.applied import social
from bot.applying import Applying
from bot.call import Call
from bot.dangers import despairs
from bot.following_up import FollowingUp
from core import form_wording, wording
from core.answer_json import answer_from_json
from core.assistant import wants_person
from core.catalogue import Catalogue
from core.conversation import Conversation
from core.messages import Answer, Handled, Reply, Status, Turn
from core.store import ConversationStore
from core.version_wording import first_choices, largest_letters

Method = Callable[[Conversation, Call], Awaitable[Answer]]

# Acts whose whole answer is one sentence: status, handled, sentence, choices.
SENTENCES: dict[Act, tuple[Status, Handled, str, tuple[str, ...]]] = {
    Act.GREET: (
        Status.ANSWERED,
        Handled.SOCIAL,
        wording.GREET_AGAIN,
        wording.GREETING_CHOICES,
    ),
    Act.THANKS: (Status.ANSWERED, Handled.SOCIAL, wording.THANKS, ()),
    Act.GOODBYE: (Status.ANSWERED, Handled.SOCIAL, wording.GOODBYE, ()),
    Act.CAPABILITY: (
        Status.ANSWERED,
        Handled.SOCIAL,
        wording.CAPABILITY,
        wording.GREETING_CHOICES,
    ),
    Act.WHO_ARE_YOU: (Status.ANSWERED, Handled.SOCIAL, wording.WHO_ARE_YOU, ()),
    Act.ASK_PRIVACY: (Status.ANSWERED, Handled.SOCIAL, wording.PRIVACY, ()),
    Act.LOUDER: (Status.ANSWERED, Handled.SOCIAL, wording.LOUDER, ()),
    Act.HOLD_ON: (Status.ANSWERED, Handled.SOCIAL, wording.HOLD_ON, ()),
    Act.DENY: (Status.ANSWERED, Handled.SOCIAL, wording.OK_WHAT_NEXT, ()),
    Act.ABUSE: (Status.DECLINED, Handled.DECLINE, wording.ABUSE, (wording.HUMAN_CHOICE,)),
    Act.OTHER_PERSONS_DATA: (
        Status.DECLINED,
        Handled.DECLINE,
        wording.OTHER_PERSONS_DATA,
        (wording.HUMAN_CHOICE,),
    ),
}
# What steers an application makes no sense while none is in hand.
ONLY_IN_FORM = (
    Act.CANCEL,
    Act.GO_BACK,
    Act.CORRECT_FIELD,
    Act.PARK_APPLICATION,
)
# While an application is being filled, these do not ask what else there is to do.
IN_FORM = {
    Act.GREET: wording.GREET_IN_FORM,
    Act.THANKS: wording.THANKS_IN_FORM,
    Act.GOODBYE: wording.GOODBYE_IN_FORM,
    Act.ABUSE: wording.ABUSE_IN_FORM,
}
INSTEAD = re.compile(form_wording.INSTEAD.format(item="([^”]+)") + "$")
HANDOVERS = {
    Act.HUMAN_AGENT: "text",
    Act.HANDOVER_VIDEO: "video",
    Act.HANDOVER_PHONE: "phone",
}


class Talk:
    """Keep the conversation pleasant, and bring a person when one is wanted."""

    def __init__(
        self,
        *,
        applying: Applying,
        catalogue: Catalogue,
        conversations: ConversationStore,
        following_up: FollowingUp,
    ) -> None:
        """Take who opens applications and who knows those filed, and where talks are stored."""
        self._applying = applying
        self._catalogue = catalogue
        self._conversations = conversations
        self._following_up = following_up

    def methods(self) -> dict[Act, Method]:
        """Return which method answers which act."""
        return {
            **dict.fromkeys(SENTENCES, self.sentence),
            **dict.fromkeys(ONLY_IN_FORM, self.nothing_in_hand),
            **dict.fromkeys(HANDOVERS, self.person),
            Act.EMERGENCY: self.emergency,
            Act.DO_NOT_KNOW: self.does_not_know,
            Act.AFFIRM: self.affirm,
            Act.REPEAT: self.repeat,
            Act.SLOWER: self.slower,
            Act.BIGGER_TEXT: self.bigger_text,
        }

    async def sentence(self, conversation: Conversation, call: Call) -> Answer:
        """Say the one sentence that answers the act."""
        status, handled, text, choices = SENTENCES[call.act]
        if choices == wording.GREETING_CHOICES:
            choices = first_choices(conversation.persona)
        return Answer(Reply(text, status, choices=choices), Turn(handled))

    async def emergency(self, conversation: Conversation, call: Call) -> Answer:
        """Say first whom to call; who no longer wants to live is told of another number."""
        del conversation
        text = wording.DESPAIR if despairs(call.text) else wording.EMERGENCY
        reply = Reply(text, Status.DECLINED, choices=(wording.HUMAN_CHOICE,))
        return Answer(reply, Turn(Handled.DECLINE))

    async def does_not_know(self, conversation: Conversation, call: Call) -> Answer:
        """Take the fear from who does not know what to say."""
        del call
        choices = (*first_choices(conversation.persona), wording.HUMAN_CHOICE)
        reply = Reply(wording.NOT_KNOWING, Status.ASKED_BACK, choices=tuple(dict.fromkeys(choices)))
        return Answer(reply, Turn(Handled.CLARIFY))

    async def nothing_in_hand(self, conversation: Conversation, call: Call) -> Answer:
        """Say that there is no application to steer, unless one was filed already."""
        filed = await self._following_up.steered(conversation, call)
        if filed is not None:
            return filed
        choices = first_choices(conversation.persona)
        reply = Reply(wording.NOTHING_IN_HAND, Status.ASKED_BACK, choices=choices)
        return Answer(reply, Turn(Handled.CLARIFY))

    async def person(self, conversation: Conversation, call: Call) -> Answer:
        """Call a person: in the chat, by video or by phone."""
        del conversation
        return wants_person(HANDOVERS[call.act], intent=call.act.value, confidence=call.confidence)

    async def affirm(self, conversation: Conversation, call: Call) -> Answer:
        """Take a yes for what was offered last: a person, or the item just explained."""
        last = conversation.last_reply or ""
        again = await self._applying.told_again(conversation)
        if again is not None:
            return again
        if last.endswith(form_wording.UNFINISHED_ASK):
            return await self._applying.resume(conversation, call)
        instead = INSTEAD.search(last)
        if instead is not None:
            wish = form_wording.WANT.format(item=instead[1])
            return await self._applying.start(conversation, replace(call, text=wish))
        if conversation.last_item is not None and last.startswith(self._name(conversation)):
            return await self._applying.start(conversation, call)
        return social(wording.OK_WHAT_NEXT)

    async def repeat(self, conversation: Conversation, call: Call) -> Answer:
        """Say the last thing again, with what could be chosen then."""
        del call
        return await self._again(conversation, "")

    async def slower(self, conversation: Conversation, call: Call) -> Answer:
        """Promise to speak more slowly, and say the last thing again."""
        del call
        return await self._again(conversation, wording.SLOWER)

    async def bigger_text(self, conversation: Conversation, call: Call) -> Answer:
        """Switch to the version for old people, or say what helps who has it."""
        del call
        await self._conversations.remember(conversation.id, persona="elder")
        return social(*largest_letters(conversation.persona, conversation.channel))

    async def _again(self, conversation: Conversation, before: str) -> Answer:
        if conversation.last_reply is None:
            return social(before + wording.NOTHING_TO_REPEAT)
        line = await self._conversations.last_answer(conversation.id)
        last = answer_from_json(line.answer).reply if line is not None and line.answer else None
        if last is None:
            return social(before + conversation.last_reply)
        asked = last.status in {Status.ASKED_BACK, Status.NO_SOURCE_FOUND}
        reply = Reply(
            before + conversation.last_reply,
            Status.ASKED_BACK if asked else Status.ANSWERED,
            spoken=before + last.aloud(),
            choices=last.choices,
        )
        return Answer(reply, Turn(Handled.SOCIAL))

    def _name(self, conversation: Conversation) -> str:
        return self._catalogue.item(conversation.last_item or "").name


def fraud() -> Answer:
    """Say what to do, and whom to call, where somebody is made to send money."""
    return social(wording.FRAUD, choices=(wording.HUMAN_CHOICE,))
