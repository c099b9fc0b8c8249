"""Serves calls for bench/voice_line.py in a process of its own: plays sound, tells keys.

`python -m bench._telephone PORT` prints its port when it is ready, "key <epoch seconds>" for each
key and, when its standard input ends, its counts as JSON.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time

from voice.line import AudioLine, Key
from voice.sip.phone_line import PhoneLine
from voice.sip.settings import LineSettings

SECOND = b"".join(
    (6000 if (at // 8) % 2 else -6000).to_bytes(2, "little", signed=True) for at in range(8000)
)
PORTS = (50_000, 51_998)


async def answer(line: AudioLine) -> None:
    """Play without end and listen."""
    async for event in line.events():
        if line.queued() < 1.0:
            line.play(SECOND)
        if isinstance(event, Key):
            print(f"key {time.time():.6f}", flush=True)


async def serve(port: int) -> None:
    """Serve until standard input ends."""
    settings = LineSettings(
        udp_port=port, rtp_ports=PORTS, max_calls=500, max_setups=500.0, goodbye_seconds=0.5
    )
    line = PhoneLine(settings, answer)
    await line.start()
    print(line.ports["udp"], flush=True)
    await asyncio.to_thread(sys.stdin.read)
    await line.stop()
    print(json.dumps(line.counts.figures()), flush=True)


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
