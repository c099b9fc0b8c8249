"""Measures how many recorded two-party calls one media process carries, and what each takes.

Synthetic callers in a process of their own send 640x480 at 20 pictures a second and about
700 kbit/s; reference: the same callers without recording. python -m bench.video_media [--calls ...]
"""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
from pathlib import Path

import httpx

from bench._video_steps import show_steps

ROOT = Path(__file__).resolve().parent.parent
STEPS = (1, 4, 8, 16, 24, 30)


async def measured(calls: int, seconds: float, *, recorded: bool) -> dict[str, float]:
    """Return the callers' figures beside processor and memory of the media process."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        socket = folder / "run" / "media.sock"
        media = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "video_desk.media"),
            *("--socket", str(socket), "--folder", str(folder / "recordings")),
            cwd=ROOT,
        )
        try:
            transport = httpx.AsyncHTTPTransport(uds=str(socket))
            async with httpx.AsyncClient(transport=transport, base_url="http://media") as http:
                empty = await _ready(http)
                for number in range(calls):
                    await http.put(f"/rooms/call{number}/recording", json={"wanted": recorded})
            callers = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bench._video_callers", "--socket", str(socket)),
                *("--calls", str(calls), "--seconds", str(seconds)),
                cwd=ROOT,
                stdout=asyncio.subprocess.PIPE,
            )
            said, _ = await callers.communicate()
            figures: dict[str, float] = json.loads(said)
            written = _size(folder / "recordings")
            return figures | {
                "per_call": (figures["megabytes"] - empty) / calls,
                "recorded": written / 1e6,
            }
        finally:
            media.terminate()
            await media.wait()


def _size(folder: Path) -> int:
    """Return how many bytes the files of a folder take; 0 if there is none."""
    return sum(path.stat().st_size for path in folder.glob("*"))


async def _ready(http: httpx.AsyncClient) -> float:
    async with asyncio.timeout(60):
        while True:
            try:
                return float((await http.get("/load")).json()["megabytes"])
            except httpx.TransportError:
                await asyncio.sleep(0.1)


if __name__ == "__main__":
    asyncio.run(show_steps(measured, STEPS))
