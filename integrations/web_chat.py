"""Carries a conversation over a WebSocket: WS /api/v1/conversations/{id}/stream."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from core import wording
from core.answer_json import answer_to_json
from core.assistant import Assistant
from core.contracts import HumanDesk
from core.conversation import Conversation, Stage
from core.errors import NotAllowedNow, NotFound
from core.hashing import hashed
from core.messages import Message
from core.storable import is_storable
from core.store import ConversationStore, Line
from core.stretches import Stretch, door, stretch
from core.turn_names import continuing
from integrations.listeners import Listeners

logger = logging.getLogger(__name__)

TOKEN_NOT_VALID = 4401  # WebSocket close code; 4000-4999 are for applications (RFC 6455, 7.4.2)
NOT_THE_PROTOCOL = 4400
LONGEST_ID = 64  # characters of a message_id
LONGEST_ENTRY = 176  # characters of a policy entry's id
LONGEST_FRAME = 16_384  # characters


Wait = Callable[[], Awaitable[int]]


class Socket(Protocol):
    """Be an accepted WebSocket; Starlette's fulfils it."""

    async def receive_text(self) -> str:
        """Return the next text frame."""
        ...

    async def send_text(self, data: str) -> None:
        """Send a text frame."""
        ...

    async def close(self, code: int = 1000, reason: str | None = None) -> None:
        """Close the connection."""
        ...


class WebChat:
    """Speak the stream protocol with browsers."""

    def __init__(
        self,
        *,
        assistant: Assistant,
        conversations: ConversationStore,
        desk: HumanDesk,
        listeners: Listeners,
        hello_timeout: float = 10.0,
    ) -> None:
        """Take who answers, what was said before, and how many seconds a hello may take."""
        self._assistant = assistant
        self._conversations = conversations
        self._desk = desk
        self._listeners = listeners
        self._hello_timeout = hello_timeout

    async def serve(self, socket: Socket, conversation_id: str, wait: Wait | None = None) -> None:
        """Serve one connection until the browser leaves.

        `wait` tells how many seconds the next message has to wait, 0 for none.
        """
        try:
            async with asyncio.timeout(self._hello_timeout):
                hello = _object(await _frame(socket))
            if hello.get("type") != "hello":
                raise ValueError("no hello")
            last = int(str(hello.get("last", 0)))
            await self._conversations.conversation_of(
                conversation_id, hashed(str(hello.get("token", "")))
            )
        except NotFound:
            await socket.close(TOKEN_NOT_VALID, "token")
            return
        except (ValueError, TimeoutError):
            await socket.close(NOT_THE_PROTOCOL, "hello")
            return

        shown = _Shown(last)

        async def send(event: Mapping[str, object]) -> None:
            shown.note(event)
            await socket.send_text(json.dumps(event, ensure_ascii=False))

        async def look() -> None:
            current = await self._conversations.conversation(conversation_id)
            welcome = await self._welcome(current)
            lines = await self._conversations.lines_after(conversation_id, shown.last)
            news = shown.news(lines)
            if welcome != shown.welcome:
                shown.welcome = welcome
                await send(welcome)
            for event in news:
                await send(event)

        async with self._listeners.listening(conversation_id, send, look):
            await look()
            while True:
                frame = await _frame(socket)
                seconds = await wait() if wait is not None else 0
                if seconds:
                    await send(_too_often(frame, seconds))
                else:
                    await self._received(frame, conversation_id)

    async def _welcome(self, conversation: Conversation) -> dict[str, object]:
        waits = conversation.stage is Stage.WAITING
        place = await self._desk.place_of(conversation.id) if waits else None
        name = None
        if conversation.stage is Stage.AGENT:
            lines = await self._conversations.lines_after(conversation.id, 0)
            name = next((line.name for line in reversed(lines) if line.name), None)
        return {
            "type": "welcome",
            "stage": conversation.stage.value,
            "queue": None
            if place is None
            else {
                "position": place.position,
                "minutes": place.minutes,
                "open_now": place.open_now,
            },
            "agent": name,
        }

    async def _received(self, frame: str, conversation_id: str) -> None:
        try:
            data = _object(frame)
            text, message_id = data["text"], data["message_id"]
            if data["type"] != "message" or not isinstance(text, str):
                raise ValueError("not a message")
            if not isinstance(message_id, str) or not 0 < len(message_id) <= LONGEST_ID:
                raise ValueError("no message_id")
            about = data.get("about")
            if about is not None and not (isinstance(about, str) and len(about) <= LONGEST_ENTRY):
                raise ValueError("about no entry")
            (text + message_id).encode()  # half a character (\ud800) cannot be stored
        except (KeyError, ValueError):
            await self._listeners.deliver(
                conversation_id,
                {"type": "problem", "detail": wording.BAD_REQUEST, "in_reply_to": None},
            )
            return
        await self._listeners.deliver(conversation_id, {"type": "typing", "who": "assistant"})
        with door("web"):
            await self._answered(Message(conversation_id, "web", text, message_id, about))

    async def _answered(self, message: Message) -> None:
        conversation_id, message_id = message.conversation_id, message.message_id
        try:
            answer = await self._assistant.answer(message)
        except NotAllowedNow:
            await self._listeners.deliver(
                conversation_id,
                {"type": "problem", "detail": wording.CLOSED, "in_reply_to": message_id},
            )
            return
        event: dict[str, object] = {"type": "reply", "in_reply_to": message_id}
        if answer is None:
            event |= {"reply": None, "turn": None, "seq": None}
        else:
            event |= {**answer_to_json(answer), "seq": answer.turn.seq}
        with continuing(answer.turn.name if answer else ""), stretch(Stretch.DELIVER):
            await self._listeners.deliver(conversation_id, event)


