"""Measures how fast the whole product answers and what it weighs: `python -m bench.turns`."""

from __future__ import annotations

import asyncio
import os
import signal
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from bench._citizen import START, STEPS, Citizen, Timed, questions, ten_turns
from bench._figures import percentile, show_load, show_table
from bench._memory import family, proportional, resident
from bench._rasa import Rasa, running_rasa
from bench._stub import ActionStub
from bot.normalise import clean
from launch.places import CHECKOUT, Places
from launch.work import Work
from tests.ports import free_port
from tests.running import running_product

QUESTIONS = 150  # policy questions on the idle machine, ten to a conversation
FORMS = 40  # applications on the idle machine, five steps each
WARM_UP = 20  # turns of each kind, not counted
TOGETHER = 8  # conversations at the same time
TENS_TOGETHER = 3  # each of them has so many times ten turns
LONG = 3  # conversations of 60 turns, one after the other

P50_WANTED, P95_WANTED, TOGETHER_WANTED = 60, 120, 400  # milliseconds
LONG_WANTED = 1.5  # times
MEMORY_WANTED = 2.5  # GiB
HANDLED = "handled as (meant: form 60 %, answer 40 %)"


@dataclass(frozen=True, slots=True)
class Way:
    """Be one way to put a text to Rasa without the product, and how long it took."""

    name: str
    address: str
    policy: list[float] = field(default_factory=list)  # milliseconds
    form: list[float] = field(default_factory=list)


