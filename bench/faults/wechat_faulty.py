"""F10 and F11: lets WeChat's interface fail, and its pushes come twice, late and crossed."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from time import monotonic

from bench.faults.evidence import Hit
from bench.faults.scene import Scene

SHARE, HANGING = 0.2, 12.0  # of calls and pushes; seconds, longer than any caller waits
LEAST = 120  # messages that everything is faulty for


async def inflict(scene: Scene) -> AsyncGenerator[Hit, None]:
    """Let a share of all calls and pushes go wrong by seed while people write."""
    site, before = scene.town.site, await _used(scene)
    assert site is not None
    began, said = monotonic(), scene.people.said
    await site.spoil(scene.dice.randrange(1_000_000), SHARE, HANGING)
    while scene.people.said < said + LEAST:
        await scene.calm()
    await site.heal()
    used = {
        name: number - before.get(name, 0)
        for name, number in (await _used(scene)).items()
        if number > before.get(name, 0)
    }
    proof = ", ".join(f"{name} {number}" for name, number in sorted(used.items()))
    found = await scene.town.good_turn()
    yield Hit("faults of WeChat by seed", "wechat", began, found, used=bool(used), proof=proof)


async def _used(scene: Scene) -> dict[str, int]:
    assert scene.town.site is not None
    used = (await scene.town.site.report())["used"]
    assert isinstance(used, dict)
    return {str(name): int(number) for name, number in used.items()}
