"""Reads from /proc what processes weigh."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

PROC = Path("/proc")
KIB_PER_GIB = 1024**2


def family(ancestor: int) -> list[int]:
    """Return the processes that a process started, and those that these started, and so on."""
    found: list[int] = []
    with suppress(OSError):  # one that has just ended has none
        for task in (PROC / str(ancestor) / "task").iterdir():
            for child in (task / "children").read_text().split():
                found += [int(child), *family(int(child))]
    return found


def resident(pid: int) -> float:
    """Return the GiB that the process has in memory; what it shares counts whole."""
    return _field(PROC / str(pid) / "status", "VmRSS:") / KIB_PER_GIB


def proportional(pid: int) -> float | None:
    """Return the GiB with what is shared divided up; None where the kernel keeps it secret."""
    try:
        return _field(PROC / str(pid) / "smaps_rollup", "Pss:") / KIB_PER_GIB
    except OSError:
        return None


def _field(file: Path, name: str) -> float:
    """Return a field in KiB."""
    for line in file.read_text().splitlines():
        if line.startswith(name):
            return float(line.split()[1])
    return 0.0
