"""Stands before the API as a network that is not to be relied upon; plain ASGI."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable

from starlette.responses import JSONResponse, PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from integrations.wechat_simulator.faults import Fault, Faults, Planned
from integrations.wechat_simulator.refusals import said

SPOILED = ("/cgi-bin/", "/sns/")  # where faults may happen


class FaultyNetwork:
    """Pass calls of the API on, or spoil them."""

    def __init__(
        self,
        app: ASGIApp,
        faults: Faults,
        lose_token: Callable[[], bool],
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        """Take what makes the token void, and what waits for some seconds."""
        self._app, self._faults, self._lose, self._sleep = app, faults, lose_token, sleep

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Meet the fault that is due, if any."""
        path: str = scope.get("path", "")
        if scope["type"] != "http" or not path.startswith(SPOILED):
            await self._app(scope, receive, send)
            return
        self._faults.calls[path] += 1
        planned = self._faults.for_call(path)
        if planned is None:
            await self._app(scope, receive, send)
        elif planned.fault in {Fault.HANG, Fault.LOST_REPLY}:
            await self._done(planned, scope, receive, send)
        elif planned.fault is Fault.TOKEN_LOSS:
            if self._lose():
                self._faults.happened(Fault.TOKEN_LOSS)
            await self._app(scope, receive, send)
        else:
            self._faults.happened(planned.fault)
            await self._undone(planned, scope, receive, send)

    async def _undone(self, planned: Planned, scope: Scope, receive: Receive, send: Send) -> None:
        """Do nothing, and say so in one way or the other."""
        match planned.fault:
            case Fault.BAD_GATEWAY:
                await PlainTextResponse("502 Bad Gateway", 502)(scope, receive, send)
            case Fault.BUSY:
                await JSONResponse(said(-1))(scope, receive, send)
            case Fault.REFUSAL:
                self._faults.refusals[str(planned.code)] += 1
                await JSONResponse(said(planned.code))(scope, receive, send)
            case _:
                await _broken_off(send)

    async def _done(self, planned: Planned, scope: Scope, receive: Receive, send: Send) -> None:
        """Do what was asked, and answer late or never.

        Only what was really done can be lost or late: whoever hears nothing may take it for done.
        """
        told: list[Message] = []

        async def listen(message: Message) -> None:
            told.append(message)

        await self._app(scope, receive, listen)
        if _is_good(b"".join(message.get("body", b"") for message in told)):
            self._faults.happened(planned.fault)
            if planned.fault is Fault.LOST_REPLY:
                await _broken_off(send)
                return
            await self._sleep(planned.seconds)
        for message in told:
            await send(message)


def _is_good(body: bytes) -> bool:
    try:
        told = json.loads(body)
    except ValueError:
        return bool(body)  # media
    return isinstance(told, dict) and not told.get("errcode")


async def _broken_off(send: Send) -> None:
    """Begin an answer and never end it: the server then closes the connection."""
    headers = [(b"content-length", b"1000")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"{", "more_body": True})
