"""Is one room: who sits in it, whose packets go to whom, and its recording."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from aiortc import (
    RTCBundlePolicy,
    RTCConfiguration,
    RTCPeerConnection,
    RTCRtpTransceiver,
    RTCSessionDescription,
)
from aiortc.rtp import RtpPacket

from video_desk.media.aiortc_seam import (
    Frames,
    Incoming,
    Outgoing,
    Reporting,
    Sink,
    prefer_vp8,
)
from video_desk.media.places import PLACES, Seat, placed
from video_desk.media.recording import Recording

logger = logging.getLogger(__name__)

RECORD_WITH = 2  # so many seats must send pictures before a recording begins
RECORDED = ("citizen", "agent", "family")
WAIT_FOR_OTHERS = 5.0  # seconds; then it begins with who is there
Changed = Callable[[str, str, str], None]  # room, seat, what happened


@dataclass(slots=True)
class Occupied:
    """Be a seat with the connection of whoever sits in it."""

    seat: Seat
    connection: RTCPeerConnection
    reporting: Reporting
    incoming: dict[str, Incoming]  # by kind
    outgoing: list[dict[str, Outgoing]]  # by place, then by kind
    shown: dict[int, str] = field(default_factory=dict)  # place -> seat id
    frames: Frames = field(default_factory=Frames)
    reports: asyncio.Task[None] | None = None


class Room:
    """Let the people of one case see and hear one another."""

    def __init__(self, name: str, folder: Path, changed: Changed) -> None:
        """Take a name, where recordings go, and whom to tell what happens."""
        self.name = name
        self.emptied_at: float | None = time.monotonic()  # None while somebody sits here
        self._folder = folder
        self._changed = changed
        self._seats: dict[str, Occupied] = {}
        self._recording: Recording | None = None
        self._wanted_since: float | None = None  # monotonic; a recording is wanted since then
        self._files: list[Path] = []

    @property
    def seats(self) -> dict[str, Occupied]:
        """Return who sits here, by seat id."""
        return dict(self._seats)

    @property
    def files(self) -> tuple[Path, ...]:
        """Return the recordings so far."""
        return tuple(self._files)

    async def join(self, seat: Seat, offer: str) -> str:
        """Give the seat to whoever made this SDP offer, and return the SDP answer.

        The page offers three pairs of audio and video: the first to send and receive, the others
        to receive. Whoever held the seat before (the same person, reconnecting) is let go.
        """
        connection = RTCPeerConnection(
            RTCConfiguration(iceServers=[], bundlePolicy=RTCBundlePolicy.MAX_BUNDLE)
        )
        await connection.setRemoteDescription(RTCSessionDescription(offer, "offer"))
        prefer_vp8(connection.getTransceivers())
        pairs = _pairs(connection.getTransceivers())
        first = pairs[0]
        reporting = Reporting(first["audio"].receiver.transport)
        occupied = Occupied(
            seat=seat,
            connection=connection,
            reporting=reporting,
            incoming={
                kind: Incoming(first[kind].receiver, kind, reporting) for kind in ("audio", "video")
            },
            outgoing=[{kind: Outgoing(pair[kind]) for kind in pair} for pair in pairs],
        )
        for place, pair in enumerate(pairs):
            for transceiver in pair.values():
                transceiver.direction = "sendrecv" if place == 0 else "sendonly"
        answer = await connection.createAnswer()
        await connection.setLocalDescription(answer)
        await self.leave(seat.id)
        self._seats[seat.id] = occupied
        self.emptied_at = None
        occupied.reports = asyncio.create_task(reporting.run(), name=f"arrivals {self.name}")
        for kind, incoming in occupied.incoming.items():
            incoming.sinks["recording"] = self._record(occupied, kind)
        connection.on("connectionstatechange", lambda: self._state_changed(occupied))
        await self._place_everybody()
        return connection.localDescription.sdp

    async def leave(self, seat_id: str) -> None:
        """Take the seat's connection down; do nothing if nobody sits there."""
        occupied = self._seats.pop(seat_id, None)
        if occupied is None:
            return
        for place in occupied.outgoing:
            for outgoing in place.values():
                await outgoing.stop()
        if occupied.reports is not None:
            occupied.reports.cancel()
        await self._place_everybody()
        await occupied.connection.close()
        if not self._seats:
            self.emptied_at = time.monotonic()

    async def attend(self, seat: Seat) -> None:
        """Let a supervisor take part in another way."""
        if seat.id in self._seats:
            self._seats[seat.id].seat = seat
            await self._place_everybody()

    def record(self, wanted: bool) -> None:
        """Begin or end the recording."""
        if wanted and self._wanted_since is None:
            self._wanted_since = time.monotonic()
        elif not wanted:
            self._wanted_since = None
            self._end_recording()

    async def close(self) -> None:
        """Let everybody go and end the recording."""
        for seat_id in list(self._seats):
            await self.leave(seat_id)
        self.record(wanted=False)

    async def _place_everybody(self) -> None:
        seats = [occupied.seat for occupied in self._seats.values()]
        for occupied in self._seats.values():
            occupied.shown = placed(occupied.seat, seats, occupied.shown)
            for place, outgoing in enumerate(occupied.outgoing):
                shown = self._seats.get(occupied.shown.get(place, ""))
                for kind, stream in outgoing.items():
                    await stream.show(shown.incoming[kind] if shown is not None else None)

    def _record(self, occupied: Occupied, kind: str) -> Sink:
        async def write(packet: RtpPacket, incoming: Incoming) -> None:
            recording = await self._due_recording()
            if recording is None:
                return
            now = time.monotonic()
            if kind == "audio":
                recording.write(occupied.seat.id, kind, packet.payload, packet.timestamp, now)
                return
            picture = occupied.frames.add(packet, incoming.codec)
            if picture is not None and not recording.write(occupied.seat.id, kind, *picture, now):
                await incoming.ask_for_picture()

        return write

    async def _due_recording(self) -> Recording | None:
        """Return the recording, begun now if it is wanted and enough is known."""
        if self._recording is not None or self._wanted_since is None:
            return self._recording
        known = {
            seat_id: occupied.incoming["video"].codec
            for seat_id, occupied in self._seats.items()
            if occupied.incoming["video"].codec
        }
        waited = time.monotonic() - self._wanted_since
        if not known or (len(known) < RECORD_WITH and waited < WAIT_FOR_OTHERS):
            return None
        path = self._fresh_path()
        codecs = dict.fromkeys(RECORDED, "VP8") | {k: v for k, v in known.items() if k in RECORDED}
        self._recording = Recording(path, time.monotonic(), codecs)
        self._recording.open()
        self._files.append(path)
        for occupied in self._seats.values():
            await occupied.incoming["video"].ask_for_picture()
        return self._recording

    def _fresh_path(self) -> Path:
        """Return where nothing is: a process before us may have recorded this very call."""
        number = 1
        while (path := self._folder / f"{self.name}-{number}.mkv").exists():
            number += 1
        return path

    def _end_recording(self) -> None:
        if self._recording is not None:
            self._recording.close()
            self._recording = None

    def _state_changed(self, occupied: Occupied) -> None:
        state = occupied.connection.connectionState
        if self._seats.get(occupied.seat.id) is occupied:
            self._changed(self.name, occupied.seat.id, state)


def _pairs(transceivers: list[RTCRtpTransceiver]) -> list[dict[str, RTCRtpTransceiver]]:
    """Return the offered audio and video in pairs, at most as many as a page has places."""
    audio = [t for t in transceivers if t.kind == "audio"][:PLACES]
    video = [t for t in transceivers if t.kind == "video"][:PLACES]
    if not audio or len(audio) != len(video):
        raise ValueError("the offer must hold audio and video in pairs")
    return [{"audio": a, "video": v} for a, v in zip(audio, video, strict=True)]
