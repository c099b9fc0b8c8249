"""Gathers how the steps of a check or a test run went."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from launch.failures import COLOUR
from launch.work import Work

PYTEST_CLOSING = re.compile(
    r"\b(passed|failed|errors?|skipped|deselected|no tests ran)\b.* in [\d.:]+ ?s?"
)
NODE_COUNT = re.compile(r"^(?:#|ℹ) (tests|pass|fail|skipped) (\d+)$")


@dataclass(frozen=True, slots=True)
class Outcome:
    """Say how one step went."""

    name: str
    good: bool
    closing: str  # the step's own last words
    seconds: float


@dataclass(frozen=True, slots=True)
class Step:
    """Be one command of a check or a test run."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] | None = None  # None: ours


@dataclass(slots=True)
class Report:
    """Collect outcomes; the last one decides nothing, any bad one decides all."""

    outcomes: list[Outcome] = field(default_factory=list)

    def run(
        self,
        work: Work,
        name: str,
        command: Sequence[str],
        environment: Mapping[str, str] | None = None,
    ) -> None:
        """Run one step, passing its output on, and keep how it went."""
        sys.stdout.write(f"\n== {name}\n")
        sys.stdout.flush()
        began = time.monotonic()
        status, printed = work.show(command, environment)
        self.outcomes.append(_outcome(name, status, printed, began))

    def run_beside(self, work: Work, first: Sequence[Step], second: Sequence[Step]) -> None:
        """Run two rows of steps beside each other; the second's output comes after the first's."""

        def quietly() -> list[tuple[Outcome, str]]:
            return [self._quietly(work, step) for step in second]

        with ThreadPoolExecutor(1) as beside:
            waiting = beside.submit(quietly)
            for step in first:
                self.run(work, step.name, step.command, step.environment)
            for outcome, printed in waiting.result():
                sys.stdout.write(f"\n== {outcome.name}\n{printed}")
                self.outcomes.append(outcome)

    def _quietly(self, work: Work, step: Step) -> tuple[Outcome, str]:
        began = time.monotonic()
        status, printed = work.show(step.command, step.environment, at_once=False)
        return _outcome(step.name, status, printed, began), printed

    def add(self, name: str, *, good: bool, closing: str) -> None:
        """Keep the outcome of something that was not a command."""
        self.outcomes.append(Outcome(name, good, closing, 0.0))

    def close(self) -> int:
        """Print one line for each step; return the exit status of the whole."""
        sys.stdout.write("\n" + "\n".join(summary(self.outcomes)) + "\n")
        sys.stdout.flush()
        return 0 if all(outcome.good for outcome in self.outcomes) else 1


def _outcome(name: str, status: int, printed: str, began: float) -> Outcome:
    words = closing_words(printed) or ("fine" if status == 0 else f"exit status {status}")
    return Outcome(name, status == 0, words, time.monotonic() - began)


def summary(outcomes: Sequence[Outcome]) -> list[str]:
    """Return one line for each step and a last one for all."""
    width = max((len(outcome.name) for outcome in outcomes), default=0)
    lines = []
    for one in outcomes:
        verdict = "ok  " if one.good else "FAIL"
        lines.append(f"{verdict}  {one.name:<{width}}  {one.seconds:6.1f} s  {one.closing}")
    bad = [one.name for one in outcomes if not one.good]
    return [*lines, f"failed: {', '.join(bad)}" if bad else "all good"]


def closing_words(printed: str) -> str:
    """Return pytest's closing line or node's counts; nothing for other programs."""
    lines = [COLOUR.sub("", line).strip() for line in printed.splitlines()]
    counts = [match for match in map(NODE_COUNT.match, lines) if match]
    if counts:
        return ", ".join(f"{match[1]} {match[2]}" for match in counts)
    closing = [line for line in lines if PYTEST_CLOSING.search(line)]
    return closing[-1].strip("= ") if closing else ""
