"""Plays the page around WebVoice, and joins it with fake engines."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from core.conversation import Conversation
from core.hashing import hashed
from core.store import ConversationStore, Database, Line
from tests.fakes.keys import KEYS
from tests.voice.web_engines import (
    FakeRecognizer,
    FakeSynthesizer,
    FakeTime,
    LoudDetector,
    Put,
)
from voice.speech import Heard
from voice.web_ear import Hearer
from voice.web_mouth import Timing
from voice.web_page import Limits
from voice.web_voice import WebVoice
from voice.web_wire import LISTENING_RATE

Json = dict[str, object]
TOKEN = "open sesame"
NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
PATIENCE = 10.0  # seconds after which a frame that never comes fails the test


class Page:
    """Be the browser's end of one stream."""

    def __init__(self) -> None:
        """Begin with an open line."""
        self._up: asyncio.Queue[Mapping[str, object]] = asyncio.Queue()
        self._down: asyncio.Queue[Json | bytes | int] = asyncio.Queue()

    # what WebVoice calls
    async def receive(self) -> Mapping[str, object]:
        """Return the page's next frame."""
        frame = await self._up.get()
        self._up.task_done()
        return frame

    async def send_text(self, data: str) -> None:
        """Take a frame."""
        self._down.put_nowait(json.loads(data))

    async def send_bytes(self, data: bytes) -> None:
        """Take sound."""
        self._down.put_nowait(data)

    async def close(self, code: int = 1000, reason: str | None = None) -> None:
        """Take the end; the page leaves then."""
        self._down.put_nowait(code)
        self.leave()

    # what tests call
    def send(self, frame: Mapping[str, object] | str) -> None:
        """Send a frame."""
        text = frame if isinstance(frame, str) else json.dumps(frame)
        self._up.put_nowait({"type": "websocket.receive", "text": text})

    def speak(self, *slices: bytes) -> None:
        """Send sound."""
        for pcm in slices:
            self._up.put_nowait({"type": "websocket.receive", "bytes": pcm})

    async def taken(self) -> None:
        """Wait until everything sent so far was read at the other end."""
        await self._up.join()

    def leave(self) -> None:
        """Close the page."""
        self._up.put_nowait({"type": "websocket.disconnect", "code": 1001})

    async def next(self) -> Json | bytes | int:
        """Return what comes next: a frame, sound, or the code of the end."""
        return await asyncio.wait_for(self._down.get(), PATIENCE)

    async def until(self, kind: str) -> Json:
        """Return the next frame of that type."""
        while True:
            found = await self.next()
            assert not isinstance(found, int), f"closed with {found} before {kind}"
            if isinstance(found, dict) and found["type"] == kind:
                return found

    async def closed(self) -> int:
        """Return the code of the end."""
        while not isinstance(found := await self.next(), int):
            pass
        return found


@dataclass(slots=True)
class Studio:
    """Hold WebVoice and everything around it."""

    conversations: ConversationStore
    recognizer: FakeRecognizer
    synthesizer: FakeSynthesizer
    time: FakeTime
    understood: list[tuple[str, str | None]]
    web_voice: WebVoice
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)

    async def line(self, written: str, who: str = "assistant", **answer: object) -> int:
        """Store a line of the conversation c1; return its number."""
        stored = {"reply": answer, "turn": {}} if answer else None
        return await self.conversations.add_line("c1", Line(0, NOON, who, written, answer=stored))

    def page(self, conversation: str = "c1") -> Page:
        """Open a page that has said nothing yet."""
        page = Page()
        self._tasks.append(asyncio.create_task(self.web_voice.serve(page, conversation)))
        return page

    async def ready(self, **hello: object) -> Page:
        """Open a page that is known."""
        page = self.page()
        page.send({"type": "hello", "token": TOKEN, **hello})
        await page.until("ready")
        return page

    async def listening(self, awaiting: str | None = None) -> Page:
        """Open a page whose microphone is on."""
        page = await self.ready()
        page.send({"type": "listen", "rate": LISTENING_RATE, "awaiting": awaiting})
        return page

    async def settled(self) -> None:
        """Wait until every page that left is done with."""
        await asyncio.wait_for(asyncio.gather(*self._tasks), PATIENCE)

    async def close(self) -> None:
        """End every stream; what went wrong in one comes out here."""
        for task in self._tasks:
            task.cancel()
        ends = await asyncio.gather(*self._tasks, return_exceptions=True)
        assert [end for end in ends if isinstance(end, Exception)] == []


async def open_studio(database: Database, limits: Limits | None = None) -> Studio:
    """Build WebVoice around the fakes, with a conversation that has its greeting."""
    conversations = ConversationStore(database)
    await conversations.open_conversation(
        Conversation("c1", "web", NOON), hashed(TOKEN), Line(0, NOON, "assistant", "您好。")
    )
    recognizer, synthesizer, time = FakeRecognizer(), FakeSynthesizer(), FakeTime()
    understood: list[tuple[str, str | None]] = []

    def understand(heard: Heard, awaiting: str | None) -> Put:
        understood.append((heard.text, awaiting))
        return Put(heard.text.replace("统仇", "统筹"))

    hearer = Hearer(
        recognizer=recognizer,
        detector=LoudDetector,
        understand=understand,
        is_number=lambda awaiting: awaiting == "id_number",
        hints=lambda awaiting: ("市人民医院",) if awaiting == "hospital" else (),
        hotline="12393",
    )
    web_voice = WebVoice(
        hearer=hearer,
        synthesizer=synthesizer,
        conversations=conversations,
        hotline="12393",
        limits=limits,
        timing=Timing(time.clock, time.sleep),
    )
    return Studio(conversations, recognizer, synthesizer, time, understood, web_voice)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = Database(database_url, KEYS)
    await database.create_all()
    yield database
    await database.close()


@pytest.fixture
async def studio(database: Database) -> AsyncIterator[Studio]:
    studio = await open_studio(database)
    yield studio
    await studio.close()
