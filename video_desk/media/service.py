"""Keeps the rooms of one media process, and sweeps out the empty ones."""

from __future__ import annotations

import asyncio
import os
import resource
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from video_desk.media.aiortc_seam import install
from video_desk.media.caption_tap import CaptionTap
from video_desk.media.places import Seat
from video_desk.media.recording import blank_picture
from video_desk.media.room import Room

EMPTY_FOR = 120.0  # seconds after which an empty room is swept out; seats are held 60 s


@dataclass(frozen=True, slots=True)
class Stream:
    """Tell how one stream of a seat goes."""

    packets: int
    codec: str
    silent_for: float | None  # seconds since the last packet; None: there was none


@dataclass(slots=True)
class MediaService:
    """Open rooms as they are needed, and tell what goes on in them."""

    folder: Path  # recordings
    rooms: dict[str, Room] = field(default_factory=dict)
    events: set[asyncio.Queue[Mapping[str, str]]] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Prepare aiortc, and what would hold the first recording up."""
        install()
        blank_picture()

    async def join(self, room: str, seat: Seat, offer: str) -> str:
        """Return the SDP answer to the offer of whoever takes the seat."""
        known = self.rooms.setdefault(room, Room(room, self.folder, self._changed))
        return await known.join(seat, offer)

    async def leave(self, room: str, seat_id: str) -> None:
        """Take a seat's connection down."""
        if room in self.rooms:
            await self.rooms[room].leave(seat_id)

    async def attend(self, room: str, seat: Seat) -> None:
        """Let a supervisor take part in another way."""
        if room in self.rooms:
            await self.rooms[room].attend(seat)

    def voices(self, room: str) -> CaptionTap:
        """Return where a room is overheard; a room may be before anybody sits in it."""
        return self.rooms.setdefault(room, Room(room, self.folder, self._changed)).voices

    def record(self, room: str, *, wanted: bool) -> None:
        """Begin or end a recording; a room may be told before anybody sits in it."""
        known = self.rooms.setdefault(room, Room(room, self.folder, self._changed))
        known.record(wanted)

    async def close(self, room: str) -> tuple[str, ...]:
        """Close a room and return the names of its recordings."""
        known = self.rooms.pop(room, None)
        if known is None:
            return ()
        await known.close()
        return tuple(path.name for path in known.files)

    async def close_all(self) -> None:
        """Close every room."""
        for room in list(self.rooms):
            await self.close(room)

    async def sweep(self) -> None:
        """Close the rooms that have been empty for long."""
        now = time.monotonic()
        for name, room in list(self.rooms.items()):
            if room.emptied_at is not None and now - room.emptied_at > EMPTY_FOR:
                await self.close(name)

    def look(self) -> None:
        """Tell of who fell silent, or is heard of again."""
        now = time.monotonic()
        for room in self.rooms.values():
            room.look(now)

    def follow(self) -> asyncio.Queue[Mapping[str, str]]:
        """Return a queue of all that is told from now on; how it stands now comes first."""
        queue: asyncio.Queue[Mapping[str, str]] = asyncio.Queue()
        for name, room in self.rooms.items():
            for seat, state in room.news():
                queue.put_nowait({"room": name, "seat": seat, "state": state})
        self.events.add(queue)
        return queue

    def streams(self, room: str) -> dict[str, dict[str, Stream]]:
        """Return how each seat's streams go: seat -> kind -> stream."""
        known = self.rooms.get(room)
        now = time.monotonic()
        return {
            seat_id: {
                kind: Stream(
                    incoming.packets,
                    incoming.codec,
                    now - incoming.last_at if incoming.packets else None,
                )
                for kind, incoming in occupied.incoming.items()
            }
            for seat_id, occupied in (known.seats.items() if known is not None else ())
        }

    def load(self) -> dict[str, float]:
        """Return rooms, seats, who follows or overhears, processor seconds, resident megabytes."""
        used = resource.getrusage(resource.RUSAGE_SELF)
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
        return {
            "rooms": len(self.rooms),
            "seats": sum(len(room.seats) for room in self.rooms.values()),
            "followers": len(self.events),
            "overheard": sum(room.voices.listeners for room in self.rooms.values()),
            "cpu_seconds": used.ru_utime + used.ru_stime,
            "megabytes": pages * os.sysconf("SC_PAGE_SIZE") / 1e6,
        }

    def _changed(self, room: str, seat: str, state: str) -> None:
        for queue in self.events:
            queue.put_nowait({"room": room, "seat": seat, "state": state})
