"""F12: throws what is malformed at every door while citizens talk."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from time import monotonic

import httpx

from bench.faults.doors import Counted
from bench.faults.evidence import Hit
from bench.faults.scene import Scene
from bench.faults.throwing import Throwing

PATIENCE = 60.0  # seconds for one answer
GLANCE = 0.3  # seconds between two looks at the memory
# The web's door and WeChat's decode one picture at a time each, of at most 40 megapixels (160 MB).
MOST_GROWN = 0.375  # GiB

Throws = Callable[[Throwing], Awaitable[Counted]]


async def inflict(scene: Scene) -> AsyncGenerator[Hit, None]:
    """Throw one kind after the other; each is an account of its own."""
    talk = await scene.people.talk()
    async with httpx.AsyncClient(trust_env=False, timeout=PATIENCE) as client:
        throwing = Throwing(scene.town, scene.dice, talk, client)
        await throwing.warm_up()  # what is loaded at the first picture is no growth
        for what, throws in KINDS.items():
            await scene.calm()
            before, traces, began = throwing.pids(), throwing.traces(), monotonic()
            async with _weighed(throwing) as grown:
                counted = await throws(throwing)
            hit = await scene.recovered(f"malformed: {what}", "malformed", began, "")
            gone = [name for name, pids in throwing.pids().items() if pids != before[name]]
            yield Hit(
                *(hit.what, hit.component, began, hit.recovered),
                used=sum(counted.values()) > 0,
                proof=_told(counted, grown),
                harm=harm_of(counted, gone, grown, throwing.traces() - traces),
            )


def harm_of(
    counted: Mapping[str, int], gone: Sequence[str], grown: Mapping[str, float], traces: int
) -> tuple[str, ...]:
    """Name what rubbish must not do: server errors, ended processes, memory that grew (GiB).

    `traces` is how many stack traces gateways wrote to their logs meanwhile.
    """
    errors = [f"{number} times {label}" for label, number in counted.items() if label.isdigit()]
    ended = [f"{name} ended" for name in gone]
    heavy = [
        f"{name} grew by {size * 1024:.0f} MiB, more than {MOST_GROWN * 1024:.0f}"
        for name, size in grown.items()
        if size > MOST_GROWN
    ]
    broken = [f"{traces} stack traces in the logs of the gateways"] if traces else []
    return (*errors, *ended, *heavy, *broken)


KINDS: Mapping[str, Throws] = {
    "generated requests": Throwing.fuzz,
    "pictures": Throwing.pictures,
    "WeChat's XML": Throwing.letters,
    "WeChat's sounds and pictures": Throwing.sounds,
    "frames of streams": Throwing.frames,
    "what is hardly HTTP": Throwing.requests,
    "half-sent requests": Throwing.half,
    "bodies that are too large": Throwing.large,
}


@asynccontextmanager
async def _weighed(throwing: Throwing) -> AsyncIterator[dict[str, float]]:
    """Yield by how many GiB each gateway grew at most during the block."""
    first = throwing.weights()
    grown = dict.fromkeys(first, 0.0)

    async def look() -> None:
        while True:
            for name, now in throwing.weights().items():
                grown[name] = max(grown[name], now - first[name])
            await asyncio.sleep(GLANCE)

    looking = asyncio.create_task(look())
    try:
        yield grown
    finally:
        looking.cancel()
        await asyncio.gather(looking, return_exceptions=True)


def _told(counted: Mapping[str, int], grown: Mapping[str, float]) -> str:
    answers = ", ".join(f"{label} {number}" for label, number in sorted(counted.items()))
    most = max(grown.values(), default=0.0) * 1024
    return f"{sum(counted.values())} thrown: {answers}; a gateway grew by {most:.0f} MiB at most"
