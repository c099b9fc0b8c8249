"""Injects faults into the simulator, on demand, and counts them; plain ASGI."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Fault(StrEnum):
    """Name what can go wrong between two computers."""

    DELAY = "delay"  # the answer comes late
    ERROR = "error"  # status 500, nothing was done
    DROP = "drop"  # the connection breaks before anything is done
    LOST = "lost"  # it is done, but the connection breaks before the answer
    DUPLICATE = "duplicate"  # the request arrives twice


@dataclass(frozen=True, slots=True)
class Planned:
    """Be a fault that the next requests will meet."""

    fault: Fault
    times: int
    seconds: float = 0.0  # of a delay


class Faults:
    """Hold what is planned, and what happened."""

    def __init__(self, sleep: Callable[[float], Awaitable[object]] = asyncio.sleep) -> None:
        """Take what waits for some seconds."""
        self.sleep = sleep
        self.planned: list[Planned] = []
        self.done: Counter[str] = Counter()
        self.requests: Counter[str] = Counter()  # by path; ids of filings left out

    def plan(self, planned: Planned) -> None:
        """Let the next requests meet a fault."""
        self.planned.append(planned)

    def next(self) -> Planned | None:
        """Return the fault that this request meets, if any, and count it."""
        if not self.planned:
            return None
        first, *others = self.planned
        left = Planned(first.fault, first.times - 1, first.seconds)
        self.planned = [left, *others] if left.times > 0 else others
        self.done[first.fault.value] += 1
        return first

    def told(self) -> dict[str, object]:
        """Return what is planned and what happened, as JSON."""
        return {
            "planned": [{"fault": p.fault.value, "times": p.times} for p in self.planned],
            "done": dict(self.done),
            "requests": dict(self.requests),
        }

    def clear(self) -> None:
        """Forget everything."""
        self.planned.clear()
        self.done.clear()
        self.requests.clear()


class FaultyNetwork:
    """Stand before the application as a network that is not to be relied upon."""

    def __init__(self, app: ASGIApp, faults: Faults, paths: tuple[str, ...]) -> None:
        """Take the beginnings of the paths that faults may befall."""
        self._app = app
        self._faults = faults
        self._paths = paths

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or spoil it."""
        path = next((p for p in self._paths if scope.get("path", "").startswith(p)), None)
        if scope["type"] != "http" or path is None:
            await self._app(scope, receive, send)
            return
        self._faults.requests[path] += 1
        planned = self._faults.next()
        match planned.fault if planned else None:
            case Fault.ERROR:
                await JSONResponse({"detail": "simulated"}, 500)(scope, receive, send)
            case Fault.DROP:
                await _broken_off(send)
            case Fault.LOST:
                await self._app(scope, receive, _nobody)
                await _broken_off(send)
            case Fault.DUPLICATE:
                body = await Request(scope, receive).body()
                await self._app(scope, _again(body), _nobody)
                await self._app(scope, _again(body), send)
            case Fault.DELAY:
                await self._faults.sleep(planned.seconds if planned else 0.0)
                await self._app(scope, receive, send)
            case None:
                await self._app(scope, receive, send)


async def _broken_off(send: Send) -> None:
    """Begin an answer and never end it: the server then closes the connection."""
    headers = [(b"content-length", b"1000")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"{", "more_body": True})


async def _nobody(message: Message) -> None:
    del message


def _again(body: bytes) -> Receive:
    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive
