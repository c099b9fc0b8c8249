"""F7: kills what hears and what speaks in the middle of its work, and lets its memory be full."""

from __future__ import annotations

import asyncio
import os
import resource
import signal
from collections.abc import AsyncGenerator
from time import monotonic

from bench.faults.calling import Calling
from bench.faults.evidence import Hit
from bench.faults.scene import Scene
from bench.faults.telephone import SENTENCES, Telephone, telephone
from core.errors import EngineUnavailable
from launch.restarts import FIRST_PAUSE
from voice.engines.states import EngineState

BUSY_WITHIN = 30.0  # seconds until an engine has something to do
TURNS = 8  # of the caller until they are answered again
GLANCE = 0.02
FAMINE, MEMORY = 12.0, 400 * 2**20  # seconds; bytes, too few for a worker to load its model
HEARS, SPEAKS = "the recogniser", "the synthesiser"


async def inflict(scene: Scene) -> AsyncGenerator[Hit, None]:
    """Kill and starve either engine in a call, and kill the whole service."""
    planned = [(engine, starves) for engine in (HEARS, SPEAKS) for starves in (False, True)]
    scene.dice.shuffle(planned)
    async with telephone(scene.town) as line:
        for engine, starves in planned:
            yield await _worker_hit(scene, line, engine, starves=starves)
        yield await _service_killed(scene, line)


async def _worker_hit(scene: Scene, line: Telephone, engine: str, *, starves: bool) -> Hit:
    """Kill a worker that is busy, or give it no more memory; follow the call on."""
    what = f"SIGKILL of {engine}" + (f", no memory for another for {FAMINE:.0f} s" * starves)
    await line.speech_ready()
    calling = await Calling.begun(line, scene, what)
    before = await _engine(line, engine)
    asking = asyncio.create_task(calling.asks(SENTENCES[1]))
    await _busy(line, engine)
    if starves:
        _limit(line, MEMORY)
    for worker in before.workers:
        os.kill(worker.pid, signal.SIGKILL)
    began = monotonic()
    if starves:
        asyncio.get_running_loop().call_later(FAMINE, _limit, line, resource.RLIM_INFINITY)
    await asking
    good = await _good_turn(scene, line, calling, engine, before.deaths)
    after = await _engine(line, engine)
    await calling.ends()
    died = after.deaths - before.deaths
    proof = f"{died} of its workers died, {after.lost - before.lost} of its jobs were lost"
    component = "speech starved" if starves else "speech"
    return Hit(what, component, began, good, used=died > starves, proof=proof)


async def _service_killed(scene: Scene, line: Telephone) -> Hit:
    """Kill the process that leads both engines, and they with it."""
    what = "SIGKILL of the speech service"
    calling = await Calling.begun(line, scene, what)
    asking = asyncio.create_task(calling.asks(SENTENCES[2]))
    await asyncio.sleep(scene.dice.uniform(0.3, 4.0))
    began = monotonic()
    await asyncio.to_thread(line.speech.kill)
    await asyncio.sleep(FIRST_PAUSE)
    line.speech.start()
    await asking
    good = await _good_turn(scene, line, calling, HEARS, -1)
    await calling.ends()
    return Hit(what, "speech", began, good, used=True, proof="its process was gone")


async def _good_turn(
    scene: Scene, line: Telephone, calling: Calling, engine: str, deaths: int
) -> float | None:
    """Ask until something is heard, understood and answered by new engines; None: never.

    Who is handed to a person before calls again: it is the engines that are looked at.
    """
    try:
        for _ in range(TURNS):
            if calling.has_fallen:
                return None
            if await calling.is_with_person():
                await calling.ends()
                calling = await Calling.begun(line, scene, f"{calling.call.name}, called again")
            turn = await calling.asks(scene.dice.choice(SENTENCES))
            if turn.answered and turn.heard is not None and await _renewed(line, engine, deaths):
                return turn.heard
        return None
    finally:
        await calling.ends()


async def _renewed(line: Telephone, engine: str, deaths: int) -> bool:
    """Tell whether a worker died and another is ready."""
    try:
        state = await _engine(line, engine)
    except EngineUnavailable:
        return False
    return state.ready and state.deaths > deaths


async def _engine(line: Telephone, engine: str) -> EngineState:
    state = await line.engines()
    return state.recognizer if engine == HEARS else state.synthesizer


async def _busy(line: Telephone, engine: str) -> None:
    """Wait until an engine works."""
    async with asyncio.timeout(BUSY_WITHIN):
        while True:
            if any(worker.busy for worker in (await _engine(line, engine)).workers):
                return
            await asyncio.sleep(GLANCE)


def _limit(line: Telephone, size: int) -> None:
    """Let the service, and each worker that it starts, have so many bytes of address space."""
    for pid in line.speech.pids:
        resource.prlimit(pid, resource.RLIMIT_AS, (size, resource.RLIM_INFINITY))
