"""Carries the voice of a conversation over a WebSocket: what is said there and what is heard."""

from __future__ import annotations

import asyncio
import logging
import time
from contextlib import suppress

from starlette.websockets import WebSocketDisconnect

from core.errors import NotFound
from core.hashing import hashed
from core.store import ConversationStore
from voice.sayable import line_aloud
from voice.speech import SpeechSynthesizer, pace_of
from voice.web_ear import Ear, Hearer
from voice.web_mouth import Mouth, Timing
from voice.web_page import NOT_THE_PROTOCOL, TOO_MANY, Limits, Page, Socket, frame_of
from voice.web_wire import Hello, read_hello, written

logger = logging.getLogger(__name__)

TOKEN_NOT_VALID = 4401
ELSEWHERE = 4409  # the same conversation has opened another voice stream


class WebVoice:
    """Speak the voice protocol with browsers."""

    def __init__(
        self,
        *,
        hearer: Hearer,
        synthesizer: SpeechSynthesizer,
        conversations: ConversationStore,
        hotline: str,
        limits: Limits | None = None,
        timing: Timing | None = None,
    ) -> None:
        """Take what hears, what speaks, and the lines that may be said."""
        self._hearer = hearer
        self._synthesizer = synthesizer
        self._conversations = conversations
        self._hotline = hotline
        self._limits = limits or Limits()
        self._timing = timing or Timing(time.monotonic, asyncio.sleep)
        self._streams: dict[str, Socket] = {}

    async def serve(self, socket: Socket, conversation_id: str) -> None:
        """Serve one page until it leaves."""
        try:
            async with asyncio.timeout(self._limits.hello):
                frame = await frame_of(socket)
            if frame is None:
                return
            hello = _hello(frame)
            known = await self._conversations.conversation_of(conversation_id, hashed(hello.token))
        except NotFound:
            await socket.close(TOKEN_NOT_VALID, "token")
            return
        except (ValueError, TimeoutError):
            await socket.close(NOT_THE_PROTOCOL, "hello")
            return
        if not await self._makes_room(conversation_id):
            await socket.close(TOO_MANY, "places")
            return
        self._streams[conversation_id] = socket
        try:
            pace = hello.pace or pace_of(known.persona)
            await self._stream(socket, conversation_id, pace)
        finally:
            if self._streams.get(conversation_id) is socket:
                del self._streams[conversation_id]

    async def _makes_room(self, conversation_id: str) -> bool:
        """Send an older stream of the conversation away: the page in front of the citizen wins."""
        older = self._streams.pop(conversation_id, None)
        if older is not None:
            with suppress(WebSocketDisconnect, RuntimeError, OSError):  # it may be leaving already
                await older.close(ELSEWHERE, "elsewhere")
        return len(self._streams) < self._limits.streams

    async def _stream(self, socket: Socket, conversation_id: str, pace: float) -> None:
        async def words(seq: int) -> str:
            lines = await self._conversations.lines_after(conversation_id, seq - 1)
            return line_aloud(lines[0]) if lines and lines[0].seq == seq else ""

        mouth = Mouth(
            socket,
            self._synthesizer,
            words,
            timing=self._timing,
            hotline=self._hotline,
            pace=pace,
        )
        ear = Ear(
            self._hearer, socket, interrupt=mouth.interrupt, is_speaking=lambda: mouth.is_heard
        )
        page = Page(socket, ear, mouth, self._limits, self._timing, self._hotline)
        await socket.send_text(written("ready"))
        hearing = asyncio.create_task(page.hear(), name="hear")
        reading = asyncio.create_task(page.read(), name="read")
        try:
            done, _ = await asyncio.wait({hearing, reading}, return_when="FIRST_COMPLETED")
            for task in done:
                task.result()
        finally:
            for task in (hearing, reading):
                task.cancel()
            await asyncio.gather(hearing, reading, return_exceptions=True)
            await mouth.close()
            await ear.mute()
            logger.info("voice %s: %.0f s heard", conversation_id, page.seconds_heard)


def _hello(frame: str | bytes) -> Hello:
    if isinstance(frame, bytes):
        raise ValueError("no hello")
    return read_hello(frame)
