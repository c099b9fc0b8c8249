"""Prints what benchmarks measured, as tables that docs/benchmarks.md can hold."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence

import numpy as np


def percentile(values: Sequence[float], percent: float) -> float:
    """Return the percentile; not a number if nothing was measured."""
    return float(np.percentile(values, percent)) if values else float("nan")


def show_table(title: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a Markdown table."""
    print(f"\n{title}\n")
    print(f"| {' | '.join(head)} |")
    print("|" + " --- |" * len(head))
    for row in rows:
        print(f"| {' | '.join(str(cell) for cell in row)} |")


def show_load(when: str) -> None:
    """Print how busy the machine is with other things."""
    one, five, fifteen = os.getloadavg()
    print(f"load average {when}: {one:.2f} {five:.2f} {fifteen:.2f} on {os.cpu_count()} cores")
