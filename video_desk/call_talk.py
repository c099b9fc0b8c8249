"""Carries what is said in a call: one transcript, whichever page it was written on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from core.answer_json import answer_to_json
from core.assistant import Assistant
from core.calls import Call, CallSeat, Role
from core.contracts import Channel, HumanDesk
from core.errors import NotAllowedNow
from core.messages import Message
from core.privacy import mask_text
from core.store import ConversationStore, Line
from core.store.video_calls import VideoCallStore
from video_desk.call_audience import Audience


class AgentWords(Protocol):
    """Carry an agent's words to the citizen."""

    async def say(
        self, ticket_id: str, agent: str, display_name: str, text: str, message_id: str | None
    ) -> None:
        """Record and deliver them."""
        ...


class CallTalk:
    """Take what anybody in a call writes, and show what is said to all of them."""

    def __init__(
        self,
        *,
        assistant: Assistant,
        desk: HumanDesk,
        agents: AgentWords,
        calls: VideoCallStore,
        conversations: ConversationStore,
        citizens: Channel,
        audience: Audience,
        now: Callable[[], datetime],
    ) -> None:
        """Take who answers citizens, who carries an agent's words, and where all is stored."""
        self._assistant = assistant
        self._desk = desk
        self._agents = agents
        self._calls = calls
        self._conversations = conversations
        self._citizens = citizens
        self._audience = audience
        self._now = now

    async def say(self, call: Call, seat: CallSeat, text: str, message_id: str) -> None:
        """Record what somebody says, and bring it to everybody."""
        if seat.role is Role.AGENT and seat.staff is not None:
            # The desk delivers it to the conversation, to which every call page listens.
            await self._agents.say(call.ticket_id, seat.staff, seat.name, text, message_id)
        elif seat.role is Role.FAMILY:
            await self._family(call, seat, text, message_id)
        else:
            await self._citizen(call, text, message_id)

    async def note(self, call: Call, agent: str, text: str) -> None:
        """Keep the agent's note about the case."""
        await self._calls.note(call.id, agent, mask_text(text), self._now())

    async def lines(self, call: Call, seat: CallSeat, last: int) -> Sequence[Mapping[str, object]]:
        """Return what was said after line `last`; the family sees what was said in the call."""
        return [
            line_json(line)
            for line in await self._conversations.lines_after(call.conversation_id, last)
            if seat.role is not Role.FAMILY or line.at >= call.opened_at
        ]

    async def _citizen(self, call: Call, text: str, message_id: str) -> None:
        message = Message(call.conversation_id, "video", text, message_id)
        answer = await self._assistant.answer(message)
        await self._show(call, message_id)
        if answer is not None:  # nobody serves them yet
            event = {**answer_to_json(answer), "type": "reply", "in_reply_to": message_id}
            event["seq"] = answer.turn.seq
            await self._citizens.deliver(call.conversation_id, event)

    async def _family(self, call: Call, seat: CallSeat, text: str, message_id: str) -> None:
        line = Line(0, self._now(), "citizen", mask_text(text), seat.name, message_id)
        await self._conversations.add_line(call.conversation_id, line)
        await self._show(call, message_id)
        try:
            await self._desk.relay(Message(call.conversation_id, "video", text, message_id))
        except NotAllowedNow:
            return  # nobody serves them; it stays in the transcript

    async def _show(self, call: Call, message_id: str) -> None:
        said = await self._conversations.lines_after(call.conversation_id, 0)
        for line in said:
            if line.who == "citizen" and line.message_id == message_id:
                await self._audience.all(call.id, {"type": "line", **line_json(line)})


def line_json(line: Line) -> dict[str, object]:
    """Return a line as call pages show it."""
    return {
        "who": line.who,
        "name": line.name,
        "text": line.text,
        "at": line.at.isoformat(),
        "seq": line.seq,
        "message_id": line.message_id,
    }


def line_of(event: Mapping[str, object]) -> dict[str, object] | None:
    """Return the line that an event of the conversation stands for; None: it is none.

    `at` is None for an assistant's words: the page takes the moment at which it got them.
    """
    kind = event.get("type")
    if kind in {"agent", "system"}:
        shown = {name: event.get(name) for name in ("name", "text", "at", "seq")}
        return {"type": "line", "who": kind, **shown}
    reply = event.get("reply")
    if kind == "reply" and isinstance(reply, Mapping):
        text, seq = reply.get("text"), event.get("seq")
        return {
            "type": "line",
            "who": "assistant",
            "name": None,
            "text": text,
            "at": None,
            "seq": seq,
        }
    return None
