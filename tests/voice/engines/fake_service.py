"""Runs a speech service with fake engines as a process of its own, for tests that kill it."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from tests.voice.engines.running import ear_spec, mouth_spec
from voice.engines.service import Service


async def serve(path: Path) -> None:
    """Serve until killed."""
    await Service(path, ear_spec(), mouth_spec()).start()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1])))
