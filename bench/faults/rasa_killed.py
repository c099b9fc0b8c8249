"""F2: kills Rasa servers, one of two and both, while forms are being filled in."""

from __future__ import annotations

from collections.abc import AsyncGenerator

from bench.faults.evidence import Hit
from bench.faults.scene import Scene


async def inflict(scene: Scene) -> AsyncGenerator[Hit, None]:
    """Kill one, the other, and both."""
    first = scene.dice.randrange(2)
    for numbers in ((first,), (0, 1), (1 - first,)):
        await scene.calm()
        rasas = [scene.town.cluster.rasas[number] for number in numbers]
        yield await scene.killed(rasas, f"{len(numbers)} of 2 Rasa servers", "rasa")
