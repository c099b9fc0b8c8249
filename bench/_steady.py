"""Lets citizens write at a steady rate, whether they were answered in time or not."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import httpx

from bench._citizen import Citizen, ten_turns

PAUSE = 3.0  # seconds between two messages of one citizen
TURNS = 10
PATIENCE = 30.0  # seconds


@dataclass(frozen=True, slots=True)
class Steady:
    """Be what came of it."""

    milliseconds: list[float]  # from when a message was due to its answer
    handled: Counter[str]  # by what they were dealt with
    failures: int


async def steady(product: str, asked: Iterator[str], a_second: int, turns: int = TURNS) -> Steady:
    """Hold as many conversations as bring that many messages a second, up to ten turns each."""
    number = round(a_second * PAUSE)
    scripts = [ten_turns(asked, form_first=n % 2 == 0)[:turns] for n in range(number)]
    limits = httpx.Limits(max_connections=number, max_keepalive_connections=number)
    told = Steady([], Counter(), 0)
    failures: list[str] = []
    async with httpx.AsyncClient(trust_env=False, timeout=PATIENCE, limits=limits) as client:
        citizens = [await Citizen.arrived(client, product) for _ in range(number)]
        began = time.perf_counter() + 1.0

        async def talk(which: int) -> None:
            for turn, text in enumerate(scripts[which]):
                due = began + turn * PAUSE + which * PAUSE / number
                await asyncio.sleep(max(0.0, due - time.perf_counter()))
                try:
                    said = await citizens[which].say(text)
                except httpx.HTTPError as problem:
                    failures.append(type(problem).__name__)
                    continue
                told.milliseconds.append((time.perf_counter() - due) * 1000)
                told.handled[said.handled] += 1

        await asyncio.gather(*map(talk, range(number)))
    return Steady(told.milliseconds, told.handled, len(failures))
