"""Speaks to one WebSocket route of the application as a browser does."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from types import TracebackType
from typing import cast

from fastapi import FastAPI
from starlette.types import Message as AsgiMessage

Json = dict[str, object]
PATIENCE = 10.0  # seconds after which a frame that never comes fails the test


class BrowserSocket:
    """Speak to one WebSocket route over ASGI, in the test's own event loop."""

    def __init__(self, app: FastAPI, path: str, cookie: str, origin: str | None = None) -> None:
        self._app = app
        path, _, query = path.partition("?")
        headers = [(b"host", b"test"), (b"cookie", cookie.encode())]
        if origin is not None:
            headers.append((b"origin", origin.encode()))
        self._scope = {
            "type": "websocket",
            "asgi": {"version": "3.0"},
            "scheme": "ws",
            "path": path,
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "root_path": "",
            "headers": headers,
            "subprotocols": [],
            "client": ("127.0.0.1", 1),
            "server": ("test", 80),
        }
        self._sent: asyncio.Queue[AsgiMessage] = asyncio.Queue()
        self._got: asyncio.Queue[AsgiMessage] = asyncio.Queue()
        self._is_gone = False
        self.task: asyncio.Task[None] | None = None

    def vanish(self) -> None:
        """Be gone without a word: whatever is sent from now on does not arrive."""
        self._is_gone = True

    async def _take(self, message: AsgiMessage) -> None:
        if self._is_gone:
            raise OSError("the other end has gone")
        await self._got.put(message)

    async def __aenter__(self) -> BrowserSocket:
        """Connect."""
        self._sent.put_nowait({"type": "websocket.connect"})
        self.task = asyncio.create_task(
            self._app(self._scope, self._sent.get, self._take), name="socket"
        )
        assert (await self._next())["type"] == "websocket.accept"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Leave; whatever went wrong at the other end comes out here."""
        self._sent.put_nowait({"type": "websocket.disconnect", "code": 1001})
        assert self.task is not None
        await asyncio.wait_for(self.task, PATIENCE)

    async def send(self, frame: Mapping[str, object] | str) -> None:
        """Send a frame."""
        text = frame if isinstance(frame, str) else json.dumps(frame)
        self._sent.put_nowait({"type": "websocket.receive", "text": text})

    async def send_bytes(self, data: bytes) -> None:
        """Send a frame that is no text."""
        self._sent.put_nowait({"type": "websocket.receive", "bytes": data})

    async def receive(self) -> Json:
        """Return the next frame."""
        message = await self._next()
        assert message["type"] == "websocket.send", message
        return cast(Json, json.loads(message["text"]))

    async def receive_until(self, kind: str) -> Json:
        """Return the next frame of that type."""
        while (frame := await self.receive())["type"] != kind:
            pass
        return frame

    async def closed(self) -> int:
        """Return the code with which the other end closes."""
        message = await self._next()
        assert message["type"] == "websocket.close", message
        return int(message["code"])

    async def closed_in_the_end(self) -> int:
        """Return the code with which the other end closes, whatever it still says before."""
        while (message := await self._next())["type"] != "websocket.close":
            pass
        return int(message["code"])

    async def _next(self) -> AsgiMessage:
        return await asyncio.wait_for(self._got.get(), PATIENCE)
