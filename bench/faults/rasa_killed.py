"""F2: kills Rasa servers, one of two and both, while forms are being filled in."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from time import monotonic

from bench.faults.evidence import Hit
from bench.faults.scene import Scene


async def inflict(scene: Scene) -> AsyncGenerator[Hit, None]:
    """Kill one, the other, and both."""
    first = scene.dice.randrange(2)
    for numbers in ((first,), (0, 1), (1 - first,)):
        await scene.calm()
        rasas = [scene.town.cluster.rasas[number] for number in numbers]
        began = monotonic()
        for rasa in rasas:
            await asyncio.to_thread(rasa.kill)
        restarts = [asyncio.create_task(scene.restarted(rasa)) for rasa in rasas]
        hit = await scene.recovered(
            f"SIGKILL of {len(numbers)} of 2 Rasa servers",
            *("rasa", began, "its process was gone"),
        )
        await asyncio.gather(*restarts)
        yield hit
