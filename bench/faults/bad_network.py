"""F9: makes every wire between the parts slow, narrow, broken, cut and dead in turn."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from time import monotonic

from bench.faults.evidence import Hit
from bench.faults.scene import Scene
from bench.faults.wire import CLEAN, Weather

LASTS, SHORT = 8.0, 5.0  # seconds
BROKEN = "all connections broken"
WEATHERS = (
    Weather("300 ms late, 100 ms more or less", delay=0.3, jitter=0.1),
    Weather("256 kbit/s", rate=32_000.0),
    Weather("cut", is_cut=True),
    Weather("dead", is_dead=True),
    Weather(BROKEN),
)
EACH = 2  # kinds of weather on each wire, drawn by seed


async def inflict(scene: Scene) -> AsyncGenerator[Hit, None]:
    """Let each wire have some of the weathers, one after the other."""
    planned = [
        (wire, weather)
        for wire in scene.town.wires
        for weather in scene.dice.sample(WEATHERS, EACH)
    ]
    scene.dice.shuffle(planned)
    for wire, weather in planned:
        await scene.calm()
        met, began = wire.met, monotonic()
        if weather.words == BROKEN:
            wire.break_all()
            await asyncio.sleep(0.2)
        else:
            wire.become(weather)
            await asyncio.sleep(SHORT if weather.is_cut or weather.is_dead else LASTS)
            wire.become(CLEAN)
        hit = await scene.recovered(f"{wire.name}: {weather.words}", "network", began, "")
        held = wire.met - met
        yield Hit(
            *(hit.what, hit.component, began, hit.recovered),
            used=held > 0,
            proof=f"{held} pieces or connections met it",
        )
