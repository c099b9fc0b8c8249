"""Breaks everything in turn while citizens talk: SEED=7 ONLY=F2,F4 MESSAGES=1500 make chaos.

Ends with status 1 if an invariant of docs/reliability.md did not hold, or if no fault was real.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import tempfile
from pathlib import Path

from bench._figures import show_load
from bench.faults.disk_full import disk
from bench.faults.fake_clock import forget_dead
from bench.faults.plan import CLOCK, DISK, chosen
from bench.faults.report import show, write
from bench.faults.running import Order, run
from launch.places import CHECKOUT
from launch.tools import faketime_library

MESSAGES = "1500"
FILES = CHECKOUT / "var" / "chaos"


def main() -> None:
    """Run what the environment names, and say how it went."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # the small disk is taken away, too
    seed = int(os.environ.get("SEED") or random.randrange(1_000_000))
    only = os.environ.get("ONLY") or ""
    try:
        classes = chosen(only)
    except ValueError as problem:
        sys.exit(str(problem))
    messages = int(os.environ.get("MESSAGES") or MESSAGES)
    names = ",".join(one.name for one in classes)
    print(f"again: SEED={seed} ONLY={names} MESSAGES={messages} make chaos", flush=True)
    show_load("at the start")
    with tempfile.TemporaryDirectory(prefix="yibao-chaos-") as name, disk(Path(name)) as is_small:
        why = {} if is_small else {DISK: "no disk of its own may be mounted here"}
        why |= {} if faketime_library() else {CLOCK: "libfaketime is missing (apt-get faketime)"}
        not_run = tuple(one.name for one in classes if one.name in why)
        for one in not_run:
            print(f"{one} is not run: {why[one]}")
        left = [one for one in classes if one.name not in not_run]
        try:
            told = run(Order(seed, left, messages, not_run), Path(name))
        finally:
            forget_dead()
    show(told)
    show_load("at the end")
    print(f"written to {write(told, FILES)}; {'good' if told.is_good else 'NOT GOOD'}")
    sys.exit(0 if told.is_good else 1)


if __name__ == "__main__":
    main()
