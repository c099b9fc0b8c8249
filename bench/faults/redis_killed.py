"""F5: kills Redis, which comes back empty, and lets its memory be full."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from time import monotonic

from redis.asyncio import Redis

from bench.faults.evidence import Hit
from bench.faults.scene import Scene

KILLS, FULL = 5, 8.0  # how often; seconds that its memory is full
HEARS = 60.0  # seconds until a gateway has to hear it again


async def inflict(scene: Scene) -> AsyncGenerator[Hit, None]:
    """Kill it several times, then let it refuse every write for a while."""
    for _ in range(KILLS):
        await scene.calm()
        yield await killed(scene)
    await scene.calm()
    yield await _full(scene)


async def killed(scene: Scene) -> Hit:
    """Kill it and start it again; return when both gateways hear each other again."""
    cluster, began = scene.town.cluster, monotonic()
    await asyncio.to_thread(cluster.redis.kill)
    missed = await _both_hear(scene, wanted=False)
    back = monotonic()  # the seconds until Redis is there again are ours, not the product's
    cluster.redis.start()
    found = await _both_hear(scene, wanted=True)
    proof = "both gateways missed it" if missed else "no gateway missed it"
    took = None if found is None else began + (found - back)
    return Hit("SIGKILL of Redis", "redis", began, took, used=missed is not None, proof=proof)


async def _full(scene: Scene) -> Hit:
    """Let it take nothing more, by a limit that is below what it has already."""
    async with Redis.from_url(scene.town.settings["YIBAO_REDIS_URL"]) as redis:
        told = await redis.config_get("maxmemory", "maxmemory-policy")
        began = monotonic()
        await redis.config_set("maxmemory", "1")
        await redis.config_set("maxmemory-policy", "noeviction")
        refused = 0
        until = monotonic() + FULL
        while monotonic() < until:
            try:
                await redis.set("chaos", "x", ex=1)
            except Exception as error:  # noqa: BLE001  any refusal is what is looked for
                refused += "OOM" in str(error) or "memory" in str(error)
            await asyncio.sleep(0.5)
        for name, value in told.items():
            await redis.config_set(str(name), str(value))
    hit = await scene.recovered("Redis: maxmemory reached", "redis full", began, f"{refused} OOM")
    return Hit(hit.what, hit.component, began, hit.recovered, used=refused > 0, proof=hit.proof)


async def _both_hear(scene: Scene, *, wanted: bool) -> float | None:
    """Return when both gateways hear Redis, or both miss it; None if that never comes."""
    until = monotonic() + HEARS
    while monotonic() < until:
        hear = [await asyncio.to_thread(scene.town.cluster.hears, number) for number in (1, 2)]
        if all(one is wanted for one in hear):
            return monotonic()
        await asyncio.sleep(0.05)
    return None
