"""Starts a real media process and gives a client of its socket."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.video_desk.media.peers import Peer

ROOT = Path(__file__).resolve().parents[3]


@dataclass
class Media:
    """Hold the process, a client and where it records."""

    process: asyncio.subprocess.Process
    http: httpx.AsyncClient
    folder: Path
    peers: list[Peer]

    def peer(
        self, seat: str, role: str, grey: int, attention: str = "barge", *, camera: bool = True
    ) -> Peer:
        """Return somebody's page, not yet in a room."""
        self.peers.append(Peer(seat, role, grey, self.http, attention, camera))
        return self.peers[-1]

    async def kill(self) -> None:
        """Kill it, as a crash would."""
        os.kill(self.process.pid, signal.SIGKILL)
        await self.process.wait()


@pytest.fixture
async def media(tmp_path: Path) -> AsyncIterator[Media]:
    """Be a running media process."""
    socket, folder = tmp_path / "run" / "media.sock", tmp_path / "recordings"
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "video_desk.media"),
        *("--socket", str(socket), "--folder", str(folder)),
        cwd=ROOT,
    )
    transport = httpx.AsyncHTTPTransport(uds=str(socket))
    async with httpx.AsyncClient(transport=transport, base_url="http://media") as http:
        async with asyncio.timeout(30):
            while True:
                try:
                    await http.get("/load")
                    break
                except httpx.TransportError:
                    await asyncio.sleep(0.05)
        running = Media(process, http, folder, [])
        yield running
        for peer in running.peers:
            await peer.leave()
    if process.returncode is None:
        process.terminate()
        await process.wait()
