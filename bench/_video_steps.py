"""Prints what more and more video calls take, as a table."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Protocol


class Measured(Protocol):
    """Measure so many calls for some seconds."""

    async def __call__(self, calls: int, seconds: float, *, recorded: bool) -> dict[str, float]:
        """Return the figures, by name."""


async def show_steps(measured: Measured, steps: Sequence[int]) -> None:
    """Print a row for each number of calls, without and with recording, as soon as it is known."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--calls", type=int, nargs="+", default=list(steps))
    parser.add_argument("--seconds", type=float, default=10.0)
    options = parser.parse_args()
    print(
        "| calls | recorded | pictures/s | voice packets/s | added ms p50 | p95 "
        "| first picture s p95 | cores | per call | MB per call | recording MB |"
    )
    print("| --- " * 11 + "|")
    for calls in options.calls:
        for recorded in (False, True):
            f = await measured(calls, options.seconds, recorded=recorded)
            print(
                f"| {calls} | {'yes' if recorded else 'no'} | {f['fps']:.1f} | {f['voices']:.1f} "
                f"| {f['delay_p50']:.0f} | {f['delay_p95']:.0f} | {f['first_p95']:.2f} "
                f"| {f['cpu']:.2f} | {f['cpu'] / calls:.3f} | {f['per_call']:.1f} "
                f"| {f['recorded']:.0f} |",
                flush=True,
            )
