"""Makes two-party calls through a media process and counts what arrives: nothing is decoded.

Run by bench/video_media.py in a process of its own, so that its work is not counted.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import av
import httpx
import numpy as np
from aiortc import (
    MediaStreamTrack,
    RTCBundlePolicy,
    RTCConfiguration,
    RTCPeerConnection,
    RTCSessionDescription,
)
from aiortc.rtp import RtpPacket
from av.packet import Packet
from av.stream import Stream

from video_desk.media import aiortc_seam

FPS, WIDTH, HEIGHT, BITS = 20, 640, 480, 700_000
MARK = b"TS"  # before eight bytes of milliseconds at the end of a picture
SECONDS_ENCODED = 6


def encoded_pictures() -> list[bytes]:
    """Return some seconds of VP8 that look like a person before a quiet wall."""
    encoder = av.CodecContext.create("libvpx", "w")
    assert isinstance(encoder, av.VideoCodecContext)
    encoder.width, encoder.height, encoder.pix_fmt = WIDTH, HEIGHT, "yuv420p"
    encoder.time_base, encoder.bit_rate = Fraction(1, FPS), BITS
    encoder.options = {"deadline": "realtime", "cpu-used": "8", "lag-in-frames": "0"}
    noise = np.random.default_rng(7)
    wall = noise.integers(90, 130, (HEIGHT, WIDTH, 3), dtype=np.uint8)
    packets: list[bytes] = []
    for number in range(FPS * SECONDS_ENCODED):
        image = wall.copy()
        left = 200 + int(60 * np.sin(number / 6))
        image[120:400, left : left + 200] = noise.integers(60, 200, (280, 200, 1), dtype=np.uint8)
        frame = av.VideoFrame.from_ndarray(image, "rgb24")
        frame.pts = number
        packets += [bytes(packet) for packet in encoder.encode(frame)]
    return packets


def encoded_voice() -> list[bytes]:
    """Return some seconds of Opus in pieces of 20 ms."""
    encoder = av.CodecContext.create("libopus", "w")
    assert isinstance(encoder, av.AudioCodecContext)
    encoder.sample_rate, encoder.layout, encoder.format = 48_000, "mono", "s16"
    encoder.bit_rate = 32_000
    noise = np.random.default_rng(7)
    packets: list[bytes] = []
    for number in range(50 * SECONDS_ENCODED):
        wave = noise.normal(0, 3000, 960).astype(np.int16).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(wave, "s16", "mono")
        frame.sample_rate, frame.pts = 48_000, number * 960
        packets += [bytes(packet) for packet in encoder.encode(frame)]
    return packets


class Encoded(MediaStreamTrack):
    """Send what was encoded before, again and again, each piece when it is due."""

    def __init__(self, kind: str, pieces: Sequence[bytes], every: float, ticks: int) -> None:
        """Take the pieces, their distance in seconds and in ticks of the RTP clock."""
        super().__init__()
        self.kind = kind
        self._pieces, self._every, self._ticks = pieces, every, ticks
        self._number, self._began = 0, time.monotonic()

    async def recv(self) -> Packet[Stream]:
        """Return the next piece; a picture ends with the time at which it left."""
        due = self._began + self._number * self._every
        await asyncio.sleep(max(0.0, due - time.monotonic()))
        data = self._pieces[self._number % len(self._pieces)]
        if self.kind == "video":
            data += MARK + int(time.monotonic() * 1000).to_bytes(8, "big")
        packet: Packet[Stream] = Packet(data)
        packet.pts, packet.time_base = (
            self._number * self._ticks,
            Fraction(1, round(self._ticks / self._every)),
        )
        self._number += 1
        return packet


@dataclass
class Caller:
    """Be one side of one call."""

    http: httpx.AsyncClient
    room: str
    role: str
    pictures: int = 0
    voices: int = 0
    delays: list[float] = field(default_factory=list)  # milliseconds
    first_picture: float | None = None  # seconds after joining
    _connection: RTCPeerConnection | None = None
    _joined: float = 0.0

    async def join(self, pictures: Sequence[bytes], voice: Sequence[bytes]) -> None:
        """Call."""
        self._joined = time.monotonic()
        connection = RTCPeerConnection(
            RTCConfiguration(iceServers=[], bundlePolicy=RTCBundlePolicy.MAX_BUNDLE)
        )
        self._connection = connection
        connection.addTransceiver(Encoded("audio", voice, 0.02, 960), "sendrecv")
        connection.addTransceiver(Encoded("video", pictures, 1 / FPS, 90_000 // FPS), "sendrecv")
        await connection.setLocalDescription(await connection.createOffer())
        body = {"role": self.role, "sdp": connection.localDescription.sdp}
        answer = await self.http.post(f"/rooms/{self.room}/seats/{self.role}", json=body)
        answer.raise_for_status()
        await connection.setRemoteDescription(RTCSessionDescription(answer.json()["sdp"], "answer"))
        for transceiver in connection.getTransceivers():
            reporting = aiortc_seam.Reporting(transceiver.receiver.transport)
            incoming = aiortc_seam.Incoming(transceiver.receiver, transceiver.kind, reporting)
            incoming.sinks["count"] = self._count

    def begin(self) -> None:
        """Forget what was counted so far."""
        self.pictures, self.voices, self.delays = 0, 0, []

    async def hang_up(self) -> None:
        """End the call."""
        if self._connection is not None:
            await self._connection.close()

    async def _count(self, packet: RtpPacket, incoming: aiortc_seam.Incoming) -> None:
        if incoming.kind == "audio":
            self.voices += 1
            return
        if not packet.marker:  # RFC 7741, section 4.1: the last packet of a picture
            return
        if self.first_picture is None:
            self.first_picture = time.monotonic() - self._joined
        self.pictures += 1
        if packet.payload[-10:-8] == MARK:
            left = int.from_bytes(packet.payload[-8:], "big")
            self.delays.append(time.monotonic() * 1000 - left)


async def main() -> None:
    """Call, measure, print one JSON object."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--socket", type=Path, required=True)
    parser.add_argument("--calls", type=int, required=True)
    parser.add_argument("--seconds", type=float, required=True)
    options = parser.parse_args()
    aiortc_seam.install()
    pictures, voice = encoded_pictures(), encoded_voice()
    transport = httpx.AsyncHTTPTransport(uds=str(options.socket))
    async with httpx.AsyncClient(
        transport=transport, base_url="http://media", timeout=30.0
    ) as http:
        callers = [
            Caller(http, f"call{number}", role)
            for number in range(options.calls)
            for role in ("citizen", "agent")
        ]
        for caller in callers:
            await caller.join(pictures, voice)
        await asyncio.sleep(3.0)
        before = (await http.get("/load")).json()
        for caller in callers:
            caller.begin()
        began = time.monotonic()
        await asyncio.sleep(options.seconds)
        passed = time.monotonic() - began
        after = (await http.get("/load")).json()
        delays = sorted(delay for caller in callers for delay in caller.delays)
        firsts = sorted(c.first_picture for c in callers if c.first_picture is not None)
        result = {
            "fps": sum(caller.pictures for caller in callers) / passed / len(callers),
            "voices": sum(caller.voices for caller in callers) / passed / len(callers),
            "delay_p50": delays[len(delays) // 2] if delays else None,
            "delay_p95": delays[int(len(delays) * 0.95)] if delays else None,
            "first_p95": firsts[int(len(firsts) * 0.95)] if firsts else None,
            "cpu": (after["cpu_seconds"] - before["cpu_seconds"]) / passed,
            "megabytes": after["megabytes"],
        }
        for caller in callers:
            await caller.hang_up()
    print(json.dumps(result))


if __name__ == "__main__":
    asyncio.run(main())