def event_of(line: Line) -> dict[str, object] | None:
    """Return the event that brings a stored line to a page again; None for the citizen's own."""
    at = line.at.isoformat()
    if line.who == "assistant" and line.answer is not None:
        return {
            "type": "reply",
            "in_reply_to": line.message_id,
            "reply": line.answer["reply"],
            "turn": line.answer["turn"],
            "seq": line.seq,
        }
    if line.who in {"agent", "system"}:
        return {"type": line.who, "text": line.text, "name": line.name, "at": at, "seq": line.seq}
    return None


@dataclass(slots=True)
class _Shown:
    """Remember what one page was sent, so that a look at the rows brings only what is new."""

    last: int  # seq of the last line at which we looked
    welcome: Mapping[str, object] | None = None
    _since: set[object] = field(default_factory=set)  # seqs beyond it that were sent

    def note(self, event: Mapping[str, object]) -> None:
        """Remember that the page was sent an event."""
        if event.get("seq") is not None:
            self._since.add(event["seq"])

    def news(self, lines: Sequence[Line]) -> Sequence[Mapping[str, object]]:
        """Return the events of lines that the page was not sent."""
        events = [event for line in lines if (event := event_of(line)) is not None]
        known, self._since = self._since, set()
        if lines:
            self.last = lines[-1].seq
        return [event for event in events if event["seq"] not in known]


def _too_often(frame: str, seconds: int) -> dict[str, object]:
    """Return the event that asks for patience; it names the message, which stays unsent."""
    try:
        message_id = _object(frame).get("message_id")
    except ValueError:
        message_id = None
    return {
        "type": "problem",
        "detail": wording.TOO_OFTEN.format(seconds=seconds),
        "in_reply_to": message_id if isinstance(message_id, str) else None,
    }


async def _frame(socket: Socket) -> str:
    """Return the next frame; bytes, which no page of ours sends, count as an empty one."""
    try:
        return await socket.receive_text()
    except KeyError:
        return ""


def _object(frame: str) -> Mapping[str, object]:
    if len(frame) > LONGEST_FRAME:
        raise ValueError("frame too long")
    try:
        data = json.loads(frame)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if not isinstance(data, dict) or not is_storable(data):
        raise ValueError("not a JSON object of texts")
    return data
