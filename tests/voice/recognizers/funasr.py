"""Plays a FunASR server: a real WebSocket server on the loopback with scripted results."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from websockets.asyncio.server import ServerConnection, serve

Result = dict[str, object]


def online(text: str) -> Result:
    """Return a result of the first pass; the Python server says that each of them is final."""
    return {"mode": "2pass-online", "text": text, "is_final": True}


def offline(text: str, *, final: bool) -> Result:
    """Return a result of the second pass."""
    return {"mode": "2pass-offline", "text": text, "is_final": final}


@dataclass(slots=True)
class FunAsr:
    """Remember what came, and answer as the script says."""

    while_speaking: Sequence[Result] = ()  # one after each slice of audio
    after: Sequence[Result | str] = ()  # when the audio is over
    hangs_up: bool = False  # after the first slice
    config: Result = field(default_factory=dict)
    audio: bytes = b""
    goodbyes: asyncio.Event = field(default_factory=asyncio.Event)
    port: int = 0

    @property
    def url(self) -> str:
        """Return where it listens."""
        return f"ws://127.0.0.1:{self.port}/"

    async def attend(self, connection: ServerConnection) -> None:
        """Serve one utterance."""
        results = list(self.while_speaking)
        async for message in connection:
            if isinstance(message, bytes):
                self.audio += message
                if self.hangs_up:
                    await connection.close()
                elif results:
                    await connection.send(json.dumps(results.pop(0)))
                continue
            given = json.loads(message)
            if given["is_speaking"]:
                self.config = given
                continue
            for result in self.after:
                await connection.send(result if isinstance(result, str) else json.dumps(result))
        self.goodbyes.set()


@asynccontextmanager
async def running(server: FunAsr) -> AsyncIterator[FunAsr]:
    """Let the server listen on a free port of the loopback."""
    async with serve(server.attend, "127.0.0.1", 0) as listening:
        server.port = next(iter(listening.sockets)).getsockname()[1]
        yield server
