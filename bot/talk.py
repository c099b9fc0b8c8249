"""Answers what concerns the talk itself: greetings, repeats, calls for a person."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.acts import Act
from bot.applying import Applying
from bot.call import Call
from core import wording
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
    Act.ASK_WHY: (Status.ANSWERED, Handled.SOCIAL, wording.PRIVACY, ()),
    Act.LOUDER: (Status.ANSWERED, Handled.SOCIAL, wording.LOUDER, ()),
    Act.HOLD_ON: (Status.ANSWERED, Handled.SOCIAL, wording.HOLD_ON, ()),
    Act.DENY: (Status.ANSWERED, Handled.SOCIAL, wording.OK_WHAT_NEXT, ()),
    Act.EMERGENCY: (
        Status.DECLINED,
        Handled.DECLINE,
        wording.EMERGENCY,
        (wording.HUMAN_CHOICE,),
    ),
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
    Act.DO_NOT_KNOW,
    Act.PARK_APPLICATION,
)
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
    ) -> None:
        """Take who opens applications, and where conversations are stored."""
        self._applying = applying
        self._catalogue = catalogue
        self._conversations = conversations

    def methods(self) -> dict[Act, Method]:
        """Return which method answers which act."""
        return {
            **dict.fromkeys(SENTENCES, self.sentence),
            **dict.fromkeys(ONLY_IN_FORM, self.nothing_in_hand),
            **dict.fromkeys(HANDOVERS, self.person),
            Act.AFFIRM: self.affirm,
            Act.REPEAT: self.repeat,
            Act.SLOWER: self.slower,
            Act.BIGGER_TEXT: self.bigger_text,
            Act.PLAIN_WORDS: self.plain_words,
        }

    async def sentence(self, conversation: Conversation, call: Call) -> Answer:
        """Say the one sentence that answers the act."""
        status, handled, text, choices = SENTENCES[call.act]
        if choices == wording.GREETING_CHOICES:
            choices = first_choices(conversation.persona)
        return Answer(Reply(text, status, choices=choices), Turn(handled))

    async def nothing_in_hand(self, conversation: Conversation, call: Call) -> Answer:
        """Say that there is no application to steer."""
        del call
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
        if last.endswith(wording.OFFERS_OF_A_PERSON):
            return wants_person("text", intent=call.act.value, confidence=call.confidence)
        if conversation.last_item is not None and last.startswith(self._name(conversation)):
            return await self._applying.start(conversation, call)
        return _social(wording.OK_WHAT_NEXT)

    async def repeat(self, conversation: Conversation, call: Call) -> Answer:
        """Say the last thing again."""
        del call
        return _social(conversation.last_reply or wording.NOTHING_TO_REPEAT)

    async def slower(self, conversation: Conversation, call: Call) -> Answer:
        """Promise to speak more slowly, and say the last thing again."""
        del call
        return _social(wording.SLOWER + (conversation.last_reply or ""))

    async def bigger_text(self, conversation: Conversation, call: Call) -> Answer:
        """Switch to the version for old people, or say what helps who has it."""
        del call
        await self._conversations.remember(conversation.id, persona="elder")
        return _social(*largest_letters(conversation.persona, conversation.channel))

    async def plain_words(self, conversation: Conversation, call: Call) -> Answer:
        """Say the last thing again, since every answer is in plain words already."""
        del call
        if conversation.last_question is None:
            return _social(wording.PLAIN_WORDS_FAILED)
        return _social(wording.PLAIN_WORDS_AGAIN.format(text=conversation.last_reply or ""))

    def _name(self, conversation: Conversation) -> str:
        return self._catalogue.item(conversation.last_item or "").name


def _social(text: str, spoken: str = "") -> Answer:
    return Answer(Reply(text, Status.ANSWERED, spoken=spoken), Turn(Handled.SOCIAL))