def main() -> None:
    """Start the product and, for the first table, Rasa alone; measure; end everything."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that the folder is removed
    show_load("at the start")
    asked = questions()
    with tempfile.TemporaryDirectory() as folder, running_product(Path(folder)) as product:
        processes = family(os.getpid())
        _idle(product.url, Path(folder), asked)
        asyncio.run(_together(product.url, asked))
        asyncio.run(_long(product.url, asked))
        show_load("after the last turn")
        _memory(processes)


def _idle(product: str, folder: Path, asked: Iterator[str]) -> None:
    """Measure one turn at a time, the product and the references by turns."""
    places = Places(CHECKOUT, Path(os.environ["YIBAO_MODELS"]).parent, folder)
    work, model = Work(places), Path(os.environ["YIBAO_RASA_MODEL"])
    port = free_port()
    actions = f"http://127.0.0.1:{port}/"
    with ExitStack() as alone:
        ours = alone.enter_context(running_rasa(work, model, action_url=actions))
        stock = alone.enter_context(running_rasa(work, model, action_url=actions, stock=True))
        asyncio.run(_by_turns(product, port, ours, stock, asked))


async def _by_turns(
    product: str, stub_port: int, ours: Rasa, stock: Rasa, asked: Iterator[str]
) -> None:
    ways = (
        Way("Rasa /model/parse", ours.parse),
        Way("Rasa webhook, stub actions", ours.webhook),
        Way("the same, Rasa without serve.py", stock.webhook),
    )
    stub = ActionStub()
    await stub.open(stub_port)
    async with _client() as client:
        warm = await Citizen.arrived(client, product)
        for text in [next(asked) for _ in range(WARM_UP)]:
            await warm.say(text)
            for way in ways:
                await _put(client, way.address, "warm-up", text)
        for _ in range(WARM_UP // len(STEPS)):
            await _one_form(client, product, ways, "warm-up")
        for way in ways:
            way.form.clear()
        show_load("before the first turn")
        policy: list[Timed] = []
        for number in range(QUESTIONS):
            if number % 10 == 0:
                citizen = await Citizen.arrived(client, product)
            text = next(asked)
            policy.append(await citizen.say(text))
            for way in ways:
                way.policy.append(await _put(client, way.address, f"p{number // 10}", text))
        form: list[Timed] = []
        for number in range(FORMS):
            form += await _one_form(client, product, ways, f"f{number}")
    await stub.close()
    for title, turns, expected, times in (
        ("a policy question", policy, "answer", [way.policy for way in ways]),
        ("a form step", form, "form", [way.form for way in ways]),
    ):
        _report_idle(title, turns, expected, [way.name for way in ways], times)


async def _one_form(
    client: httpx.AsyncClient, product: str, ways: Sequence[Way], sender: str
) -> list[Timed]:
    """Fill one application step by step; how it begins is not measured."""
    citizen = await Citizen.arrived(client, product)
    await citizen.say(START)
    for way in ways:
        await _put(client, way.address, sender, START)
    turns = []
    for step in STEPS:
        turns.append(await citizen.say(step))
        for way in ways:
            way.form.append(await _put(client, way.address, sender, step))
    return turns


async def _together(product: str, asked: Iterator[str]) -> None:
    """Measure conversations at the same time; nobody stops to think."""
    scripts = [
        [
            turn
            for _ in range(TENS_TOGETHER)
            for turn in ten_turns(asked, form_first=number % 2 == 0)
        ]
        for number in range(TOGETHER)
    ]
    async with _client() as client:
        citizens = [await Citizen.arrived(client, product) for _ in scripts]

        async def talk(citizen: Citizen, script: list[str]) -> list[Timed]:
            return [await citizen.say(text) for text in script]

        began = time.perf_counter()
        told = await asyncio.gather(*map(talk, citizens, scripts))
        seconds = time.perf_counter() - began
    turns = [one for conversation in told for one in conversation]
    times = [one.milliseconds for one in turns]
    show_table(
        f"{TOGETHER} conversations at the same time, policy questions and form steps mixed",
        ("turns", "p50 ms", "p95 ms", "target p95 ms", "turns/s", HANDLED),
        [
            (
                *(len(turns), f"{percentile(times, 50):.0f}", f"{percentile(times, 95):.0f}"),
                *(f"<= {TOGETHER_WANTED}", f"{len(turns) / seconds:.1f}", _handled(turns)),
            )
        ],
    )


async def _long(product: str, asked: Iterator[str]) -> None:
    """Measure whether turns become slower; each twenty turns are made up alike."""
    first: list[Timed] = []
    last: list[Timed] = []
    async with _client() as client:
        for _ in range(LONG):
            citizen = await Citizen.arrived(client, product)
            tens = [ten_turns(asked, form_first=True) for _ in range(6)]
            turns = [await citizen.say(text) for ten in tens for text in ten]
            first += turns[:20]
            last += turns[40:]
    medians = [percentile([one.milliseconds for one in part], 50) for part in (first, last)]
    show_table(
        f"A long conversation, {LONG} times",
        ("turns 1-20 p50 ms", "turns 41-60 p50 ms", "ratio", "target", HANDLED),
        [
            (
                *(f"{medians[0]:.1f}", f"{medians[1]:.1f}", f"{medians[1] / medians[0]:.2f}"),
                *(f"<= {LONG_WANTED}", f"{_handled(first)}; {_handled(last)}"),
            )
        ],
    )


def _memory(processes: Sequence[int]) -> None:
    rss = [resident(pid) for pid in processes]
    shares = [proportional(pid) for pid in processes]
    pss = [share for share in shares if share is not None]
    show_table(
        "Memory of all processes of the product, after the above",
        ("processes", "RSS GiB", "PSS GiB", "target GiB"),
        [
            (
                *(len(processes), f"{sum(rss):.2f}"),
                f"{sum(pss):.2f}" if len(pss) == len(processes) else "not allowed to read",
                f"<= {MEMORY_WANTED}",
            )
        ],
    )


def _report_idle(
    title: str,
    turns: Sequence[Timed],
    expected: str,
    names: Sequence[str],
    references: Sequence[Sequence[float]],
) -> None:
    times = [one.milliseconds for one in turns]
    rows = [_row("the product", times, times, f"p50 <= {P50_WANTED}, p95 <= {P95_WANTED}")]
    for name, reference in zip(names, references, strict=True):
        rows.append(_row(name, reference, times, ""))
    show_table(
        f"One turn at a time: {title} ({len(turns)} turns)",
        ("what", "p50 ms", "p95 ms", "the product takes (p50)", "target ms"),
        rows,
    )
    as_meant = sum(one.handled == expected for one in turns)
    print(f"\n{as_meant} of {len(turns)} were handled as meant ({_handled(turns)})")


def _row(name: str, times: Sequence[float], product: Sequence[float], target: str) -> list[str]:
    p50, p95 = percentile(times, 50), percentile(times, 95)
    return [name, f"{p50:.1f}", f"{p95:.1f}", f"{percentile(product, 50) / p50:.2f} x", target]


def _handled(turns: Sequence[Timed]) -> str:
    """Say by what the turns were dealt with, so that nobody takes refusals for work."""
    return ", ".join(f"{name} {n}" for name, n in Counter(t.handled for t in turns).most_common())


async def _put(client: httpx.AsyncClient, address: str, sender: str, text: str) -> float:
    """Put a text to Rasa as the product would; return the milliseconds until the answer."""
    body = {"text": clean(text), "message": clean(text), "sender": sender}
    began = time.perf_counter()
    answer = await client.post(address, json=body)
    milliseconds = (time.perf_counter() - began) * 1000
    answer.raise_for_status()
    return milliseconds


def _client() -> httpx.AsyncClient:
    return httpx.AsyncClient(trust_env=False, timeout=30.0)


if __name__ == "__main__":
    main()
