"""Runs programs under libfaketime, so that their clocks can jump while they run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from launch.postgresql import as_somebody_else
from launch.processes import Program
from launch.tools import faketime_library
from tests.running import Service

LOOKS_EVERY = 1  # seconds; it takes up to twice as long until a jump is seen


@dataclass(frozen=True, slots=True)
class FakeClock:
    """Be the clock of one program."""

    file: Path

    def put(self, seconds: float) -> None:
        """Let it be so many seconds ahead of the machine's, or behind if below zero."""
        new = self.file.with_suffix(".new")
        new.write_text(f"{seconds:+.0f}\n", "ascii")
        new.chmod(0o644)  # the database's own account reads it, too
        new.rename(self.file)


def with_clock(program: Program, library: Path, file: Path) -> Program:
    """Return the program as one whose clock is read from a file.

    Its steady clock stays as it is: no machine's jumps when somebody sets the time. What it is
    begun with to become somebody else stays first, and knows nothing of the library.
    """
    before = as_somebody_else()
    first = len(before) if list(program.command[: len(before)]) == before else 0
    settings = {
        "LD_PRELOAD": library,
        "FAKETIME_TIMESTAMP_FILE": file,
        # Not never kept: every wait for Python's own lock would read the file again.
        "FAKETIME_CACHE_DURATION": LOOKS_EVERY,
        "FAKETIME_DONT_FAKE_MONOTONIC": 1,
        # Without: Python waits for its lock by the steady clock, thousands of times a second.
        "FAKETIME_FORCE_MONOTONIC_FIX": 0,
    }
    given = [f"{name}={value}" for name, value in settings.items()]
    command = [*program.command[:first], "env", *given, *program.command[first:]]
    return replace(program, command=command)


def forget_dead() -> None:
    """Remove what libfaketime leaves in shared memory of processes that were ended."""
    for file in Path("/dev/shm").glob("*faketime_s*_*"):
        pid = file.name.rpartition("_")[2]
        if pid.isdigit() and not Path("/proc", pid).exists():
            file.unlink(missing_ok=True)


@contextmanager
def fake_clocks(folder: Path, services: Sequence[Service]) -> Iterator[list[FakeClock]]:
    """Give stopped programs clocks of their own, which are right at first, during the block.

    Whoever calls stops and starts them, before and, if they are to have the machine's time again,
    afterwards.
    """
    library = faketime_library()
    assert library is not None, "libfaketime is not installed"
    folder.mkdir(exist_ok=True)
    folder.chmod(0o755)
    before = [service.program for service in services]
    clocks = [FakeClock(folder / str(number)) for number in range(len(services))]
    for service, one in zip(services, clocks, strict=True):
        one.put(0)
        service.program = with_clock(service.program, library, one.file)
    try:
        yield clocks
    finally:
        for service, program in zip(services, before, strict=True):
            service.program = program
