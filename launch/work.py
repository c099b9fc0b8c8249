"""Runs the programs that one command needs, telling how it goes."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from launch.errors import NotReady
from launch.failures import explain, last_lines, latest_news
from launch.places import Places

GUARD = Path(__file__).with_name("guard.py")
NEWS_EVERY = 10.0  # seconds between two lines about a step that goes on


@dataclass(frozen=True, slots=True)
class Work:
    """Be what the steps of one command share: places, voice and the wish to stop."""

    places: Places
    began: float = field(default_factory=time.monotonic)
    stopping: threading.Event = field(default_factory=threading.Event)

    def tell(self, what: str, news: str) -> None:
        """Print one line: when, what, how it goes."""
        elapsed = time.monotonic() - self.began
        sys.stdout.write(f"[{elapsed:5.0f} s] {what}: {news}\n")
        sys.stdout.flush()

    def run(
        self,
        command: Sequence[str],
        *,
        what: str,
        log: Path,
        environment: Mapping[str, str] | None = None,
        folder: Path | None = None,
    ) -> None:
        """Run a command to its end with its output in a log; raise NotReady if it fails."""
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("wb") as output, guarded(command, output, environment, folder) as process:
            news_at = time.monotonic() + NEWS_EVERY
            while process.poll() is None:
                if self.stopping.wait(0.1):
                    raise NotReady(f"{what} was stopped.")
                if time.monotonic() > news_at:
                    self.tell(what, f"still at it ({latest_news(last_lines(log, 40))})")
                    news_at += NEWS_EVERY
        if process.returncode:
            raise NotReady(explain(what, last_lines(log, 60), log))

    def show(
        self,
        command: Sequence[str],
        environment: Mapping[str, str] | None = None,
        *,
        at_once: bool = True,
    ) -> tuple[int, str]:
        """Run a command in the checkout, passing its output on; return its status and output.

        The output is passed on as it comes, or only returned if it is not wanted `at_once`.
        """
        folder = self.places.checkout
        printed = bytearray()
        with guarded(command, subprocess.PIPE, environment, folder) as process:
            if process.stdout is not None:
                while piece := os.read(process.stdout.fileno(), 65536):
                    printed += piece
                    if at_once:
                        sys.stdout.buffer.write(piece)
                        sys.stdout.buffer.flush()
            status = process.wait()
        return status, printed.decode("utf-8", "replace")


@contextmanager
def guarded(
    command: Sequence[str],
    output: int | IO[bytes],
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a command under its guard for the time of the block; end it when the block is left."""
    process = start_guarded(command, output, environment, folder)
    try:
        yield process
    finally:
        stop_guarded(process)
        if process.stdout is not None:
            process.stdout.close()


def start_guarded(
    command: Sequence[str],
    output: int | IO[bytes],
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
    descriptors: tuple[int, ...] = (),
) -> subprocess.Popen[bytes]:
    """Start a command under a guard, in a session of its own, with open files that it inherits."""
    return subprocess.Popen(
        [sys.executable, "-I", "-S", str(GUARD), str(os.getpid()), *command],
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        env=None if environment is None else dict(environment),
        cwd=folder,
        start_new_session=True,
        pass_fds=descriptors,
    )


def stop_guarded(process: subprocess.Popen[bytes]) -> None:
    """Ask a guard to end what it guards, and wait until it has."""
    process.terminate()
    try:
        process.wait(timeout=15)
    except subprocess.TimeoutExpired:
        process.kill()  # what it guards is killed by the kernel together with it
        process.wait()
