"""Runs a telephone line in a process of its own, so that a test can kill it."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from voice.line import AudioLine
from voice.sip.phone_line import PhoneLine
from voice.sip.settings import LineSettings


@dataclass(frozen=True, slots=True)
class LineProcess:
    """Be a running line."""

    running: asyncio.subprocess.Process
    port: int

    async def called(self) -> None:
        """Wait until it has one more call."""
        assert self.running.stdout is not None
        await self.running.stdout.readline()

    async def kill(self) -> None:
        """End it in the middle of whatever it does: it says goodbye to nobody."""
        self.running.kill()
        await self.running.wait()


@asynccontextmanager
async def line_process() -> AsyncIterator[LineProcess]:
    """Start a line that answers every call and listens to it."""
    running = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.voice.sip.line_process"),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
    )
    assert running.stdout is not None
    try:
        async with asyncio.timeout(30):
            port = int(await running.stdout.readline())
        yield LineProcess(running, port)
    finally:
        if running.returncode is None:
            running.kill()
        await running.wait()


async def _listen(line: AudioLine) -> None:
    sys.stdout.write("called\n")
    sys.stdout.flush()
    async for _ in line.events():
        pass


async def _serve() -> None:
    line = PhoneLine(LineSettings(udp_port=0, rtp_ports=(35000, 35998)), _listen)
    await line.start()
    sys.stdout.write(f"{line.ports['udp']}\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_serve())
