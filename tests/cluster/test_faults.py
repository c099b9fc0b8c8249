"""Lets a few faults happen while citizens talk: a short run of what `make chaos` does at length."""

from __future__ import annotations

import sys
from collections.abc import AsyncGenerator

import pytest

from bench.faults.evidence import Hit
from bench.faults.gateway_killed import POINTS, killed_at
from bench.faults.judge import judged
from bench.faults.listed_words import LISTED, UNFIT
from bench.faults.people import People
from bench.faults.plan import FaultClass
from bench.faults.redis_killed import killed
from bench.faults.running import one_class
from bench.faults.scene import Scene
from bench.faults.town import Town
from tests.cluster.running_cluster import RunningCluster

pytestmark = [
    pytest.mark.cluster,
    pytest.mark.skipif(sys.platform != "linux", reason="finds processes in /proc"),
]

SEED, MESSAGES = 7, 40
POINT = "after the answer is committed, before it is heard"


async def a_few(scene: Scene) -> AsyncGenerator[Hit, None]:
    """Kill Redis, and a gateway at the worst moment there is."""
    await scene.calm()
    yield await killed(scene)
    yield await killed_at(scene, 0, POINT, POINTS[POINT])


async def test_nothing_is_lost_or_doubled_while_parts_of_the_cluster_are_killed(
    cluster: RunningCluster,
) -> None:
    settings = cluster.described.settings
    town = Town(cluster, cluster.first_login.parent, settings)

    evidence = await one_class(
        town, SEED, FaultClass("F0", "a few", a_few), People(), wanted=MESSAGES
    )

    findings = judged(evidence, LISTED, UNFIT)
    broken = {name: found for name, found in findings.broken.items() if name != "slow"}
    assert broken == {}  # how long it took is not judged here: other tests run beside
    assert findings.messages >= MESSAGES
    assert [hit.used for hit in evidence.hits] == [True, True]
    assert all(hit.recovered is not None for hit in evidence.hits)
