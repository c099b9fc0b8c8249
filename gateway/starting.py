"""Serves from the first second on: WeChat's pushes are taken in while the parts are built."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from integrations.wechat.doorstep import Doorstep
from integrations.wechat.faults import NoAnswer, PushRefused
from integrations.wechat.strict_xml import LARGEST

logger = logging.getLogger(__name__)


class Starting:
    """Be the application before and after its parts are there; plain ASGI.

    Browsers wait for the parts, WeChat does not: after three attempts it gives a message up.
    """

    def __init__(
        self,
        build: Callable[[], Starlette],
        *,
        path: str,
        doorstep: Doorstep | None,
        give_up: Callable[[], None],
        first: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        """Take what builds the application, in a thread; `give_up` is told if that fails.

        `first` is awaited before anything is built.
        """
        self._first = first
        self._build = build
        self._path = path
        self._doorstep = doorstep
        self._give_up = give_up
        self._whole: Starlette | None = None
        self._decided, self._closing = asyncio.Event(), asyncio.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request by whoever can."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        if self._whole is None and self._doorstep is not None and self._is_push(scope):
            response = await _taken(self._doorstep, Request(scope, receive))
            await response(scope, receive, send)
            return
        await self._decided.wait()
        whole = self._whole or Response(status_code=503)
        await whole(scope, receive, send)

    @property
    def failed(self) -> bool:
        """Tell whether there are no parts and never will be."""
        return self._decided.is_set() and self._whole is None

    def _is_push(self, scope: Scope) -> bool:
        path: str = scope["path"]
        return path == self._path and scope.get("method") == "POST"

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()  # it begins
        opening = asyncio.create_task(self._open(), name="opening")
        await send({"type": "lifespan.startup.complete"})
        await receive()  # it ends
        self._closing.set()
        await opening
        await send({"type": "lifespan.shutdown.complete"})

    async def _open(self) -> None:
        """Build, and keep open until the end."""
        try:
            if self._first is not None:
                await self._first()
            whole = await asyncio.to_thread(self._build)
            async with whole.router.lifespan_context(whole):
                self._whole = whole
                self._decided.set()
                await self._closing.wait()
        except Exception:  # the edge of a background task: the process ends
            logger.exception("the gateway cannot start")
            self._decided.set()
            self._give_up()


async def _taken(doorstep: Doorstep, request: Request) -> Response:
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > LARGEST:
            break
    try:
        given = await doorstep.push(request.query_params, body)
    except PushRefused as refused:
        logger.warning("wechat's door: %s", refused)
        return Response(status_code=refused.status)
    except NoAnswer:
        return Response(status_code=503)  # nobody listens any more
    return PlainTextResponse(given)
