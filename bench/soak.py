"""Lets the product serve for half an hour and looks whether it grows: MINUTES=30 make soak.

Two hundred pages stand open and twenty more talk over their streams. Ends with status 1 if the
memory of a program grew by 5 % or more, or its open files by more than ten.
"""

from __future__ import annotations

import asyncio
import os
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

import httpx

from bench._figures import percentile, show_load, show_table
from bench._memory import PROC, resident
from bench.faults.evidence import Told
from bench.faults.page import Page
from bench.faults.people import QUESTIONS
from bench.faults.talk import Talk
from tests.running import Product, Service, running_product

MINUTES = "30"
IDLE, TALKING = 200, 20  # pages
THINKS = (3.0, 9.0)  # seconds between an answer and the next question, from and to
LOOKS = 20.0  # seconds between two looks at what the programs have
WARM = 0.2  # share of the time that is not compared: caches fill, models are touched first
GROWTH, FILES = 0.05, 10  # that are too much: share of the memory, open files


@dataclass(frozen=True, slots=True)
class Look:
    """Be what one program had at a moment."""

    at: float  # monotonic seconds
    memory: float  # GiB
    files: int


def main() -> None:
    """Start the product, let people talk, and print what it had over time."""
    minutes = float(os.environ.get("MINUTES") or MINUTES)
    show_load("at the start")
    with tempfile.TemporaryDirectory() as folder, running_product(Path(folder)) as product:
        good = asyncio.run(_soaked(product, minutes * 60))
    show_load("at the end")
    sys.exit(0 if good else 1)


async def _soaked(product: Product, seconds: float) -> bool:
    told: list[Told] = []
    programs = {"gateway": product.gateway, "Rasa": product.rasa, "insurance core": product.core}
    looks: dict[str, list[Look]] = {name: [] for name in programs}
    over = asyncio.Event()
    async with httpx.AsyncClient(trust_env=False) as client:

        async def page() -> Page:
            return Page(await Talk.opened(client, product.url, told.append), product.url)

        idle = [await page() for _ in range(IDLE)]
        for one in idle:
            await one.open()
        talkers = [await page() for _ in range(TALKING)]
        talking = [asyncio.create_task(_talks(one, n, over)) for n, one in enumerate(talkers)]
        until = monotonic() + seconds
        while monotonic() < until:
            for name, service in programs.items():
                looks[name].append(_look(service))
            await asyncio.sleep(LOOKS)
        over.set()
        await asyncio.gather(*talking)
        broken = sum(one.breaks for one in (*idle, *talkers))
        alive = [await one.is_alive() for one in idle]
        for one in (*idle, *talkers):
            await one.leave()
    return _show(told, looks, seconds, broken, sum(alive))


async def _talks(page: Page, number: int, over: asyncio.Event) -> None:
    dice = random.Random(number)
    while not over.is_set():
        await asyncio.sleep(dice.uniform(*THINKS))
        await page.say(dice.choice(QUESTIONS[:4]))


def _look(service: Service) -> Look:
    pids = service.pids
    files = sum(len(list((PROC / str(pid) / "fd").iterdir())) for pid in pids)
    return Look(monotonic(), sum(resident(pid) for pid in pids), files)


def growth(looks: Sequence[Look]) -> tuple[float, int]:
    """Return by which share the memory grew after the warm-up, and by how much the files did.

    The first and the last quarter of what is compared, each by its median.
    """
    compared = looks[round(len(looks) * WARM) :]
    quarter = max(1, len(compared) // 4)
    first, last = compared[:quarter], compared[-quarter:]
    was, is_now = (percentile([one.memory for one in part], 50) for part in (first, last))
    files = (percentile([one.files for one in part], 50) for part in (first, last))
    return is_now / was - 1.0, round(-next(files) + next(files))


def _show(
    told: Sequence[Told],
    looks: Mapping[str, Sequence[Look]],
    seconds: float,
    broken: int,
    alive: int,
) -> bool:
    times = [1000 * (one.answered - one.said) for one in told if one.answered is not None]
    statuses = Counter(one.answer.status for one in told if one.answer is not None)
    show_table(
        f"{IDLE} idle and {TALKING} talking pages over WebSockets for {seconds / 60:.0f} min",
        ("messages", "a second", "p50 ms", "p95 ms", "unanswered", "broken", "idle alive", "as"),
        [
            (
                *(len(told), f"{len(told) / seconds:.1f}", f"{percentile(times, 50):.0f}"),
                *(f"{percentile(times, 95):.0f}", len(told) - len(times), broken, alive),
                ", ".join(f"{name} {number}" for name, number in statuses.most_common()),
            )
        ],
    )
    rows, good = [], len(times) == len(told) and alive == IDLE
    for name, seen in looks.items():
        share, files = growth(seen)
        good = good and share < GROWTH and abs(files) <= FILES
        rows.append(
            (
                *(name, f"{seen[0].memory:.2f}", f"{seen[-1].memory:.2f}", f"{share:+.1%}"),
                *(f"< {GROWTH:.0%}", seen[0].files, seen[-1].files, f"{files:+d}", f"±{FILES}"),
            )
        )
    head = ("program", "GiB first", "GiB last", "growth", "limit", "files first", "files last")
    show_table(f"Growth after the first {WARM:.0%}", (*head, "more", "limit"), rows)
    return good


if __name__ == "__main__":
    main()
