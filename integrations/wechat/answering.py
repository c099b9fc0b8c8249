"""Answers one push: the same Assistant as every channel's, in the words that WeChat can show."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from core import wechat_wording as say
from core import wording
from core.assistant import Assistant
from core.conversation import Conversation, Stage
from core.messages import Answer, Handled, Message, Reply, Status, Turn
from core.store import ConversationStore
from core.store.versions import ChosenVersionStore, follower
from core.store.wechat_contacts import Contact, ContactStore
from core.store.wechat_inbox import Recorded
from core.version_wording import first_choices
from core.versions import Script, Version
from core.wechat_messages import Answered, Outgoing
from integrations.wechat.choices import chosen
from integrations.wechat.own_answers import CHANNEL, OwnAnswers, sorry
from integrations.wechat.pace import SECONDS
from integrations.wechat.pushes import SAYS, Kind
from integrations.wechat.rendering import Rendering
from integrations.wechat.senses import Senses
from integrations.wechat.voice_answers import VoiceAnswers

TEXT = "text"


@dataclass(frozen=True, slots=True)
class Outcome:
    """Be what a push comes to."""

    outgoing: tuple[Outgoing, ...] = ()
    choices: tuple[str, ...] | None = None  # None: what a number means stays as it was
    figures: bool = False
    shown: Answered | None = None


class Answering:
    """Bring pushes to those who can answer them."""

    def __init__(
        self,
        *,
        assistant: Assistant,
        contacts: ContactStore,
        conversations: ConversationStore,
        own: OwnAnswers,
        rendering: Rendering,
        senses: Senses,
        voices: VoiceAnswers,
        versions: ChosenVersionStore,
        stop_pushes: Callable[[str, datetime], Awaitable[object]],
        now: Callable[[], datetime],
    ) -> None:
        """Take who answers; `stop_pushes` ends 智能推荐 in a conversation."""
        self._assistant = assistant
        self._contacts = contacts
        self._conversations = conversations
        self._own = own
        self._rendering = rendering
        self._senses = senses
        self._voices = voices
        self._versions = versions
        self._stop_pushes = stop_pushes
        self._now = now

    async def answer(self, recorded: Recorded) -> Outcome:
        """Return what to send; answering the same push again comes to the same."""
        if recorded.kind == Kind.TOO_FAST:
            return _told(recorded, say.TOO_FAST.format(seconds=recorded.content[SECONDS]))
        contact = await self._contacts.contact(recorded.openid)
        if recorded.kind == Kind.UNSUBSCRIBE:
            return await self._left(contact, recorded)
        conversation, is_new = await self._conversation(recorded.openid, contact)
        before = say.FIRST + "\n" if is_new and recorded.kind != Kind.SUBSCRIBE else ""
        content, known = recorded.content, contact if not is_new else None
        match recorded.kind:
            case Kind.TEXT:
                choices = known.choices if known is not None else ()
                figures = known.figures if known is not None else False
                text = chosen(content.get("Content", ""), choices, figures=figures)
                if text.strip(" 。！") in say.READ_TO_ME:
                    spoken = await self._read_aloud(conversation, recorded)
                    if spoken is not None:
                        return spoken
                return await self._said(conversation, recorded, text, before)
            case Kind.CLICK:
                key = content.get("EventKey", "")
                if key.startswith(SAYS):
                    return await self._said(conversation, recorded, key[len(SAYS) :], before)
                return Outcome()
            case Kind.VOICE:
                heard = await self._senses.voice(content)
                if isinstance(heard, str):
                    before += say.HEARD.format(words=heard) + "\n"
                    return await self._said(conversation, recorded, heard, before)
                return await self._recorded(conversation, recorded, say.VOICE_SAID, heard)
            case Kind.IMAGE:
                taken, is_recorded = await self._senses.photo(conversation, content)
                if is_recorded or taken is None:
                    return self._shown(conversation, taken, before)
                return await self._recorded(conversation, recorded, say.PHOTO_SAID, taken)
            case Kind.LOCATION:
                placed = await self._senses.place(content, conversation.region)
                return await self._recorded(conversation, recorded, say.PLACE_SAID, placed)
            case Kind.SUBSCRIBE | Kind.SCAN:
                return self._greeting(recorded, Version(conversation.persona))
        return await self._recorded(
            conversation,
            recorded,
            say.OTHER_SAID,
            sorry(say.UNREADABLE, wording.HUMAN_CHOICE),
        )

    def broken(self, recorded: Recorded) -> Outcome:
        """Return what to send when answering failed again and again."""
        return _told(recorded, say.WENT_WRONG)

    async def conversation_of(self, openid: str) -> Conversation:
        """Return the contact's conversation, opened if there is none that goes on."""
        return (await self._conversation(openid, await self._contacts.contact(openid)))[0]

    async def _conversation(
        self, openid: str, contact: Contact | None
    ) -> tuple[Conversation, bool]:
        if contact is not None and contact.conversation_id is not None:
            conversation = await self._conversations.conversation(contact.conversation_id)
            if conversation.stage is not Stage.CLOSED:
                return conversation, False
        chosen = await self._versions.chosen(follower(openid), self._now())
        version = chosen.version or Version.STANDARD
        conversation, _, _ = await self._assistant.open(
            CHANNEL,
            region=None,
            persona=version.value,
            script=chosen.script or Script.SIMPLIFIED,
            greeting=_greeting_reply(version),
            source=follower(openid),
        )
        await self._contacts.bind(openid, conversation.id)
        return conversation, True

    async def _said(
        self, conversation: Conversation, recorded: Recorded, text: str, before: str
    ) -> Outcome:
        message = Message(conversation.id, CHANNEL, text, recorded.message_id)
        return self._shown(conversation, await self._assistant.answer(message), before)

    async def _recorded(
        self, conversation: Conversation, recorded: Recorded, said: str, answer: Answer
    ) -> Outcome:
        stored = await self._own.record(conversation, recorded.message_id, said, answer)
        return self._shown(conversation, stored, "")

    def _shown(self, conversation: Conversation, answer: Answer | None, before: str) -> Outcome:
        if answer is None:  # a person serves the citizen, and was told
            return Outcome()
        shown = self._rendering.answer(answer, before=before)
        key = f"line:{conversation.id}:{answer.turn.seq}"
        outgoing = _texts(key, shown.texts, answer.turn.name)
        answered = Answered(conversation.id, answer.turn.seq)
        return Outcome(outgoing, shown.choices, shown.figures, answered)

    async def _read_aloud(self, conversation: Conversation, recorded: Recorded) -> Outcome | None:
        """Send the last answer as a voice message; None: somebody else has to answer that."""
        found = await self._voices.of(conversation)
        if found is None:
            return None
        if isinstance(found, Answer):
            return await self._recorded(conversation, recorded, say.VOICE_SAID, found)
        return Outcome((Outgoing(f"in:{recorded.id}:voice", "voice", {"media_id": found}),))

    async def _left(self, contact: Contact | None, recorded: Recorded) -> Outcome:
        """Withdraw what was agreed to; an application that was handed in goes on."""
        await self._contacts.unfollowed(recorded.openid, self._now())
        if contact is not None and contact.conversation_id is not None:
            await self._stop_pushes(contact.conversation_id, self._now())
        return Outcome()

    def _greeting(self, recorded: Recorded, version: Version) -> Outcome:
        greeting = Answer(_greeting_reply(version), Turn(Handled.SOCIAL))
        shown = self._rendering.answer(greeting)
        return Outcome(_texts(f"in:{recorded.id}", shown.texts), shown.choices)


def _told(recorded: Recorded, text: str) -> Outcome:
    """Return a sentence that stands in no dialogue."""
    return Outcome((Outgoing(f"in:{recorded.id}:0", TEXT, {"text": text}),))


def _greeting_reply(version: Version) -> Reply:
    return Reply(say.GREETING, Status.ANSWERED, choices=first_choices(version))


def _texts(key: str, texts: Sequence[str], turn: str = "") -> tuple[Outgoing, ...]:
    return tuple(Outgoing(f"{key}:{n}", TEXT, {"text": text}, turn) for n, text in enumerate(texts))
