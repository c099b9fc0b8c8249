"""Starts a Redis of the tests' own, which a test may kill, stop and start again."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

from launch.tools import program
from launch.work import guarded
from tests.ports import free_port

READY_WITHIN = 20.0  # seconds


@dataclass(slots=True)
class RedisServer:
    """Be a server that keeps nothing on a disk."""

    port: int
    _process: int = 0
    _life: ExitStack = field(default_factory=ExitStack)

    @property
    def url(self) -> str:
        """Return its address."""
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Start it, and wait until it takes connections."""
        name = program("redis-server")
        assert name is not None
        command = [name, "--port", str(self.port), "--bind", "127.0.0.1"]
        command += ["--save", "", "--appendonly", "no"]
        self._life.enter_context(guarded(command, subprocess.DEVNULL))
        until = time.monotonic() + READY_WITHIN
        while not self._answers():
            assert time.monotonic() < until, "Redis does not start"
        told = self.order("INFO", "server")
        self._process = int(told.partition("process_id:")[2].split()[0])

    def kill(self) -> None:
        """End it at once."""
        self.signal(signal.SIGKILL)
        self._life.close()

    def signal(self, number: int) -> None:
        """Send its process a signal."""
        os.kill(self._process, number)

    def order(self, *words: str) -> str:
        """Send one command; return what the server says, as it says it."""
        parts = [f"${len(word.encode())}\r\n{word}\r\n" for word in words]
        with socket.create_connection(("127.0.0.1", self.port), timeout=READY_WITHIN) as line:
            line.sendall(f"*{len(parts)}\r\n{''.join(parts)}QUIT\r\n".encode())
            said = b""
            while piece := line.recv(65536):
                said += piece
        return said.decode()

    def stop(self) -> None:
        """End it, if it runs."""
        self._life.close()

    def _answers(self) -> bool:
        try:
            return "PONG" in self.order("PING")
        except OSError:
            return False


@contextmanager
def running_redis() -> Iterator[RedisServer]:
    """Run a server for the time of the block."""
    server = RedisServer(free_port())
    server.start()
    try:
        yield server
    finally:
        server.stop()
