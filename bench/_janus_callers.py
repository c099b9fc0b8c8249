"""Makes two-party calls through a Janus server and counts what arrives: nothing is decoded.

Run by bench/video_janus.py in a process of its own, so that its work is not counted.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx
from aiortc import RTCBundlePolicy, RTCConfiguration, RTCPeerConnection, RTCSessionDescription

from bench._video_callers import FPS, Caller, Encoded, encoded_pictures, encoded_voice
from video_desk.janus import JanusServer
from video_desk.media import aiortc_seam
from video_desk.media.places import Role, Seat

CONFIGURATION = RTCConfiguration(iceServers=[], bundlePolicy=RTCBundlePolicy.MAX_BUNDLE)


@dataclass
class JanusCaller(Caller):
    """Be one side of one call, with the two connections that Janus needs."""

    server: JanusServer | None = None
    _second: RTCPeerConnection | None = None

    async def join(self, pictures: Sequence[bytes], voice: Sequence[bytes]) -> None:
        """Call."""
        assert self.server is not None
        self._joined = time.monotonic()
        first, second = RTCPeerConnection(CONFIGURATION), RTCPeerConnection(CONFIGURATION)
        self._connection, self._second = first, second
        first.addTransceiver(Encoded("audio", voice, 0.02, 960), "sendonly")
        first.addTransceiver(Encoded("video", pictures, 1 / FPS, 90_000 // FPS), "sendonly")
        await first.setLocalDescription(await first.createOffer())
        seat = Seat(self.role, Role(self.role))
        answer = await self.server.join(self.room, seat, first.localDescription.sdp)
        await first.setRemoteDescription(RTCSessionDescription(answer, "answer"))
        shown = await self.server.viewing(self.room, self.role)
        assert shown is not None
        await second.setRemoteDescription(RTCSessionDescription(shown, "offer"))
        await second.setLocalDescription(await second.createAnswer())
        for transceiver in second.getTransceivers():
            reporting = aiortc_seam.Reporting(transceiver.receiver.transport)
            incoming = aiortc_seam.Incoming(transceiver.receiver, transceiver.kind, reporting)
            incoming.sinks["count"] = self._count
        await self.server.view(self.room, self.role, second.localDescription.sdp)

    async def hang_up(self) -> None:
        """End the call."""
        await super().hang_up()
        if self._second is not None:
            await self._second.close()


def cpu_seconds(process: int) -> float:
    """Return the processor seconds that a process has used."""
    fields = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / 100  # ticks; proc(5)


def megabytes(process: int) -> float:
    """Return the resident memory of a process."""
    return int(Path(f"/proc/{process}/statm").read_text("ascii").split()[1]) * 4096 / 1e6


async def main() -> None:
    """Call, measure, print one JSON object."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--url", required=True)
    parser.add_argument("--secret", required=True)
    parser.add_argument("--recordings", type=Path, required=True)
    parser.add_argument("--recorded", action="store_true")
    parser.add_argument("--process", type=int, required=True)
    parser.add_argument("--calls", type=int, required=True)
    parser.add_argument("--seconds", type=float, required=True)
    options = parser.parse_args()
    aiortc_seam.install()
    pictures, voice = encoded_pictures(), encoded_voice()
    server = JanusServer(options.url, options.secret, options.recordings)
    empty = megabytes(options.process)
    callers, http = [], httpx.AsyncClient()
    for number in range(options.calls):
        await server.record(f"call{number}", wanted=options.recorded)
        for role in ("citizen", "agent"):
            callers.append(JanusCaller(http, f"call{number}", role, server=server))
    for caller in callers:
        await caller.join(pictures, voice)
    await asyncio.sleep(3.0)
    used, began = cpu_seconds(options.process), time.monotonic()
    for caller in callers:
        caller.begin()
    await asyncio.sleep(options.seconds)
    passed = time.monotonic() - began
    delays = sorted(delay for caller in callers for delay in caller.delays)
    firsts = sorted(c.first_picture for c in callers if c.first_picture is not None)
    result = {
        "fps": sum(caller.pictures for caller in callers) / passed / len(callers),
        "voices": sum(caller.voices for caller in callers) / passed / len(callers),
        "delay_p50": delays[len(delays) // 2],
        "delay_p95": delays[int(len(delays) * 0.95)],
        "first_p95": firsts[int(len(firsts) * 0.95)],
        "cpu": (cpu_seconds(options.process) - used) / passed,
        "per_call": (megabytes(options.process) - empty) / options.calls,
    }
    for caller in callers:
        await caller.hang_up()
    await server.aclose()
    print(json.dumps(result))


if __name__ == "__main__":
    asyncio.run(main())
