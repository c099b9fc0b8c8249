"""Declares who carries pictures and voices, and reaches the media processes that do."""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from pathlib import Path
from typing import Generic, Protocol, TypeVar

import httpx

from core.errors import EngineUnavailable
from video_desk.media.places import Seat

logger = logging.getLogger(__name__)

TIMEOUT = 5.0  # seconds; an answer takes 50 ms
BACK_AFTER = 1.0  # seconds between two attempts to hear from a media process
SILENT_FOR = 15.0  # seconds after which an event stream is broken: it says something every 5


class MediaEngine(Protocol):
    """Let the people in a room see and hear each other; every call may raise EngineUnavailable."""

    async def join(self, room: str, seat: Seat, offer: str) -> str:
        """Return the SDP answer to the offer of whoever takes the seat."""
        ...

    async def leave(self, room: str, seat_id: str) -> None:
        """Take a seat's connection down."""
        ...

    async def attend(self, room: str, seat: Seat) -> None:
        """Let a supervisor take part in another way."""
        ...

    async def record(self, room: str, *, wanted: bool) -> None:
        """Begin or end the recording."""
        ...

    async def close(self, room: str) -> Sequence[str]:
        """Close the room and return the names of its recordings; they are whole from now on.

        May be done again, also by somebody else, and also while it is being done.
        """
        ...


Load = Mapping[str, object]  # rooms, seats, processor seconds, megabytes


class Sharing(MediaEngine, Protocol):
    """Be one of several engines that share the rooms out among them."""

    @property
    def name(self) -> str:
        """Return what distinguishes it from the others, on whatever gateway."""
        ...

    async def load(self) -> Load:
        """Return how much it carries; may raise EngineUnavailable."""
        ...

    async def follow(self, happened: Callable[[str, str, str], None]) -> None:
        """Tell (room, seat, connection state) until cancelled."""
        ...

    async def aclose(self) -> None:
        """Let go of its connections."""
        ...


Shared = TypeVar("Shared", bound=Sharing)


class MediaProcess:
    """Be one media process (python -m video_desk.media), reached over its Unix socket."""

    def __init__(self, socket: Path) -> None:
        """Take the path of its socket."""
        self.name = socket.stem
        transport = httpx.AsyncHTTPTransport(uds=str(socket), retries=1)
        self._http = httpx.AsyncClient(
            transport=transport, base_url="http://media", timeout=TIMEOUT
        )

    async def join(self, room: str, seat: Seat, offer: str) -> str:
        """Return the SDP answer to the offer of whoever takes the seat."""
        body = {"role": seat.role.value, "attention": seat.attention.value, "sdp": offer}
        answer = await self._call("POST", f"/rooms/{room}/seats/{seat.id}", body)
        return str(answer["sdp"])

    async def leave(self, room: str, seat_id: str) -> None:
        """Take a seat's connection down."""
        await self._call("DELETE", f"/rooms/{room}/seats/{seat_id}")

    async def attend(self, room: str, seat: Seat) -> None:
        """Let a supervisor take part in another way."""
        body = {"attention": seat.attention.value}
        await self._call("PATCH", f"/rooms/{room}/seats/{seat.id}", body)

    async def record(self, room: str, *, wanted: bool) -> None:
        """Begin or end the recording."""
        await self._call("PUT", f"/rooms/{room}/recording", {"wanted": wanted})

    async def close(self, room: str) -> Sequence[str]:
        """Close the room and return the names of its recordings."""
        answer = await self._call("DELETE", f"/rooms/{room}")
        files = answer["files"]
        return [str(name) for name in files] if isinstance(files, list) else []

    async def load(self) -> Mapping[str, object]:
        """Return rooms, seats, processor seconds and megabytes."""
        return await self._call("GET", "/load")

    async def follow(self, happened: Callable[[str, str, str], None]) -> None:
        """Tell (room, seat, connection state) until cancelled; survive restarts of the process."""
        while True:
            try:
                async with self._http.stream("GET", "/events", timeout=SILENT_FOR) as answer:
                    async for line in answer.aiter_lines():
                        event = json.loads(line)
                        if event:
                            happened(event["room"], event["seat"], event["state"])
            except (httpx.HTTPError, ValueError):
                logger.info("media process %s is not there", self.name)
            await asyncio.sleep(BACK_AFTER)

    async def overhear(self, room: str) -> AsyncIterator[bytes]:
        """Yield the voices of a room as video_desk.media.caption_tap packs them."""
        try:
            path = f"/rooms/{room}/voices"
            async with self._http.stream("GET", path, timeout=SILENT_FOR) as answer:
                answer.raise_for_status()
                async for data in answer.aiter_bytes():
                    yield data
        except httpx.HTTPError as error:
            raise EngineUnavailable(f"media process {self.name}") from error

    async def aclose(self) -> None:
        """Let go of the socket."""
        await self._http.aclose()

    async def _call(
        self, method: str, path: str, body: Mapping[str, object] | None = None
    ) -> Mapping[str, object]:
        try:
            answer = await self._http.request(method, path, json=body)
            answer.raise_for_status()
        except httpx.HTTPError as error:
            raise EngineUnavailable(f"media process {self.name}") from error
        return dict(answer.json()) if answer.content else {}


class MediaProcesses(Generic[Shared]):
    """Share the rooms out among media processes, or other servers; a room never spans two.

    Which process has a room follows from the room's name (rendezvous hashing, Thaler and
    Ravishankar 1998), so every gateway agrees without asking; a room whose process died is opened
    anew by the next who joins.
    """

    def __init__(self, processes: Sequence[Shared]) -> None:
        """Take at least one process."""
        if not processes:
            raise ValueError("no media process")
        self._processes = tuple(processes)

    def of(self, room: str) -> Shared:
        """Return the process that has the room."""
        return max(self._processes, key=lambda process: _weight(process.name, room))

    async def join(self, room: str, seat: Seat, offer: str) -> str:
        """Return the SDP answer to the offer of whoever takes the seat."""
        return await self.of(room).join(room, seat, offer)

    async def leave(self, room: str, seat_id: str) -> None:
        """Take a seat's connection down."""
        await self.of(room).leave(room, seat_id)

    async def attend(self, room: str, seat: Seat) -> None:
        """Let a supervisor take part in another way."""
        await self.of(room).attend(room, seat)

    async def record(self, room: str, *, wanted: bool) -> None:
        """Begin or end the recording."""
        await self.of(room).record(room, wanted=wanted)

    async def close(self, room: str) -> Sequence[str]:
        """Close the room and return the names of its recordings."""
        return await self.of(room).close(room)

    async def loads(self) -> Sequence[Load | None]:
        """Return the load of each process; None where one is away."""
        return await asyncio.gather(*(_load_of(process) for process in self._processes))

    async def follow(self, happened: Callable[[str, str, str], None]) -> None:
        """Tell what happens in all processes until cancelled."""
        async with asyncio.TaskGroup() as group:
            for process in self._processes:
                group.create_task(process.follow(happened))

    async def aclose(self) -> None:
        """Let go of all sockets."""
        for process in self._processes:
            await process.aclose()


async def _load_of(process: Sharing) -> Load | None:
    try:
        return await process.load()
    except EngineUnavailable:
        return None


def _weight(process: str, room: str) -> bytes:
    return hashlib.sha256(f"{process}/{room}".encode()).digest()
