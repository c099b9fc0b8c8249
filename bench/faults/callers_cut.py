"""CALLS: kills what stands behind a telephone call, and the line itself, while somebody talks."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from time import monotonic

from bench.faults.calling import Calling
from bench.faults.evidence import Hit
from bench.faults.scene import Scene
from bench.faults.telephone import SENTENCES, Telephone, telephone
from launch.restarts import FIRST_PAUSE
from tests.running import Service

INTO = (0.3, 5.0)  # seconds after the caller's turn began: in the sentence, or behind it
TURNS = 12  # of one caller while something is away


async def inflict(scene: Scene) -> AsyncGenerator[Hit, None]:
    """Kill each part in the middle of a call of its own."""
    cluster = scene.town.cluster
    parts = {
        "the line's gateway": ([cluster.gateways[0]], "gateway"),
        "both Rasa servers": ([*cluster.rasas], "rasa"),
        "PostgreSQL": ([cluster.service_of_database], "postgresql"),
        "Redis": ([cluster.redis], "redis"),
    }
    names = list(parts)
    scene.dice.shuffle(names)
    async with telephone(scene.town) as line:
        for name in names:
            services, component = parts[name]
            yield await _in_a_call(line, scene, name, services, component)
        yield await _line_killed(line, scene)


async def _in_a_call(
    line: Telephone, scene: Scene, name: str, services: Sequence[Service], component: str
) -> Hit:
    """Kill something while a caller speaks, who asks on until they are answered.

    Who is handed to a person is served. The recovery is that of the citizens who talk beside.
    """
    calling = await Calling.begun(line, scene, name)
    await calling.asks(SENTENCES[0])
    asking = asyncio.create_task(calling.asks(_any(scene)))
    await asyncio.sleep(scene.dice.uniform(*INTO))
    # F1 to F5 judge the recovery, each by its own measure: here it is only told.
    killed = scene.killed(services, f"{name}, in a call", f"{component}, in a call")
    breaking = asyncio.create_task(killed)
    newcomer = asyncio.create_task(Calling.begun(line, scene, f"{name}, somebody else calls"))
    await asking
    for _ in range(TURNS):
        if calling.has_fallen or await calling.is_with_person():
            break
        turn = await calling.asks(_any(scene))
        if turn.answered and breaking.done():
            break
    hit = await breaking
    await (await newcomer).ends()
    await calling.ends()
    return hit


async def _line_killed(line: Telephone, scene: Scene) -> Hit:
    """Kill the process that carries the call; return when who calls again hears us."""
    name, phone = "the telephone line", line.phone
    calling = await Calling.begun(line, scene, name)
    calling.call.its_own = True
    await calling.asks(SENTENCES[0])
    before = await calling.lines() or 0
    asking = asyncio.create_task(calling.asks(_any(scene)))
    await asyncio.sleep(scene.dice.uniform(*INTO))
    began = monotonic()
    await asyncio.to_thread(phone.kill)
    await asyncio.sleep(FIRST_PAUSE)
    phone.start()
    await asking
    calling.call.again = await calling.calls_again()
    calling.call.forgotten = max(0, before - (await calling.lines() or 0))
    await calling.ends()
    proof = f"its process was gone, {before} lines were there before"
    what = f"SIGKILL of {name}, in a call"
    return Hit(what, "telephone", began, calling.call.again, calling.has_fallen, proof)


def _any(scene: Scene) -> str:
    return scene.dice.choice(SENTENCES)
