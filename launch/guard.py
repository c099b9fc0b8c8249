"""Runs one program and ends it, with all it started, as soon as the launcher stops or dies."""

# It runs as a file of its own (`python guard.py LAUNCHER_PID COMMAND...`) and imports little,
# because one guard stays beside each program for as long as that program runs.

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

GRACE = 10.0  # seconds between asking a program to end and killing it
GLANCE = 0.1  # seconds between two looks
PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36


def main(arguments: list[str]) -> int:
    """Run the command until it ends or until it must; return its exit status."""
    launcher, command = int(arguments[0]), arguments[1:]
    asked: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda received, _: asked.append(received))
    _set_on_linux(PR_SET_PDEATHSIG, signal.SIGTERM)
    # What the program leaves behind becomes ours, so that it can be ended and reaped.
    _set_on_linux(PR_SET_CHILD_SUBREAPER, 1)
    try:
        child = subprocess.Popen(
            command,
            process_group=0,
            preexec_fn=_die_with_guard,
            close_fds=False,  # what the launcher passed on is for the program
        )
    except OSError as error:
        sys.stderr.write(f"cannot start {command[0]}: {error.strerror}\n")
        return 127
    status: int | None = None
    while status is None and not asked and os.getppid() == launcher:
        time.sleep(GLANCE)
        status = _reap(child.pid)
    after_stop = _stop_group(child.pid)
    status = after_stop if status is None else status
    _kill_adopted()
    child.returncode = status or 0
    return 128 - status if status is not None and status < 0 else status or 0


def _reap(child: int) -> int | None:
    """Collect ended children; return the exit status of the given one if it is among them."""
    found: int | None = None
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return found
        if pid == 0:
            return found
        if pid == child:
            found = os.waitstatus_to_exitcode(status)


def _stop_group(group: int) -> int | None:
    """End a process group; return the exit status of its leader if it ended only now."""
    status: int | None = None
    for number, patience in ((signal.SIGTERM, GRACE), (signal.SIGKILL, 2.0)):
        if not _tried(lambda number=number: os.killpg(group, number)):  # type: ignore[misc]
            break
        until = time.monotonic() + patience
        while time.monotonic() < until:
            reaped = _reap(group)
            status = reaped if reaped is not None else status
            if not _tried(lambda: os.killpg(group, 0)):
                return status
            time.sleep(GLANCE / 2)
    return status


def _kill_adopted() -> None:
    """Kill what left the group but not the family (a browser with a session of its own)."""
    listing = Path(f"/proc/self/task/{os.getpid()}/children")
    until = time.monotonic() + 2.0
    while listing.exists() and time.monotonic() < until:
        children = [int(pid) for pid in listing.read_text().split()]
        if not children:
            return
        for pid in children:
            _tried(lambda pid=pid: os.kill(pid, signal.SIGKILL))  # type: ignore[misc]
        _reap(-1)
        time.sleep(GLANCE / 2)


def _tried(kill: Callable[[], None]) -> bool:
    """Return whether there was something to send a signal to."""
    try:
        kill()
    except (ProcessLookupError, PermissionError):
        return False
    return True


def _die_with_guard() -> None:
    _set_on_linux(PR_SET_PDEATHSIG, signal.SIGKILL)


def _set_on_linux(option: int, value: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(option, value, 0, 0, 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
