"""Measures how many recorded two-party calls one Janus server carries, and what each takes.

The same callers as in bench/video_media.py, so that both can be compared; needs Debian's janus.
python -m bench.video_janus [--calls ...]
"""

from __future__ import annotations

import asyncio
import json
import shutil
import sys
import tempfile
from pathlib import Path

import httpx

from bench._video_steps import show_steps
from tests.video_desk.janus_server import SECRET, configured

ROOT = Path(__file__).resolve().parent.parent
STEPS = (1, 4, 8, 16)


async def measured(calls: int, seconds: float, *, recorded: bool) -> dict[str, float]:
    """Return the callers' figures beside processor and memory of Janus."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url, recordings = configured(folder / "conf"), folder / "recordings"
        janus = await asyncio.create_subprocess_exec(
            *("janus", "-F", str(folder / "conf")),
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            await _ready(url)
            callers = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bench._janus_callers", "--url", url, "--secret", SECRET),
                *("--recordings", str(recordings), "--process", str(janus.pid)),
                *("--calls", str(calls), "--seconds", str(seconds)),
                *(("--recorded",) if recorded else ()),
                cwd=ROOT,
                stdout=asyncio.subprocess.PIPE,
            )
            said, _ = await callers.communicate()
            figures: dict[str, float] = json.loads(said)
            written = sum(path.stat().st_size for path in recordings.rglob("*.mjr"))
            return figures | {"recorded": written / 1e6}
        finally:
            janus.terminate()
            await janus.wait()


async def _ready(url: str) -> None:
    async with httpx.AsyncClient() as http, asyncio.timeout(60):
        while True:
            try:
                await http.get(f"{url}/info")
                return
            except httpx.TransportError:
                await asyncio.sleep(0.1)


if __name__ == "__main__":
    if shutil.which("janus") is None:
        sys.exit("Janus is not installed: apt-get install janus")
    asyncio.run(show_steps(measured, STEPS))
