"""F16: takes gateways out and back, as an update does, while people talk."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from time import monotonic

from bench.faults.evidence import Hit
from bench.faults.scene import Scene

DRAINS = 20.0  # seconds in which a gateway has to end by itself
BACKENDS = ("whole", "alive", "wechat", "calls", "editors")  # of conf/haproxy.cfg


async def inflict(scene: Scene) -> AsyncGenerator[Hit, None]:
    """Stop each gateway with SIGTERM and start it again, as docs/cluster.md says and without."""
    for is_drained in (True, False):
        for number in (0, 1):
            await scene.calm()
            yield await _deployed(scene, number, is_drained=is_drained)


async def _deployed(scene: Scene, number: int, *, is_drained: bool) -> Hit:
    service, url = scene.town.gateway(number)
    servers = [f"{backend}/gateway-{number + 1}" for backend in BACKENDS]
    if is_drained:
        for one in servers:
            scene.town.cluster.order(f"set server {one} state drain")
        await asyncio.sleep(1.0)
    began = monotonic()
    await asyncio.to_thread(service.stop)
    took = monotonic() - began
    await scene.restarted(service)
    if is_drained:
        for one in servers:
            scene.town.cluster.order(f"set server {one} state ready")
    how = "drained" if is_drained else "not drained"
    hit = await scene.recovered(f"SIGTERM of a gateway, {how}", "deploy", began, "", url=url)
    return Hit(
        *(hit.what, hit.component, began, hit.recovered if took <= DRAINS else None),
        used=True,
        proof=f"ended after {took:.1f} s",
    )
