"""Stands in for the media process and for the form of a call."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from core.errors import EngineUnavailable, NotAllowedNow
from video_desk.media.places import Seat

SUBMITTED = "YB202611230001"
BEGINNING, END = b"both of them, ", b"to the end"  # of a recording


@dataclass
class FakeEngine:
    """Fulfil MediaEngine and Places; keeps what it was told."""

    folder: Path
    there: bool = True
    place: bool = True  # whether a call more can be carried
    picky: bool = False  # whether it dislikes every offer
    joined: list[tuple[str, Seat, str]] = field(default_factory=list)
    left: list[tuple[str, str]] = field(default_factory=list)
    attended: list[Seat] = field(default_factory=list)
    recorded: list[bool] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    writing: dict[str, int] = field(default_factory=dict)  # room -> descriptor of its recording
    meanwhile: Callable[[], Awaitable[object]] | None = None  # happens while somebody joins

    async def join(self, room: str, seat: Seat, offer: str) -> str:
        """Answer every offer alike."""
        if self.picky:
            raise EngineUnavailable("media")
        self._must_be_there()
        if self.meanwhile is not None:
            await self.meanwhile()
        self.joined.append((room, seat, offer))
        return f"answer to {offer}"

    async def leave(self, room: str, seat_id: str) -> None:
        """Remember who left."""
        self._must_be_there()
        self.left.append((room, seat_id))

    async def attend(self, room: str, seat: Seat) -> None:
        """Remember how a supervisor takes part."""
        del room
        self._must_be_there()
        self.attended.append(seat)

    async def record(self, room: str, *, wanted: bool) -> None:
        """Begin a file as soon as something is to be recorded, and hold it open."""
        self._must_be_there()
        self.recorded.append(wanted)
        if not wanted:
            self._end_recording(room)
        elif room not in self.writing:
            self.folder.mkdir(parents=True, exist_ok=True)
            path = self.folder / f"{room}-1.mkv"
            self.writing[room] = os.open(path, os.O_CREAT | os.O_WRONLY, 0o600)
            os.write(self.writing[room], BEGINNING)

    async def close(self, room: str) -> Sequence[str]:
        """Remember the room, and write the end of its recording wherever that lies by now."""
        self._must_be_there()
        self.closed.append(room)
        self._end_recording(room)
        return ()

    async def has_place(self, room: str) -> bool:
        """Say what the test wants."""
        del room
        return self.there and self.place

    async def answers(self, room: str) -> bool:
        """Tell whether it is there."""
        del room
        return self.there

    def _end_recording(self, room: str) -> None:
        descriptor = self.writing.pop(room, None)
        if descriptor is not None:
            os.write(descriptor, END)
            os.close(descriptor)

    def _must_be_there(self) -> None:
        if not self.there:
            raise EngineUnavailable("media")


@dataclass
class FakeForms:
    """Fulfil CallForms; keeps what it was told."""

    done: list[tuple[object, ...]] = field(default_factory=list)
    form: dict[str, object] | None = None
    refusal: str | None = None
    history: list[tuple[datetime, str]] = field(default_factory=list)

    async def shown(self, call_id: str, seat: str) -> Mapping[str, object] | None:
        """Return the form."""
        del call_id, seat
        return self.form

    async def lock(self, call_id: str, seat: str, field: str) -> object:
        """Remember it."""
        return self._did("lock", call_id, seat, field)

    async def unlock(self, call_id: str, seat: str, field: str) -> object:
        """Remember it."""
        return self._did("unlock", call_id, seat, field)

    async def set(self, call_id: str, seat: str, field: str, value: str, version: int) -> object:
        """Remember it."""
        return self._did("set", call_id, seat, field, value, version)

    async def choose(self, call_id: str, seat: str, code: str) -> object:
        """Remember it."""
        return self._did("choose", call_id, seat, code)

    async def confirm(self, call_id: str, seat: str, way: str) -> object:
        """Remember it."""
        return self._did("confirm", call_id, seat, way)

    async def unconfirm(self, call_id: str, seat: str) -> object:
        """Remember it."""
        return self._did("unconfirm", call_id, seat)

    async def sign(self, call_id: str, seat: str, png: bytes) -> object:
        """Remember it."""
        return self._did("sign", call_id, seat, png)

    async def submit(self, call_id: str, seat: str, display_name: str) -> object:
        """Give a receipt."""
        self.form = {**(self.form or {}), "number": SUBMITTED}
        return self._did("submit", call_id, seat, display_name)

    async def photographed(self, call_id: str, seat: str, photo_id: str) -> object:
        """Remember it."""
        return self._did("photographed", call_id, seat, photo_id)

    async def edits(self, call_id: str) -> Sequence[tuple[datetime, str]]:
        """Return what the test put there."""
        del call_id
        return self.history

    def _did(self, what: str, call_id: str, *rest: object) -> object:
        del call_id
        if self.refusal is not None:
            raise NotAllowedNow(self.refusal)
        self.done.append((what, *rest))
        return None


@dataclass
class FakeTransfers:
    """Fulfil Transfers by keeping what is asked."""

    asked: list[dict[str, object]] = field(default_factory=list)

    async def transfer(
        self,
        ticket_id: str,
        agent: str,
        *,
        team: str | None,
        to: str | None,
        reason: str,
        summary: str,
    ) -> object:
        """Remember it."""
        self.asked.append(
            {
                "ticket": ticket_id,
                "from": agent,
                "team": team,
                "to": to,
                "reason": reason,
                "summary": summary,
            }
        )
        return None
