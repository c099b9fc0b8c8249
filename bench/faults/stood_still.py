"""F3: lets one program after the other stand still for ten seconds, as a hang does."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncGenerator
from pathlib import Path
from time import monotonic

from bench._memory import family
from bench.faults.evidence import Hit
from bench.faults.scene import Scene

STANDS = 10.0  # seconds


async def inflict(scene: Scene) -> AsyncGenerator[Hit, None]:
    """Stop and continue each program, with all its processes."""
    cluster = scene.town.cluster
    programs = {
        "gateway 1": cluster.gateways[0],
        "gateway 2": cluster.gateways[1],
        "Rasa 1": cluster.rasas[0],
        "Rasa 2": cluster.rasas[1],
        "PostgreSQL": cluster.service_of_database,
        "Redis": cluster.redis,
        "HAProxy": cluster.proxy,
    }
    names = list(programs)
    scene.dice.shuffle(names)
    for name in names:
        await scene.calm()
        first = programs[name].pids
        pids = [*first, *(child for pid in first for child in family(pid))]
        _send(pids, signal.SIGSTOP)
        began = monotonic()
        await asyncio.sleep(STANDS / 2)
        stood = sum(_stands(pid) for pid in pids)
        await asyncio.sleep(STANDS / 2)
        _send(pids, signal.SIGCONT)
        hit = await scene.recovered(f"{name} stood still", "stood still", began, "")
        yield Hit(
            *(hit.what, hit.component, began, hit.recovered),
            used=stood > 0,
            proof=f"{stood} of {len(pids)} processes stood still after {STANDS / 2:.0f} s",
        )


def _send(pids: list[int], number: int) -> None:
    for pid in pids:
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            continue  # it ended by itself


def _stands(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "T"
    except OSError:
        return False
