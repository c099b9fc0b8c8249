"""Measures how many recorded two-party calls one Janus server carries, and what each takes.

The same callers as in bench/video_media.py, so that both can be compared; needs Debian's janus.
python -m bench.video_janus [--calls ...]
"""

from __future__ import annotations

import argparse
import asyncio
import json
import shutil
import sys
import tempfile
from pathlib import Path

import httpx

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


async def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--calls", type=int, nargs="+", default=list(STEPS))
    parser.add_argument("--seconds", type=float, default=10.0)
    options = parser.parse_args()
    if shutil.which("janus") is None:
        sys.exit("Janus is not installed: apt-get install janus")
    print(
        "| calls | recorded | pictures/s | voice packets/s | added ms p50 | p95 "
        "| first picture s p95 | cores | per call | MB per call | recording MB |"
    )
    print("| --- " * 11 + "|")
    for calls in options.calls:
        for recorded in (False, True):
            f = await measured(calls, options.seconds, recorded=recorded)
            print(
                f"| {calls} | {'yes' if recorded else 'no'} | {f['fps']:.1f} | {f['voices']:.1f} "
                f"| {f['delay_p50']:.0f} | {f['delay_p95']:.0f} | {f['first_p95']:.2f} "
                f"| {f['cpu']:.2f} | {f['cpu'] / calls:.3f} | {f['per_call']:.1f} "
                f"| {f['recorded']:.0f} |",
                flush=True,
            )


if __name__ == "__main__":
    asyncio.run(main())
