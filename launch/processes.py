"""Keeps the product's programs running until they must stop."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from launch.errors import NotReady
from launch.failures import last_lines
from launch.restarts import died_too_often, pause_before_restart
from launch.work import Work, start_guarded, stop_guarded

# What only steps that end are to know: whoever takes over a program finds it there.
OF_STEPS = {"YIBAO_DATABASE_OWNER_URL"}


@dataclass(frozen=True, slots=True)
class Program:
    """Describe a program that runs as long as the product does."""

    name: str
    command: Sequence[str]
    settings: Mapping[str, str]
    folder: Path
    log: Path
    deaths_allowed: int | None  # within a minute; None: it is always started again
    descriptors: tuple[int, ...] = ()  # open files that it inherits


@dataclass(slots=True)
class Running:
    """Follow one program through its lives."""

    program: Program
    process: subprocess.Popen[bytes] | None  # None while waiting to be started again
    deaths: list[float] = field(default_factory=list)  # monotonic times
    start_at: float = 0.0  # monotonic time of the next start, if there is no process


class Programs:
    """Own the programs: whoever leaves the `with` block has ended them all."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._running: list[Running] = []

    def __enter__(self) -> Programs:
        """Begin with no program."""
        return self

    def __exit__(self, *_: object) -> None:
        """End all programs at the same time."""
        alive = [one.process for one in self._running if one.process is not None]
        if alive:
            with ThreadPoolExecutor(max_workers=len(alive)) as threads:
                list(threads.map(stop_guarded, alive))
        self._running.clear()

    def start(self, program: Program) -> None:
        """Start a program with a fresh log; the one before is kept beside it."""
        program.log.parent.mkdir(parents=True, exist_ok=True)
        if program.log.exists():
            program.log.replace(program.log.with_suffix(".1.log"))
        self._running.append(Running(program, _started(program)))
        self._work.tell(program.name, f"starting (log: {program.log})")

    @property
    def guards(self) -> Sequence[int]:
        """Return the process numbers of the guards beside the programs that run."""
        return [one.process.pid for one in self._running if one.process is not None]

    def look_after(self) -> None:
        """Start again what died; raise NotReady if that has become pointless."""
        now = time.monotonic()
        for one in self._running:
            if one.process is not None and one.process.poll() is not None:
                self._account_for_death(one, one.process.returncode, now)
            elif one.process is None and now >= one.start_at:
                one.process = _started(one.program)
                self._work.tell(one.program.name, "starting again")

    def _account_for_death(self, one: Running, status: int, now: float) -> None:
        one.process = None
        one.deaths.append(now)
        program = one.program
        if died_too_often(one.deaths, now, deaths_allowed=program.deaths_allowed):
            raise NotReady(
                f"The {program.name} died {len(one.deaths)} times, the last time with exit status "
                f"{status}; the end of {program.log} says why:\n" + quoted(program.log)
            )
        pause = pause_before_restart(one.deaths, now)
        one.start_at = now + pause
        news = f"died with exit status {status}, starts again in {pause:.0f} s (log: {program.log})"
        self._work.tell(program.name, news)


def quoted(log: Path, number: int = 12) -> str:
    """Return the last lines of a log, set in."""
    return "\n".join(f"    {line}" for line in last_lines(log, number)) or "    (empty)"


def _started(program: Program) -> subprocess.Popen[bytes]:
    with program.log.open("ab") as log:
        ours = {name: value for name, value in os.environ.items() if name not in OF_STEPS}
        environment = ours | dict(program.settings)
        return start_guarded(program.command, log, environment, program.folder, program.descriptors)
