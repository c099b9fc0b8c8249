"""Is one room: who sits in it, whose packets go to whom, and its recording."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
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
from video_desk.media.caption_tap import CaptionTap
from video_desk.media.places import PLACES, SILENT, Seat, placed, placing
from video_desk.media.recording import Recording

logger = logging.getLogger(__name__)

RECORDED = ("citizen", "agent", "family")
GUESSED = "VP8"  # the codec of pictures that have not come yet: what pages are asked to send
SILENT_AFTER = 6.0  # seconds without a packet; who only hears reports every five
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
    told: dict[int, str] | None = None  # what of it was told
    state: str = "new"  # what was told of the connection
    received: tuple[int, float] = (0, 0.0)  # bytes, and the monotonic second of the last ones
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
        self.voices = CaptionTap()
        self._seats: dict[str, Occupied] = {}
        self._recording: Recording | None = None
        self._is_wanted = False  # a recording
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
        before = self._seats.get(seat.id)
        self._seats[seat.id] = occupied
        self.emptied_at = None
        occupied.reports = asyncio.create_task(reporting.run(), name=f"arrivals {self.name}")
        for kind, incoming in occupied.incoming.items():
            incoming.sinks["recording"] = self._record(occupied, kind)
        occupied.incoming["audio"].sinks["captions"] = self.voices.sink(seat.id)
        connection.on("connectionstatechange", lambda: self._state_changed(occupied))
        await self._place_everybody()
        if before is not None:
            await _let_go(before)
        return connection.localDescription.sdp

    async def leave(self, seat_id: str) -> None:
        """Take the seat's connection down; do nothing if nobody sits there."""
        occupied = self._seats.pop(seat_id, None)
        if occupied is None:
            return
        await self._place_everybody()
        await _let_go(occupied)
        if not self._seats:
            self.emptied_at = time.monotonic()

    async def attend(self, seat: Seat) -> None:
        """Let a supervisor take part in another way."""
        if seat.id in self._seats:
            self._seats[seat.id].seat = seat
            await self._place_everybody()

    def record(self, wanted: bool) -> None:
        """Begin or end the recording."""
        self._is_wanted = wanted
        if not wanted:
            self._end_recording()

    def look(self, now: float) -> None:
        """Tell of who fell silent, or is heard of again; `now` in monotonic seconds."""
        for occupied in self._seats.values():
            if occupied.connection.connectionState == "connected":
                received = occupied.reporting.received
                if received != occupied.received[0]:
                    occupied.received = received, now
                silent = now - occupied.received[1] > SILENT_AFTER
                self._tell(occupied, SILENT if silent else "connected")

    def news(self) -> Sequence[tuple[str, str]]:
        """Return how it stands now: (seat, what would have been told of it)."""
        standing = [(seat_id, occupied.state) for seat_id, occupied in self._seats.items()]
        return standing + [(seat_id, placing(o.shown)) for seat_id, o in self._seats.items()]

    async def close(self) -> None:
        """End the recording at once, so that nobody waits for it, and let everybody go."""
        self.record(wanted=False)
        for seat_id in list(self._seats):
            await self.leave(seat_id)
        self.voices.close()

    async def _place_everybody(self) -> None:
        seats = [occupied.seat for occupied in self._seats.values()]
        for occupied in self._seats.values():
            occupied.shown = placed(occupied.seat, seats, occupied.shown)
            for place, outgoing in enumerate(occupied.outgoing):
                shown = self._seats.get(occupied.shown.get(place, ""))
                for kind, stream in outgoing.items():
                    await stream.show(shown.incoming[kind] if shown is not None else None)
            if occupied.shown != occupied.told:
                occupied.told = dict(occupied.shown)
                self._changed(self.name, occupied.seat.id, placing(occupied.shown))

    def _record(self, occupied: Occupied, kind: str) -> Sink:
        async def write(packet: RtpPacket, incoming: Incoming) -> None:
            if self._is_wanted:
                await self._write(occupied, kind, packet, incoming)

        return write

    async def _write(
        self, occupied: Occupied, kind: str, packet: RtpPacket, incoming: Incoming
    ) -> None:
        """Write a packet into the recording, which begins with the first one."""
        seat, recording = occupied.seat.id, self._recording
        guessed = recording.codecs.get(seat, incoming.codec) if recording is not None else ""
        if recording is None or (kind == "video" and guessed != incoming.codec):
            recording = await self._begin_recording()
        now = time.monotonic()
        if kind == "audio":
            recording.write(seat, kind, packet.payload, packet.timestamp, now)
            return
        picture = occupied.frames.add(packet, incoming.codec)
        if picture is not None and not recording.write(seat, kind, *picture, now):
            await incoming.ask_for_picture()

    async def _begin_recording(self) -> Recording:
        """Begin a file; a stream's codec stands at its beginning, so another one needs another."""
        self._end_recording()
        path = self._fresh_path()
        sent = {seat_id: o.incoming["video"].codec for seat_id, o in self._seats.items()}
        codecs = {seat_id: sent.get(seat_id) or GUESSED for seat_id in RECORDED}
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
        if self._seats.get(occupied.seat.id) is occupied:
            self._tell(occupied, occupied.connection.connectionState)

    def _tell(self, occupied: Occupied, state: str) -> None:
        if state != occupied.state:
            occupied.state = state
            self._changed(self.name, occupied.seat.id, state)


async def _let_go(occupied: Occupied) -> None:
    """Take a connection down, which nobody's place shows any more."""
    for place in occupied.outgoing:
        for outgoing in place.values():
            await outgoing.stop()
    if occupied.reports is not None:
        occupied.reports.cancel()
    await occupied.connection.close()


def _pairs(transceivers: list[RTCRtpTransceiver]) -> list[dict[str, RTCRtpTransceiver]]:
    """Return the offered audio and video in pairs, at most as many as a page has places."""
    audio = [t for t in transceivers if t.kind == "audio"][:PLACES]
    video = [t for t in transceivers if t.kind == "video"][:PLACES]
    if not audio or len(audio) != len(video):
        raise ValueError("the offer must hold audio and video in pairs")
    return [{"audio": a, "video": v} for a, v in zip(audio, video, strict=True)]
