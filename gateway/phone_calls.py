"""Follows phone calls from the first ring to the end, on behalf of the phone process."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from core import call_back_wording as say
from core.assistant import Assistant
from core.call_backs import phone_number
from core.messages import Reply, Status
from core.phone_wording import GREETING, OPENING
from core.store.callers import CallerStore
from core.store.calls import Call, CallStore
from core.store.conversations import ConversationStore, Line
from core.store.tickets import TicketStore
from core.store.versions import ChosenVersionStore
from core.store.versions import caller as version_of
from core.versions import Version
from video_desk.desk import StaffPages
from voice.speech import SLOW

TRANSFERRED = "transferred"  # why a call ended, as the line says
LONGEST_CALL = timedelta(hours=6)  # beyond it nobody tells us of its end any more
NUMBERS_KEPT = timedelta(days=180)  # after a call or a call-back


@dataclass(frozen=True, slots=True)
class Greeted:
    """Be a call that was answered."""

    conversation_id: str
    token: str
    pace: float | None  # characters a second; None: the usual one


@dataclass(frozen=True, slots=True)
class Asked:
    """Be the words with which callers are asked whether they may be recorded."""

    version: str
    text: str


class PhoneCalls:
    """Open a conversation for each call, and keep what its caller prefers."""

    def __init__(
        self,
        *,
        assistant: Assistant,
        calls: CallStore,
        callers: CallerStore,
        conversations: ConversationStore,
        tickets: TicketStore,
        staff_pages: StaffPages,
        regions: Callable[[], Sequence[str]],
        asked: Asked,
        versions: ChosenVersionStore,
        now: Callable[[], datetime],
    ) -> None:
        """Take the stores, who answers, and which words ask for the consent to be recorded."""
        self._assistant = assistant
        self._calls = calls
        self._callers = callers
        self._conversations = conversations
        self._tickets = tickets
        self._staff_pages = staff_pages
        self._regions = regions
        self._asked = asked
        self._versions = versions
        self._now = now

    async def begin(self, caller: str, called: str) -> Greeted:
        """Answer a call; `caller` is what the line says, so it proves nothing."""
        known = await self._callers.caller(_key(caller))
        region = known.region if known.region in self._regions() else None
        now = self._now()
        chosen = await self._versions.chosen(version_of(caller), now)
        # Most of who calls instead of clicking are old: they are served first.
        version = chosen.version or Version.ELDER
        greeting = Reply("".join((*OPENING, GREETING)), Status.ANSWERED)
        conversation, token, _ = await self._assistant.open(
            "phone",
            region=region,
            persona=version.value,
            greeting=greeting,
            source=version_of(caller),
        )
        await self._calls.begin(conversation.id, caller, called, now)
        await self._callers.remember(_key(caller), now)
        # Who asked for the version for old people, wherever it was, is spoken to slowly.
        pace = known.pace or (SLOW if chosen.version is Version.ELDER else None)
        return Greeted(conversation.id, token, pace)

    async def call(self, conversation_id: str) -> Call:
        """Return the call of a conversation, or raise NotFound."""
        return await self._calls.call_of(conversation_id)

    async def prefer(self, conversation_id: str, pace: float) -> None:
        """Remember how fast somebody wants to be spoken to, also in their next call."""
        call = await self._calls.call_of(conversation_id)
        await self._callers.remember(_key(call.caller), self._now(), pace=pace)

    async def consent(self, conversation_id: str, *, recording: bool) -> None:
        """Store whether a call may be recorded."""
        await self._calls.call_of(conversation_id)
        await self._calls.consent(
            conversation_id,
            given=recording,
            version=self._asked.version,
            text=self._asked.text,
            at=self._now(),
        )

    async def end(self, conversation_id: str, why: str, seconds: float) -> None:
        """Store how a call ended, tell the agent, and keep the region for the next call."""
        now = self._now()
        call = await self._calls.call_of(conversation_id)
        ticket = await self._tickets.open_ticket_of(conversation_id)
        agent = ticket.agent if ticket is not None else None
        ended = await self._calls.end(
            conversation_id,
            why=why,
            seconds=seconds,
            at=now,
            transferred_to=agent if why == TRANSFERRED else None,
        )
        if not ended:
            return
        conversation = await self._conversations.conversation(conversation_id)
        await self._callers.remember(_key(call.caller), now, region=conversation.region)
        if ticket is None:
            return
        if agent is None:
            await self._staff_pages.tell_all({"type": "queue_changed"})
        else:
            await self._tell(agent, ticket.id, call, why, now)

    async def tidy(self) -> None:
        """End calls that were lost, and forget what is kept long enough."""
        now = self._now()
        await self._calls.end_lost(now - LONGEST_CALL, now)
        await self._calls.forget_numbers(now - NUMBERS_KEPT)
        await self._callers.forget(now)
        await self._versions.forget(now)

    async def _tell(self, agent: str, ticket_id: str, call: Call, why: str, now: datetime) -> None:
        """Tell the agent whose caller is on the line no more."""
        text = say.CALL_TRANSFERRED if why == TRANSFERRED else say.CALL_ENDED
        line = Line(0, now, "system", text)
        seq = await self._conversations.add_line(call.conversation_id, line)
        event: Mapping[str, object] = {
            "type": "system",
            "ticket_id": ticket_id,
            "text": text,
            "at": now.isoformat(),
            "seq": seq,
        }
        await self._staff_pages.tell(agent, event)


def _key(caller: str) -> str:
    """Return the number in the one form under which it is remembered."""
    return phone_number(caller) or caller
