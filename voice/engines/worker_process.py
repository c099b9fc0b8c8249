"""Starts one worker process, exchanges frames with it and notices its end."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from voice.engines.specs import EngineSpec
from voice.engines.wire import BrokenFrame, Frame, encoded, received

logger = logging.getLogger(__name__)

CHECKOUT = Path(__file__).resolve().parents[2]
# Two threads that spin while they wait for each other make a busy machine five times slower.
ONE_THREAD = {
    "OMP_NUM_THREADS": "1",
    "OMP_WAIT_POLICY": "PASSIVE",
    "OPENBLAS_NUM_THREADS": "1",
    "HF_HUB_OFFLINE": "1",
}
FRAME_BUFFER = 1024 * 1024  # bytes read ahead of the frames


class WorkerProcess:
    """Be one worker: `on_frame` gets what it says, `on_end` is called once when it is gone."""

    def __init__(
        self,
        spec: EngineSpec,
        on_frame: Callable[[WorkerProcess, Frame], None],
        on_end: Callable[[WorkerProcess], None],
    ) -> None:
        self.pid = 0
        self.ready = False  # its engine is loaded
        self.gone = False
        self.began = time.monotonic()
        self._spec = spec
        self._on_frame = on_frame
        self._on_end = on_end
        self._process: asyncio.subprocess.Process | None = None
        self._reading: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Start the process; its engine loads while we do other things."""
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "voice.engines.worker"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            cwd=CHECKOUT,
            env=os.environ | ONE_THREAD,
            limit=FRAME_BUFFER,
        )
        self.pid, self.began = self._process.pid, time.monotonic()
        spec = self._spec
        begin = {
            "name": spec.name,
            "hears": spec.hears,
            "factory": spec.factory,
            "options": dict(spec.options),
            "lanes": spec.lanes,
        }
        self.send(Frame("begin", fields=begin))
        self._reading = asyncio.create_task(self._read(self._process))

    def send(self, frame: Frame) -> None:
        """Give it a frame; what a dead worker is given is lost, and `on_end` says so."""
        if self._process is None or self._process.stdin is None or self.gone:
            return
        self._process.stdin.write(encoded(frame))

    def kill(self) -> None:
        """End it at once."""
        if self._process is not None and self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()

    async def stop(self) -> None:
        """End it and wait until it is gone; `on_end` is called first."""
        self.kill()
        if self._reading is not None:
            await self._reading

    @property
    def resident(self) -> int:
        """Return the bytes of memory that it holds; 0 where the kernel doesn't tell."""
        try:
            pages = int(Path(f"/proc/{self.pid}/statm").read_text().split()[1])
        except (OSError, IndexError, ValueError):
            return 0
        return pages * os.sysconf("SC_PAGE_SIZE")

    async def _read(self, process: asyncio.subprocess.Process) -> None:
        """Pass on what it says until it ends."""
        try:
            while process.stdout is not None:
                frame = await received(process.stdout)
                if frame is None:
                    break
                if frame.kind == "ready":
                    self.ready = True
                self._on_frame(self, frame)
        except BrokenFrame:
            logger.error("%s worker %d sent no frame", self._spec.name, self.pid)
        finally:
            self.kill()
            await process.wait()
            self.gone, self.ready = True, False
            self._on_end(self)
