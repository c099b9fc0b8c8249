"""Starts a real Janus with the configuration that we ship, and gives pages that call through it."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
from aiortc import RTCBundlePolicy, RTCConfiguration, RTCPeerConnection, RTCSessionDescription

from tests.ports import free_port
from tests.video_desk.media.peers import Peer, Picture, Tone
from video_desk.janus import JanusServer
from video_desk.media.places import Attention, Role, Seat

SHIPPED = Path(__file__).resolve().parents[2] / "conf" / "janus"
SECRET = "only-for-this-test"
CONFIGURATION = RTCConfiguration(iceServers=[], bundlePolicy=RTCBundlePolicy.MAX_BUNDLE)


@dataclass
class Page(Peer):
    """Be a page with the two connections that Janus needs.

    A browser's first one offers three pairs, of which Janus rejects two; aiortc takes no answer
    that rejects anything, so this one offers the first pair only.
    """

    server: JanusServer | None = None
    _second: RTCPeerConnection | None = None

    async def join(self, room: str) -> None:
        """Take the seat: bring a stream, then see the others."""
        assert self.server is not None
        self._connection = RTCPeerConnection(CONFIGURATION)
        self._connection.addTransceiver(Tone(), "sendrecv")
        self._connection.addTransceiver(Picture(self.grey), "sendrecv")
        await self._connection.setLocalDescription(await self._connection.createOffer())
        offer = self._connection.localDescription.sdp
        answer = await self.server.join(room, self.place, offer)
        await self._connection.setRemoteDescription(RTCSessionDescription(answer, "answer"))
        shown = await self.server.viewing(room, self.seat)
        assert shown is not None
        self._second = RTCPeerConnection(CONFIGURATION)
        await self._second.setRemoteDescription(RTCSessionDescription(shown, "offer"))
        await self._second.setLocalDescription(await self._second.createAnswer())
        await self.server.view(room, self.seat, self._second.localDescription.sdp)
        for index, transceiver in enumerate(self._second.getTransceivers()):
            track = transceiver.receiver.track
            assert track is not None
            self._tasks.append(asyncio.create_task(self._watch(index // 2, track)))

    async def sees(self, place: int, grey: float, within: float = 15.0) -> None:
        """Wait until a place shows that brightness."""
        async with asyncio.timeout(within):
            while abs(self.greys.get(place, -99) - grey) > 12:
                self.news.clear()
                await self.news.wait()

    @property
    def place(self) -> Seat:
        """Return the seat as the engine knows it."""
        return Seat(self.seat, Role(self.role), Attention(self.attention))

    async def fall_silent(self) -> None:
        """Send nothing more, and keep the connection."""
        assert self._connection is not None
        for sender in self._connection.getSenders():
            sender.replaceTrack(None)

    async def leave(self) -> None:
        """Close the page."""
        await super().leave()
        if self._second is not None:
            await self._second.close()


@dataclass
class Janus:
    """Hold a running Janus and where it records."""

    url: str
    configuration: Path
    recordings: Path
    engine: JanusServer
    http: httpx.AsyncClient
    pages: list[Page] = field(default_factory=list)
    process: asyncio.subprocess.Process | None = None

    def page(self, seat: str, role: str, grey: int, attention: str = "barge") -> Page:
        """Return somebody's page, not yet in a room."""
        page = Page(seat, role, grey, self.http, attention, server=self.engine)
        self.pages.append(page)
        return page

    async def start(self) -> None:
        """Start it, and wait until it answers."""
        self.process = await asyncio.create_subprocess_exec(
            *("janus", "-F", str(self.configuration), "-L", str(self.configuration / "janus.log")),
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
        async with asyncio.timeout(20):
            while True:
                try:
                    await self.http.get(f"{self.url}/info")
                    return
                except httpx.TransportError:
                    await asyncio.sleep(0.05)

    async def kill(self) -> None:
        """Kill it, as a crash would."""
        assert self.process is not None
        os.kill(self.process.pid, signal.SIGKILL)
        await self.process.wait()


@pytest.fixture
async def janus(tmp_path: Path) -> AsyncIterator[Janus]:
    """Be a running Janus."""
    if shutil.which("janus") is None or shutil.which("janus-pp-rec") is None:
        pytest.skip("Janus is not installed: apt-get install janus janus-tools")
    configuration, recordings = tmp_path / "conf", tmp_path / "recordings"
    recordings.mkdir()
    url = configured(configuration)
    async with httpx.AsyncClient() as http:
        engine = JanusServer(url, SECRET, recordings)
        running = Janus(url, configuration, recordings, engine, http)
        await running.start()
        yield running
        for page in running.pages:
            await page.leave()
        await engine.aclose()
        if running.process is not None and running.process.returncode is None:
            running.process.terminate()
            await running.process.wait()


def configured(folder: Path) -> str:
    """Put the shipped configuration there, with our secret and a free port; return the address."""
    port = free_port()
    shutil.copytree(SHIPPED, folder)
    for path in folder.iterdir():
        text = path.read_text("utf-8").replace("CHANGE-ME", SECRET)
        path.write_text(text.replace("port = 8088", f"port = {port}"), "utf-8")
    return f"http://127.0.0.1:{port}/janus"
