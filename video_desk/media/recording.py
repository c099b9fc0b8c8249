"""Writes pictures and voices of a room into one file that plays even if we are killed."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from pathlib import Path

import av
from av.container import OutputContainer
from av.stream import Stream

logger = logging.getLogger(__name__)

MILLISECOND = Fraction(1, 1000)
# What is lost with the process: two seconds that a cluster may take, and half a second for which
# the packets of a silent seat are waited for.
MATROSKA = {
    "cluster_time_limit": "2000",  # milliseconds
    "flush_packets": "1",
    "max_interleave_delta": "500000",  # microseconds
}
WIDTH, HEIGHT = 640, 480  # what pages are asked to send; players look into the pictures themselves
JUMP = 2000.0  # milliseconds between two clocks after which the sender's is taken to be new
SILENT = 1500.0  # milliseconds without a picture after which the last one is repeated
VP8_START = b"\x9d\x01\x2a"  # RFC 6386, section 9.1: follows the tag of a whole picture
CLOCK_RATES = {"audio": 48_000, "video": 90_000}


@dataclass(slots=True)
class Timeline:
    """Turn the RTP timestamps of one stream into milliseconds of the recording."""

    clock_rate: int
    _offset: float = 0.0  # milliseconds of the recording at which the counting began
    _before: int | None = None  # last RTP timestamp; None: the counting begins anew
    _count: int = 0  # RTP ticks since then
    _last: int = -1  # milliseconds

    def at(self, timestamp: int, passed: float) -> int:
        """Return when it belongs; `passed`: seconds since the recording began.

        A stream whose clock jumps (its sender came back) continues where the clock is now.
        """
        if self._before is not None:
            step = (timestamp - self._before + 0x80000000) % 0x100000000 - 0x80000000
            self._count += step
        position = self._offset + self._count * 1000 / self.clock_rate
        if self._before is None or abs(position - passed * 1000) > JUMP:
            self._count, self._offset = 0, passed * 1000
            position = self._offset
        self._before = timestamp
        self._last = max(self._last + 1, int(position))
        return self._last

    def is_silent(self, passed: float) -> bool:
        """Tell whether nothing was written for long."""
        return passed * 1000 - self._last > SILENT

    def moved_on(self, passed: float) -> int:
        """Return the present as a place to write something that nobody sent."""
        self._before = None
        self._last = max(self._last + 1, int(passed * 1000))
        return self._last


@dataclass(slots=True)
class Recording:
    """Be one file with a picture and a voice for each seat."""

    path: Path
    began: float  # monotonic seconds
    codecs: Mapping[str, str]  # seat -> VP8 or H264
    _container: OutputContainer | None = None
    _streams: dict[tuple[str, str], Stream] = field(default_factory=dict)
    _timelines: dict[tuple[str, str], Timeline] = field(default_factory=dict)
    _shown: set[str] = field(default_factory=set)  # seats whose pictures follow on each other
    _whole: dict[str, bytes] = field(default_factory=dict)  # seat -> last whole picture

    def open(self) -> None:
        """Begin the file; the seats are known from here on."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        container = av.open(str(self.path), "w", format="matroska", options=MATROSKA)
        for seat, codec in self.codecs.items():
            video = container.add_mux_stream(
                codec.lower(), rate=30, width=WIDTH, height=HEIGHT, pix_fmt="yuv420p"
            )
            audio = container.add_mux_stream("opus", rate=CLOCK_RATES["audio"])
            for kind, stream in (("video", video), ("audio", audio)):
                stream.time_base = MILLISECOND
                stream.metadata["title"] = f"{seat} {kind}"
                self._streams[seat, kind] = stream
                self._timelines[seat, kind] = Timeline(CLOCK_RATES[kind])
            if codec == "VP8":
                self._whole[seat] = blank_picture()
        self._container = container

    def write(self, seat: str, kind: str, data: bytes, timestamp: int, now: float) -> bool:
        """Write one encoded picture or 20 ms of voice; `now` in monotonic seconds.

        False: the picture cannot be used without a whole one before it; ask for one.
        """
        if self._container is None or (seat, kind) not in self._streams:
            return True
        passed = now - self.began
        self._fill(passed)
        whole = kind == "audio" or is_whole(self.codecs[seat], data)
        if kind == "video":
            if not whole and seat not in self._shown:
                return False
            self._shown.add(seat)
            if whole:
                self._whole[seat] = data
        at = self._timelines[seat, kind].at(timestamp, passed)
        self._mux(seat, kind, data, at, whole=whole)
        return True

    def _fill(self, passed: float) -> None:
        """Repeat the last picture of whoever sends none.

        libavformat holds everything back until every VP8 stream has something to write.
        """
        for seat, picture in self._whole.items():
            timeline = self._timelines[seat, "video"]
            if self.codecs[seat] == "VP8" and timeline.is_silent(passed):
                self._shown.discard(seat)
                self._mux(seat, "video", picture, timeline.moved_on(passed), whole=True)

    def _mux(self, seat: str, kind: str, data: bytes, at: int, *, whole: bool) -> None:
        assert self._container is not None
        packet = av.Packet(data)
        packet.stream, packet.time_base = self._streams[seat, kind], MILLISECOND
        packet.pts = packet.dts = at
        packet.is_keyframe = whole
        self._container.mux(packet)

    def close(self) -> None:
        """End the file."""
        if self._container is not None:
            self._container.close()
            self._container = None


@cache
def blank_picture() -> bytes:
    """Return a grey VP8 picture, for who has not been seen yet."""
    encoder = av.CodecContext.create("libvpx", "w")
    assert isinstance(encoder, av.VideoCodecContext)
    encoder.width, encoder.height, encoder.pix_fmt = WIDTH, HEIGHT, "yuv420p"
    encoder.time_base = MILLISECOND
    frame = av.VideoFrame(WIDTH, HEIGHT, "yuv420p")
    for plane in frame.planes:
        plane.update(bytes([128]) * plane.buffer_size)
    frame.pts = 0
    (packet,) = [*encoder.encode(frame), *encoder.encode(None)]
    return bytes(packet)


def is_whole(codec: str, picture: bytes) -> bool:
    """Tell whether a picture can be shown without those before it.

    VP8: RFC 6386, section 9.1, bit 0 of the frame tag and the start code; the rest of a picture
    whose beginning was sent before we listened has no start code. H.264: there is an IDR slice
    (type 5).
    """
    if codec == "VP8":
        return picture[3:6] == VP8_START and not picture[0] & 1
    return any(
        unit and unit[0] & 0x1F == 5
        for unit in picture.replace(b"\0\0\0\1", b"\0\0\1").split(b"\0\0\1")
    )
