"""Kills programs of the running product as the kernel does when memory runs out."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path
from time import monotonic

from bench._memory import PROC, family
from tests.running import Service

WITHIN = 20.0  # seconds


def pid_of(service: Service) -> int:
    """Return the process of a program, which is not the guard beside it."""
    command = [os.fsencode(argument) for argument in service.program.command]
    found = [pid for pid in family(os.getpid()) if _command(pid) == command]
    assert len(found) == 1, f"the {service.program.name} runs {len(found)} times"
    return found[0]


def kill(service: Service) -> int:
    """Kill a program without a warning, wait until nothing of it is left; return its process."""
    pid = pid_of(service)
    os.kill(pid, signal.SIGKILL)
    service.stop()  # its guard has noticed; what it leaves behind is the guard's to end
    until(lambda: not (PROC / str(pid)).exists(), "the killed process to be gone")
    return pid


def start_again(service: Service) -> None:
    """Start a program that was killed, and wait until the product is whole."""
    service.start()
    service.wait_until_ready()


def until(holds: Callable[[], bool], what: str) -> None:
    """Wait, as briefly as can be, until something holds."""
    end = monotonic() + WITHIN
    while not holds():
        assert monotonic() < end, f"waited in vain for {what}"


def _command(pid: int) -> list[bytes]:
    try:
        return Path(PROC / str(pid) / "cmdline").read_bytes().split(b"\0")[:-1]
    except OSError:  # it has just ended
        return []
