"""F17: cuts the streams of open pages, as a telephone does that locks or changes its network."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from time import monotonic

from bench.faults.evidence import Hit
from bench.faults.page import Page
from bench.faults.people import QUESTIONS
from bench.faults.scene import Scene
from bench.faults.wire import CLEAN, Weather

PAGES = 4
CUTS = (
    Weather("its network is away", is_cut=True),
    Weather("its network is dead", is_dead=True),
    Weather("another network", is_cut=True),
)
SECONDS = (3.0, 15.0, 0.3)  # that each lasts; a page notices a dead line after ten
SEES = 30.0  # seconds until every page is back


async def inflict(scene: Scene) -> AsyncGenerator[Hit, None]:
    """Let some pages stay open and talk, and cut what they all go through."""
    (wire,) = [one for one in scene.town.wires if one.name == "citizens"]
    pages = [Page(await scene.people.talk(), scene.town.url) for _ in range(PAGES)]
    over = asyncio.Event()
    talking = [asyncio.create_task(_talks(page, n, over)) for n, page in enumerate(pages)]
    try:
        for weather, seconds in zip(CUTS, SECONDS, strict=True):
            await scene.calm()
            before, began = [page.breaks for page in pages], monotonic()
            wire.become(weather)
            await asyncio.sleep(seconds)
            wire.become(CLEAN)
            healed = monotonic()
            back = await _all_back(pages, before, healed)
            broken = sum(page.breaks > was for page, was in zip(pages, before, strict=True))
            took = None if back is None else began + (back - healed)
            proof = f"{broken} of {PAGES} streams broke"
            what = f"a page: {weather.words}"
            yield Hit(what, "page", began, took, broken > 0, proof, away=seconds)
    finally:
        over.set()
        await asyncio.gather(*talking)
        for page in pages:
            await page.leave()


async def _talks(page: Page, number: int, over: asyncio.Event) -> None:
    """Ask one thing after the other."""
    while not over.is_set():
        await page.say(QUESTIONS[number % 4])
        await asyncio.sleep(0.5)


async def _all_back(pages: list[Page], before: list[int], healed: float) -> float | None:
    """Return when the last page whose stream broke was welcomed again; None: never."""
    while monotonic() < healed + SEES:
        broken = [page for page, was in zip(pages, before, strict=True) if page.breaks > was]
        if broken and all(page.returns and page.returns[-1] >= healed for page in broken):
            return max(page.returns[-1] for page in broken)
        await asyncio.sleep(0.1)
    return None
