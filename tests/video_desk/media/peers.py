"""Is a page without a browser: sends a coloured picture and a tone, counts what comes back."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from dataclasses import dataclass, field
from fractions import Fraction

import httpx
import numpy as np
from aiortc import (
    MediaStreamTrack,
    RTCBundlePolicy,
    RTCConfiguration,
    RTCPeerConnection,
    RTCSessionDescription,
)
from aiortc.mediastreams import MediaStreamError
from av import AudioFrame, VideoFrame
from av.frame import Frame

FPS, RATE = 15, 48_000


class Picture(MediaStreamTrack):
    """Be a camera that sees one grey."""

    kind = "video"

    def __init__(self, grey: int) -> None:
        """Take the brightness, 0..255."""
        super().__init__()
        self._pixels = np.full((240, 320, 3), grey, np.uint8)
        self._number = 0
        self._began = time.monotonic()

    async def recv(self) -> Frame:
        """Return the next picture when it is due."""
        await asyncio.sleep(max(0.0, self._began + self._number / FPS - time.monotonic()))
        frame = VideoFrame.from_ndarray(self._pixels, "rgb24")
        frame.pts, frame.time_base = self._number * 90_000 // FPS, Fraction(1, 90_000)
        self._number += 1
        return frame


class Tone(MediaStreamTrack):
    """Be a microphone that hears 440 Hz."""

    kind = "audio"

    def __init__(self) -> None:
        """Begin at zero."""
        super().__init__()
        self._number = 0
        self._began = time.monotonic()

    async def recv(self) -> Frame:
        """Return the next 20 ms when they are due."""
        await asyncio.sleep(max(0.0, self._began + self._number * 0.02 - time.monotonic()))
        at = (np.arange(RATE // 50) + self._number * RATE // 50) / RATE
        wave = (np.sin(2 * np.pi * 440 * at) * 8000).astype(np.int16)
        frame = AudioFrame.from_ndarray(wave.reshape(1, -1), "s16", "mono")
        frame.sample_rate, frame.time_base = RATE, Fraction(1, RATE)
        frame.pts = self._number * RATE // 50
        self._number += 1
        return frame


@dataclass
class Peer:
    """Be one person's page."""

    seat: str
    role: str
    grey: int
    http: httpx.AsyncClient
    attention: str = "barge"
    has_camera: bool = True
    frames: Counter[str] = field(default_factory=Counter)  # "<place> <kind>"
    news: asyncio.Event = field(default_factory=asyncio.Event)  # set with every frame
    greys: dict[int, float] = field(default_factory=dict)  # place -> brightness last seen
    _connection: RTCPeerConnection | None = None
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)

    async def join(self, room: str) -> None:
        """Take the seat."""
        connection = RTCPeerConnection(
            RTCConfiguration(iceServers=[], bundlePolicy=RTCBundlePolicy.MAX_BUNDLE)
        )
        self._connection = connection
        connection.addTransceiver(Tone(), "sendrecv")
        connection.addTransceiver(Picture(self.grey) if self.has_camera else "video", "sendrecv")
        for _ in range(2):
            connection.addTransceiver("audio", "recvonly")
            connection.addTransceiver("video", "recvonly")
        await connection.setLocalDescription(await connection.createOffer())
        body = {
            "role": self.role,
            "attention": self.attention,
            "sdp": connection.localDescription.sdp,
        }
        answer = await self.http.post(f"/rooms/{room}/seats/{self.seat}", json=body)
        assert answer.status_code == 200, answer.text
        await connection.setRemoteDescription(RTCSessionDescription(answer.json()["sdp"], "answer"))
        for index, transceiver in enumerate(connection.getTransceivers()):
            track = transceiver.receiver.track
            if track is not None:
                self._tasks.append(asyncio.create_task(self._watch(index // 2, track)))

    async def seen(self, place: int, kind: str, frames: int, within: float = 15.0) -> None:
        """Wait until so many frames came in a place."""
        async with asyncio.timeout(within):
            while self.frames[f"{place} {kind}"] < frames:
                self.news.clear()
                await self.news.wait()

    async def leave(self) -> None:
        """Close the page."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._connection is not None:
            await self._connection.close()

    async def _watch(self, place: int, track: MediaStreamTrack) -> None:
        try:
            while True:
                frame = await track.recv()
                self.frames[f"{place} {track.kind}"] += 1
                self.news.set()
                if isinstance(frame, VideoFrame):
                    self.greys[place] = float(frame.to_ndarray(format="gray").mean())
        except MediaStreamError:
            return
