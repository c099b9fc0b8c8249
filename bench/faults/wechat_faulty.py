"""F10 and F11: lets WeChat's interface fail, and its pushes come twice, late and crossed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Mapping
from time import monotonic

from bench.faults.evidence import Hit
from bench.faults.scene import Scene, rasas_still
from integrations.wechat_simulator.faults import OF_API, OF_PUSHES

SHARE, HANGING = 0.2, 12.0  # of calls and pushes; seconds, longer than any caller waits
LEAST = 120  # messages that everything is faulty for
# Answers that are ready in time ride with the reply to a push: the interface is only called for
# those that are not. A push is answered within five seconds.
LATE, TIMES = 7.0, 4  # seconds that every Rasa stands still; how often


async def inflict(scene: Scene) -> AsyncGenerator[Hit, None]:
    """Let a share of all calls and pushes go wrong by seed while people write."""
    site, before = scene.town.site, await _used(scene)
    assert site is not None
    began, said = monotonic(), scene.people.said
    await site.spoil(scene.dice.randrange(1_000_000), SHARE, HANGING)
    for _ in range(TIMES):
        await scene.calm()
        with rasas_still(scene.town):
            await asyncio.sleep(LATE)
    while scene.people.said < said + LEAST:
        await scene.calm()
    await site.heal()
    used = await _used(scene)
    found = await scene.town.good_turn()
    for what, kinds in (("WeChat's interface", OF_API), ("WeChat's pushes", OF_PUSHES)):
        new = {kind.value: used.get(kind, 0) - before.get(kind, 0) for kind in kinds}
        proof = ", ".join(f"{name} {number}" for name, number in new.items() if number)
        yield Hit(f"{what} by seed", "wechat", began, found, used=any(new.values()), proof=proof)


async def _used(scene: Scene) -> Mapping[str, int]:
    assert scene.town.site is not None
    used = (await scene.town.site.report())["used"]
    assert isinstance(used, dict)
    return {str(name): int(number) for name, number in used.items()}
