"""Reads from /proc how much of a processor the programs of a benchmark take."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress

from bench._figures import show_table
from bench._memory import PROC, family

TICKS = os.sysconf("SC_CLK_TCK")  # a second
USER, SYSTEM = 11, 12  # fields of /proc/PID/stat after the name (proc_pid_stat(5): 14 and 15)


@contextmanager
def took(what: str, programs: Mapping[str, str], messages: int = 0) -> Iterator[None]:
    """Print which share of a core each program took during the block.

    `programs`: its name in the table -> what its command line contains. Processes that ended
    meanwhile are left out. `messages` is how many come during the block: what each of them costs
    depends little on how busy the machine is with other things.
    """
    before, began = _seconds(), time.monotonic()
    yield
    after, passed = _seconds(), time.monotonic() - began
    head = ["program", "of one core", *(["ms a message"] if messages else [])]
    rows = []
    for name, part in programs.items():
        used = sum(
            seconds - before.get((pid, command), 0.0)
            for (pid, command), seconds in after.items()
            if part in command
        )
        each = (f"{used / messages * 1000:.1f}",) if messages else ()
        rows.append((name, f"{used / passed:.1%}", *each))
    show_table(f"Processor during {what}, {passed:.0f} s", head, rows)


def _seconds() -> dict[tuple[int, str], float]:
    """Return what we and each of our processes took so far, by its number and its command line."""
    taken: dict[tuple[int, str], float] = {}
    for pid in (os.getpid(), *family(os.getpid())):
        with suppress(OSError):  # it has just ended
            command = (PROC / str(pid) / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            fields = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
            taken[pid, command] = (int(fields[USER]) + int(fields[SYSTEM])) / TICKS
    return taken
