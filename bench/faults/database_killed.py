"""F4: kills PostgreSQL whole and in parts, and stops it at once, while people are answered."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncGenerator
from time import monotonic

from bench.faults.evidence import Hit
from bench.faults.scene import Scene
from bench.faults.town import Town

BACKENDS = {  # pg_stat_activity.backend_type of what is killed
    "a backend": "client backend",
    "the WAL writer": "walwriter",
    "the checkpointer": "checkpointer",
}
STOPS = {"immediate stop": signal.SIGQUIT, "fast stop": signal.SIGINT}  # of the first process


async def inflict(scene: Scene) -> AsyncGenerator[Hit, None]:
    """Kill the first process, one process of each kind, and stop the server twice."""
    database = scene.town.cluster.service_of_database
    ways = ["SIGKILL of the first process", *BACKENDS, *STOPS]
    scene.dice.shuffle(ways)
    for way in ways:
        await scene.calm()
        began = monotonic()
        if way in BACKENDS:
            proof = await _part_killed(scene.town, BACKENDS[way])
        else:
            number = STOPS.get(way, signal.SIGKILL)
            for pid in database.pids:
                os.kill(pid, number)
            await asyncio.to_thread(database.stop)
            database.start()
            proof = "its process was gone"
        yield await scene.recovered(f"PostgreSQL: {way}", "postgresql", began, proof)


async def _part_killed(town: Town, kind: str) -> str:
    told = await town.order(
        "SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
        f" AND backend_type = '{kind}' ORDER BY state = 'active' DESC, pid LIMIT 1"
    )
    os.kill(int(told), signal.SIGKILL)
    return f"its {kind} {told} was killed"
